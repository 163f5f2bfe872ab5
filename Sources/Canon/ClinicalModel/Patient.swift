/// A patient with all that happened to them: the unit that flows through every conversion.
public struct Patient: Sendable {
    /// The identity in the source: study and subject key.
    public var key: PatientKey
    /// Demographics and enrolment (DM).
    public var subject: Record
    /// Everything else, in the order of first appearance.
    public var records: [Record] = []
    /// Which records belong together.
    public var relations: [Relation] = []
    /// Values that belong to no mapped record.
    public var supplements: [Supplement] = []

    /// Makes a patient without records.
    public init(key: PatientKey, origin: Origin = Origin()) {
        self.key = key
        subject = Record(kind: .subject, key: RecordKey("subject"), origin: origin)
    }

    /// The records of one kind, in order.
    public func records(of kind: EntityKind) -> [Record] { records.filter { $0.kind == kind } }
}

/// A patient's identity in the source: two sites may use the same subject key in studies of their own.
public struct PatientKey: Sendable, Hashable {
    /// The source's study identifier.
    public var study: String
    /// The source's subject identifier.
    public var subject: String

    /// Makes a key.
    public init(study: String, subject: String) {
        self.study = study
        self.subject = subject
    }
}
