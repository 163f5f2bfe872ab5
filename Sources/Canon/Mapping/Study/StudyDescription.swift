public import ClinicalModel
public import Values

/// All that study.yaml says: the study, and the rules by which what SDTM derives is derived.
public struct StudyDescription: Sendable {
    /// Sites, arms, elements, visits, trial summary and eligibility criteria.
    public var study: Study
    /// What ODM exports call the study (`StudyOID`), where study.yaml lists that; empty when any one name is taken.
    public var studyOIDs: [String] = []
    /// How SUBJID is made when a patient has no subject identifier of its own.
    public var subjid: IdentifierPattern
    /// How USUBJID is made.
    public var usubjid: IdentifierPattern
    /// When the subject's reference period and treatment begin and end.
    public var referenceDates = ReferenceDateRules()
    /// When each element begins, by ETCD: the Subject Elements of a source without element records.
    public var elementStarts: [String: [DateRule]] = [:]
    /// When each element ends where that is not the beginning of the next, by ETCD.
    public var elementEnds: [String: [DateRule]] = [:]
    /// The unit in which an age is given.
    public var age = AgeRule()
    /// The SDTMIG version; nil for the caller's default.
    public var sdtmig: String?
    /// The date of CDISC's controlled terminology.
    public var controlledTerminology: String?
    /// The CTCAE version.
    public var ctcae: String?
    /// Where each section stands, by its key.
    public var places: [String: Location] = [:]

    /// Makes a description of a study of which only the identifier is known.
    public init(studyID: String) {
        study = Study(studyID: studyID)
        subjid = .subjectKey
        usubjid = .standard
    }
}

/// How RFSTDTC and its relatives are found; the first rule that gives a date counts.
public struct ReferenceDateRules: Sendable, Equatable {
    /// RFXSTDTC: when not stated, the first exposure's start; of the exposure as collected (EC) where there is no EX.
    public var firstTreatment = [
        DateRule(.first, of: .exposure, [.start]), DateRule(.first, of: .exposureAsCollected, [.start]),
    ]
    /// RFXENDTC: when not stated, the last exposure's end, or start where the end is not known.
    public var lastTreatment = [
        DateRule(.last, of: .exposure, [.end, .start]), DateRule(.last, of: .exposureAsCollected, [.end, .start]),
    ]
    /// RFSTDTC; nil, which stands for RFXSTDTC, when the study does not say it; empty when the study says that it has none
    /// (`RFSTDTC: none`): only a mapped value counts then.
    public var referenceStart: [DateRule]?
    /// RFENDTC; empty for RFXENDTC.
    public var referenceEnd: [DateRule] = []
    /// RFPENDTC; empty when only the patient's own value counts.
    public var endOfParticipation: [DateRule] = []

    /// Makes the rules that hold when a study states none.
    public init() {}
}

/// Which date of a patient is meant: the first or last of a field among records of one kind, or a field of the subject.
public struct DateRule: Sendable, Hashable {
    /// Which of several.
    public enum Pick: String, Sendable, Hashable {
        /// The earliest.
        case first
        /// The latest.
        case last
    }

    /// Which of several.
    public var pick: Pick
    /// The records' kind.
    public var entity: EntityKind
    /// The field; of several the first that a record has.
    public var fields: [FieldID]
    /// What a record must say to count.
    public var conditions: [FieldCondition]

    /// Makes a rule.
    public init(_ pick: Pick, of entity: EntityKind, _ fields: [FieldID], where conditions: [FieldCondition] = []) {
        self.pick = pick
        self.entity = entity
        self.fields = fields
        self.conditions = conditions
    }
}

/// A field that must hold one of some texts.
public struct FieldCondition: Sendable, Hashable {
    /// The field.
    public var field: FieldID
    /// The texts.
    public var values: [String]

    /// Makes a condition.
    public init(_ field: FieldID, in values: [String]) {
        self.field = field
        self.values = values
    }

    /// Whether the record meets it: with one of a set's codes when the field holds a set.
    public func holds(for record: borrowing Record) -> Bool {
        switch record.values[field] {
        case .set(let codes)?: codes.contains(where: values.contains)
        case let value?: value.text.map(values.contains) ?? false
        case nil: false
        }
    }
}

/// In which unit an age is given: a newborn's in days, an infant's in months (ICH E11).
public struct AgeRule: Sendable, Hashable {
    /// Below so many days, and before the first month is completed, the age is given in days.
    public var daysBelow = 28
    /// Below so many completed months it is given in months, from then on in years.
    public var monthsBelow = 24
    /// The date at which the age is taken: RFSTDTC, or RFICDTC.
    public var reference: FieldID = .referenceStart

    /// Makes the rule that holds when a study states none: days below 28 days, months below 24 months, at RFSTDTC.
    public init() {}
}
