public import Values

/// A visit that took place or was missed (SV); the planned one is ``StudyVisit``.
public struct Visit: RecordView {
    /// The record seen through this view.
    public var record: Record

    /// Nil for a record of another kind.
    public init?(_ record: Record) {
        guard Visit.holds(record.kind) else { return nil }
        self.record = record
    }

    /// Visits.
    public static func holds(_ kind: EntityKind) -> Bool { kind == .visit }
}

extension Visit {
    /// Visit number (VISITNUM).
    public var number: Decimal? {
        get { record[number: .visitNumber] }
        set { record[number: .visitNumber] = newValue }
    }

    /// Visit name (VISIT).
    public var name: String? {
        get { record[text: .visit] }
        set { record[text: .visit] = newValue }
    }

    /// Planned study day (VISITDY).
    public var day: Decimal? {
        get { record[number: .visitDay] }
        set { record[number: .visitDay] = newValue }
    }

    /// When it began (SVSTDTC).
    public var start: PartialDate? {
        get { record[date: .start] }
        set { record[date: .start] = newValue }
    }

    /// When it ended (SVENDTC).
    public var end: PartialDate? {
        get { record[date: .end] }
        set { record[date: .end] = newValue }
    }

    /// Whether a planned visit took place (SVOCCUR).
    public var occurrence: String? {
        get { record[text: .occurrence] }
        set { record[text: .occurrence] = newValue }
    }

    /// Why it did or did not take place (SVREASOC).
    public var reasonForOccurrence: String? {
        get { record[text: .reasonForOccurrence] }
        set { record[text: .reasonForOccurrence] = newValue }
    }

    /// What an unplanned visit was for (SVUPDES).
    public var unplannedDescription: String? {
        get { record[text: .unplannedDescription] }
        set { record[text: .unplannedDescription] = newValue }
    }

    /// How the contact was made (SVCNTMOD).
    public var contactMode: String? {
        get { record[text: .contactMode] }
        set { record[text: .contactMode] = newValue }
    }
}
