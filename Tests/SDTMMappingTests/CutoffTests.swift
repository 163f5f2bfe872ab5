import ClinicalModel
import Mapping
import SDTMMapping
import Testing
import Values

/// A cut-off on 2019-01-31: nothing after it stands in the package or in anything derived, and all of it is carried.
struct CutoffTests {
    let bench: Bench

    init() throws {
        var bench = Bench()
        bench.options.cutoff = try date("2019-01-31")
        self.bench = bench
    }

    private func event(_ term: String, _ values: [FieldID: Value]) throws -> Record {
        try record(.adverseEvent, "AE[\(term)]", values) { $0.values[.term] = .text(term) }
    }

    @Test func whatSurelyBeginsAfterItIsLeftOutAndCarried() throws {
        let patient = try patient {
            $0.subject.values[.deathDate] = .date(try date("2019-03-01"))
            $0.subject.values[.deathFlag] = .text("Y")
            for (index, start) in ["2019-01-31", "2019-02-01", "2019-01", "2019-02", "2019"].enumerated() {
                var record = try event("T\(index)", [.start: .date(date(start))])
                record.supplements = [Supplement(address: "SE/F/G[\(index)]/I", value: .text("S\(index)"))]
                $0.records.append(record)
            }
            $0.records.append(try record(.cycle, "C[1]", [.start: .date(date("2019-02-01"))]))
        }
        let files = try bench.write([patient])
        #expect(try bench.rows("AE", of: [patient]).map { $0["AETERM"] } == ["T0", "T2", "T4"])
        let subject = try #require(try bench.rows("DM", of: [patient]).first)
        #expect(subject["DTHDTC"] == "")
        #expect(subject["DTHFL"] == "")
        // A record that began before is kept whole.
        #expect(try bench.rows("EX", of: [patient]).first?["EXENDTC"] == "2019-02-07")

        let carried = try #require(files["sdtm.carry/ae.ndjson"]).split(separator: "\n")
        let expected = [(1, "2019-02-01"), (3, "2019-02")].map { (number: Int, start: String) -> String in
            """
            {"usubjid":"RIALTO-101-001","dataset":"AE","key":"AE[T\(number)]",\
            "values":[{"field":"start","variable":"AESTDTC","reason":"cutoff","value":{"date":"\(start)"}},\
            {"field":"term","variable":"AETERM","reason":"cutoff","value":"T\(number)"}],\
            "supplements":[{"address":"SE/F/G[\(number)]/I","reason":"cutoff","value":"S\(number)"}]}
            """
        }
        #expect(carried.filter { $0.contains("cutoff") }.map(String.init) == expected)
        let rest = try #require(files["sdtm.carry/dm.ndjson"])
        #expect(
            rest.contains(
                #"{"field":"deathDate","variable":"DTHDTC","reason":"cutoff","value":{"date":"2019-03-01"}}"#))
        #expect(rest.contains(#"{"field":"deathFlag","variable":"DTHFL","reason":"cutoff","value":"Y"}"#))
        #expect(
            files["sdtm.carry/records.ndjson"]?.contains(#""reason":"cutoff","value":{"date":"2019-02-01"}"#) == true)
        let encoded = try bench.encode(patient)
        #expect(encoded.afterCutoff == 3)
        #expect(encoded.leftOut == [2, 4, 6])
        #expect(Set(encoded.leftOutFields) == [.deathDate, .deathFlag])
    }

    /// The exposure began before and ends after: at the cut-off its end, and what begins with it, was still to come.
    @Test func nothingDerivedGoesByWhatIsAfterIt() throws {
        var bench = bench
        bench.studyText += "\nreferenceDates:\n  RFPENDTC: [{last: exposure.end}]\n"
        let patient = try patient {
            $0.records.append(
                try event("A", [.start: .date(date("2019-01-20")), .date: .date(date("2019-02-10"))]))
            $0.records[1].values[.visitNumber] = .number(Decimal(significand: 2))
            $0.subject.values[.referenceEnd] = .date(try date("2019-02-07"))
        }
        let subject = try #require(try bench.rows("DM", of: [patient]).first)
        #expect(subject["RFXSTDTC"] == "2019-01-10")
        for name in ["RFXENDTC", "RFENDTC", "RFPENDTC"] { #expect(subject[name] == "", "\(name)") }
        #expect(try bench.rows("SE", of: [patient]).map { $0["ETCD"] } == ["SCRN", "IND1"])
        #expect(try bench.rows("SE", of: [patient]).map { $0["SEENDTC"] } == ["2019-01-10", ""])
        // It was told at a visit after the cut-off, which is no visit yet.
        #expect(try bench.rows("SV", of: [patient]).isEmpty)
        #expect(try bench.rows("AE", of: [patient]).count == 1)
    }

    /// Whether the subject had died by the cut-off, by an adverse event's end or a disposition's start.
    @Test(
        arguments: [
            ("2019-01-31", "Y", false), ("2019-01-31T23:59", "Y", false), ("2019-02-01", "", false),
            ("2019-01", "Y", false),
            ("2019", "", true), ("", "", true),
        ])
    func deathIsFlaggedByWhatIsKnownAtTheCutoff(text: String, flag: String, isOpen: Bool) throws {
        let end = PartialDate(iso8601: text)
        let died = try patient {
            $0.records.append(
                try event("A", [.start: .date(date("2019-01-20")), .outcome: .text("FATAL")]))
            $0.records[1].values[.end] = end.map { .date($0) }
        }
        let disposed = try patient {
            $0.records.append(
                try record(.disposition, "DS", [.term: .text("DIED"), .standardizedTerm: .text("DEATH")]))
            $0.records[1].values[.start] = end.map { .date($0) }
        }
        for patient in [died, disposed] {
            #expect(try bench.rows("DM", of: [patient]).first?["DTHFL"] == flag)
            #expect(try bench.encode(patient).diagnostics.contains { $0.code == "sdtm.death-undecided" } == isOpen)
        }
    }

    /// The year of death reaches beyond the cut-off; a fatal event that ended after it does not help.
    @Test(arguments: [("2019", "", true), ("2019-01", "Y", false), ("2018", "Y", false)])
    func aPartialDateOfDeathFlagsOnlyWhatWasKnown(text: String, flag: String, isOpen: Bool) throws {
        let patient = try patient {
            $0.subject.values[.deathDate] = .date(try date(text))
            $0.records.append(
                try event(
                    "A", [.start: .date(date("2019-01-20")), .end: .date(date("2019-04-01")), .outcome: .text("FATAL")])
            )
        }
        #expect(try bench.rows("DM", of: [patient]).first?["DTHFL"] == flag)
        #expect(try bench.encode(patient).diagnostics.contains { $0.code == "sdtm.death-undecided" } == isOpen)
    }

    @Test func aFlagWhoseOnlyEvidenceIsAfterItIsLeftOut() throws {
        let patient = try patient {
            $0.subject.values[.deathFlag] = .text("Y")
            $0.records.append(
                try record(
                    .disposition, "DS",
                    [.term: .text("DIED"), .standardizedTerm: .text("DEATH"), .start: .date(date("2019-02-01"))]))
        }
        #expect(try bench.rows("DM", of: [patient]).first?["DTHFL"] == "")
        #expect(
            try bench.write([patient])["sdtm.carry/dm.ndjson"]?.contains(#""variable":"DTHFL","reason":"cutoff""#)
                == true)
    }

    /// A record without a date goes with what it belongs to.
    @Test func recordsWithoutADateGoWithTheirParentVisitOrDeath() throws {
        let late = Value.number(Decimal(significand: 2))
        let patient = try patient {
            $0.subject.values[.deathDate] = .date(try date("2019-02-01"))
            $0.records += [
                try record(.visit, "SV[2]", [.visitNumber: late, .start: .date(date("2019-02-01"))]),
                try record(
                    .laboratory, "LB[1]", [.testCode: .text("HGB"), .status: .text("NOT DONE"), .visitNumber: late]),
                try record(.laboratory, "LB[2]", [.testCode: .text("WBC"), .status: .text("NOT DONE")]),
                try record(.deathDetail, "DD[1]", [.testCode: .text("PRCDTH"), .original: .text("SEPSIS")]),
                try record(.comment, "CO[1]", [.text: .text("Of the result")]) { $0.parent = RecordKey("LB[1]") },
                try record(.comment, "CO[2]", [.text: .text("Of nothing")]),
            ]
        }
        #expect(try bench.rows("SV", of: [patient]).isEmpty)
        #expect(try bench.rows("LB", of: [patient]).map { $0["LBTESTCD"] } == ["WBC"])
        #expect(try bench.rows("DD", of: [patient]).isEmpty)
        #expect(try bench.rows("CO", of: [patient]).map { $0["COVAL"] } == ["Of nothing"])
        #expect(try bench.encode(patient).leftOut == [1, 2, 4, 5])
    }

    /// The cut-off's day is the site's.
    @Test func theDayIsTheSites() throws {
        let patient = try patient {
            $0.records.append(try event("A", [.start: .date(date("2019-01-31T22:59:59Z"))]))
            $0.records.append(try event("B", [.start: .date(date("2019-01-31T23:00:00Z"))]))
        }
        #expect(try bench.rows("AE", of: [patient]).map { $0["AETERM"] } == ["A"])
        let carried = try #require(try bench.write([patient])["sdtm.carry/ae.ndjson"])
        #expect(carried.contains(#""reason":"cutoff","value":{"date":"2019-01-31T23:00:00Z"}"#))
    }
}
