public import Values

/// A study: what is known of it apart from its patients, from study.yaml, a mapping or the input's metadata.
public struct Study: Sendable {
    /// STUDYID.
    public var studyID: String
    /// The title.
    public var title = ""
    /// The sites.
    public var sites: [Site] = []
    /// The arms.
    public var arms: [Arm] = []
    /// The epochs in their order.
    public var epochs: [String] = []
    /// The elements, with their epochs.
    public var elements: [StudyElement] = []
    /// The planned visits.
    public var visits: [StudyVisit] = []
    /// The study treatments, by their standard names.
    public var treatments: [String] = []
    /// Dictionaries with versions, such as `MedDRA: "22.0"`.
    public var dictionaries: [String: String] = [:]
    /// The pattern of USUBJID, such as `{STUDYID}-{SITEID}-{SUBJID}`.
    public var usubjidPattern = "{STUDYID}-{SITEID}-{SUBJID}"
    /// The date after which nothing is taken over.
    public var cutoff: PartialDate?
    /// Records without a subject: TA, TE, TV, TI, TS and the like.
    public var records: [Record] = []

    /// Makes a study.
    public init(studyID: String) { self.studyID = studyID }
}

/// A site of a study.
public struct Site: Sendable, Hashable {
    /// SITEID.
    public var id: String
    /// The site's identifiers in exports (location OIDs, names) that mean this site.
    public var aliases: [String] = []
    /// The name.
    public var name = ""
    /// ISO 3166-1 alpha-3.
    public var country = ""
    /// The IANA time zone.
    public var timeZone = ""
    /// INVID.
    public var investigatorID = ""
    /// INVNAM.
    public var investigatorName = ""

    /// Makes a site.
    public init(id: String) { self.id = id }
}

/// An arm: its code, its name and the elements that make it up, in order, each within an epoch.
public struct Arm: Sendable, Hashable {
    /// ARMCD, at most 20 characters.
    public var code: String
    /// ARM.
    public var name: String
    /// The codes of the elements in order, with the branch and transition rules of TA.
    public var path: [ArmStep] = []

    /// Makes an arm.
    public init(code: String, name: String) {
        self.code = code
        self.name = name
    }
}

/// One step of an arm (a row of TA).
public struct ArmStep: Sendable, Hashable {
    /// ETCD.
    public var element: String
    /// EPOCH.
    public var epoch: String
    /// TABRANCH.
    public var branch = ""
    /// TATRANS.
    public var transition = ""

    /// Makes a step.
    public init(element: String, epoch: String) {
        self.element = element
        self.epoch = epoch
    }
}

/// A planned element (a row of TE).
public struct StudyElement: Sendable, Hashable {
    /// ETCD, at most 8 characters.
    public var code: String
    /// ELEMENT.
    public var name: String
    /// The epoch of the element where no arm says another.
    public var epoch = ""
    /// TESTRL.
    public var startRule = ""
    /// TEENRL.
    public var endRule = ""
    /// TEDUR, an ISO 8601 duration.
    public var duration = ""

    /// Makes an element.
    public init(code: String, name: String) {
        self.code = code
        self.name = name
    }
}

/// A planned visit (a row of TV), and the source's study event that is this visit.
public struct StudyVisit: Sendable, Hashable {
    /// VISITNUM.
    public var number: Decimal
    /// VISIT.
    public var name: String
    /// VISITDY.
    public var day: Int?
    /// `StudyEventOID` in exports.
    public var studyEventOID: String
    /// `StudyEventRepeatKey`; nil for any.
    public var repeatKey: String?
    /// TVSTRL.
    public var startRule = ""
    /// TVENRL.
    public var endRule = ""

    /// Makes a visit.
    public init(number: Decimal, name: String, studyEventOID: String) {
        self.number = number
        self.name = name
        self.studyEventOID = studyEventOID
    }
}
