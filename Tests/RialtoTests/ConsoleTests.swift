import Testing
import Values

@testable import Rialto

@Suite("Console") struct ConsoleTests {
    private let diagnostic = Diagnostic(
        "odm.code", .warning, "this code is not in its list", remedy: "add it", at: Location(path: "a.xml", line: 2),
        value: "M\u{1B}[2J")

    @Test func messagesGoToStandardErrorWithoutValues() {
        let recorder = Recorder()
        recorder.console().report(diagnostic)
        #expect(recorder.messages == "a.xml:2: warning: this code is not in its list; add it\n")
        #expect(recorder.output.isEmpty)
    }

    @Test(arguments: [("convrt", "did you mean 'convert'?"), ("polka", "see rialto --help")])
    func anUnknownVerbIsSaidWithWhatWasMeant(_ verb: String, _ remedy: String) {
        let recorder = Recorder()
        #expect(Verbs.external(verb, arguments: [], console: recorder.console()) == .usage)
        #expect(
            recorder.messages
                == "error: there is no verb '\(verb)', and no program rialto-\(verb) beside rialto or on PATH; \(remedy)\n"
        )
    }

    @Test func valuesCannotSteerATerminal() {
        let recorder = Recorder()
        recorder.console(showValues: true).report(diagnostic)
        #expect(recorder.messages.contains("(value: M\\u{1b}[2J)"))
        #expect(!recorder.messages.contains("\u{1B}"))
    }

    @Test func quietLeavesErrors() {
        let recorder = Recorder()
        let console = recorder.console(quiet: true)
        console.report(diagnostic)
        console.summarize("summary")
        #expect(recorder.messages.isEmpty && recorder.output.isEmpty)
        console.report(UsageError("wrong"))
        console.print("asked for")
        #expect(recorder.messages == "error: wrong\n" && recorder.output == "asked for\n")
    }

    @Test(arguments: [(true, false), (false, false), (true, true)])
    func progressIsForTerminalsOnly(_ isTerminal: Bool, _ quiet: Bool) {
        let recorder = Recorder()
        let progress = Progress(recorder.console(quiet: quiet, isTerminal: isTerminal), total: 1000)
        progress.add(bytes: 250, patients: 3)
        progress.end()
        let expected = "\r\u{1B}[K250 bytes of 1.0 kB (25 %), 3 patients\r\u{1B}[K"
        #expect(recorder.messages == (isTerminal && !quiet ? expected : ""))
    }

    @Test func aMessageTakesTheProgressLineAway() {
        let recorder = Recorder()
        let console = recorder.console(isTerminal: true)
        console.showProgress("half")
        console.report(diagnostic)
        #expect(recorder.messages.hasPrefix("\r\u{1B}[Khalf\r\u{1B}[Ka.xml:2"))
    }

    @Test(
        arguments: [
            (0, nil, 0, 10, "0 bytes"),
            (
                1_200_000_000, 4_000_000_000, 12_345, 6000,
                "1.2 GB of 4.0 GB (30 %), 12,345 patients, 200 MB/s, 14 s left"
            ),
            (50, 100, 0, 100_000, "50 bytes of 100 bytes (50 %), 0 bytes/s, 1 min 40 s left"),
        ] as [(Int, Int?, Int, Int, String)])
    func progressLines(_ bytes: Int, _ total: Int?, _ patients: Int, _ milliseconds: Int, _ line: String) {
        #expect(Progress.line(bytes: bytes, of: total, patients: patients, milliseconds: milliseconds) == line)
    }

    @Test(
        arguments: [
            ("5GB", 5_000_000_000), ("500 mb", 500_000_000), ("64kB", 64_000), ("4GiB", 4 << 30), ("17", 17),
            ("0", nil),
            ("-1", nil), ("5TB", nil), ("", nil), ("GB", nil), ("99999999999GB", nil), ("1.5GB", nil),
        ] as [(String, Int?)])
    func sizes(_ text: String, _ bytes: Int?) { #expect(ByteSize.parse(text) == bytes) }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00"), (-1, "1969-12-31T23:59:59"), (1_700_000_000, "2023-11-14T22:13:20"),
        (86_400, "1970-01-02T00:00:00"),
    ])
    func momentsInUTC(_ seconds: Int, _ text: String) {
        #expect(PartialDate(secondsSince1970: seconds)?.description == text)
    }
}
