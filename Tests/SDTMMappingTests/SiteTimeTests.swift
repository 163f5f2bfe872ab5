import ClinicalModel
import Mapping
import SDTMMapping
import TestSupport
import Testing
import Values

/// Times with an offset from UTC, which are not the site's (Europe/Berlin).
struct SiteTimeTests {
    let bench = Bench()

    private func event(_ start: String) throws -> Record {
        try record(.adverseEvent, "AE[\(start)]", [.term: .text(start), .start: .date(date(start))])
    }

    /// RFSTDTC is 2019-01-10. A UTC evening is the next day at the site; so is a morning further east the day before.
    @Test(arguments: [
        ("2019-01-11T22:59:59Z", "2019-01-11T23:59:59+01:00", "2"),
        ("2019-01-11T23:30:00Z", "2019-01-12T00:30:00+01:00", "3"),
        ("2019-01-11T23:30:00+01:00", "2019-01-11T23:30:00+01:00", "2"),
        ("2019-01-12T06:00+09:00", "2019-01-11T22:00+01:00", "2"),
        ("2019-01-09T23:00:00Z", "2019-01-10T00:00:00+01:00", "1"),
        ("2019-01-09T22:59:59Z", "2019-01-09T23:59:59+01:00", "-1"),
        ("2019-07-01T22:30Z", "2019-07-02T00:30+02:00", "174"),
        ("2019-03-31T01:00:00Z", "2019-03-31T03:00:00+02:00", "81"),
        ("2019-10-27T00:30:00Z", "2019-10-27T02:30:00+02:00", "291"),
        ("2019-10-27T01:30:00Z", "2019-10-27T02:30:00+01:00", "291"),
    ])
    func timesBecomeTheSites(written: String, local: String, day: String) throws {
        let patient = try patient { $0.records.append(try event(written)) }
        let row = try #require(try bench.rows("AE", of: [patient]).first)
        #expect(row["AESTDTC"] == local)
        #expect(row["AESTDY"] == day)
        let carried = try bench.write([patient])["sdtm.carry/ae.ndjson"]
        let value =
            #"{"field":"start","variable":"AESTDTC","reason":"zone","value":{"date":"\#(written)"}}"#
        #expect(carried?.contains(value) == (written == local ? false : true))
        #expect(try bench.encode(patient).diagnostics.contains { $0.code == "sdtm.site-time" } == (written != local))
    }

    /// The first dose is given at 00:30 on 12 January at the site; RFSTDTC, elements, epochs and the age go by that day.
    @Test func everythingDerivedGoesBySiteTime() throws {
        let patient = try patient {
            $0.subject.values[.birthDate] = .date(try date("2001-01-12"))
            $0.records[0].values[.start] = .date(try date("2019-01-11T23:30:00Z"))
            $0.records.append(try event("2019-01-11T23:40:00Z"))
            $0.records.append(try event("2019-01-12T00:10:00"))
            for (key, text) in [
                ("LB[1]", "2019-01-11T23:20:00Z"), ("LB[2]", "2019-01-12T00:25"), ("LB[3]", "2019-01-12T00:45"),
            ] {
                $0.records.append(
                    try record(
                        .laboratory, key, [.testCode: .text("HGB"), .date: .date(date(text)), .original: .text("9")]))
            }
        }
        let subject = try #require(try bench.rows("DM", of: [patient]).first)
        #expect(subject["RFSTDTC"] == "2019-01-12T00:30:00+01:00")
        #expect(subject["AGE"] == "18")
        #expect(try bench.rows("SE", of: [patient]).map { $0["SESTDTC"] }[1] == "2019-01-12T00:30:00+01:00")
        let events = try bench.rows("AE", of: [patient])
        #expect(events.map { $0["AESTDTC"] } == ["2019-01-12T00:40:00+01:00", "2019-01-12T00:10:00"])
        #expect(events.map { $0["AESTDY"] } == ["1", "1"])
        #expect(events.map { $0["EPOCH"] } == ["TREATMENT", "SCREENING"])
        let results = try bench.rows("LB", of: [patient])
        #expect(results.map { $0["LBDTC"] } == ["2019-01-12T00:20:00+01:00", "2019-01-12T00:25", "2019-01-12T00:45"])
        #expect(results.map { $0["LBLOBXFL"] } == ["", "Y", ""])
    }

    /// Of two doses in the hour that comes twice the earlier moment is the first, though its clock says more.
    @Test func theHourThatComesTwiceKeepsItsOrder() throws {
        let patient = try patient {
            $0.records[0].values[.start] = .date(try date("2019-10-27T01:15:00Z"))
            $0.records[0].values[.end] = nil
            $0.records.append(try record(.exposure, "EX[2]", [.start: .date(date("2019-10-27T00:45:00Z"))]))
        }
        let subject = try #require(try bench.rows("DM", of: [patient]).first)
        #expect(subject["RFXSTDTC"] == "2019-10-27T02:45:00+02:00")
        #expect(subject["RFXENDTC"] == "2019-10-27T02:15:00+01:00")
    }

    @Test(arguments: [
        // The site's zone is not stated; the system has no zones; the hour alone cannot be moved by half an hour.
        (
            ", timeZone: Europe/Berlin", "", "2019-01-11T23:30:00+01:00",
            "give the site's timeZone in study.yaml, or local times"
        ),
        (
            "Europe/Berlin", "Europe/Nowhere", "2019-01-11T23:30:00Z",
            "install tzdata, or correct the site's timeZone in study.yaml"
        ),
        ("", "", "2019-01-11T23+05:30", "give the whole time, or the local one"),
    ])
    func withoutTheSitesTimeThereIsNoStudyDay(_ text: String, _ other: String, _ start: String, _ remedy: String) throws
    {
        var bench = bench
        if !text.isEmpty { bench.studyText = bench.studyText.replacing(text, with: other) }
        let patient = try patient { $0.records.append(try event(start)) }
        let row = try #require(try bench.rows("AE", of: [patient]).first)
        #expect(row["AESTDTC"] == start)
        #expect(row["AESTDY"] == nil)
        let note = try #require(try bench.encode(patient).diagnostics.first { $0.code == "sdtm.utc-date" })
        #expect(note.remedy == remedy)
        #expect(note.location == Location(path: "site-101.xml", line: 20, column: 5))
        let missing = try bench.plan().diagnostics.filter { $0.code == "study.no-zone-data" }
        #expect(missing.count == (other.isEmpty ? 0 : 1))
        #expect(missing.allSatisfy { $0.remedy.hasPrefix("install tzdata") && $0.location?.path == "study.yaml" })
    }

    /// The age counts when the day before and the day after give the same.
    @Test(arguments: [("2001-01-10", ""), ("2001-01-09", "18"), ("2001-01-11", ""), ("2001-01-12", "17")])
    func aReferenceDateThatIsNotTheSitesGivesNoDays(birth: String, age: String) throws {
        var bench = bench
        bench.studyText = bench.studyText.replacing(", timeZone: Europe/Berlin", with: "")
        let patient = try patient {
            $0.subject.values[.birthDate] = .date(try date(birth))
            $0.records[0].values[.start] = .date(try date("2019-01-10T23:30:00Z"))
            $0.records.append(try event("2019-01-20"))
        }
        let subject = try #require(try bench.rows("DM", of: [patient]).first)
        #expect(subject["RFSTDTC"] == "2019-01-10T23:30:00Z")
        #expect(subject["AGE"] == age)
        #expect(try bench.rows("AE", of: [patient]).first?["AESTDY"] == nil)
        #expect(try bench.encode(patient).diagnostics.contains { $0.code == "sdtm.utc-reference" })
    }

    /// A record without a domain is carried as it was written.
    @Test func carriedRecordsKeepTheirText() throws {
        let patient = try patient {
            $0.records.append(try record(.cycle, "C[1]", [.start: .date(date("2019-01-11T23:30:00Z"))]))
        }
        let text = try #require(try bench.write([patient])["sdtm.carry/records.ndjson"])
        #expect(text.contains(#""value":{"date":"2019-01-11T23:30:00Z"}"#))
    }
}
