import Mapping
import Values

/// What a conversion would not carry, for `--strict`: every kind of loss that the report lists.
///
/// What the source itself replaced, what the mapping does not submit for a reason, and what lies after the cut-off are
/// decisions, not losses.
struct Losses {
    /// The losses as one error.
    let diagnostic: Diagnostic

    /// Nil when nothing is lost.
    init?(_ accounts: Accounts, of summary: SourceSummary, keepAudit: Bool) {
        let errors = accounts.diagnostics.filter { $0.severity == .error }
        let audit = accounts.total(.auditDropped)
        var parts: [String] = []
        func say(_ count: Int, _ what: String) { if count > 0 { parts.append("\(count) \(what)") } }
        say(accounts.refusedPatients.count, "patients are refused whole")
        say(accounts.total(.refused), "values are refused")
        say(errors.reduce(0) { $0 + $1.count }, "errors are listed")
        let isAuditAlone = parts.isEmpty
        say(audit, "audit records, signatures, queries and annotations would not be carried")
        guard !parts.isEmpty else { return nil }
        let auditInput = summary.inputs.first { $0.counts.auditTrail > 0 }.map { Location(path: $0.path) }
        diagnostic = Diagnostic(
            "conversion.not-carried", .error, parts.joined(separator: ", "),
            remedy: isAuditAlone && !keepAudit
                ? "use --keep-audit, or leave out --strict"
                : "--report lists them, one by one; mend them, or leave out --strict",
            at: errors.lazy.compactMap { $0.first.first?.location }.first ?? auditInput)
    }
}
