/// Something that happened to the patient: an adverse event, history, disposition, deviation, relapse, death.
public struct Event: ObservationView {
    /// The record seen through this view.
    public var record: Record

    /// Nil for a record of another kind.
    public init?(_ record: Record) {
        guard Event.holds(record.kind) else { return nil }
        self.record = record
    }

    /// Events of all kinds.
    public static func holds(_ kind: EntityKind) -> Bool { kind.generalClass == .events }

    /// What kind of event it is.
    public enum Kind: Sendable, Hashable, CaseIterable {
        /// AE.
        case adverseEvent
        /// BE.
        case biospecimenEvent
        /// CE: also a relapse.
        case clinicalEvent
        /// DS: also a death.
        case disposition
        /// DV.
        case protocolDeviation
        /// HO.
        case healthcareEncounter
        /// MH.
        case medicalHistory
    }

    /// The kind of event; nil when the view's record was changed to another kind.
    public var kind: Kind? {
        switch record.kind {
        case .adverseEvent: .adverseEvent
        case .biospecimenEvent: .biospecimenEvent
        case .clinicalEvent: .clinicalEvent
        case .disposition: .disposition
        case .protocolDeviation: .protocolDeviation
        case .healthcareEncounter: .healthcareEncounter
        case .medicalHistory: .medicalHistory
        default: nil
        }
    }

    /// The event as reported and as coded.
    public var coded: Coded { Coded(record, verbatim: .term) }

    /// Whether it is a disposition that says death (DSDECOD `DEATH`, C66727). Several records may say it of one patient.
    public var isDeath: Bool { record.kind == .disposition && standardizedTerm == "DEATH" }

    /// Whether it is a disposition or clinical event that says relapse (`DISEASE RELAPSE`, C66727). Several records may
    /// say it of one relapse.
    public var isRelapse: Bool {
        (record.kind == .disposition || record.kind == .clinicalEvent) && standardizedTerm == "DISEASE RELAPSE"
    }
}

extension Event {
    /// Reported term (--TERM).
    public var term: String? {
        get { record[text: .term] }
        set { record[text: .term] = newValue }
    }

    /// Dictionary-derived or standardized term (--DECOD).
    public var standardizedTerm: String? {
        get { record[text: .standardizedTerm] }
        set { record[text: .standardizedTerm] = newValue }
    }

    /// Whether the CRF asked for it by name (--PRESP).
    public var prespecified: String? {
        get { record[text: .prespecified] }
        set { record[text: .prespecified] = newValue }
    }

    /// Whether it occurred (--OCCUR).
    public var occurrence: String? {
        get { record[text: .occurrence] }
        set { record[text: .occurrence] = newValue }
    }

    /// Toxicity grade (AETOXGR).
    public var grade: String? {
        get { record[text: .grade] }
        set { record[text: .grade] = newValue }
    }

    /// Severity (--SEV).
    public var severity: String? {
        get { record[text: .severity] }
        set { record[text: .severity] = newValue }
    }

    /// Whether it was serious (--SER).
    public var serious: String? {
        get { record[text: .serious] }
        set { record[text: .serious] = newValue }
    }

    /// Whether it resulted in death (--SDTH).
    public var seriousDeath: String? {
        get { record[text: .seriousDeath] }
        set { record[text: .seriousDeath] = newValue }
    }

    /// Whether it was life threatening (--SLIFE).
    public var seriousLifeThreatening: String? {
        get { record[text: .seriousLifeThreatening] }
        set { record[text: .seriousLifeThreatening] = newValue }
    }

    /// Whether it required or prolonged a stay in hospital (--SHOSP).
    public var seriousHospitalization: String? {
        get { record[text: .seriousHospitalization] }
        set { record[text: .seriousHospitalization] = newValue }
    }

    /// Action taken with study treatment (--ACN).
    public var actionTaken: String? {
        get { record[text: .actionTaken] }
        set { record[text: .actionTaken] = newValue }
    }

    /// Other action taken (--ACNOTH).
    public var otherActionTaken: String? {
        get { record[text: .otherActionTaken] }
        set { record[text: .otherActionTaken] = newValue }
    }

    /// Relationship to the study treatment (--REL).
    public var causality: String? {
        get { record[text: .causality] }
        set { record[text: .causality] = newValue }
    }

    /// Outcome (--OUT).
    public var outcome: String? {
        get { record[text: .outcome] }
        set { record[text: .outcome] = newValue }
    }

    /// What the dates of a history mean (MHEVDTYP).
    public var eventDateType: String? {
        get { record[text: .eventDateType] }
        set { record[text: .eventDateType] = newValue }
    }

    /// End relative to a time point: `ONGOING` ... (--ENRTPT).
    public var endRelativeToTimePoint: String? {
        get { record[text: .endRelativeToTimePoint] }
        set { record[text: .endRelativeToTimePoint] = newValue }
    }
}
