public import Values

/// A measurement or assessment of a ``Lesion`` (TR).
public struct LesionMeasurement: FindingView {
    /// The record seen through this view.
    public var record: Record

    /// Nil for a record of another kind.
    public init?(_ record: Record) {
        guard LesionMeasurement.holds(record.kind) else { return nil }
        self.record = record
    }

    /// Lesion measurements.
    public static func holds(_ kind: EntityKind) -> Bool { kind == .lesionMeasurement }
}

extension LesionMeasurement {
    /// The lesion's identifier (TRLNKID).
    public var lesionID: String? {
        get { record[text: .linkID] }
        set { record[text: .linkID] = newValue }
    }

    /// What was measured: `LDIAM`, `TUMSTATE` ... (TRTESTCD).
    public var measure: String? {
        get { record[text: .testCode] }
        set { record[text: .testCode] = newValue }
    }

    /// The measurement in standard units (TRSTRESN).
    public var measurement: Decimal? {
        get { record[number: .standardNumber] }
        set { record[number: .standardNumber] = newValue }
    }

    /// Its unit (TRSTRESU).
    public var measurementUnit: String? {
        get { record[text: .standardUnit] }
        set { record[text: .standardUnit] = newValue }
    }

    /// When it was measured (TRDTC).
    public var measurementDate: PartialDate? {
        get { record[date: .date] }
        set { record[date: .date] = newValue }
    }
}
