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
        let progress = Progress(console, total: inputs.size)
        defer { progress.end() }
        do throws(ConversionError) {
            let conversion = try prepare(options, inputs: inputs, created: created, progress: progress)
            let accounts = try await conversion.run()
            progress.end()
            return finish(accounts, options, conversion: conversion, created: created, console: console)
        } catch {
            progress.end()
            console.report(error)
            return exitCode(of: error)
        }
    }

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
        do throws(MappingError) {
            let mapping = try files.document(name)
            let study = try study(options, mapping: mapping, files: files, inputs: paths)
            conversion = ODMToSDTM(
                inputs: paths, mapping: mapping, study: study, domains: try files.domains(for: mapping), output: options.output,
                timestamp: created)
        } catch {
            throw .mapping(error)
        }
        conversion.metadata = options.metadata
        conversion.options.purpose = options.effectivePurpose == .submission ? .submission : .interchange
        conversion.options.sdtmig = options.sdtmig?.rawValue
        conversion.options.cutoff = options.cutoff
        conversion.format = options.sdtmFormat == .xpt ? .xpt : .csv
        // CSV is UTF-8 and holds any text; a transport file holds ASCII.
        conversion.options.characters =
            options.transliterate ? .transliterate : options.sdtmFormat == .csv ? .keep : .refuse
        conversion.splitSize = options.splitSize
        conversion.jobs = options.jobs
        conversion.keepGoing = options.keepGoing
        conversion.keepAudit = options.keepAudit
        conversion.isStrict = options.strict
        conversion.progress = { bytes, patients in progress.set(bytes: bytes, patients: patients) }
        return conversion
    }

    /// study.yaml of `--study`, else of the mapping, else what the metadata say.
    private static func study(
        _ options: ConvertOptions, mapping: MappingDocument, files: MappingFiles, inputs: [String]
    ) throws(MappingError) -> StudyDescription {
        if let path = options.study {
            let study = try files.study(path)
            if let other = mapping.studyPath {
                let second = try files.study(other)
                guard second.study.studyID == study.study.studyID else {
                    throw .conflict(
                        what: "STUDYID", first: second.places["studyID"] ?? Location(path: other),
                        at: study.places["studyID"] ?? Location(path: path))
                }
            }
            return study
        }
        if let path = mapping.studyPath { return try files.study(path) }
        let found: StudyDescription?
        do throws(ODMError) { found = try MappingFiles.study(of: inputs, metadata: options.metadata) } catch {
            found = nil
        }
        guard let found else {
            throw .incompleteStudy(
                missing: "its STUDYID", remedy: "give study.yaml by --study; `rialto mapping draft` makes a first one",
                at: Location(path: mapping.path))
        }
        return found
    }

    private static func finish(
        _ accounts: Accounts, _ options: ConvertOptions, conversion: ODMToSDTM, created: PartialDate, console: Console
    ) -> ExitCode {
        let report = ConversionReport(
            accounts, title: "ODM to SDTM", study: conversion.study.study.studyID, program: Program.title,
            created: created,
            settings: [
                ("mapping", conversion.mapping.path), ("purpose", options.effectivePurpose.rawValue),
                ("format", options.sdtmFormat.rawValue), ("output", options.output),
            ])
        console.summarize(report.summary(showValues: console.showValues))
        for file in options.reports {
            do throws(FileError) { try report.write(to: file) } catch {
                console.report(error)
                return .usage
            }
        }
        let isRefused = accounts.total(.refused) > 0 || !accounts.refusedPatients.isEmpty || report.count(.error) > 0
        return isRefused || !report.isComplete ? .issues : .done
    }

    private static func exitCode(of error: ConversionError) -> ExitCode {
        switch error {
        case .odm, .file: .unreadable
        case .mapping, .studies: .usage
        case .refused(let diagnostic): diagnostic.code == "usage" ? .usage : .unreadable
        case .sdtm, .cancelled, .restart: .issues
        }
    }
}
