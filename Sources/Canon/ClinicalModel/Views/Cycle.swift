public import Values

/// A treatment cycle: its number, kind, ordinal within the kind, element and period.
///
/// SDTM has no domain for it; see DESIGN, section 3, for where each format keeps it. Observations refer to it by key.
public struct Cycle: RecordView {
    /// The record seen through this view.
    public var record: Record

    /// Nil for a record of another kind.
    public init?(_ record: Record) {
        guard Cycle.holds(record.kind) else { return nil }
        self.record = record
    }

    /// Cycles.
    public static func holds(_ kind: EntityKind) -> Bool { kind == .cycle }
}

extension Cycle {
    /// Number within the treatment course.
    public var number: Decimal? {
        get { record[number: .cycleNumber] }
        set { record[number: .cycleNumber] = newValue }
    }

    /// Kind: induction, consolidation, maintenance.
    public var cycleKind: String? {
        get { record[text: .cycleKind] }
        set { record[text: .cycleKind] = newValue }
    }

    /// Ordinal within its kind.
    public var ordinal: Decimal? {
        get { record[number: .cycleOrdinal] }
        set { record[number: .cycleOrdinal] = newValue }
    }

    /// The element of the trial that it is (ETCD).
    public var elementCode: String? {
        get { record[text: .elementCode] }
        set { record[text: .elementCode] = newValue }
    }

    /// When it began.
    public var start: PartialDate? {
        get { record[date: .start] }
        set { record[date: .start] = newValue }
    }

    /// When it ended.
    public var end: PartialDate? {
        get { record[date: .end] }
        set { record[date: .end] = newValue }
    }

    /// Epoch (EPOCH).
    public var epoch: String? {
        get { record[text: .epoch] }
        set { record[text: .epoch] = newValue }
    }
}
