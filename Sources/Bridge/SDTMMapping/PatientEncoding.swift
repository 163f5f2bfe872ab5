import ClinicalModel
import JSONStream
import Mapping
import SDTM
import Values

/// The work on one patient: what is known of the subject, then domain by domain the records in their order.
struct PatientEncoding: ~Copyable {
    let plan: SDTMPlan
    let sources: [String]
    var result = EncodedPatient(usubjid: "")

    // What is known of the subject.
    var patientName = ""
    var site: Site?
    /// RFSTDTC, against which study days count.
    var referenceStart: PartialDate?
    /// Its day, when it is a whole date.
    var referenceDay: Int?
    /// RFXSTDTC.
    var firstTreatment: PartialDate?
    var timeline = Timeline([], zone: nil)
    /// The site's time zone, when it is known.
    var zone: ZoneRules?
    /// The cut-off that holds.
    var cutoff: Cutoff?
    /// The subject's values that the cut-off leaves out.
    var fieldsLeftOut = FieldValues()
    /// The dates that were put into the site's time, as they were written.
    var foreignDates = ForeignDates()
    /// The cycles, each with the TAETORD that says it.
    var cycleOrders: [(key: String, order: Double)] = []

    // What is needed to point at records.
    var pointedAt = KeyFilter()
    /// The domain of each of those records and its IDVARVAL.
    var places: [RecordKey: (domain: Int, value: String)] = [:]
    /// Whether the records at work are Rialto's own, with no key in a source.
    var areDerived = false

    // The row at work.
    var cells = RowCells()
    var repeated = RepeatedCells()
    var rows = DatasetRowsBuilder()
    /// The cells with which every row begins.
    var leadingCells = DatasetRows(variableCount: 0)
    var recordOrder = RecordOrder()
    /// Required variables without a value: how many rows, and the first of them.
    var missingRequired: [Int: (count: Int, origin: Origin)] = [:]
    /// Qualifiers whose variable the SDTMIG version lacks: how many values, and the first of their records.
    var lackingVariables: [Int: (count: Int, origin: Origin)] = [:]
    /// Values that a code list, CTCAE or the study does not know.
    var findings = ValueFindings()
    /// The rows of SUPP-- of the dataset at work.
    var supplementRows: [SupplementRow] = []
    /// The QNAMs of the record at work.
    var qualifierNames: [String] = []
    /// QLABEL by the QNAMs of the dataset at work.
    var qualifierLabels: [String: String] = [:]
    var derivedCounts: [Int] = []
    var transliteratedCounts: [Int] = []
    var carryEntry = CarryEntry()
    var carry = RawBytes()
    var carryLines = 0
    /// How each line of the dataset at work begins.
    var carryStart: [UInt8] = []

    init(plan: SDTMPlan, sources: [String]) {
        self.plan = plan
        self.sources = sources
    }

    func location(_ origin: Origin) -> Location? {
        guard origin.source >= 0, Int(origin.source) < sources.count else { return nil }
        return Location(path: sources[Int(origin.source)], line: Int(origin.line), column: Int(origin.column))
    }

    mutating func encode(_ patient: Patient) throws(SDTMMappingError) {
        result.subject = patient.key.subject
        result.location = location(patient.subject.origin)
        patientName = patient.key.subject
        var subject = patient.subject
        try identify(&subject, key: patient.key)
        var patient = patient
        useSiteTime(&subject, &patient.records)
        cutoff = plan.cutoff.map { Cutoff(date: $0, zone: zone) }
        cutDates(of: &subject)
        let kept = KeptRecords(
            patient.records, cutoff: cutoff, zone: zone,
            diedAfterCutoff: result.leftOutFields.contains(.deathDate))
        let visits = deriveSubject(&subject, kept)
        var elements = kept.indices(of: .element).map { patient.records[$0] }
        let hasElements = patient.records.indices.contains { patient.records[$0].kind == .element }
        if !hasElements {
            elements = derivedElements(subject: subject, kept)
            result.derivedRecords += elements.count
        }
        place(&elements, subject: subject)
        if !timeline.isEmpty { cycleOrders = cycleOrders(patient.records, kept.indices(of: .cycle)) }
        pointedAt = Self.pointedAt(in: patient)
        carryLeftOut(kept)
        for kind in EntityKind.allCases where plan.domainOfKind[Int(kind.rawValue)] < 0 {
            for index in kept.indices(of: kind) { carryWhole(patient.records[index]) }
        }
        closeCarry(dataset: EncodedPatient.noDataset)
        for (index, kind) in plan.subjectDomains {
            switch kind {
            case .subject:
                subject.supplements += patient.supplements
                encode([subject], indices: [0], domain: index)
            case .element:
                areDerived = !hasElements
                encode(elements, indices: Array(elements.indices), domain: index)
                areDerived = false
            case .visit where !visits.isEmpty:
                result.derivedRecords += visits.count
                areDerived = true
                encode(visits, indices: Array(visits.indices), domain: index)
                areDerived = false
            default:
                encode(patient.records, indices: kept.indices(of: kind), domain: index)
            }
        }
        encodeRelations(patient.relations)
    }

    /// The records that relations and comments point at.
    private static func pointedAt(in patient: Patient) -> KeyFilter {
        var filter = KeyFilter()
        for relation in patient.relations {
            for member in relation.members { filter.insert(member) }
        }
        for index in patient.records.indices where patient.records[index].kind == .comment {
            if let parent = patient.records[index].parent { filter.insert(parent) }
        }
        return filter
    }

    mutating func encodeStudy(_ reference: Patient?) {
        var records = plan.study.study.records + (reference?.records ?? [])
        let given = Set(records.map(\.kind))
        records += StudyRecords.make(plan.study).filter { !given.contains($0.kind) }
        for (index, domain) in plan.domains.enumerated() where !domain.hasSubject {
            let indices = records.indices.filter { records[$0].kind == domain.kind }
            if !indices.isEmpty { encode(records, indices: Array(indices), domain: index) }
        }
        guard let reference else { return }
        // A domain of subjects has no row for what belongs to none.
        for record in reference.records {
            let domain = plan.domainOfKind[Int(record.kind.rawValue)]
            if domain < 0 || plan.domains[domain].hasSubject { carryWhole(record) }
        }
        if !reference.subject.values.entries.isEmpty { carryWhole(reference.subject) }
        if !reference.supplements.isEmpty {
            var rest = Record(kind: .trialSummary, key: RecordKey("ReferenceData"))
            rest.supplements = reference.supplements
            carryWhole(rest)
        }
        closeCarry(dataset: EncodedPatient.noDataset)
    }

    // MARK: - Reports

    mutating func refuse(_ error: SDTMMappingError) {
        result.diagnostics.append(error.diagnostic)
        result.refused += 1
    }

    mutating func note(
        _ code: String, _ severity: Diagnostic.Severity = .note, _ message: String, remedy: String = "",
        at origin: Origin, value: String? = nil
    ) {
        result.diagnostics.append(
            Diagnostic(
                code, severity, message, remedy: remedy, at: location(origin), patient: patientName, value: value))
    }
}
