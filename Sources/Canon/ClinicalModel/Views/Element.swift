public import Values

/// A period that the patient spent in an element of the trial (SE); the planned one is ``StudyElement``.
public struct Element: RecordView {
    /// The record seen through this view.
    public var record: Record

    /// Nil for a record of another kind.
    public init?(_ record: Record) {
        guard Element.holds(record.kind) else { return nil }
        self.record = record
    }

    /// Elements.
    public static func holds(_ kind: EntityKind) -> Bool { kind == .element }
}

extension Element {
    /// Element code (ETCD).
    public var code: String? {
        get { record[text: .elementCode] }
        set { record[text: .elementCode] = newValue }
    }

    /// Description of the element (ELEMENT).
    public var name: String? {
        get { record[text: .element] }
        set { record[text: .element] = newValue }
    }

    /// When it began (SESTDTC).
    public var start: PartialDate? {
        get { record[date: .start] }
        set { record[date: .start] = newValue }
    }

    /// When it ended (SEENDTC).
    public var end: PartialDate? {
        get { record[date: .end] }
        set { record[date: .end] = newValue }
    }

    /// Planned order within the arm (TAETORD).
    public var order: Decimal? {
        get { record[number: .elementOrder] }
        set { record[number: .elementOrder] = newValue }
    }

    /// Epoch (EPOCH).
    public var epoch: String? {
        get { record[text: .epoch] }
        set { record[text: .epoch] = newValue }
    }

    /// What an unplanned element was (SEUPDES).
    public var unplannedDescription: String? {
        get { record[text: .unplannedDescription] }
        set { record[text: .unplannedDescription] = newValue }
    }
}
