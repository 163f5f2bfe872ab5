import ClinicalModel
import Mapping
import SDTM
import SDTMMapping
import Testing
import Values

/// QNAM: in a dataset each has one meaning, the same in every record and every run.
struct QualifierNameTests {
    private static let words = Array(repeating: "lymphoblastic", count: 20).joined(separator: " ")

    private func adverseEvent(_ key: String, _ supplements: [Supplement]) throws -> Record {
        try record(.adverseEvent, key, [.term: .text("Fever"), .start: .date(date("2019-01-12"))]) {
            $0.supplements = supplements
        }
    }

    private func supplement(_ name: String, _ label: String, _ text: String = "Y") -> Supplement {
        Supplement(address: name, name: name, label: label, value: .text(text))
    }

    @Test func piecesOfNamesThatBeginAlikeHaveNamesOfTheirOwn() throws {
        let patient = try patient {
            $0.records.append(
                try record(
                    .laboratory, "1",
                    [
                        .testCode: .text("BLASTS"), .original: .text(Self.words), .originalUnit: .text(Self.words),
                        .standard: .text("1"), .standardUnit: .text(Self.words),
                    ]))
        }
        let rows = try Bench().rows("SUPPLB", of: [patient])
        #expect(rows.compactMap { $0["QNAM"] }.sorted() == ["LBORRES1", "LBORREU1", "LBSTREU1"])
        #expect(try Bench().encode(patient).refused == 0)
    }

    /// Each text variable of each domain with eleven pieces: the guide's names where they are free, and never one twice.
    @Test func noDatasetGivesANameTwice() throws {
        let text = Array(repeating: String(repeating: "x", count: 200), count: 12).joined(separator: " ")
        let plan = try Bench().plan()
        for domain in try DomainMapping.embedded()
        where domain.entity != .comment && domain.variables.contains(where: { $0.source == .usubjid }) {
            let texts = domain.variables.compactMap { variable -> FieldID? in
                guard variable.type == .character, case .field(let field) = variable.source,
                    field.definition.type == .text
                else { return nil }
                return field
            }
            let patient = try patient {
                if domain.entity == .subject {
                    for field in texts where ![.siteID, .subjectID].contains(field) {
                        $0.subject.values[field] = .text(text)
                    }
                } else {
                    var values: [FieldID: Value] = [.visitNumber: .number(Decimal(significand: 1))]
                    for field in texts { values[field] = .text(text) }
                    $0.records = [try record(domain.entity, "1", values)]
                }
            }
            let encoded = try SDTMEncoder(plan: plan, sources: ["site-101.xml"]).encode(patient)
            #expect(!encoded.diagnostics.contains { $0.code == "sdtm.duplicate-qualifier" }, "\(domain.domain)")
            let dataset = try #require(plan.datasets.firstIndex { $0.name == "SUPP\(domain.domain)" })
            let names = encoded.qualifiers.filter { $0.dataset == dataset }.map(\.name)
            #expect(names.count >= 9)
            #expect(Set(names).count == names.count, "\(domain.domain)")
            #expect(names.allSatisfy { (2...8).contains($0.utf8.count) })
            #expect(Set(names).isDisjoint(with: domain.variables.map(\.name)), "\(domain.domain)")
        }
    }

    @Test func qualifiersOfTheMappingThatBeginAlikeHavePiecesOfTheirOwn() throws {
        var bench = Bench()
        let names = ["AEREASNA", "AEREASNB", "AETERM1"]
        bench.qualifiers = names.map {
            MappedQualifier(
                entity: .adverseEvent, name: $0, label: "Label of \($0)", location: Location(path: "m.yaml"))
        }
        // The same names whichever of them a patient has.
        let both = try patient {
            $0.records.append(
                try adverseEvent("1", names.map { supplement($0, "Label of \($0)", Self.words) }))
            $0.records[1].values[.term] = .text(Self.words)
        }
        let one = try patient("002") {
            $0.records.append(try adverseEvent("1", [supplement("AEREASNB", "Label of AEREASNB", Self.words)]))
        }
        let found = try bench.rows("SUPPAE", of: [both, one])
        let first = found.filter { $0["USUBJID"] == "RIALTO-101-001" }.compactMap { $0["QNAM"] }.sorted()
        #expect(
            first == ["AEREASB1", "AEREASN1", "AEREASNA", "AEREASNB", "AETERM1", "AETERMA1", "AETERMB1"])
        #expect(
            found.filter { $0["USUBJID"] == "RIALTO-101-002" }.compactMap { $0["QNAM"] }.sorted() == [
                "AEREASB1", "AEREASNB",
            ])
    }

    @Test func anItemHasOneNameInAllRecords() throws {
        var bench = Bench()
        bench.options.purpose = .interchange
        let patient = try patient {
            for number in ["1", "2"] {
                let key = "SE.AE[\(number)]/F.AE/IG.AE#\(number)"
                $0.records.append(try adverseEvent(key, [Supplement(address: "\(key)/I.NOTE", value: .text(number))]))
            }
        }
        let rows = try bench.rows("SUPPAE", of: [patient])
        #expect(rows.map { $0["QVAL"] } == ["1", "2"])
        #expect(Set(rows.map { $0["QNAM"] }).count == 1)
        #expect(Set(rows.map { $0["QLABEL"] }) == ["SE.AE/F.AE/IG.AE/I.NOTE"])
    }

    /// Another record's keys would be lost without the address as it is.
    @Test func anItemOfAnotherRecordIsCarried() throws {
        var bench = Bench()
        bench.options.purpose = .interchange
        let patient = try patient {
            $0.records.append(
                try adverseEvent("SE.AE[1]/IG.AE[1]", [Supplement(address: "SE.AE[2]/IG.X/I.Y", value: .text("Y"))]))
        }
        #expect(try bench.rows("SUPPAE", of: [patient]).isEmpty)
        #expect(try bench.write([patient])["sdtm.carry/ae.ndjson"]?.contains("SE.AE[2]/IG.X/I.Y") == true)
    }

    @Test func aNameWithTwoMeaningsIsRefused() throws {
        let patients = try [("001", "Event of Special Interest"), ("002", "Event of Interest")].map { name, label in
            try patient(name) { $0.records.append(try adverseEvent("1", [supplement("AEESI", label)])) }
        }
        do throws(any Error) {
            _ = try Bench().write(patients)
            Issue.record("two meanings were taken")
        } catch let error as SDTMMappingError {
            #expect(
                error.diagnostic.message
                    == "the supplemental qualifier 'AEESI' of SUPPAE means two things: 'Event of Special Interest' and 'Event of Interest', the first at site-101.xml:20:5"
            )
        }
    }

    @Test func aMappingThatGivesANameTwoMeaningsIsRefused() throws {
        var bench = Bench()
        bench.qualifiers = [("A", 3), ("B", 9)].map {
            MappedQualifier(
                entity: .adverseEvent, name: "AEESI", label: $0.0,
                location: Location(path: "m.yaml", line: $0.1, column: 7))
        }
        do throws(any Error) {
            _ = try bench.plan()
            Issue.record("two labels were taken")
        } catch let error as MappingError {
            #expect(
                error.diagnostic.text()
                    == "m.yaml:9:7: error: the label of the supplemental qualifier 'AEESI' of AE contradicts m.yaml:3:7"
            )
        }
    }

    @Test func aTextOfMoreThanAHundredPiecesIsRefusedAndCarried() throws {
        let text = Array(repeating: String(repeating: "x", count: 200), count: 101).joined(separator: " ")
        let patient = try patient { $0.records.append(try adverseEvent("1", [supplement("AENOTE", "Note", text)])) }
        let encoded = try Bench().encode(patient)
        #expect(encoded.diagnostics.filter { $0.severity == .error }.map(\.code) == ["sdtm.too-long"])
        #expect(encoded.carry.contains { String(decoding: $0.bytes, as: UTF8.self).contains(text) })
    }
}
