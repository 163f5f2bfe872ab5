import ClinicalModel
public import Mapping
import ODM
import ODMMapping
public import SDTM
public import SDTMMapping
public import Values

/// A conversion of ODM exports to SDTM datasets.
///
/// ```swift
/// let conversion = ODMToSDTM(
///     inputs: ["site-01.xml"], mapping: mapping, study: study, domains: domains, output: "sdtm")
/// let accounts = try await conversion.run()
/// ```
public struct ODMToSDTM: Sendable {
    /// The exports; they are read in byte order of their paths.
    public var inputs: [String]
    /// Files that hold metadata only.
    public var metadata: [String] = []
    /// The mapping.
    public var mapping: MappingDocument
    /// The study.
    public var study: StudyDescription
    /// The domains.
    public var domains: [DomainMapping]
    /// The folder for the datasets; the carry folder is beside it.
    public var output: String
    /// How patients become SDTM.
    public var options = SDTMOptions()
    /// The format of the datasets.
    public var format = DatasetWriter.Format.xpt
    /// The creation date-time that files say.
    public var timestamp: PartialDate
    /// A dataset larger than so many bytes is split.
    public var splitSize = 5_000_000_000
    /// How many workers; the output does not depend on it.
    public var jobs = 1
    /// Whether refused values and patients are listed and the rest goes on.
    public var keepGoing = false
    /// Whether audit records, signatures, queries and annotations are data.
    public var keepAudit = false
    /// Whether it is an error when something read is not carried.
    public var isStrict = false
    /// Called now and then with the bytes and patients read.
    public var progress: (@Sendable (_ bytes: Int, _ patients: Int) -> Void)?

    /// A conversion with the usual options.
    public init(
        inputs: [String], mapping: MappingDocument, study: StudyDescription, domains: [DomainMapping], output: String,
        timestamp: PartialDate
    ) {
        self.inputs = inputs
        self.mapping = mapping
        self.study = study
        self.domains = domains
        self.output = output
        self.timestamp = timestamp
    }

    /// Converts, and gives the books. What the folder held before stays as it was when anything fails.
    public func run() async throws(ConversionError) -> Accounts {
        try requireReferenceStart()
        let library = try readMetadata()
        do throws(ConversionError) {
            return try await run(StreamingSource(inputs(library)))
        } catch .restart {
            return try await run(GatheringSource(inputs(library)))
        }
    }

    /// All study days hang on RFSTDTC (SDTMIG 4.4.4): how it is found must be said, never assumed.
    private func requireReferenceStart() throws(ConversionError) {
        guard study.referenceDates.referenceStart == nil, !mapping.fills(.referenceStart, of: .subject) else { return }
        let place = study.places["referenceDates"] ?? study.places[""] ?? study.places["studyID"]
        throw .noReferenceStart(at: place ?? Location(path: mapping.path))
    }

    private func inputs(_ library: MetaDataLibrary) -> ODMInputs {
        ODMInputs(
            paths: inputs.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }, library: library,
            options: ODMSourceOptions(
                keepAudit: keepAudit, keepGoing: keepGoing, gate: StudyGate(study), progress: progress))
    }

    private func readMetadata() throws(ConversionError) -> MetaDataLibrary {
        var library = MetaDataLibrary()
        for path in metadata {
            do throws(ODMError) {
                var reader = try ODMReader(path: path, sourceIndex: -1, names: NameTable())
                while let event = try reader.next() {
                    if case .study(let study) = event { library.add(study) }
                    if case .location(let location) = event { library.add(location) }
                }
            } catch {
                throw .odm(error)
            }
        }
        if let error = library.diagnostics.first(where: { $0.severity == .error }) { throw .refused(error) }
        return library
    }

    private func run<Source: ODMSource>(_ source: sending Source) async throws(ConversionError) -> Accounts {
        let sources = inputs.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let plan: SDTMPlan
        do throws(MappingError) {
            plan = try SDTMPlan(
                study: study, domains: domains, qualifiers: mapping.qualifiers, options: options)
        } catch {
            throw .mapping(error)
        }
        let setup = ODMToSDTMWorker.Setup(
            door: ODMDoor.Context(
                plan: ODMPlan(mapping), study: study.study, metaData: MetaDataLibrary(), sources: sources),
            encoder: SDTMEncoder(plan: plan, sources: sources), keepGoing: keepGoing)
        let queue = BatchQueue(source)
        let sink = OrderedSink(try datasetSink(plan), window: Pipeline.window(jobs: jobs))
        let books = try await Pipeline.run(queue, to: sink, jobs: jobs) { ODMToSDTMWorker(setup) }
        var accounts = Accounts()
        for book in books { accounts.merge(book) }
        let summary = await queue.ask { $0.summary }
        // Nothing arrived: there is nothing to keep of the run, and the fault is its result.
        if accounts.patients == 0, let failure = summary.failure {
            let refused = summary.refused.refusedPatients.count
            throw refused == 0 ? failure : .allRefused(failure.diagnostic, patients: refused)
        }
        for diagnostic in summary.asked.diagnostics(summary.library) {
            // Codes and units of other metadata, or of half of theirs: never gone on with.
            if diagnostic.severity == .error { throw .refused(diagnostic) }
            accounts.note(diagnostic)
        }
        summary.book(into: &accounts, keepAudit: keepAudit)
        if accounts.read.patients == 0 { accounts.note(noPatients) }
        for diagnostic in plan.diagnostics { accounts.note(diagnostic) }
        for diagnostic in LackingOIDs(of: mapping, in: summary.library, names: summary.names).diagnostics {
            accounts.note(diagnostic)
        }
        let study = setup.encoder.encodeStudy(try reference(summary, setup, &accounts))
        // The study's own rows stop at the first refused value as patients do.
        if !keepGoing, let error = study.diagnostics.first(where: { $0.severity == .error }) { throw .refused(error) }
        study.book(into: &accounts, plan: plan)
        if isStrict {
            var all = accounts
            all.merge(try await sink.finish { (sink) throws(ConversionError) in sink.notes })
            if let losses = Losses(all, of: summary, keepAudit: keepAudit) { throw .losses(losses.diagnostic, all) }
        }
        let written = try await sink.finish { (sink) throws(ConversionError) in try sink.finish(study: study) }
        accounts.merge(written)
        return accounts
    }

    /// The data without a subject, as one patient without a subject; nil when there are none.
    private func reference(
        _ summary: SourceSummary, _ setup: ODMToSDTMWorker.Setup, _ accounts: inout Accounts
    ) throws(ConversionError) -> Patient? {
        guard !summary.reference.isEmpty else { return nil }
        var door = ODMDoor(setup.door)
        door.use(summary.library)
        var whole: Patient?
        for records in summary.reference {
            let result = door.reference(from: records, names: summary.names)
            if !keepGoing, let error = result.diagnostics.first(where: { $0.severity == .error }) {
                throw .refused(error)
            }
            let part = result.patient
            whole = whole ?? Patient(key: part.key)
            whole?.records += part.records
            whole?.supplements += part.supplements
            // The door has put the subject's supplements among the patient's.
            var subject = part.subject
            subject.supplements = []
            if !subject.values.entries.isEmpty { whole?.records.append(subject) }
        }
        accounts.merge(door.accounts)
        return whole
    }

    private var noPatients: Diagnostic {
        Diagnostic(
            "conversion.no-patients", .warning, "the inputs hold no patient",
            remedy: "give the exports with the clinical data; metadata alone belong to --metadata",
            at: inputs.first.map { Location(path: $0) })
    }

    private func datasetSink(_ plan: SDTMPlan) throws(ConversionError) -> DatasetSink {
        do throws(FileError) {
            let folder = try OutputFolder(path: output)
            let sink = SDTMSink(
                plan: plan, folder: folder, format: format, timestamp: timestamp, splitSize: splitSize)
            return DatasetSink(sink, keepGoing: keepGoing)
        } catch {
            throw .file(error)
        }
    }
}
