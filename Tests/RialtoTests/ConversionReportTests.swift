import Mapping
import TestSupport
import Testing
import Values

@testable import Rialto

@Suite("Conversion report") struct ConversionReportTests {
    private let created = PartialDate(year: 2024, month: 1, day: 31, hour: 12, minute: 0, second: 0)

    /// Books of one worker; `part` says which share of the values it met.
    private func books(_ part: Int) -> Accounts {
        var accounts = Accounts()
        // Items are met in another order by every worker.
        let addresses = ["F.AE/IG.AE/I.AE.TERM", "F.DM/IG.DM/I.SEX", "F.X/IG.X/I.<x>"]
        for address in part.isMultiple(of: 2) ? addresses : addresses.reversed() { _ = accounts.item(address) }
        accounts.count(.mapped, accounts.item(addresses[0]), by: 10)
        accounts.count(.refused, accounts.item(addresses[1]))
        accounts.countNotSubmitted(accounts.item(addresses[2]), reason: "internal use", by: 2)
        accounts.count(.supplement, accounts.item(addresses[2]))
        accounts.patients = 1
        accounts.countEntity("adverseEvent", by: 10)
        accounts.countDerived("AE.AESEQ", by: 10)
        accounts.countUnmapped(block: "F.X/IG.X")
        accounts.note(
            Diagnostic(
                "odm.impossible-date", .error, "this date does not exist", remedy: "correct it",
                at: Location(path: "a.xml", line: 10 - part, column: 3), patient: "00\(part)", value: "<2020-02-30>"))
        return accounts
    }

    private func report(parts: [Int] = [0, 1, 2], read: Int = 42) throws -> ConversionReport {
        var accounts = Accounts()
        accounts.read("a.xml", .init(patients: 3, records: 30, values: read - 2, attributes: 2))
        for part in parts { accounts.merge(books(part)) }
        accounts.outputs = [.init(dataset: "AE", rows: 30, variables: 12, bytes: 12_345, path: "sdtm/ae.xpt")]
        return ConversionReport(
            accounts, title: "ODM to SDTM", study: "RIALTO", program: "rialto 0.0", created: try #require(created),
            settings: [("purpose", "submission")])
    }

    @Test func everyValueIsAccountedFor() throws {
        let whole = try report()
        #expect(whole.isComplete && whole.summary().contains("every one of the 42 source values is accounted for"))
        let lost = try report(read: 45)
        #expect(!lost.isComplete && lost.summary().contains("3 of 45 source values are NOT accounted for"))
        let surplus = try report(read: 40)
        #expect(surplus.summary().contains("2 more fates than the 40 values read"))
    }

    @Test func theOrderOfWorkersDoesNotShow() throws {
        let one = try report(parts: [0, 1, 2])
        let other = try report(parts: [2, 0, 1])
        #expect(one.text() == other.text())
        #expect(one.json() == other.json())
        #expect(one.html() == other.html())
    }

    @Test func theSummaryHoldsNoValues() throws {
        let summary = try report().summary()
        #expect(!summary.contains("2020-02-30"))
        #expect(summary.contains("error odm.impossible-date, 3 in all"))
        #expect(summary.contains("a.xml:8:3: error: this date does not exist; correct it"))
        #expect(try report().summary(showValues: true).contains("(value: <2020-02-30>)"))
    }

    @Test func theTextListsItemsWithReasons() throws {
        let text = try report().text()
        #expect(text.contains("F.AE/IG.AE/I.AE.TERM: 30 mapped\n"))
        #expect(text.contains("    6 not submitted: internal use\n"))
        #expect(text.contains("a.xml:8:3: error: this date does not exist (value: <2020-02-30>)"))
    }

    @Test func theJSONSaysWhatBecameOfEveryItem() throws {
        let json = String(decoding: try report().json(), as: UTF8.self)
        for part in [
            #""complete": true"#, #""mapped": 30"#, #""notSubmitted": 6"#, #""address": "F.DM/IG.DM/I.SEX""#,
            #""internal use": 6"#, #""value": "<2020-02-30>""#, #""rows": 30"#, #""F.X/IG.X": 3"#, #""line": 8"#,
        ] {
            #expect(json.contains(part), "\(part)")
        }
    }

    @Test func thePageIsEscapedAndSelfContained() throws {
        let page = try report().html()
        #expect(page.contains("&lt;2020-02-30&gt;") && !page.contains("<2020"))
        #expect(page.contains("F.X/IG.X/I.&lt;x&gt;"))
        #expect(!page.contains("http") && !page.contains("<script") && !page.contains("<link"))
        #expect(HTMLWriter.escaped("a\u{0}\u{1B}&'\"") == "a\u{FFFD}\u{FFFD}&amp;&#39;&quot;")
    }

    @Test func ofManyMessagesTheFirstPlacesAreKept() {
        var accounts = Accounts()
        for line in (1...1000).reversed() {
            accounts.note(Diagnostic("x", .warning, "odd", at: Location(path: "a.xml", line: line)))
        }
        let book = accounts.diagnostics.first
        #expect(book?.count == 1000 && book?.unlisted == 900)
        #expect(book?.first.map { $0.location?.line } == (1...100).map { $0 })
    }

    @Test func reportsAreWrittenByTheirNames() throws {
        let folder = try TemporaryFolder()
        for name in ["r.json", "r.HTML", "r.txt"] {
            try report().write(to: try #require(ReportFile(path: folder.file(name))))
        }
        #expect(folder.files == ["r.HTML", "r.json", "r.txt"])
        #expect(try String(decoding: readBytes(folder.file("r.HTML")), as: UTF8.self).hasPrefix("<!DOCTYPE html>"))
        #expect(ReportFile(path: "r.pdf") == nil && ReportFile(path: "json") == nil)
    }
}
