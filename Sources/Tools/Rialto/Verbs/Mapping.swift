import ClinicalModel
import Mapping
import ODM
import ODMMapping
import Terminology
import Values

/// What `rialto mapping fields` is asked for.
public struct FieldsOptions: Sendable {
    /// How the catalogue is printed.
    public enum Format: String, Sendable, CaseIterable {
        /// For people.
        case text
        /// `mappings/canon.md`.
        case markdown
    }

    /// The entity, by the name used in mapping files; nil for all.
    public var entity: String?
    /// How the catalogue is printed.
    public var format: Format

    /// Makes options.
    public init(entity: String? = nil, format: Format = .text) {
        self.entity = entity
        self.format = format
    }
}

extension Verbs {
    /// Prints the catalogue of entities and fields that mapping files name.
    public static func fields(_ options: FieldsOptions, console: Console) -> ExitCode {
        var entity: EntityKind?
        if let name = options.entity {
            guard let kind = EntityKind.named(name) else {
                let names = EntityKind.allCases.map(\.name)
                let near = MappingError.suggestion(for: name, among: names)
                console.report(
                    Diagnostic(
                        "mapping.unknown-name", .error, "there is no entity '\(name)'",
                        remedy: near.map { "did you mean '\($0)'?" } ?? "known: \(names.joined(separator: ", "))"))
                return .usage
            }
            entity = kind
        }
        do throws(MappingError) {
            let catalogue = try FieldCatalogue(entity: entity)
            console.print(options.format == .text ? catalogue.text() : catalogue.markdown())
            return .done
        } catch {
            console.report(error)
            return .unreadable
        }
    }

    /// Checks a mapping, against exports when there are any, and says what it covers of them.
    public static func check(_ options: CheckOptions, console: Console) -> ExitCode {
        let files = MappingFiles(folder: options.mappings)
        let document: MappingDocument
        let study: StudyDescription?
        var mistakes: [MappingError] = []
        do throws(MappingError) {
            document = try files.document(checking: options.mapping, mistakes: &mistakes)
            study = try files.study(options.study, with: document)
        } catch {
            console.report(error)
            return error.isUnreadableFile ? .unreadable : .issues
        }
        do {
            let survey = try survey(options.inputs, metadata: options.metadata, console: console)
            let package = try located { () throws(TerminologyError) in
                try Terminology.codeLists(study?.controlledTerminology ?? Program.terminology)
            }
            for mistake in mistakes { console.report(mistake) }
            let report = MappingReport(of: document, study: study, against: survey, terminology: package)
            for diagnostic in report.diagnostics { console.report(diagnostic) }
            if let survey, mistakes.isEmpty {
                let coverage = try located { () throws(ODMError) in
                    try MappingCoverage(of: document, study: study, in: survey)
                }
                console.summarize(coverage.text(showValues: console.showValues))
            }
            let errors = mistakes.count + report.diagnostics.count { $0.severity == .error }
            console.summarize(errors == 0 ? "\(options.mapping): no errors" : "\(options.mapping): \(errors) errors")
            return errors > 0 ? .issues : .done
        } catch {
            console.report(error)
            return .unreadable
        }
    }

    /// Writes a first `mapping.yaml` and `study.yaml` for exports. Files of these names that are there already stay: they
    /// may hold somebody's decisions.
    public static func draft(_ options: DraftOptions, console: Console) -> ExitCode {
        do {
            guard let survey = try survey(options.inputs, metadata: options.metadata, console: console) else {
                console.complain("mapping draft needs an export")
                return .usage
            }
            let package = try located { () throws(TerminologyError) in try Terminology.codeLists(Program.terminology) }
            let draft = try located { () throws(MappingError) in try MappingDraft(survey, terminology: package) }
            let texts = [("mapping.yaml", draft.mapping), ("study.yaml", draft.study)]
            for (name, _) in texts where MappingFiles.exists("\(options.output)/\(name)") {
                console.report(
                    Diagnostic(
                        "draft.exists", .error, "this file is there already",
                        remedy: "draft into another folder, or remove it first",
                        at: Location(path: "\(options.output)/\(name)")))
                return .usage
            }
            try located { () throws(FileError) in
                let folder = try OutputFolder(path: options.output)
                for (name, text) in texts {
                    var file = try folder.file(name)
                    try file.write(Array(text.utf8))
                    try folder.stage(file)
                }
                try folder.commit()
            }
            console.summarize(
                "\(options.output)/mapping.yaml: \(draft.lines) lines; \(draft.commented) proposals to decide, "
                    + "\(draft.undecided) items without one\n\(options.output)/study.yaml")
            return .done
        } catch {
            console.report(error)
            return .unreadable
        }
    }

    /// Reads the ODM files that the inputs mean; nil without inputs.
    private static func survey(
        _ inputs: [String], metadata: [String], console: Console
    ) throws(AnyLocatedError) -> ExportSurvey? {
        guard !inputs.isEmpty || !metadata.isEmpty else { return nil }
        var paths: [String] = []
        if !inputs.isEmpty {
            let files = try located { () throws(InputError) in try InputFiles(inputs) }
            for file in files.files {
                guard file.format == .odm || file.format == .define else {
                    throw AnyLocatedError(
                        InputError.unsupported(
                            file.format, remedy: "give ODM exports", Location(path: file.path)))
                }
                paths.append(file.path)
            }
        }
        let survey = try located { () throws(ODMError) in try ExportSurvey(exports: paths, metaData: metadata) }
        for diagnostic in survey.diagnostics { console.report(diagnostic) }
        return survey
    }
}

/// Calls a function of one error type where several meet.
func located<R, E: LocatedError>(_ body: () throws(E) -> R) throws(AnyLocatedError) -> R {
    do throws(E) { return try body() } catch { throw AnyLocatedError(error) }
}

extension MappingError {
    /// Whether a file could not be read at all.
    fileprivate var isUnreadableFile: Bool { if case .file = self { true } else { false } }
}
