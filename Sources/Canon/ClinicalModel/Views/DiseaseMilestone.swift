public import Values

/// A milestone of the disease that the protocol defines, and when the patient reached it (SM).
public struct DiseaseMilestone: RecordView {
    /// The record seen through this view.
    public var record: Record

    /// Nil for a record of another kind.
    public init?(_ record: Record) {
        guard DiseaseMilestone.holds(record.kind) else { return nil }
        self.record = record
    }

    /// Disease milestones.
    public static func holds(_ kind: EntityKind) -> Bool { kind == .diseaseMilestone }
}

extension DiseaseMilestone {
    /// The instance's name (MIDS).
    public var name: String? {
        get { record[text: .milestone] }
        set { record[text: .milestone] = newValue }
    }

    /// The milestone's type (MIDSTYPE).
    public var type: String? {
        get { record[text: .milestoneType] }
        set { record[text: .milestoneType] = newValue }
    }

    /// When it began (SMSTDTC).
    public var start: PartialDate? {
        get { record[date: .start] }
        set { record[date: .start] = newValue }
    }

    /// When it ended (SMENDTC).
    public var end: PartialDate? {
        get { record[date: .end] }
        set { record[date: .end] = newValue }
    }
}
