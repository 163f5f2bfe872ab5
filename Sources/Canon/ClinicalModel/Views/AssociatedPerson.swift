public import Values

/// Somebody else who matters to the patient's treatment, such as a donor of stem cells (SDTMIG-AP).
public struct AssociatedPerson: RecordView {
    /// The record seen through this view.
    public var record: Record

    /// Nil for a record of another kind.
    public init?(_ record: Record) {
        guard AssociatedPerson.holds(record.kind) else { return nil }
        self.record = record
    }

    /// Associated persons.
    public static func holds(_ kind: EntityKind) -> Bool { kind == .associatedPerson }
}

extension AssociatedPerson {
    /// The person's identifier (APID).
    public var personID: String? {
        get { record[text: .associatedPersonID] }
        set { record[text: .associatedPersonID] = newValue }
    }

    /// Relationship to the subject (SREL).
    public var relationToSubject: String? {
        get { record[text: .relationToSubject] }
        set { record[text: .relationToSubject] = newValue }
    }

    /// Sex.
    public var sex: String? {
        get { record[text: .sex] }
        set { record[text: .sex] = newValue }
    }

    /// Date of birth.
    public var birthDate: PartialDate? {
        get { record[date: .birthDate] }
        set { record[date: .birthDate] = newValue }
    }

    /// Age.
    public var age: Decimal? {
        get { record[number: .age] }
        set { record[number: .age] = newValue }
    }

    /// Unit of the age.
    public var ageUnit: String? {
        get { record[text: .ageUnit] }
        set { record[text: .ageUnit] = newValue }
    }

    /// Races, in the order in which they were said.
    public var races: [String] {
        get { record[set: .race] }
        set { record[set: .race] = newValue }
    }

    /// Ethnicity.
    public var ethnicity: String? {
        get { record[text: .ethnicity] }
        set { record[text: .ethnicity] = newValue }
    }

    /// Country, ISO 3166-1 alpha-3.
    public var country: String? {
        get { record[text: .country] }
        set { record[text: .country] = newValue }
    }
}
