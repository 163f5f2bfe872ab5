import ClinicalModel
import SDTMMapping
import Testing
import Values

/// Rows that point at others stand in the order of their dataset's keys (SDTMIG 8.2 to 8.4), texts by their bytes.
struct RowOrderTests {
    private func adverseEvent(_ number: Int) throws -> Record {
        try record(.adverseEvent, "AE[\(number)]", [.term: .text("Event \(number + 10)")]) {
            $0.supplements = ["AEZ", "AEA"].map { Supplement(address: $0, name: $0, label: $0, value: .text("Y")) }
        }
    }

    private func medicated(_ subject: String) throws -> Patient {
        try patient(subject) {
            for number in 1...11 { $0.records.append(try adverseEvent(number)) }
            $0.records.append(try record(.concomitantMedication, "CM[1]", [.treatment: .text("PARACETAMOL")]))
            for (id, event) in [("R3", 1), ("R2", 2), ("R1", 1)] {
                $0.relations.append(Relation(id: id, members: [RecordKey("CM[1]"), RecordKey("AE[\(event)]")]))
            }
            for (number, parent) in ["CM[1]", "AE[2]", "AE[11]"].enumerated() {
                var comment = try record(.comment, "CO[\(number)]", [.text: .text("About \(parent)")])
                comment.parent = RecordKey(parent)
                $0.records.append(comment)
            }
        }
    }

    @Test func supplementsAreSortedByTheirKeys() throws {
        let rows = try Bench().rows("SUPPAE", of: [try medicated("002"), try medicated("001")])
        let keys = rows.map { [$0["USUBJID"] ?? "", $0["IDVARVAL"] ?? "", $0["QNAM"] ?? ""] }
        #expect(keys.count == 44)
        #expect(keys == keys.sorted { $0.lexicographicallyPrecedes($1) })
        #expect(keys.prefix(5).map { $0[1] + $0[2] } == ["1AEA", "1AEZ", "10AEA", "10AEZ", "11AEA"])
    }

    @Test func relationsAreSortedByTheirKeysDomainBeforeSubject() throws {
        let rows = try Bench().rows("RELREC", of: [try medicated("002"), try medicated("001")])
        #expect(
            rows.map {
                "\($0["RDOMAIN"] ?? "") \($0["USUBJID"]?.suffix(3) ?? "") \($0["IDVARVAL"] ?? "") \($0["RELID"] ?? "")"
            }
                == [
                    "AE 001 1 R1", "AE 001 1 R3", "AE 001 2 R2", "AE 002 1 R1", "AE 002 1 R3", "AE 002 2 R2",
                    "CM 001 1 R1", "CM 001 1 R2", "CM 001 1 R3", "CM 002 1 R1", "CM 002 1 R2", "CM 002 1 R3",
                ])
    }

    @Test func commentsAreSortedByWhatTheyAreAbout() throws {
        let rows = try Bench().rows("CO", of: [try medicated("001")])
        #expect(rows.map { $0["COVAL"] } == ["About AE[11]", "About AE[2]", "About CM[1]"])
        #expect(rows.map { $0["COSEQ"] } == ["1", "2", "3"])
    }
}
