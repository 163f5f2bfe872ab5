public import Values

/// A lesion as it was identified (TU); its measurements are ``LesionMeasurement``s with the same ``lesionID``.
public struct Lesion: FindingView {
    /// The record seen through this view.
    public var record: Record

    /// Nil for a record of another kind.
    public init?(_ record: Record) {
        guard Lesion.holds(record.kind) else { return nil }
        self.record = record
    }

    /// Lesions.
    public static func holds(_ kind: EntityKind) -> Bool { kind == .lesion }
}

extension Lesion {
    /// The lesion's identifier (TULNKID).
    public var lesionID: String? {
        get { record[text: .linkID] }
        set { record[text: .linkID] = newValue }
    }

    /// What it was identified as, as reported (TUORRES).
    public var reportedIdentification: String? {
        get { record[text: .original] }
        set { record[text: .original] = newValue }
    }

    /// What it was identified as: `TARGET`, `NON-TARGET`, `NEW` ... (TUSTRESC).
    public var identification: String? {
        get { record[text: .standard] }
        set { record[text: .standard] = newValue }
    }

    /// When it was identified (TUDTC).
    public var identificationDate: PartialDate? {
        get { record[date: .date] }
        set { record[date: .date] = newValue }
    }
}
