public import Values

/// The subject's side of the study: who the patient is, where and how enrolled, and in which arm (DM).
///
/// It is a view of ``Patient/subject``; ``Patient/enrolment`` gives and takes it.
public struct Enrolment: RecordView {
    /// The record seen through this view.
    public var record: Record

    /// Nil for a record of another kind.
    public init?(_ record: Record) {
        guard Enrolment.holds(record.kind) else { return nil }
        self.record = record
    }

    /// Subjects.
    public static func holds(_ kind: EntityKind) -> Bool { kind == .subject }
}

extension Enrolment {
    /// An enrolment that says nothing yet.
    init(of key: PatientKey) { record = Patient(key: key).subject }

    /// Subject identifier for the study (SUBJID).
    public var subjectID: String? {
        get { record[text: .subjectID] }
        set { record[text: .subjectID] = newValue }
    }

    /// Screening number, when it is another than the subject identifier.
    public var screeningNumber: String? {
        get { record[text: .screeningNumber] }
        set { record[text: .screeningNumber] = newValue }
    }

    /// Site (SITEID).
    public var siteID: String? {
        get { record[text: .siteID] }
        set { record[text: .siteID] = newValue }
    }

    /// Investigator's identifier (INVID).
    public var investigatorID: String? {
        get { record[text: .investigatorID] }
        set { record[text: .investigatorID] = newValue }
    }

    /// Investigator's name (INVNAM).
    public var investigatorName: String? {
        get { record[text: .investigatorName] }
        set { record[text: .investigatorName] = newValue }
    }

    /// Country, ISO 3166-1 alpha-3 (COUNTRY).
    public var country: String? {
        get { record[text: .country] }
        set { record[text: .country] = newValue }
    }

    /// Informed consent (RFICDTC).
    public var consentDate: PartialDate? {
        get { record[date: .informedConsent] }
        set { record[date: .informedConsent] = newValue }
    }

    /// Version of the consent form that was signed.
    public var consentVersion: String? {
        get { record[text: .consentVersion] }
        set { record[text: .consentVersion] = newValue }
    }

    /// Date of birth (BRTHDTC).
    public var birthDate: PartialDate? {
        get { record[date: .birthDate] }
        set { record[date: .birthDate] = newValue }
    }

    /// Age, stored only where it differs from the computed one (AGE).
    public var age: Decimal? {
        get { record[number: .age] }
        set { record[number: .age] = newValue }
    }

    /// Unit of the age (AGEU).
    public var ageUnit: String? {
        get { record[text: .ageUnit] }
        set { record[text: .ageUnit] = newValue }
    }

    /// Sex (SEX).
    public var sex: String? {
        get { record[text: .sex] }
        set { record[text: .sex] = newValue }
    }

    /// Races, in the order in which they were said (RACE).
    public var races: [String] {
        get { record[set: .race] }
        set { record[set: .race] = newValue }
    }

    /// Ethnicity (ETHNIC).
    public var ethnicity: String? {
        get { record[text: .ethnicity] }
        set { record[text: .ethnicity] = newValue }
    }

    /// Planned arm (ARMCD).
    public var armCode: String? {
        get { record[text: .armCode] }
        set { record[text: .armCode] = newValue }
    }

    /// Planned arm's description (ARM).
    public var arm: String? {
        get { record[text: .arm] }
        set { record[text: .arm] = newValue }
    }

    /// Actual arm (ACTARMCD).
    public var actualArmCode: String? {
        get { record[text: .actualArmCode] }
        set { record[text: .actualArmCode] = newValue }
    }

    /// Actual arm's description (ACTARM).
    public var actualArm: String? {
        get { record[text: .actualArm] }
        set { record[text: .actualArm] = newValue }
    }

    /// Why an arm is null (ARMNRS).
    public var armNullReason: String? {
        get { record[text: .armNullReason] }
        set { record[text: .armNullReason] = newValue }
    }

    /// Description of an unplanned actual arm (ACTARMUD).
    public var unplannedArm: String? {
        get { record[text: .unplannedArm] }
        set { record[text: .unplannedArm] = newValue }
    }

    /// End of participation (RFPENDTC).
    public var endOfParticipation: PartialDate? {
        get { record[date: .endOfParticipation] }
        set { record[date: .endOfParticipation] = newValue }
    }

    /// Death (DTHDTC).
    public var deathDate: PartialDate? {
        get { record[date: .deathDate] }
        set { record[date: .deathDate] = newValue }
    }
}
