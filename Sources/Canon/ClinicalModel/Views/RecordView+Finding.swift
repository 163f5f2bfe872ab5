/// What the views of SDTM's Findings class have in common: a test, its result and how it was made.
public protocol FindingView: ObservationView {}

extension FindingView {
    /// Short name of the test, at most 8 characters (--TESTCD).
    public var testCode: String? {
        get { record[text: .testCode] }
        set { record[text: .testCode] = newValue }
    }

    /// Name of the test (--TEST).
    public var test: String? {
        get { record[text: .test] }
        set { record[text: .test] = newValue }
    }

    /// Specimen type (--SPEC).
    public var specimen: String? {
        get { record[text: .specimen] }
        set { record[text: .specimen] = newValue }
    }

    /// Method of test or examination (--METHOD).
    public var method: String? {
        get { record[text: .method] }
        set { record[text: .method] = newValue }
    }

    /// Role of the person who evaluated (--EVAL).
    public var evaluator: String? {
        get { record[text: .evaluator] }
        set { record[text: .evaluator] = newValue }
    }

    /// Which of several evaluators (--EVALID).
    public var evaluatorID: String? {
        get { record[text: .evaluatorID] }
        set { record[text: .evaluatorID] = newValue }
    }

    /// Category of the result (--RESCAT).
    public var resultCategory: String? {
        get { record[text: .resultCategory] }
        set { record[text: .resultCategory] = newValue }
    }

    /// Whether it is the baseline (--BLFL).
    public var baselineFlag: String? {
        get { record[text: .baselineFlag] }
        set { record[text: .baselineFlag] = newValue }
    }

    /// Whether it is the last before exposure (--LOBXFL).
    public var lastBeforeExposureFlag: String? {
        get { record[text: .lastBeforeExposureFlag] }
        set { record[text: .lastBeforeExposureFlag] = newValue }
    }

    /// The result as written and in standard form.
    public var result: FindingResult {
        get { FindingResult(record) }
        set { newValue.write(to: &record) }
    }
}
