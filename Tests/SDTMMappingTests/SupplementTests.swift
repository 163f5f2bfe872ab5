import ClinicalModel
import Mapping
import SDTMMapping
import Testing
import Values

/// What no variable holds: SUPP--, RELREC, CO and the carry folder.
struct SupplementTests {
    var bench = Bench()

    private func adverseEvent(_ key: String = "SE.AE[1]/F.AE/IG.AE[1]", _ values: [FieldID: Value] = [:]) throws
        -> Record
    {
        try record(.adverseEvent, key, [.term: .text("Fever"), .start: .date(date("2019-01-12"))]) {
            for (field, value) in values { $0.values[field] = value }
        }
    }

    @Test func severalRacesAreMultipleWithQualifiers() throws {
        let patient = try patient { $0.subject.values[.race] = .set(["WHITE", "ASIAN"]) }
        #expect(try bench.rows("DM", of: [patient]).first?["RACE"] == "MULTIPLE")
        let text = try bench.write([patient])["sdtm/suppdm.csv"]
        #expect(
            text == """
                STUDYID,RDOMAIN,USUBJID,IDVAR,IDVARVAL,QNAM,QLABEL,QVAL,QORIG,QEVAL\r
                RIALTO,DM,RIALTO-101-001,,,RACE1,Race 1,WHITE,CRF,\r
                RIALTO,DM,RIALTO-101-001,,,RACE2,Race 2,ASIAN,CRF,\r\n
                """)
    }

    @Test func aNamedSupplementBecomesARowThatPointsAtItsRecord() throws {
        let patient = try patient {
            $0.records.append(try adverseEvent("AE[2]"))
            var event = try adverseEvent("AE[1]", [.start: .date(date("2019-01-11"))])
            event.supplements = [
                Supplement(
                    address: "a", name: "AEESI", label: "Event of Special Interest", value: .text("Y"),
                    origin: "Assigned", evaluator: "SPONSOR")
            ]
            $0.records.append(event)
        }
        let row = try #require(try bench.rows("SUPPAE", of: [patient]).first)
        #expect(row["IDVAR"] == "AESEQ")
        #expect(row["IDVARVAL"] == "1")
        #expect(row["QNAM"] == "AEESI")
        #expect(row["QLABEL"] == "Event of Special Interest")
        #expect(row["QVAL"] == "Y")
        #expect(row["QORIG"] == "Assigned")
        #expect(row["QEVAL"] == "SPONSOR")
    }

    @Test(arguments: [
        ("TOOLONGNAME", "Label"), ("lower", "Label"), ("1ST", "Label"), ("OK", String(repeating: "x", count: 41)),
    ])
    func anInvalidQualifierIsRefusedWithItsPlaceAndCarried(name: String, label: String) throws {
        let patient = try patient {
            var event = try adverseEvent()
            event.supplements = [Supplement(address: "IG.AE/I.X", name: name, label: label, value: .text("secret"))]
            $0.records.append(event)
        }
        let encoded = try bench.encode(patient)
        let error = try #require(encoded.diagnostics.first { $0.code == "sdtm.invalid-qualifier" })
        #expect(error.severity == .error)
        #expect(error.location == Location(path: "site-101.xml", line: 20, column: 5))
        #expect(!error.text().contains("secret"))
        #expect(encoded.refused == 1)
        let carry = try #require(try bench.write([patient])["sdtm.carry/ae.ndjson"])
        #expect(carry.contains(#""reason":"refused","value":"secret""#))
    }

    @Test func longTextGoesOnInSupplementsAtAWord() throws {
        let words = Array(repeating: "lymphoblastic", count: 20).joined(separator: " ")
        let patient = try patient { $0.records.append(try adverseEvent("AE[1]", [.term: .text(words)])) }
        let term = try #require(try bench.rows("AE", of: [patient]).first?["AETERM"])
        #expect(term == Array(repeating: "lymphoblastic", count: 14).joined(separator: " "))
        let row = try #require(try bench.rows("SUPPAE", of: [patient]).first)
        #expect(row["QNAM"] == "AETERM1")
        #expect(row["QLABEL"] == "Reported Term for the Adverse Event")
        #expect(term + " " + (row["QVAL"] ?? "") == words)
    }

    @Test func aLongCommentGoesOnInItsOwnVariables() throws {
        let words = Array(repeating: "lymphoblastic", count: 40).joined(separator: " ")
        let patient = try patient {
            $0.records.append(try adverseEvent("AE[1]"))
            var comment = try record(.comment, "CO[1]", [.text: .text(words)])
            comment.parent = RecordKey("AE[1]")
            $0.records.append(comment)
        }
        let row = try #require(try bench.rows("CO", of: [patient]).first)
        #expect([row["COVAL"], row["COVAL1"], row["COVAL2"]].compactMap { $0 }.joined(separator: " ") == words)
        #expect(row["COVAL3"] == nil)
        #expect([row["RDOMAIN"], row["IDVAR"], row["IDVARVAL"]] == ["AE", "AESEQ", "1"])
    }

    @Test func submissionPutsUnnamedValuesAndKeysOutsideThePackage() throws {
        let patient = try patient {
            var event = try adverseEvent()
            event.supplements = [Supplement(address: "IG.AE/I.NOTE", value: .text("see \"letter\""))]
            $0.records = [event]
            $0.supplements = [
                Supplement(address: "SE.X/I.Y", value: .number(Decimal("1.50") ?? Decimal(significand: 0)))
            ]
        }
        let files = try bench.write([patient])
        #expect(files["sdtm/suppae.csv"] == nil)
        #expect(
            files["sdtm.carry/ae.ndjson"] == """
                {"usubjid":"RIALTO-101-001","dataset":"AE","seq":1,"key":"SE.AE[1]/F.AE/IG.AE[1]",\
                "supplements":[{"address":"IG.AE/I.NOTE","value":"see \\"letter\\""}]}

                """)
        #expect(
            files["sdtm.carry/dm.ndjson"] == """
                {"usubjid":"RIALTO-101-001","dataset":"DM","supplements":[{"address":"SE.X/I.Y","value":1.50}]}

                """)
    }

    @Test func interchangePutsThemInside() throws {
        var bench = bench
        bench.options.purpose = .interchange
        let patient = try patient {
            var event = try adverseEvent()
            event.supplements = [
                Supplement(address: "IG.AE/I.NOTE", value: .text("see letter")),
                Supplement(address: String(repeating: "long/", count: 9), value: .text("far away")),
            ]
            var other = try adverseEvent(
                "SE.AE[1]/F.AE/IG.AE[2]", [.sponsorID: .text("7"), .start: .date(date("2019-01-13"))])
            other.key.isWeak = true
            $0.records = [event, other]
        }
        let files = try bench.write([patient])
        let rows = try bench.rows("SUPPAE", of: [patient])
        #expect(rows.map { $0["QVAL"] } == ["see letter", "RLT~SE.AE[1]/F.AE/IG.AE[2]"])
        #expect(rows.map { $0["QLABEL"] } == ["IG.AE/I.NOTE", "Record Key"])
        #expect(rows[0]["QNAM"]?.hasPrefix("RLT") == true)
        #expect(rows[0]["QNAM"]?.utf8.count == 8)
        #expect(try bench.rows("AE", of: [patient]).map { $0["AESPID"] } == ["RLT:SE.AE[1]/F.AE/IG.AE[1]", "7"])
        #expect(files["sdtm.carry/ae.ndjson"]?.contains("far away") == true)
    }

    @Test func digitsAreCarriedOnlyWhereTheTextBesideTheNumberHasOthers() throws {
        let results: [(number: String, text: String?)] = [
            ("40.0", "40.0"), ("40.0", "40"), ("40", "40.0"), ("40.0", nil), ("40", "<40.0"), ("40", nil),
        ]
        let patient = try patient {
            for (index, result) in results.enumerated() {
                var laboratory = try record(
                    .laboratory, "LB[\(index + 1)]",
                    [
                        .testCode: .text("ALT"), .visitNumber: .number(Decimal(significand: Int64(index))),
                        .normalRangeStandardHigh: .number(try #require(Decimal(result.number))),
                    ])
                if let text = result.text { laboratory.values[.normalRangeOriginalHigh] = .text(text) }
                $0.records.append(laboratory)
            }
        }
        let lines = try #require(try bench.write([patient])["sdtm.carry/lb.ndjson"]).split(separator: "\n")
        #expect(lines.map { $0.contains(#""reason":"digits""#) } == [false, true, true, true, false, false])
        #expect(lines[2].contains(#""value":40}"#))
    }

    @Test func equalTextsOfLaterRowsAreWrittenLikeTheFirst() throws {
        // Short and long texts, of which the bits and the address are compared; a later one that only looks alike.
        let name = "Alanine Aminotransferase"
        let names = [name, name, String(decoding: Array(name.utf8), as: UTF8.self), "ALT", "ALT", "", "ALT", name]
        let patient = try patient {
            for (index, name) in names.enumerated() {
                $0.records.append(
                    try record(
                        .laboratory, "LB[\(index + 1)]",
                        [
                            .testCode: .text("A"), .test: .text(name),
                            .visitNumber: .number(Decimal(significand: Int64(index))),
                        ]))
            }
        }
        #expect(try bench.rows("LB", of: [patient]).map { $0["LBTEST"] } == names)
    }

    @Test func relationsPointAtRowsAndLostMembersAreCarried() throws {
        let patient = try patient {
            $0.records.append(try adverseEvent("AE[1]"))
            $0.records.append(try record(.concomitantMedication, "CM[1]", [.treatment: .text("PARACETAMOL")]))
            $0.relations = [
                Relation(id: "R1", members: [RecordKey("AE[1]"), RecordKey("CM[1]")]),
                Relation(id: "R2", members: [RecordKey("AE[1]"), RecordKey("CYCLE[1]")]),
            ]
        }
        let files = try bench.write([patient])
        #expect(
            files["sdtm/relrec.csv"] == """
                STUDYID,RDOMAIN,USUBJID,IDVAR,IDVARVAL,RELTYPE,RELID\r
                RIALTO,AE,RIALTO-101-001,AESEQ,1,,R1\r
                RIALTO,CM,RIALTO-101-001,CMSEQ,1,,R1\r\n
                """)
        #expect(files["sdtm.carry/relrec.ndjson"]?.contains(#""id":"R2""#) == true)
    }

    @Test func textThatIsNotASCIIIsRefusedOrTransliterated() throws {
        var bench = bench
        let patient = try patient { $0.records.append(try adverseEvent("AE[1]", [.term: .text("Übelkeit ≥ 2")])) }
        let refused = try bench.encode(patient)
        let error = try #require(refused.diagnostics.first { $0.code == "sdtm.not-ascii" })
        #expect(error.location?.line == 20)
        #expect(error.value == "Übelkeit ≥ 2")
        #expect(!error.text().contains("Übelkeit"))
        bench.options.characters = .transliterate
        let encoded = try bench.encode(patient)
        #expect(encoded.refused == 0)
        #expect(encoded.transliterated.map(\.count) == [1])
        let files = try bench.write([patient])
        #expect(files["sdtm/ae.csv"]?.contains(",Ubelkeit >= 2,") == true)
        #expect(
            files["sdtm.carry/ae.ndjson"]?.contains(
                #"{"field":"term","variable":"AE.AETERM","reason":"transliterated","value":"Übelkeit ≥ 2"}"#) == true)
        bench.options.characters = .keep
        #expect(try bench.rows("AE", of: [patient]).first?["AETERM"] == "Übelkeit ≥ 2")
    }

    @Test func whatNumbersLoseIsCarried() throws {
        let patient = try patient {
            $0.records[0].values[.dose] = .number(try #require(Decimal("15.0")))
            $0.records[0].values[.doseText] = .missing(.reason("ILLEGIBLE"))
        }
        #expect(try bench.rows("EX", of: [patient]).first?["EXDOSE"] == "15")
        let carry = try #require(try bench.write([patient])["sdtm.carry/ex.ndjson"])
        #expect(carry.contains(#"{"field":"dose","variable":"EXDOSE","reason":"digits","value":15.0}"#))
        #expect(
            carry.contains(
                #"{"field":"doseText","reason":"missing","value":{"missing":"reason","text":"ILLEGIBLE"}}"#))
    }

    @Test func recordsWithoutADomainAreCarriedWhole() throws {
        let patient = try patient { $0.records.append(try record(.cycle, "C1", [.cycleKind: .text("induction")])) }
        #expect(
            try bench.write([patient])["sdtm.carry/records.ndjson"] == """
                {"usubjid":"RIALTO-101-001","kind":"cycle","key":"C1",\
                "values":[{"field":"cycleKind","reason":"no-variable","value":"induction"}]}

                """)
    }

    @Test func requiredVariablesWithoutASourceStayEmptyAndAreReported() throws {
        let patient = try patient {
            $0.records.append(try record(.adverseEvent, "1", [.term: .text("Fever")]))
            $0.records.append(try record(.adverseEvent, "2", [.standardizedTerm: .text("Cough")], line: 30))
        }
        let encoded = try bench.encode(patient)
        let missing = encoded.diagnostics.filter { $0.code == "sdtm.required-missing" }
        let term = try #require(missing.first { $0.message.contains("AE.AETERM") })
        #expect(term.location?.line == 30)
        #expect(missing.contains { $0.message.contains("DM.SEX") })
        #expect(try bench.rows("AE", of: [patient]).map { $0["AETERM"] } == ["Fever", ""])
    }

    @Test func aReasonThatHasNoVariableIsCarried() throws {
        let patient = try patient {
            $0.records.append(
                try record(
                    .laboratory, "1",
                    [
                        .testCode: .text("A"), .original: .missing(.notDone("CLOTTED")), .reasonNotDone: .text("LOST"),
                        .originalComparator: .text("<"),
                    ]))
        }
        let row = try #require(try bench.rows("LB", of: [patient]).first)
        #expect(row["LBSTAT"] == "NOT DONE")
        #expect(row["LBREASND"] == "LOST")
        let carry = try #require(try bench.write([patient])["sdtm.carry/lb.ndjson"])
        #expect(carry.contains(#""value":{"missing":"not-done","text":"CLOTTED"}"#))
        #expect(carry.contains(#""field":"original.comparator""#))
    }

    @Test func storedSequencesThatClashAreRefused() throws {
        let patient = try patient {
            for key in ["1", "2"] {
                $0.records.append(try adverseEvent(key, [.sequence: .number(Decimal(significand: 4))]))
            }
        }
        #expect(try bench.encode(patient).diagnostics.contains { $0.code == "sdtm.duplicate-sequence" })
    }
}
