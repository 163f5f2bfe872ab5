import ClinicalModel
import Mapping
import SDTMMapping
import Testing
import Values

/// The cycle that a record belongs to: TAETORD, else CYCLEREF in SUPP--.
struct CycleReferenceTests {
    var bench = Bench()

    private func adverseEvent(_ key: String = "SE.AE[1]/F.AE/IG.AE[1]", _ values: [FieldID: Value] = [:]) throws
        -> Record
    {
        try record(.adverseEvent, key, [.term: .text("Fever"), .start: .date(date("2019-01-12"))]) {
            for (field, value) in values { $0.values[field] = value }
        }
    }

    /// A cycle that begins with the treatment, and so with the element IND1.
    private func cycle(_ key: String = "CYCLE[1]", from start: String = "2019-01-10") throws -> Record {
        try record(.cycle, key, [.start: .date(date(start))])
    }

    @Test func theCycleOfARecordIsAQualifierWhereNoElementSaysIt() throws {
        let patient = try patient {
            $0.records.append(try cycle())
            $0.records.append(try adverseEvent("AE[1]", [.cycle: .text("CYCLE[1]")]))
            $0.records.append(try adverseEvent("AE[2]", [.cycle: .text("CYCLE[1]"), .start: .date(try date("2018"))]))
        }
        // The first event has a planned element (TAETORD); the second, of which only the year is known, has none.
        let rows = try bench.rows("SUPPAE", of: [patient])
        #expect(rows.map { $0["QNAM"] } == ["CYCLEREF"])
        #expect(rows.map { $0["QVAL"] } == ["CYCLE[1]"])
        #expect(try bench.rows("AE", of: [patient]).map { $0["TAETORD"] } == ["", "2"])
        #expect(try bench.write([patient])["sdtm.carry/ae.ndjson"]?.contains("CYCLE[1]") == true)
    }

    @Test func theCycleOfARecordIsAQualifierUnlessItsElementSaysIt() throws {
        let patient = try patient {
            $0.records.append(try cycle())
            $0.records.append(try adverseEvent("AE[1]", [.cycle: .text("CYCLE[1]")]))
        }
        #expect(try bench.rows("SUPPAE", of: [patient]).isEmpty)
        var bench = bench
        bench.options.purpose = .interchange
        let rows = try bench.rows("SUPPAE", of: [patient])
        #expect(rows.filter { $0["QNAM"] == "CYCLEREF" }.map { $0["QVAL"] } == ["CYCLE[1]"])
    }

    /// An event that began in screening and is said to belong to cycle 1 has the TAETORD of screening.
    @Test func theElementOfAnotherTimeDoesNotSayTheCycle() throws {
        let patient = try patient {
            $0.records.append(try cycle())
            $0.records.append(
                try adverseEvent("AE[1]", [.cycle: .text("CYCLE[1]"), .start: .date(try date("2019-01-05"))]))
            $0.records.append(try adverseEvent("AE[2]", [.cycle: .text("CYCLE[9]")]))
        }
        #expect(try bench.rows("AE", of: [patient]).map { $0["TAETORD"] } == ["1", "2"])
        let rows = try bench.rows("SUPPAE", of: [patient])
        #expect(rows.map { $0["QVAL"] } == ["CYCLE[1]", "CYCLE[9]"])
        #expect(Set(rows.map { $0["QNAM"] }) == ["CYCLEREF"])
    }

    @Test func anElementWithTwoCyclesDoesNotSayWhich() throws {
        let patient = try patient {
            $0.records += [try cycle(), try cycle("CYCLE[2]", from: "2019-01-20")]
            $0.records.append(try adverseEvent("AE[1]", [.cycle: .text("CYCLE[2]")]))
        }
        #expect(try bench.rows("SUPPAE", of: [patient]).map { $0["QVAL"] } == ["CYCLE[2]"])
    }
}
