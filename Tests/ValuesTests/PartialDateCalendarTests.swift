import TestSupport
import Testing
import Values

@Suite("Partial dates in the calendar") struct PartialDateCalendarTests {
    private func date(_ text: String) throws -> PartialDate { try #require(PartialDate(iso8601: text), "\(text)") }

    @Test(arguments: [
        ("1970-01-01", 0), ("1969-12-31", -1), ("2000-03-01", 11_017), ("2016-02-29", 16_860), ("0001-01-01", -719_162),
        ("9999-12-31", 2_932_896), ("1960-01-01", -3653),
    ])
    func dayNumbers(_ text: String, _ number: Int) throws {
        #expect(try date(text).dayNumber == number)
        #expect(PartialDate(dayNumber: number)?.description == text)
    }

    @Test(arguments: [-719_163, 2_932_897, Int.min, Int.max]) func daysOutsideTheCalendar(_ number: Int) {
        #expect(PartialDate(dayNumber: number) == nil)
    }

    @Test func everyDayOfFourCenturiesComesBack() throws {
        var previous = try date("1799-12-31")
        for number in -62_091..<84_006 {
            let day = try #require(PartialDate(dayNumber: number))
            #expect(day.dayNumber == number && PartialDate.sortsBefore(previous, day))
            previous = day
        }
        #expect(previous.description == "2199-12-31")
    }

    /// SDTMIG 4.4.4: the reference date is day 1, the day before it day -1, and there is no day 0.
    @Test(arguments: [
        ("2016-03-01", 1), ("2016-03-02", 2), ("2016-02-29", -1), ("2016-02-28", -2), ("2017-03-01", 366),
        ("2016-03-01T23:59", 1),
    ])
    func studyDays(_ text: String, _ day: Int) throws {
        #expect(try date(text).studyDay(from: date("2016-03-01T08:00")) == day)
    }

    @Test func noStudyDayFromPartialDates() throws {
        let whole = try date("2016-03-01")
        for text in ["2016", "2016-03", "2016---01", "--03-01"] {
            #expect(try date(text).studyDay(from: whole) == nil)
            #expect(try whole.studyDay(from: date(text)) == nil)
        }
    }

    @Test(
        arguments: [
            ("2016-02-29", "2016-03-01", true), ("2016-03-01", "2016-02-29", false), ("2016-02", "2016-03", true),
            ("2016", "2017-01-01", true), ("2017-01-01", "2016", false), ("2016-03", "2016-03-15", nil),
            ("2016-03-15", "2016", nil), ("2016-03-15", "2016-03-15", nil), ("2016-03-15", "2016-03-15T10:00", nil),
            ("2016-03-15T10:00", "2016-03-15T10:01", true), ("2016-03-15T10:00", "2016-03-15T10:00", nil),
            ("2016-03-15T10", "2016-03-15T11:00", true), ("2016-03-15T-:30", "2016-03-16", true),
            ("2016-03-15T10:00:07", "2016-03-15T10:00:07", false), ("2016-03-15T10:00:07", "2016-03-15T10:00:08", true),
            ("2016---20", "2016-12-31T23:59:59", nil), ("--03-01", "2016", nil), ("2016", "--03-01", nil),
            ("2016-03-15T10:00:07.2", "2016-03-15T10:00:07.7", true),
            ("2016-03-15T10:00:07.25", "2016-03-15T10:00:07.5", true),
            ("2016-03-15T10:00:07.5", "2016-03-15T10:00:07.25", false),
            ("2016-03-15T10:00:00+02:00", "2016-03-15T09:00:00Z", true),
            ("2016-03-15T10:00:00Z", "2016-03-15T11:00:00+02:00", false),
            ("2016-03-15T23:00:00Z", "2016-03-16T01:00:00", nil),
            ("2016-03-15T10:00:00Z", "2016-03-17T10:00:00", true),
            ("2016-03-15T10:00:00", "2016-03-13T10:00:00-05:00", false),
            // Where the other was is not known: a whole day too may be one of anywhere on earth.
            ("2016-03-15T23:00:00Z", "2016-03-16", nil), ("2016-03-15", "2016-03-15T23:00:00Z", nil),
            ("2016-03-15T10:00:00Z", "2016-03-16", nil), ("2016-03-14", "2016-03-15T14:00:00Z", true),
            ("2016-03-15T09:59:59Z", "2016-03-16", true), ("2016-03", "2016-04-01T02:00:00Z", nil),
        ] as [(String, String, Bool?)])
    func surelyBefore(_ a: String, _ b: String, _ expected: Bool?) throws {
        #expect(try date(a).isBefore(date(b)) == expected)
    }

    @Test func absentComponentsSortFirst() throws {
        let ordered = [
            "--03-01", "2015-12-31", "2016", "2016---05", "2016-01", "2016-01-01", "2016-01-01T-:30", "2016-01-01T00",
            "2016-01-01T00:00", "2016-01-01T00:00:00", "2016-01-01T00:00:00.25", "2016-01-01T00:00:00.5",
            "2016-01-01T00:00:00.999999999", "2016-01-01T00:00:01", "2016-01-01T23:59:60", "2016-01-31", "2016-12",
            "2017",
        ]
        for (a, b) in zip(ordered, ordered.dropFirst()) {
            #expect(try PartialDate.sortsBefore(date(a), date(b)), "\(a) before \(b)")
            #expect(try !PartialDate.sortsBefore(date(b), date(a)), "\(b) after \(a)")
        }
    }

    /// Two dates of the same precision are never in one order here and in the other there.
    @Test func sortingAgreesWithComparing() throws {
        var random = SeededGenerator(seed: 7)
        func some() -> PartialDate? {
            PartialDate(
                year: Int.random(in: 2010...2012, using: &random), month: Int.random(in: 1...12, using: &random),
                day: Int.random(in: 1...28, using: &random), hour: Int.random(in: 0...23, using: &random),
                minute: Int.random(in: 0...59, using: &random), second: Int.random(in: 0...59, using: &random),
                fraction: UInt32.random(in: 0...99, using: &random), fractionDigits: 2)
        }
        for _ in 0..<5000 {
            let a = try #require(some())
            let b = try #require(some())
            #expect(a.isBefore(b) == PartialDate.sortsBefore(a, b))
        }
    }
}
