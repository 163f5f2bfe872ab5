public import Values

/// A comment, on a record or on the patient (CO).
public struct Comment: RecordView {
    /// The record seen through this view.
    public var record: Record

    /// Nil for a record of another kind.
    public init?(_ record: Record) {
        guard Comment.holds(record.kind) else { return nil }
        self.record = record
    }

    /// Comments.
    public static func holds(_ kind: EntityKind) -> Bool { kind == .comment }
}

extension Comment {
    /// The comment (COVAL).
    public var text: String? {
        get { record[text: .text] }
        set { record[text: .text] = newValue }
    }

    /// The domain commented on (RDOMAIN).
    public var relatedDomain: String? {
        get { record[text: .relatedDomain] }
        set { record[text: .relatedDomain] = newValue }
    }

    /// The variable that identifies the record commented on (IDVAR).
    public var relatedVariable: String? {
        get { record[text: .relatedVariable] }
        set { record[text: .relatedVariable] = newValue }
    }

    /// Its value (IDVARVAL).
    public var relatedValue: String? {
        get { record[text: .relatedValue] }
        set { record[text: .relatedValue] = newValue }
    }

    /// Where the comment stood (COREF).
    public var reference: String? {
        get { record[text: .commentReference] }
        set { record[text: .commentReference] = newValue }
    }

    /// Role of the person who commented (COEVAL).
    public var evaluator: String? {
        get { record[text: .evaluator] }
        set { record[text: .evaluator] = newValue }
    }

    /// When it was made (CODTC).
    public var date: PartialDate? {
        get { record[date: .date] }
        set { record[date: .date] = newValue }
    }
}
