public import ArgumentParser
public import Rialto
import Values

/// The arguments of `rialto convert`.
struct ConvertArguments: ParsableArguments {
    @Argument(help: ArgumentHelp("Files and folders.", valueName: "input"))
    var inputs: [String]

    @Option(help: "The format to convert to: sdtm.")
    var to: ConvertOptions.Target

    @Option(name: [.long, .short], help: ArgumentHelp("The folder to write.", valueName: "dir"))
    var output: String

    @Option(help: ArgumentHelp("The study's mapping.", valueName: "file"))
    var mapping: String?

    @Option(help: ArgumentHelp("Mapping files that go before the built-in ones of the same name.", valueName: "dir"))
    var mappings: String?

    @Option(help: ArgumentHelp("What exports do not say: study.yaml.", valueName: "file"))
    var study: String?

    @OptionGroup var metadata: MetadataArguments

    @Option(
        help:
            "interchange (all inside) or submission (unmapped content beside the output); default for sdtm: submission."
    )
    var purpose: ConvertOptions.Purpose?

    @Option(help: "xpt (SAS transport, version 5), csv, or Dataset-JSON 1.1: dataset-json, ndjson, dsjc.")
    var sdtmFormat = ConvertOptions.DatasetFormat.xpt

    @Option(help: "3.2, 3.3 or 3.4; default: what study.yaml says, else 3.4.")
    var sdtmig: ConvertOptions.SDTMIG?

    @Option(
        help: ArgumentHelp(
            "The controlled terminology package; default: what study.yaml says, else the newest.", valueName: "date"))
    var ct: String?

    @Option(
        help: ArgumentHelp(
            "The CTCAE version that grades are held against: 4.03, 5.0 or 6.0; default: what study.yaml says.",
            valueName: "version"))
    var ctcae: String?

    @Option(
        help: ArgumentHelp("Leave out records that begin after this date.", valueName: "date"),
        transform: { try completeDate($0, for: "--cutoff") })
    var cutoff: PartialDate?

    @Flag(
        help: "Write text that the output cannot hold in other letters; the original is carried and the value reported."
    )
    var transliterate = false

    @Option(
        help: ArgumentHelp("Split datasets larger than this, such as 500MB (default: 5GB).", valueName: "size"),
        transform: { try size($0, for: "--split-size") })
    var splitSize: Int?

    @Option(
        help: ArgumentHelp(
            "The creation date-time of outputs; default: SOURCE_DATE_EPOCH, else now.", valueName: "time"),
        transform: { try completeDate($0, for: "--timestamp") })
    var timestamp: PartialDate?

    @Flag(help: "Keep audit records, signatures, queries and annotations as data.")
    var keepAudit = false

    @Flag(help: "List what is refused and convert the rest (exit code 1).")
    var keepGoing = false

    @Flag(help: "Make it an error when a value cannot be carried.")
    var strict = false

    @Option(help: ArgumentHelp("How many workers (default: one a core).", valueName: "n"))
    var jobs: Int?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("Write a report: .json, .html or .txt; may be given several times.", valueName: "file"),
        transform: { path in
            guard let file = ReportFile(path: path) else {
                throw ValidationError("--report \(path): the name must end in .json, .html or .txt")
            }
            return file
        })
    var report: [ReportFile] = []

    @OptionGroup var common: CommonArguments

    func validate() throws {
        if let jobs, !(1...1024).contains(jobs) { throw ValidationError("--jobs must be 1 to 1024") }
    }

    /// The options in the library's terms.
    var options: ConvertOptions {
        var options = ConvertOptions(inputs: inputs, target: to, output: output)
        options.mapping = mapping
        options.mappings = mappings
        options.study = study
        options.metadata = metadata.files
        options.purpose = purpose
        options.sdtmFormat = sdtmFormat
        options.sdtmig = sdtmig
        options.controlledTerminology = ct
        options.ctcae = ctcae
        options.cutoff = cutoff
        options.transliterate = transliterate
        if let splitSize { options.splitSize = splitSize }
        options.timestamp = timestamp
        options.keepAudit = keepAudit
        options.keepGoing = keepGoing
        options.strict = strict
        options.jobs = jobs ?? Machine.cores
        options.reports = report
        return options
    }
}

extension ConvertOptions.Target: ExpressibleByArgument {}
extension ConvertOptions.Purpose: ExpressibleByArgument {}
extension ConvertOptions.SDTMIG: ExpressibleByArgument {}
extension ConvertOptions.DatasetFormat: ExpressibleByArgument {}

private func completeDate(_ text: String, for option: String) throws -> PartialDate {
    guard let date = PartialDate(iso8601: text), date.isComplete else {
        throw ValidationError("\(option) \(text): this is not a whole date such as 2024-01-31 or 2024-01-31T12:00:00")
    }
    return date
}

private func size(_ text: String, for option: String) throws -> Int {
    guard let bytes = ByteSize.parse(text) else {
        throw ValidationError("\(option) \(text): this is not a size such as 5GB, 500MB or 4GiB")
    }
    return bytes
}
