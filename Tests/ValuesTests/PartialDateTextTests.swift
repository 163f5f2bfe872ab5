import TestSupport
import Testing
import Values

@Suite("Partial dates as text") struct PartialDateTextTests {
    /// SDTMIG 4.4.2 and its table of examples, and what ODM's partial types allow.
    @Test(arguments: [
        "2003", "2003-12", "2003-12-15", "2003-12-15T13", "2003-12-15T13:14", "2003-12-15T13:14:17",
        "2003-12-15T13:14:17.5", "2003-12-15T13:14:17.050", "2003-12-15T13:14:17.123456789", "2003-12-15T13:14:17Z",
        "2003-12-15T13:14:17+05:30", "2003-12-15T13:14-05:00", "2003---15", "--12-15", "-----T07:15",
        "2003-12-15T-:15", "2003-12-15T13:-:17", "2003-12--T13:14", "2004-02-29", "2000-02-29", "--02-29",
        "0001-01-01", "9999-12-31T23:59:60",
    ])
    func isReadAndWrittenAsItStands(_ text: String) throws {
        let date = try #require(PartialDate(iso8601: text))
        #expect(date.description == text)
    }

    @Test(arguments: [
        "", "-", "--", "---", "2020-02-30", "2021-02-29", "1900-02-29", "2020-04-31", "2020-13-01", "2020-00-10",
        "2020-01-00", "2020-01-32", "0000-01-01", "2020-1-5", "20200105", "2020/01/05", "2020-01-05 13:14",
        "2020-01-05T", "2020-01-05T24:00", "2020-01-05T13:60", "2020-01-05T13:14:61", "2020-01-05T13:14:17.",
        "2020-01-05T13:14:17.1234567890", "2020-01-05T13:14.5", "2020-01-05T13:14:-.5", "2020-01-05T13:14+15:00",
        "2020-01-05T13:14+05", "2020-01-05T13:14+05:60", " 2020-01-05", "2020-01-05 ", "2020-01-05Z", "UN-UNK-2020",
        "２０２０-01-05", "2020-01-05T13:14:17ZZ", "+2020-01-05", "12020-01-05",
    ])
    func isRefused(_ text: String) { #expect(PartialDate(iso8601: text) == nil) }

    @Test func componentsAreAsWritten() throws {
        let date = try #require(PartialDate(iso8601: "2003---15T-:07:08.250-03:30"))
        #expect(date.year == 2003 && date.month == nil && date.day == 15)
        #expect(date.hour == nil && date.minute == 7 && date.second == 8)
        #expect(date.fraction == 250 && date.fractionDigits == 3)
        #expect(date.offset == -210)
        #expect(!date.isComplete && date.hasTime && date.precision == .year)
    }

    @Test(arguments: [
        ("--12-15", PartialDate.Precision.none), ("2003", .year), ("2003---15", .year), ("2003-12", .month),
        ("2003-12-15", .day), ("2003-12-15T13", .hour), ("2003-12-15T-:14", .day), ("2003-12-15T13:14", .minute),
        ("2003-12-15T13:14:17", .second),
    ])
    func precisionEndsAtTheFirstGap(_ text: String, _ expected: PartialDate.Precision) throws {
        #expect(try #require(PartialDate(iso8601: text)).precision == expected)
    }

    @Test func aFractionNeedsItsSecondAndItsDigits() {
        #expect(PartialDate(year: 2020, month: 1, day: 5, hour: 1, minute: 2, fraction: 5, fractionDigits: 1) == nil)
        let second = { (fraction: UInt32, digits: UInt8) in
            PartialDate(
                year: 2020, month: 1, day: 5, hour: 1, minute: 2, second: 3, fraction: fraction, fractionDigits: digits)
        }
        #expect(second(10, 1) == nil)
        #expect(second(1, 0) == nil)
        #expect(second(0, 10) == nil)
        #expect(second(9, 1)?.description == "2020-01-05T01:02:03.9")
        #expect(second(5, 3)?.description == "2020-01-05T01:02:03.005")
    }

    @Test func theDateAloneHasNoTimeAndNoOffset() throws {
        let date = try #require(PartialDate(iso8601: "2003-12-15T13:14:17.5+01:00"))
        #expect(date.dateOnly.description == "2003-12-15")
    }

    /// Whatever components a date has, its text reads back as the same date.
    @Test func everyDateReadsBackEqual() {
        var random = SeededGenerator(seed: 20_140_701)
        var made = 0
        for _ in 0..<20_000 {
            func maybe(_ range: ClosedRange<Int>) -> Int? {
                Int.random(in: 0..<4, using: &random) == 0 ? nil : Int.random(in: range, using: &random)
            }
            let timed = Bool.random(using: &random)
            let second = timed ? maybe(0...60) : nil
            let digits = second == nil ? 0 : UInt8.random(in: 0...9, using: &random)
            let limit = UInt32((0..<digits).reduce(1) { value, _ in value * 10 })
            guard
                let date = PartialDate(
                    year: maybe(1...9999), month: maybe(1...12), day: maybe(1...31), hour: timed ? maybe(0...23) : nil,
                    minute: timed ? maybe(0...59) : nil, second: second,
                    fraction: UInt32.random(in: 0..<limit, using: &random), fractionDigits: digits),
                date.year != nil || date.month != nil || date.day != nil || date.hour != nil
            else { continue }
            made += 1
            #expect(PartialDate(iso8601: date.description) == date, "\(date)")
        }
        #expect(made > 10_000)
    }
}
