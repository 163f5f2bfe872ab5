public import ClinicalModel
public import Mapping
public import ODM
public import Values

/// The door from ODM to the canon: one subject's records in, one patient out.
///
/// A door belongs to one worker: it keeps books and caches of its own, and what it makes depends on the records alone.
/// Every value of the records gets exactly one fate in ``accounts``.
public struct ODMDoor: ~Copyable {
    /// What doors share.
    public struct Context: Sendable {
        /// The compiled mapping.
        public var plan: ODMPlan
        /// The study, for sites and visits.
        public var study: ClinicalModel.Study
        /// The metadata, for decodes.
        public var metaData: MetaDataLibrary
        /// The inputs' paths, by number.
        public var sources: [String]

        /// Collects what doors share.
        public init(plan: ODMPlan, study: ClinicalModel.Study, metaData: MetaDataLibrary, sources: [String]) {
            self.plan = plan
            self.study = study
            self.metaData = metaData
            self.sources = sources
        }
    }

    /// A patient, and what was said while they were made.
    public struct Result: Sendable {
        /// The patient.
        public var patient: Patient
        /// What was refused or is worth knowing, in document order.
        public var diagnostics: [Diagnostic] = []
    }

    /// The fates of all values so far.
    public internal(set) var accounts = Accounts()

    private(set) var context: Context
    var bindings: DoorBindings
    var decoder: Decoder
    let visits: VisitTable
    /// The sites' zones by name; what the system does not have leaves dates undecided.
    private var zones: [String: ZoneRules] = [:]
    private var terms = TermCheck()
    /// What the last patient was made of.
    private var last: PatientBuilder?

    /// Opens a door.
    public init(_ context: Context) {
        self.context = context
        bindings = DoorBindings(plan: context.plan)
        decoder = Decoder(library: context.metaData, sources: context.sources)
        visits = VisitTable(context.study)
        guard !visits.isEmpty else { return }
        for name in Set(context.study.sites.map(\.timeZone)) where !name.isEmpty {
            zones[name] = try? ZoneRules(name)
        }
    }

    /// Takes over metadata that were read since the door was opened.
    public mutating func use(_ metaData: MetaDataLibrary) {
        context.metaData = metaData
        decoder = Decoder(library: metaData, sources: context.sources)
        bindings.forgetDefinitions()
    }

    /// Makes study-level records of data that belong to no subject: a patient without a subject.
    public mutating func reference(from records: SubjectRecords, names: NameTable) -> Result {
        bindings.extend(names)
        var builder = PatientBuilder(records: records, names: names, plan: context.plan, sources: context.sources)
        builder.run(bindings: &bindings, decoder: &decoder)
        builder.close(bindings: &bindings, decoder: &decoder, accounts: &accounts)
        builder.patient.supplements += builder.patient.subject.supplements
        return Result(patient: builder.patient, diagnostics: builder.diagnostics)
    }

    /// Makes a patient of their records.
    ///
    /// - Parameters:
    ///   - records: All records of one subject, transactions already replayed.
    ///   - names: The name table of the reader that made them, at or after the time it made them.
    public mutating func patient(from records: SubjectRecords, names: NameTable) -> Result {
        bindings.extend(names)
        var builder = PatientBuilder(
            records: records, names: names, plan: context.plan, sources: context.sources, visits: visits)
        swap(&terms, &builder.terms)
        builder.run(bindings: &bindings, decoder: &decoder)
        builder.setUnplannedVisits(in: builder.site(of: context.study).flatMap { zones[$0.timeZone] })
        builder.setSite(context.study, locations: context.metaData.locations)
        builder.setSubjectDefaults()
        accounts.patients += 1
        accounts.countEntity(EntityKind.subject.name)
        builder.close(bindings: &bindings, decoder: &decoder, accounts: &accounts)
        swap(&terms, &builder.terms)
        let result = Result(patient: builder.patient, diagnostics: builder.diagnostics)
        last = consume builder
        return result
    }

    /// Books that of the last patient made some records, by their places, and some fields of the subject are not in the
    /// output: values that stand in these alone are not submitted, for this reason.
    public mutating func leaveOut(records: [Int], subjectFields: [FieldID], reason: String) {
        guard !records.isEmpty || !subjectFields.isEmpty else { return }
        last?.leaveOut(
            records: Set(records), fields: Set(subjectFields), reason: reason, bindings: &bindings, decoder: &decoder,
            accounts: &accounts)
    }

    /// What the books must add when the last patient is refused whole: all their values are refused, and they are not
    /// carried.
    public mutating func refusal() -> Accounts {
        last?.refusal(bindings: &bindings, accounts: &accounts) ?? Accounts()
    }
}
