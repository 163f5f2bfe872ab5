import Testing
import Values

/// The same moment in UTC.
struct PartialDateInstantTests {
    @Test(arguments: [
        ("2018-03-01T10:30+01:00", "2018-03-01T09:30Z"), ("2018-03-01T00:15:30.25+05:30", "2018-02-28T18:45:30.25Z"),
        ("2016-12-31T22:00-02:00", "2017-01-01T00:00Z"), ("2016-12-31T23:59:60-01:00", "2017-01-01T00:59:60Z"),
        ("2018-03-01T10+02:00", "2018-03-01T08Z"), ("2018-03-01T10+05:30", "2018-03-01T10+05:30"),
        ("2018-03-01T10:30", "2018-03-01T10:30"), ("2018-03-01", "2018-03-01"),
        ("2018-03-01T10:30Z", "2018-03-01T10:30Z"),
        ("2003---15T10:30+01:00", "2003---15T10:30+01:00"), ("0001-01-01T00:30+01:00", "0001-01-01T00:30+01:00"),
        ("2018-03-01T10:-:30+01:00", "2018-03-01T10:-:30+01:00"),
    ])
    func aTimeWithAnOffsetIsMovedAtItsPrecision(text: String, expected: String) throws {
        let date = try #require(PartialDate(iso8601: text))
        #expect(date.inUTC == PartialDate(iso8601: expected))
        #expect(date.inUTC.inUTC == date.inUTC)
    }
}
