import Testing
import Values

@testable import Terminology

@Suite("Damaged tables")
struct DamagedTableTests {
    let whole: [UInt8]

    init() throws {
        whole = [UInt8](try #require(Embedded.bytes(named: "mappings/tables/ctcae-5.0.table")))
    }

    private func reason(_ bytes: [UInt8], kind: BinaryTable.Kind = .ctcae) -> String? {
        bytes.withUnsafeBytes { bytes in
            do throws(TerminologyError) {
                _ = try BinaryTable(bytes, kind: kind, name: "user.table")
                return nil
            } catch {
                guard case .damagedTable("user.table", let reason) = error else { return "another error" }
                return reason
            }
        }
    }

    private func changed(at offset: Int, to byte: UInt8) -> [UInt8] {
        var bytes = whole
        bytes[offset] = byte
        return bytes
    }

    @Test func aWholeTableOpens() { #expect(reason(whole) == nil) }

    @Test func truncatedTablesAreRefused() {
        #expect(reason([]) == "it does not begin with RLTTABLE")
        #expect(reason(Array(whole.prefix(20))) == "it does not begin with RLTTABLE")
        #expect(reason(Array(whole.dropLast())) == "it has 33499 bytes, its header says 33500")
    }

    @Test func wrongHeadersAreRefused() {
        #expect(reason(changed(at: 0, to: 0x72)) == "it does not begin with RLTTABLE")
        #expect(reason(changed(at: 8, to: 2)) == "its layout has version 2, not 1")
        #expect(reason(whole, kind: .units) == "it holds something else")
        #expect(reason(changed(at: 20, to: 200)) == "it has 200 sections, not 6")
        #expect(reason(changed(at: 31, to: 0x7F)) == "section 0 ends beyond the file")
    }

    @Test func theErrorNamesTheTable() {
        let error = TerminologyError.damagedTable(name: "user.table", reason: "section 0 ends beyond the file")
        #expect(
            error.description
                == "user.table: error: the table is damaged: section 0 ends beyond the file; make it again")
    }
}
