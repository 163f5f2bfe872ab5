public import Values

/// An assessment of the disease's response to treatment (RS).
///
/// The oncology names are other names of the class's fields, never second copies.
public struct Response: FindingView {
    /// The record seen through this view.
    public var record: Record

    /// Nil for a record of another kind.
    public init?(_ record: Record) {
        guard Response.holds(record.kind) else { return nil }
        self.record = record
    }

    /// Responses.
    public static func holds(_ kind: EntityKind) -> Bool { kind == .response }
}

extension Response {
    /// The criteria, such as `LUGANO CLASSIFICATION` (RSCAT).
    public var criteria: String? {
        get { record[text: .category] }
        set { record[text: .category] = newValue }
    }

    /// What is assessed: `OVRLRESP`, `NTRGRESP` ... (RSTESTCD).
    public var assessment: String? {
        get { record[text: .testCode] }
        set { record[text: .testCode] = newValue }
    }

    /// The response in CDISC terms: `CR`, `PD` ... (RSSTRESC).
    public var response: String? {
        get { record[text: .standard] }
        set { record[text: .standard] = newValue }
    }

    /// The response as reported (RSORRES).
    public var reportedResponse: String? {
        get { record[text: .original] }
        set { record[text: .original] = newValue }
    }

    /// When it was assessed (RSDTC).
    public var assessmentDate: PartialDate? {
        get { record[date: .date] }
        set { record[date: .date] = newValue }
    }
}
