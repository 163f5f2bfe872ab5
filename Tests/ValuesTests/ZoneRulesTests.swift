import TestSupport
import Testing

@testable import Values

@Suite("Time zones") struct ZoneRulesTests {
    private func date(_ text: String) throws -> PartialDate { try #require(PartialDate(iso8601: text), "\(text)") }

    private func zone(_ file: ZoneFile) throws -> ZoneRules {
        let folder = try TemporaryFolder()
        try folder.write(file.bytes, to: "Test/Zone")
        return try ZoneRules("Test/Zone", folder: folder.path)
    }

    /// Summer time in Germany: from 2019-03-31T01:00Z to 2019-10-27T01:00Z.
    @Test(arguments: [
        ("2019-01-11T23:30:00Z", "2019-01-12T00:30:00+01:00"), ("2019-07-01T22:30Z", "2019-07-02T00:30+02:00"),
        ("2019-03-31T00:59:59Z", "2019-03-31T01:59:59+01:00"), ("2019-03-31T01:00:00Z", "2019-03-31T03:00:00+02:00"),
        ("2019-10-27T00:30:00Z", "2019-10-27T02:30:00+02:00"), ("2019-10-27T01:30:00Z", "2019-10-27T02:30:00+01:00"),
        ("2019-12-31T23:30:00.125Z", "2020-01-01T00:30:00.125+01:00"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:59:60+01:00"),
        ("2019-01-12T08:00:00+09:00", "2019-01-12T00:00:00+01:00"),
        ("2019-01-11T18:00-05:30", "2019-01-12T00:30+01:00"),
        ("2019-01-11T23:30:00+01:00", "2019-01-11T23:30:00+01:00"), ("2019-01-11T23Z", "2019-01-12T00+01:00"),
    ])
    func momentsBecomeLocal(_ text: String, _ expected: String) throws {
        let local = try #require(try zone(.berlin).local(date(text)))
        #expect(local.description == expected)
        #expect(try local.inUTC == date(text).inUTC)
        #expect(try zone(.berlin).local(local) == local)
    }

    @Test(arguments: [
        "2019-01-11", "2019-01-11T23:30:00", "2019-01-11T23+05:30", "2019-01-11T-:30Z", "2019-01T10:00Z",
        "0001-01-01T00:30+14:00", "9999-12-31T23:30Z",
    ])
    func whatCannotBecomeLocalStaysAsItIs(_ text: String) throws { #expect(try zone(.berlin).local(date(text)) == nil) }

    /// Before the first transition the first offset holds, after the last the rule.
    @Test func transitionsAndTheRuleBehindThem() throws {
        var file = ZoneFile(firstOffset: 1200, footer: "<+03>-3")
        file.transitions = [(-1000, 3600), (0, 7200), (86_400, 10_800)]
        let moments: [Int64] = [-2000, -1001, -1000, -1, 0, 86_399, 86_400, 4_000_000_000]
        #expect(
            try moments.map { try zone(file).offset(at: $0) } == [1200, 1200, 3600, 3600, 7200, 7200, 10_800, 10_800])
        file.version = 0
        // A file of 32 bits says nothing of the time after its last transition.
        #expect(try moments.map { try zone(file).offset(at: $0) } == [1200, 1200, 3600, 3600, 7200, 7200, nil, nil])
        #expect(try zone(file).local(date("2019-01-11T23:30:00Z")) == nil)
    }

    @Test(arguments: [
        // Summer over the turn of the year; the last Sunday; days of the year with and without 29 February.
        ("NZST-12NZDT,M9.5.0,M4.1.0/3", "2019-12-31T12:00:00Z", 13),
        ("NZST-12NZDT,M9.5.0,M4.1.0/3", "2019-07-01T00:00:00Z", 12),
        ("EST5EDT,M3.2.0,M11.1.0", "2019-03-10T06:59:59Z", -5), ("EST5EDT,M3.2.0,M11.1.0", "2019-03-10T07:00:00Z", -4),
        ("AAA0BBB,J60/0,J300/0", "2020-03-01T00:00:00Z", 1), ("AAA0BBB,J60/0,J300/0", "2020-02-29T23:59:59Z", 0),
        ("AAA0BBB,59/0,300/0", "2020-02-29T00:00:00Z", 1), ("AAA0BBB,59/0,300/0", "2019-02-28T23:59:59Z", 0),
        // Times before and after the day; summer all the year.
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2025-03-30T00:59:59Z", -2),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2025-03-30T01:00:00Z", -1),
        ("XXX3EDT4,0/0,J365/23", "2019-12-31T23:30:00Z", -4), ("XXX3EDT4,0/0,J365/23", "2020-01-01T03:00:00Z", -4),
    ])
    func rulesOfPosix(_ rule: String, _ text: String, _ hours: Int) throws {
        let local = try #require(try zone(ZoneFile(footer: rule)).local(date(text)))
        #expect(local.offset == Int16(hours * 60))
    }

    @Test(arguments: [
        "", "CE-1", "CET", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0", "CET-25", "<CET-1",
    ])
    func rulesThatAreNone(_ rule: String) { #expect(PosixZone(Array(rule.utf8)[...]) == nil) }

    @Test func filesThatAreNone() throws {
        let folder = try TemporaryFolder()
        func reason(_ name: String, _ bytes: [UInt8]?) throws -> String {
            if let bytes { try folder.write(bytes, to: name) }
            do throws(FileError) { _ = try ZoneRules(name, folder: folder.path) } catch { return error.reason }
            return ""
        }
        let whole = ZoneFile.berlin.bytes
        #expect(try reason("none", nil) == "No such file or directory")
        #expect(try reason("../none", nil) == "it is no name of a zone")
        #expect(try reason("text", Array("Europe/Berlin".utf8)) == "it is not a zone's file (TZif, RFC 8536)")
        for end in [50, 80, 105] { #expect(try reason("short", Array(whole[..<end])) == "it ends too early") }
        #expect(try reason("open", Array(whole.dropLast())) == "it has no footer")
        #expect(try reason("rule", ZoneFile(footer: "CET").bytes) == "its footer is not a rule of POSIX")
        var file = ZoneFile.berlin
        file.transitions = [(10, 0), (5, 0)]
        #expect(try reason("order", file.bytes) == "its transitions are not in order or have no offset")
        file.transitions = []
        file.leapSeconds = 1
        #expect(try reason("leap", file.bytes) == "it counts leap seconds, which local times do not")
        #expect(
            try ZoneRules("UTC", folder: "/none").local(date("2019-01-11T23:30Z"))?.description == "2019-01-11T23:30Z")
    }

    /// With the site's zone known, a time without an offset is the site's own.
    @Test(
        arguments: [
            ("2019-01-12T00:29:00", "2019-01-11T23:30:00Z", true),
            ("2019-01-11T23:30:00Z", "2019-01-12T00:29:00", false),
            ("2019-01-11", "2019-01-11T23:30:00Z", true), ("2019-01-12", "2019-01-11T23:30:00Z", nil),
            ("2019-01-11T22:59:59Z", "2019-01-12", true), ("2019-01-11T23:00:00Z", "2019-01-12", nil),
            // 02:30 comes twice on this day, and on the other never.
            ("2019-10-27T02:30:00", "2019-10-27T00:45:00Z", nil),
            ("2019-10-27T02:30:00", "2019-10-27T00:30:00Z", false),
            ("2019-10-27T02:30:00", "2019-10-27T01:45:00Z", true), ("2019-03-31T02:30:00", "2019-03-31T01:00:00Z", nil),
            ("2019-03-31T01:59:59", "2019-03-31T01:00:00Z", true),
        ] as [(String, String, Bool?)])
    func comparesInTheZone(_ a: String, _ b: String, _ expected: Bool?) throws {
        #expect(try date(a).isBefore(date(b), in: zone(.berlin)) == expected)
    }

    /// The zones of this system, where it has them: history, and the last Sundays.
    @Test(
        .enabled(if: (try? ZoneRules("Europe/Berlin")) != nil, "the system has no zones' files (tzdata)"),
        arguments: [
            ("Europe/Berlin", "2019-03-31T01:00:00Z", "2019-03-31T03:00:00+02:00"),
            ("Europe/Berlin", "1990-07-01T22:30:00Z", "1990-07-02T00:30:00+02:00"),
            ("Asia/Kathmandu", "2019-01-11T18:15Z", "2019-01-12T00:00+05:45"),
            ("America/Sao_Paulo", "2018-12-01T02:30Z", "2018-12-01T00:30-02:00"),
            ("America/Sao_Paulo", "2022-12-01T02:30Z", "2022-11-30T23:30-03:00"),
            ("Australia/Lord_Howe", "2050-01-01T13:00Z", "2050-01-02T00:00+11:00"),
        ])
    func zonesOfTheSystem(_ name: String, _ text: String, _ expected: String) throws {
        #expect(try ZoneRules(name).local(date(text))?.description == expected)
    }
}
