import ClinicalModel
import Conversion
import Mapping
import ODM
import SDTM
import SDTMMapping
import Values

extension Verbs {
    /// Converts, prints the summary and writes the reports.
    public static func convert(_ options: ConvertOptions, console: Console) async -> ExitCode {
        let created: PartialDate
        let inputs: InputFiles
        do {
            created = try options.timestamp ?? RunTime.now()
            inputs = try InputFiles(options.inputs)
        } catch let error as UsageError {
            console.report(error)
            return .usage
        } catch let error as InputError {
            console.report(error)
            return .unreadable
        } catch {
            return .usage
        }
        for file in inputs.files where file.format != .odm {
            console.report(
                UsageError(
                    "this is \(file.format.rawValue), and only ODM can be converted to SDTM so far",
                    remedy: "give ODM exports", at: Location(path: file.path)))
            return .usage
        }
        if let file = inputs.file(directlyIn: options.output) {
            console.report(
                UsageError(
                    "the output would be written among the inputs", remedy: "choose a folder of its own",
                    at: Location(path: file.path)))
            return .usage
        }
        for file in options.reports {
            if let error = file.fault(output: options.output) {
                console.report(error)
                return .usage
            }
        }
        let progress = Progress(console, total: inputs.size)
        defer { progress.end() }
        do throws(ConversionError) {
            let conversion = try prepare(options, inputs: inputs, created: created, progress: progress)
            do throws(ConversionError) {
                let accounts = try await conversion.run()
                progress.end()
                return finish(accounts, options, conversion: conversion, created: created, console: console)
            } catch .losses(let diagnostic, let accounts) {
                progress.end()
                // Nothing was written but the list of what it would lack.
                let list = report(on: accounts, options, conversion: conversion, created: created)
                guard write(list, options, console: console) else { return .usage }
                throw .losses(diagnostic, accounts)
            }
        } catch {
            progress.end()
            console.report(error)
            return exitCode(of: error)
        }
    }

    /// Gets ready what does not depend on the patients.
    private static func prepare(
        _ options: ConvertOptions, inputs: InputFiles, created: PartialDate, progress: Progress
    ) throws(ConversionError) -> ODMToSDTM {
        let files = MappingFiles(folder: options.mappings)
        let paths = inputs.files.map(\.path)
        guard let name = options.mapping else {
            throw .refused(
                UsageError(
                    "no mapping says what the items of this export mean",
                    remedy: "give one by --mapping; `rialto mapping draft` makes a first one"
                ).diagnostic)
        }
        var conversion: ODMToSDTM
        let isDescribed: Bool
        do throws(MappingError) {
            let mapping = try files.document(name)
            let study = try files.study(options.study, with: mapping)
            conversion = ODMToSDTM(
                inputs: paths, mapping: mapping, study: study ?? StudyDescription(studyID: ""),
                domains: try files.domains(for: mapping), output: options.output, timestamp: created)
            isDescribed = study != nil
        } catch {
            throw .mapping(error)
        }
        if !isDescribed { conversion.study = try found(options, inputs: paths, mapping: conversion.mapping) }
        conversion.metadata = options.metadata
        conversion.options.purpose = options.effectivePurpose == .submission ? .submission : .interchange
        conversion.options.sdtmig = options.sdtmig?.rawValue
        conversion.options.controlledTerminology = options.controlledTerminology
        conversion.options.ctcae = options.ctcae
        conversion.options.cutoff = options.cutoff
        conversion.format = options.sdtmFormat.form
        // CSV and JSON are UTF-8 and hold any text; a transport file holds ASCII.
        conversion.options.characters =
            options.transliterate ? .transliterate : options.sdtmFormat == .xpt ? .refuse : .keep
        conversion.splitSize = options.splitSize
        conversion.jobs = options.jobs
        conversion.keepGoing = options.keepGoing
        conversion.keepAudit = options.keepAudit
        conversion.isStrict = options.strict
        conversion.progress = { bytes, patients in progress.set(bytes: bytes, patients: patients) }
        return conversion
    }

    /// What the inputs' metadata say of the study, where no study.yaml does.
    private static func found(
        _ options: ConvertOptions, inputs: [String], mapping: MappingDocument
    ) throws(ConversionError) -> StudyDescription {
        let study: StudyDescription?
        do throws(ODMError) { study = try MappingFiles.study(of: inputs, metadata: options.metadata) } catch {
            throw .odm(error)
        }
        guard let study else {
            throw .mapping(
                .incompleteStudy(
                    missing: "its STUDYID",
                    remedy: "give study.yaml by --study; `rialto mapping draft` makes a first one",
                    at: Location(path: mapping.path)))
        }
        return study
    }

    private static func finish(
        _ accounts: Accounts, _ options: ConvertOptions, conversion: ODMToSDTM, created: PartialDate, console: Console
    ) -> ExitCode {
        let report = report(on: accounts, options, conversion: conversion, created: created)
        console.summarize(report.summary(showValues: console.showValues))
        if console.quiet { sayErrors(accounts, console) }
        guard write(report, options, console: console) else { return .usage }
        let isRefused = accounts.total(.refused) > 0 || !accounts.refusedPatients.isEmpty || report.count(.error) > 0
        return isRefused || !report.isComplete ? .issues : .done
    }

    private static func report(
        on accounts: Accounts, _ options: ConvertOptions, conversion: ODMToSDTM, created: PartialDate
    ) -> ConversionReport {
        let (study, asked) = (conversion.study, conversion.options)
        let standards = [
            ("SDTMIG", asked.sdtmig ?? study.sdtmig ?? "3.4"),
            (
                "controlled terminology",
                asked.controlledTerminology ?? study.controlledTerminology ?? Program.terminology
            ),
            ("CTCAE", asked.ctcae ?? study.ctcae ?? "not stated: grades are not checked"),
        ]
        return ConversionReport(
            accounts, title: "ODM to SDTM", study: study.study.studyID, program: Program.title,
            created: created,
            settings: [
                ("mapping", conversion.mapping.path), ("purpose", options.effectivePurpose.rawValue),
                ("format", options.sdtmFormat.rawValue), ("output", options.output),
            ] + standards)
    }

    /// Writes the report files; false when one cannot be written.
    private static func write(_ report: ConversionReport, _ options: ConvertOptions, console: Console) -> Bool {
        for file in options.reports {
            do throws(FileError) { try report.write(to: file) } catch {
                console.report(error)
                return false
            }
        }
        return true
    }

    /// With `--quiet` the summary is not shown, and what was refused is still said.
    private static func sayErrors(_ accounts: Accounts, _ console: Console) {
        for book in accounts.diagnostics where book.severity == .error {
            for diagnostic in book.first.prefix(20) { console.report(diagnostic) }
            if book.count > 20 {
                console.report(
                    Diagnostic(book.code, .error, "and \(book.count - 20) more such errors", remedy: "see --report"))
            }
        }
    }

    /// How a run that stopped ends. ``ExitCode/issues`` is for runs whose output stands; here nothing was written:
    /// ``ExitCode/usage`` when what the user gave beside the data is wrong (arguments, mapping, study.yaml, the place for
    /// the output), ``ExitCode/unreadable`` when it is the data.
    private static func exitCode(of error: ConversionError) -> ExitCode {
        switch error {
        case .mapping, .studies, .unlistedStudy, .noReferenceStart, .cancelled, .restart, .sdtm(.mapping): .usage
        case .odm(.file(let error)), .file(let error), .sdtm(.file(let error)), .sdtm(.dataset(.file(let error))):
            error.operation == "open" || error.operation == "read" ? .unreadable : .usage
        case .odm, .sdtm, .allRefused, .losses: .unreadable
        case .refused(let diagnostic): diagnostic.code == "usage" ? .usage : .unreadable
        }
    }
}

extension ConvertOptions.DatasetFormat {
    /// The writer's name for it.
    fileprivate var form: DatasetWriter.Format {
        switch self {
        case .xpt: .xpt
        case .csv: .csv
        case .datasetJSON: .datasetJSON
        case .ndjson: .ndjson
        case .dsjc: .dsjc
        }
    }
}
