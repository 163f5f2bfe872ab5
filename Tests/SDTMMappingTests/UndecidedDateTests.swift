import ClinicalModel
import Mapping
import SDTMMapping
import Testing
import Values

/// What partial and missing dates leave open.
struct UndecidedDateTests {
    let bench = Bench()

    @Test func dosesThatWereNotGivenDoNotBeginTreatment() throws {
        let patient = try patient {
            $0.records = [
                try record(.exposureAsCollected, "1", [.start: .date(date("2019-01-08")), .occurrence: .text("N")]),
                try record(.exposureAsCollected, "2", [.start: .date(date("2019-01-07")), .mood: .text("SCHEDULED")]),
                try record(.exposureAsCollected, "3", [.start: .date(date("2019-01-11"))]),
            ]
        }
        #expect(try bench.rows("DM", of: [patient]).first?["RFXSTDTC"] == "2019-01-11")
    }

    /// A dose whose date is not known may be the first and the last: the next dose's date would shift every study day.
    @Test(arguments: [nil, Value.missing(.reason("UNKNOWN"))])
    func aDoseWithoutADateLeavesTheReferenceDatesOpen(start: Value?) throws {
        var bench = bench
        bench.studyText += "\nreferenceDates:\n  RFPENDTC: [{last: visit.start}]\n"
        let patient = try patient {
            $0.records[0].values[.start] = start
            $0.records[0].values[.end] = nil
            $0.records.append(
                try record(.exposure, "EX[2]", [.start: .date(date("2019-01-17")), .end: .date(date("2019-02-07"))]))
            $0.records.append(
                try record(
                    .visit, "SV[1]",
                    [.visitNumber: .number(Decimal(significand: 1)), .start: .date(date("2019-01-03"))]))
            $0.records.append(try record(.visit, "SV[2]", [.visitNumber: .number(Decimal(significand: 2))]))
            $0.records.append(
                try record(.adverseEvent, "AE[1]", [.term: .text("A"), .start: .date(date("2019-01-20"))]))
        }
        let subject = try #require(try bench.rows("DM", of: [patient]).first)
        for name in ["RFSTDTC", "RFENDTC", "RFXSTDTC", "RFXENDTC", "RFPENDTC"] {
            #expect(subject[name] == "", "\(name)")
        }
        #expect(try bench.rows("SE", of: [patient]).isEmpty)
        let row = try #require(try bench.rows("AE", of: [patient]).first)
        #expect(row["AESTDY"] == nil)
        #expect(row["EPOCH"] == nil)
        let codes = try bench.encode(patient).diagnostics.map(\.code)
        #expect(codes.count { $0 == "sdtm.reference-date-undecided" } == 3)
        #expect(codes.contains("sdtm.element-undecided"))
    }

    /// What did not happen has no date, and leaves nothing open.
    @Test func aDoseThatWasNotGivenLeavesNothingOpen() throws {
        let patient = try patient {
            $0.records.append(try record(.exposure, "EX[2]", [.occurrence: .text("N")]))
            $0.records.append(try record(.exposure, "EX[3]", [.mood: .text("SCHEDULED")]))
        }
        let subject = try #require(try bench.rows("DM", of: [patient]).first)
        #expect(subject["RFSTDTC"] == "2019-01-10")
        #expect(subject["RFENDTC"] == "2019-02-07")
    }

    @Test func anUndecidedEndOfAnElementStaysEmpty() throws {
        var bench = bench
        bench.studyText = bench.studyText
            .replacing("starts: {last: exposure.end}", with: "starts: {last: exposure.start}")
            .replacing("{first: exposure.start}", with: "{first: exposure.start}, ends: {last: exposure.end}")
        let patient = try patient {
            $0.records.append(try record(.exposure, "EX[2]", [.start: .date(date("2019-01-15"))]))
        }
        #expect(try bench.rows("SE", of: [patient]).map { $0["SEENDTC"] } == ["2019-01-10", "", ""])
        #expect(try bench.encode(patient).diagnostics.contains { $0.code == "sdtm.element-end-undecided" })
    }

    /// Where the reference date is partial, the age counts when all its days give the same.
    @Test(arguments: [
        ("2010-06-15", "2019-01", "8", ""), ("2010-01-15", "2019-01", "", "'referenceStart' leaves the age open"),
        ("2010", "2019-01", "", "the date of birth leaves the age open"),
        ("2019-02-01", "2019-01-10", "", "the date of birth is after 'referenceStart'"),
    ])
    func saysWhatLeavesTheAgeOpen(birth: String, reference: String, age: String, message: String) throws {
        let patient = try patient {
            $0.subject.values[.birthDate] = .date(try date(birth))
            $0.records[0].values[.start] = .date(try date(reference))
        }
        #expect(try bench.rows("DM", of: [patient]).first?["AGE"] == age)
        let note = try bench.encode(patient).diagnostics.first { $0.code == "sdtm.age-undecided" }
        #expect(note?.message == (message.isEmpty ? nil : message + ": AGE stays empty"))
    }
}
