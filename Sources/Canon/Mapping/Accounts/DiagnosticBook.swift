public import Values

/// The diagnostics of one code and severity: how many there were, and the first of them in order of place.
///
/// Memory is bounded: of errors 10 000 are kept (what was refused is listed value by value, law 3), of warnings and notes
/// 100. Those kept are the first by file, line, column and record, whoever met them first.
public struct DiagnosticBook: Sendable {
    /// The kind of message.
    public let code: String
    /// How much it matters.
    public let severity: Diagnostic.Severity
    /// How many there were.
    public private(set) var count = 0
    private var kept: [Diagnostic] = []

    init(_ key: Key) {
        code = key.code
        severity = key.severity
    }

    struct Key: Hashable {
        let code: String
        let severity: Diagnostic.Severity

        init(_ diagnostic: Diagnostic) {
            code = diagnostic.code
            severity = diagnostic.severity
        }
    }

    /// The first diagnostics, in order of place.
    public var first: [Diagnostic] { Array(kept.sorted(by: DiagnosticBook.precedes).prefix(limit)) }

    /// How many were counted without being kept.
    public var unlisted: Int { count - min(kept.count, limit) }

    private var limit: Int { severity == .error ? 10_000 : 100 }

    mutating func add(_ diagnostic: Diagnostic) {
        count += 1
        kept.append(diagnostic)
        // Sorting once for as many as are kept costs a constant number of comparisons each.
        if kept.count >= 2 * limit { kept = first }
    }

    func merged(with other: DiagnosticBook) -> DiagnosticBook {
        var sum = self
        sum.count += other.count
        sum.kept += other.kept
        sum.kept = sum.first
        return sum
    }

    private static func precedes(_ a: Diagnostic, _ b: Diagnostic) -> Bool {
        let left = a.location ?? Location(path: "")
        let right = b.location ?? Location(path: "")
        if left.path != right.path { return left.path.utf8.lexicographicallyPrecedes(right.path.utf8) }
        if left.line != right.line { return left.line < right.line }
        if left.column != right.column { return left.column < right.column }
        if left.record != right.record { return left.record < right.record }
        if a.message != b.message { return a.message.utf8.lexicographicallyPrecedes(b.message.utf8) }
        return (a.value ?? "").utf8.lexicographicallyPrecedes((b.value ?? "").utf8)
    }
}
