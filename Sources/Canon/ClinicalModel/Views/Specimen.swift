public import Values

/// A specimen that was taken from the patient. SDTM tells of it in the findings made on it, and in BE and BS.
public struct Specimen: RecordView {
    /// The record seen through this view.
    public var record: Record

    /// Nil for a record of another kind.
    public init?(_ record: Record) {
        guard Specimen.holds(record.kind) else { return nil }
        self.record = record
    }

    /// Specimens.
    public static func holds(_ kind: EntityKind) -> Bool { kind == .specimenRecord }
}

extension Specimen {
    /// The specimen's identifier (--REFID).
    public var specimenID: String? {
        get { record[text: .referenceID] }
        set { record[text: .referenceID] = newValue }
    }

    /// What it is: `BONE MARROW`, `BLOOD` ... (--SPEC).
    public var type: String? {
        get { record[text: .specimen] }
        set { record[text: .specimen] = newValue }
    }

    /// Region of the specimen (--ANTREG).
    public var anatomicalRegion: String? {
        get { record[text: .anatomicalRegion] }
        set { record[text: .anatomicalRegion] = newValue }
    }

    /// Condition (--SPCCND).
    public var condition: String? {
        get { record[text: .specimenCondition] }
        set { record[text: .specimenCondition] = newValue }
    }

    /// Whether it could be used (--SPCUFL).
    public var usable: String? {
        get { record[text: .specimenUsable] }
        set { record[text: .specimenUsable] = newValue }
    }

    /// Where it was taken from (--LOC).
    public var location: String? {
        get { record[text: .location] }
        set { record[text: .location] = newValue }
    }

    /// Side of the body (--LAT).
    public var laterality: String? {
        get { record[text: .laterality] }
        set { record[text: .laterality] = newValue }
    }

    /// How it was taken (--METHOD).
    public var method: String? {
        get { record[text: .method] }
        set { record[text: .method] = newValue }
    }

    /// The laboratory that received it (--NAM).
    public var laboratoryName: String? {
        get { record[text: .laboratoryName] }
        set { record[text: .laboratoryName] = newValue }
    }

    /// When it was taken (--DTC).
    public var collected: PartialDate? {
        get { record[date: .date] }
        set { record[date: .date] = newValue }
    }

    /// Visit number (VISITNUM).
    public var visitNumber: Decimal? {
        get { record[number: .visitNumber] }
        set { record[number: .visitNumber] = newValue }
    }

    /// Visit name (VISIT).
    public var visit: String? {
        get { record[text: .visit] }
        set { record[text: .visit] = newValue }
    }
}
