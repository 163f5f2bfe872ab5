import Foundation
import Rialto
import Synchronization
import TestSupport
import Values

/// One run of `rialto convert --to sdtm --sdtm-format csv` on fixtures of `Tests/Fixtures/Interchange`, and what a user
/// sees of it.
struct FaultRun {
    /// The exit code.
    let exit: ExitCode
    /// What went to standard error, line by line, with fixtures' paths cut down to their names.
    let errors: [String]
    /// What went to standard output.
    let summary: String
    /// The folder that the run wrote to, and nobody else.
    let folder: TemporaryFolder
    private let output: String

    /// Converts; `inputs`, `mapping` and `study` are fixtures' names, or paths.
    init(
        _ inputs: [String], mapping: String = "mapping.yaml", study: String? = nil, keepGoing: Bool = false,
        output: String = "out", in folder: TemporaryFolder? = nil, showValues: Bool = false, quiet: Bool = false,
        _ adjust: (inout ConvertOptions) -> Void = { _ in }
    ) async throws {
        let folder = try folder ?? TemporaryFolder()
        let place = output.hasPrefix("/") ? output : folder.file(output)
        var options = ConvertOptions(inputs: inputs.map(FaultRun.path), output: place)
        options.mapping = FaultRun.path(mapping)
        options.study = study.map(FaultRun.path)
        options.sdtmFormat = .csv
        options.keepGoing = keepGoing
        options.timestamp = PartialDate(iso8601: "2024-01-02T03:04:05")
        adjust(&options)
        let (printed, said) = (Collector(), Collector())
        let console = Console(output: printed.sink, messages: said.sink, quiet: quiet, showValues: showValues)
        exit = await Verbs.convert(options, console: console)
        func shortened(_ text: String) -> String {
            text.replacingOccurrences(of: Fixtures.path("Interchange/"), with: "")
                .replacingOccurrences(of: folder.path + "/", with: "")
        }
        errors = shortened(said.text).split(separator: "\n").map(String.init)
        summary = shortened(printed.text)
        self.folder = folder
        self.output = place
    }

    init(_ input: String, keepGoing: Bool = false, showValues: Bool = false) async throws {
        try await self.init([input], keepGoing: keepGoing, showValues: showValues)
    }

    private static func path(_ name: String) -> String {
        name.hasPrefix("/") ? name : Fixtures.path("Interchange/" + name)
    }

    /// The errors that the summary lists.
    var listed: [String] {
        summary.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter {
            $0.contains(": error: ")
        }
    }

    /// The subjects that arrived, by SUBJID.
    var patients: [String] { column("SUBJID", of: "dm") }

    /// A variable's values in a dataset's rows; empty when the dataset was not written.
    func column(_ variable: String, of dataset: String) -> [String] {
        guard let bytes = try? readBytes("\(output)/\(dataset).csv") else { return [] }
        let rows = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
            .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        guard let index = rows.first?.firstIndex(where: { $0 == variable }) else { return [] }
        return rows.dropFirst().map { String($0[index]) }
    }

    /// What the run left, files and folders.
    var left: [String] {
        FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }.sorted() ?? []
    }
}

/// Keeps what a console says.
private final class Collector: Sendable {
    private let kept = Mutex("")

    var sink: Console.Sink { Console.Sink { text in self.kept.withLock { $0 += text } } }
    var text: String { kept.withLock { $0 } }
}
