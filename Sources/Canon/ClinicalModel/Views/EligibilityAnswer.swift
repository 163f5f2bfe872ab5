/// An answer on a criterion of inclusion or exclusion (IE).
public struct EligibilityAnswer: FindingView {
    /// The record seen through this view.
    public var record: Record

    /// Nil for a record of another kind.
    public init?(_ record: Record) {
        guard EligibilityAnswer.holds(record.kind) else { return nil }
        self.record = record
    }

    /// Answers on eligibility.
    public static func holds(_ kind: EntityKind) -> Bool { kind == .eligibilityAnswer }
}

extension EligibilityAnswer {
    /// The criterion's short name (IETESTCD).
    public var criterionID: String? {
        get { record[text: .testCode] }
        set { record[text: .testCode] = newValue }
    }

    /// The criterion (IETEST).
    public var criterion: String? {
        get { record[text: .test] }
        set { record[text: .test] = newValue }
    }

    /// The answer as reported: `Y` or `N` (IEORRES).
    public var answer: String? {
        get { record[text: .original] }
        set { record[text: .original] = newValue }
    }
}
