import ODM
import Values

/// What `rialto inspect` is asked for.
public struct InspectOptions: Sendable {
    /// How the result is printed.
    public enum Format: String, Sendable, CaseIterable {
        /// For people.
        case text
        /// For programs.
        case json
    }

    /// Files and folders.
    public var inputs: [String]
    /// How the result is printed.
    public var format: Format

    /// Makes options.
    public init(inputs: [String], format: Format = .text) {
        self.inputs = inputs
        self.format = format
    }
}

extension Verbs {
    /// Prints what is in the inputs. An input that cannot be read is reported, the others are still counted, and the exit
    /// code is ``ExitCode/unreadable``.
    public static func inspect(_ options: InspectOptions, console: Console) async -> ExitCode {
        let inputs: InputFiles
        do throws(InputError) { inputs = try InputFiles(options.inputs) } catch {
            console.report(error)
            return .unreadable
        }
        for path in inputs.ignored {
            console.report(
                Diagnostic(
                    "input.ignored", .note, "not read: a folder, or in none of Rialto's formats",
                    at: Location(path: path)))
        }
        let progress = Progress(console, total: inputs.size)
        var report = InspectionReport()
        var exit = ExitCode.done
        for file in inputs.files {
            do {
                report.inputs.append(try inspect(file, progress))
            } catch {
                console.report(error)
                exit = .unreadable
            }
        }
        progress.end()
        guard !report.inputs.isEmpty else { return exit }
        switch options.format {
        case .text: console.print(Console.printable(report.text(), keepingLines: true))
        case .json: console.print(report.json())
        }
        return exit
    }

    private static func inspect(_ file: InputFile, _ progress: Progress) throws(AnyLocatedError) -> Inspection {
        func located<E: LocatedError>(
            _ inspector: (InputFile, Progress) throws(E) -> Inspection
        ) throws(AnyLocatedError) -> Inspection {
            do throws(E) { return try inspector(file, progress) } catch { throw AnyLocatedError(error) }
        }
        switch file.format {
        case .odm, .define: return try located(ODMInspector.inspect)
        case .xpt: return try located(XPTInspector.inspect)
        case .csv: return try located(CSVInspector.inspect)
        case .datasetJSON, .ndjson, .dsjc, .fhir:
            throw AnyLocatedError(
                InputError.unsupported(
                    file.format, remedy: "give ODM, Define-XML, a SAS transport file or CSV", Location(path: file.path))
            )
        }
    }
}

/// Any module's error, once only its diagnostic matters.
struct AnyLocatedError: LocatedError {
    let diagnostic: Diagnostic

    init(_ error: some LocatedError) { diagnostic = error.diagnostic }
}
