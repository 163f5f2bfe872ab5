import Foundation
import Terminology
import Testing

@Suite("Embedded files")
struct EmbeddedTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test("the list in files.inc is that of the folders; if not, run Tests/Tools/make-tables --files")
    func theListEqualsTheFolders() throws {
        let files = FileManager.default
        var expected = try files.subpathsOfDirectory(atPath: Self.root.appending(path: "mappings").path())
            .filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".table") }.map { "mappings/" + $0 }
        expected += try files.contentsOfDirectory(atPath: Self.root.appending(path: "samples/rialto").path())
            .filter { $0.hasSuffix(".tsv") }.map { "samples/rialto/" + $0 }
        #expect(Embedded.names == expected.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    }

    @Test func everyFileHasTheBytesOfItsSource() throws {
        #expect(Embedded.names.count >= 8)
        for name in Embedded.names {
            let bytes = try #require(Embedded.bytes(named: name))
            #expect(try Data(contentsOf: Self.root.appending(path: name)) == Data(bytes), "\(name)")
        }
    }

    @Test(arguments: ["", "mappings", "mappings/tables/ctcae-5.0", "mappings/tables/ctcae-5.0.table/", "zzz"])
    func aNameThatIsNotThereGivesNil(name: String) {
        #expect(Embedded.bytes(named: name) == nil)
    }
}
