import Mapping
import Testing
import Values

/// How dates of a source are read.
@Suite struct DateFormatTests {
    private func read(_ text: String, _ format: String) throws -> DateReader.Reading {
        let reader = DateReader(formats: [try #require(DateFormat(format))], unknown: ["UN", "UNK"])
        return Array(text.utf8).withUnsafeBytes { reader.read($0) }
    }

    @Test func theCommonestFormIsReadAsAnyOtherReaderReadsIt() throws {
        // Another format before it, or a token of digits, takes the long way to the same answer or to its own.
        func read(_ text: String, _ formats: [String], _ unknown: [String]) throws -> DateReader.Reading {
            let reader = DateReader(formats: try formats.map { try #require(DateFormat($0)) }, unknown: unknown)
            return Array(text.utf8).withUnsafeBytes { reader.read($0) }
        }
        for text in ["2018-04-11", "2018-02-30", "0000-01-01", "2018-4-11", "2018/04/11", "2018-04-1x", "20180411--"] {
            let short = try read(text, ["yyyy-MM-dd"], ["UN"])
            #expect(try read(text, ["HH:mm", "yyyy-MM-dd"], ["UN"]) == short, "\(text)")
            #expect(try read(text, ["yyyy-MM-dd"], []) == short, "\(text)")
        }
        #expect(try read("2018-04-11", ["yyyy-dd-MM"], []) == .date(try #require(PartialDate(iso8601: "2018-11-04"))))
        #expect(try read("2018-04-99", ["yyyy-MM-dd"], ["99"]) == .date(try #require(PartialDate(iso8601: "2018-04"))))
        #expect(try read("2018-04-11", [], []) == .date(try #require(PartialDate(iso8601: "2018-04-11"))))
    }

    @Test func theCommonestTimeIsReadAsAnyOtherReaderReadsIt() throws {
        for time in ["11:27", "24:00", "11:60", "1:27", "11.27", ""] {
            let short = try read("2018-04-11", time: time, ["yyyy-MM-dd", "HH:mm"])
            let long = try read("2018-04-11", time: time, ["H:mm", "yyyy-MM-dd", "HH:mm"])
            if time != "1:27" { #expect(short == long, "\(time)") }
        }
        let swapped = try read("2018-04-11", time: "11:27", ["yyyy-MM-dd"], unknown: ["27"])
        #expect(swapped.reading == .date(try #require(PartialDate(iso8601: "2018-04-11T11"))))
    }

    /// Reads a date and a time that stand apart.
    private func read(
        _ date: String, time: String, _ formats: [String], unknown: [String] = ["UN", "UNK"]
    ) throws -> (reading: DateReader.Reading, time: DateReader.TimeReading) {
        let reader = DateReader(formats: try formats.map { try #require(DateFormat($0)) }, unknown: unknown)
        return Array(date.utf8).withUnsafeBytes { date in
            Array(time.utf8).withUnsafeBytes { reader.read(date, time: $0) }
        }
    }

    @Test(arguments: [
        ("12 MAR 2020 UN:UN", "2020-03-12"), ("12 mar 2020 un:unk", "2020-03-12"),
        ("12 MAR 2020 10:UN", "2020-03-12T10"), ("UN MAR 2020 10:15", "2020-03--T10:15"),
        ("UN UNK UNK 10:15", "-----T10:15"),
    ]) func whatIsKnownOfADateAndItsTimeIsKept(text: String, expected: String) throws {
        #expect(try read(text, "dd MMM yyyy HH:mm") == .date(#require(PartialDate(iso8601: expected))))
    }

    @Test(
        arguments: [
            ("2020-06-01", "10:15", [], "2020-06-01T10:15", .joined),
            ("2020-06-01", "10:15:30.250", [], "2020-06-01T10:15:30.250", .joined),
            ("2020-06-01", "10:15:30.250", ["yyyy-MM-dd", "HH:mm:ss"], "2020-06-01T10:15:30.250", .joined),
            ("2020-06-01", "10:15:30,5", ["yyyy-MM-dd", "HH:mm:ss"], "2020-06-01T10:15:30.5", .joined),
            ("2020-06-01", "10:15:30.25Z", [], "2020-06-01T10:15:30.25Z", .joined),
            ("2020-06-01", "UNK", [], "2020-06-01", .idle), ("2020-06-01", "unk", ["yyyy-MM-dd"], "2020-06-01", .idle),
            ("2020-06-01", "UN:UN", [], "2020-06-01", .idle),
            ("2020-06-01", "UN:UN", ["yyyy-MM-dd", "HH:mm"], "2020-06-01", .idle),
            ("2020-06-01", "10:UN", [], "2020-06-01T10", .joined),
            ("2020-06-01", "UN:30", ["yyyy-MM-dd", "HH:mm"], "2020-06-01T-:30", .joined),
            ("2020-06", "10:00", [], "2020-06--T10:00", .joined), ("UNK", "10:00", [], "-----T10:00", .joined),
            ("unk", "10:00", ["yyyy-MM-dd"], "-----T10:00", .joined), ("UNK", "UNK", [], "unknown", .idle),
            ("2020-06-01", "25:00", [], "2020-06-01", .invalid), ("2020-06-01", "noon", [], "2020-06-01", .invalid),
            ("2020-06-31", "10:00", [], "invalid", .idle),
            ("2020-06-01T10:15", "10:15", [], "2020-06-01T10:15", .joined),
            ("2020-06-01T10:15", "11:15", [], "2020-06-01T10:15", .contradicts),
        ] as [(String, String, [String], String, DateReader.TimeReading)])
    func aTimeThatStandsApart(
        date: String, time: String, formats: [String], expected: String, outcome: DateReader.TimeReading
    ) throws {
        let result = try read(date, time: time, formats)
        switch result.reading {
        case .date(let date): #expect(date.description == expected)
        case .unknown: #expect(expected == "unknown")
        case .invalid: #expect(expected == "invalid")
        }
        #expect(result.time == outcome)
    }

    @Test(arguments: [
        ("2020-05-UN", "2020-05"), ("2020-UNK-UN", "2020"), ("2020-un-07", "2020---07"),
        ("2020-05-07TUN:UN", "2020-05-07"), ("2020-05-07T10:UN", "2020-05-07T10"),
    ]) func tokensMayStandInISO8601Too(text: String, expected: String) {
        let reader = DateReader(formats: [], unknown: ["UN", "UNK"])
        let reading = Array(text.utf8).withUnsafeBytes { reader.read($0) }
        #expect(reading == PartialDate(iso8601: expected).map { .date($0) })
    }

    @Test(arguments: ["UNK", "unk", "UN-UNK-UN", "Unk-unk-unkTun:un"]) func nothingKnownIsUnknown(text: String) {
        let reader = DateReader(formats: [], unknown: ["UN", "UNK"])
        #expect(Array(text.utf8).withUnsafeBytes { reader.read($0) } == .unknown)
    }

    @Test func fractionsOfSecondsAreKept() throws {
        let format = "yyyy-MM-dd HH:mm:ss"
        #expect(
            try read("2020-05-07 10:15:30.250", format)
                == .date(#require(PartialDate(iso8601: "2020-05-07T10:15:30.250"))))
        #expect(
            try read("2020-05-07 10:15:30", format) == .date(#require(PartialDate(iso8601: "2020-05-07T10:15:30"))))
        #expect(try read("2020-05-07 10:15:30.1234567890", format) == .invalid)
        #expect(
            try read("10:15:30.07.05.2020", "HH:mm:ss.dd.MM.yyyy")
                == .date(#require(PartialDate(iso8601: "2020-05-07T10:15:30"))))
    }

    @Test(arguments: [
        "yyyy-mm-dd", "yyyy-MM-dd:mm", "yyyy-MM-dd HH:ss", "dd yyyy", "dd MMM", "MM-dd", "YYYY-MM-DD", "yyyy-MM-DD",
        "yyyy-MM-dd hh:mm a", "HH:mm:ss.SSS", "dMyyyy", "yyyyMMd HHmm9H", "d MM MMM yyyy", "TT", "yyyy-MM-ddTTHH",
    ]) func aFormatThatSaysSomethingElseIsRefused(format: String) {
        #expect(DateFormat(format) == nil)
    }

    @Test(arguments: ["yyyy", "HH:mm", "HH", "yyyy-MM-ddTHH:mm:ss", "d/M/yyyy", "dMMMyyyy", "yyyyMMdd", "yyyy HH:mm"])
    func aWholeFormatIsTaken(format: String) { #expect(DateFormat(format) != nil) }

    @Test func twoLettersAreTwoDigits() throws {
        #expect(try read("2020111", "yyyyMMdd") == .invalid)
        #expect(try read("20201101", "yyyyMMdd") == .date(#require(PartialDate(iso8601: "2020-11-01"))))
        #expect(try read("1/2/2020", "dd/MM/yyyy") == .invalid)
        #expect(try read("1/12/2020", "d/M/yyyy") == .date(#require(PartialDate(iso8601: "2020-12-01"))))
        #expect(try read("UN MAR 2018", "dd MMM yyyy") == .date(#require(PartialDate(iso8601: "2018-03"))))
    }
}
