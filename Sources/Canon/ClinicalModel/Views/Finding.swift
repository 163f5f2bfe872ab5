public import Values

/// A test, measurement or question with its result: LB, MI, CP, VS and all findings without a view of their own.
///
/// Responses, lesions, their measurements and answers on eligibility have their own homes and are no `Finding`.
public struct Finding: FindingView {
    /// The record seen through this view.
    public var record: Record

    /// Nil for a record of another kind.
    public init?(_ record: Record) {
        guard Finding.holds(record.kind) else { return nil }
        self.record = record
    }

    /// Findings but those with a view of their own.
    public static func holds(_ kind: EntityKind) -> Bool {
        switch kind {
        case .response, .lesion, .lesionMeasurement, .eligibilityAnswer: false
        default: kind.generalClass == .findings
        }
    }
}

extension Finding {
    /// Name of the laboratory or vendor (--NAM).
    public var laboratoryName: String? {
        get { record[text: .laboratoryName] }
        set { record[text: .laboratoryName] = newValue }
    }

    /// LOINC code (--LOINC).
    public var loinc: String? {
        get { record[text: .loinc] }
        set { record[text: .loinc] = newValue }
    }

    /// Fasting status (--FAST).
    public var fasting: String? {
        get { record[text: .fasting] }
        set { record[text: .fasting] = newValue }
    }

    /// Position of the subject (--POS).
    public var position: String? {
        get { record[text: .position] }
        set { record[text: .position] = newValue }
    }

    /// Toxicity grade (--TOXGR).
    public var grade: String? {
        get { record[text: .grade] }
        set { record[text: .grade] = newValue }
    }

    /// Toxicity (--TOX).
    public var toxicity: String? {
        get { record[text: .toxicity] }
        set { record[text: .toxicity] = newValue }
    }

    /// Lower limit of the reference range in standard units (--STNRLO).
    public var normalRangeLow: Decimal? {
        get { record[number: .normalRangeStandardLow] }
        set { record[number: .normalRangeStandardLow] = newValue }
    }

    /// Upper limit of the reference range in standard units (--STNRHI).
    public var normalRangeHigh: Decimal? {
        get { record[number: .normalRangeStandardHigh] }
        set { record[number: .normalRangeStandardHigh] = newValue }
    }

    /// Where the result lies against the reference range (--NRIND).
    public var normalRangeIndicator: String? {
        get { record[text: .normalRangeIndicator] }
        set { record[text: .normalRangeIndicator] = newValue }
    }

    /// Planned time point (--TPT).
    public var timePoint: String? {
        get { record[text: .timePoint] }
        set { record[text: .timePoint] = newValue }
    }

    /// What a finding about an event or intervention is about (FAOBJ).
    public var object: String? {
        get { record[text: .object] }
        set { record[text: .object] = newValue }
    }
}
