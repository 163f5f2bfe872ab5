import ClinicalModel
import Mapping
import ODM
import Terminology
import Values

/// Values against the code lists that lines name with `terms`. A value is never replaced: one that a list that cannot be
/// extended does not have is kept and reported.
///
/// What is said of a value is found once and kept; a value of the list costs one search in it.
struct TermCheck {
    private var verdicts: [Key: Verdict] = [:]

    private struct Key: Hashable {
        var list: Int32
        var value: String
    }

    /// What a value is to a list.
    enum Verdict {
        case fine
        case otherCase([String])
        case synonym([String])
        case unknown
    }

    mutating func verdict(_ value: String, list number: Int32, of plan: ODMPlan) -> Verdict {
        let list = plan.termLists[Int(number)]
        if list.isExtensible || list.contains(value) { return .fine }
        let key = Key(list: number, value: value)
        if let known = verdicts[key] { return known }
        let verdict: Verdict =
            switch list.match(value) {
            case .exact: .fine
            case .caseDiffers(let terms): .otherCase(terms.map(\.submissionValue))
            case .synonym(let terms): .synonym(terms.map(\.submissionValue))
            case .none: .unknown
            }
        // Free text in a coded item must not fill the memory.
        if verdicts.count < 4096 { verdicts[key] = verdict }
        return verdict
    }
}

extension PatientBuilder {
    /// Reports a value that is not in the code list of its line.
    mutating func checkTerms(_ value: Value, _ operation: ODMPlan.Operation, item: Int?, group: Int) {
        switch value {
        case .text(let text): checkTerm(text, operation, item: item, group: group)
        case .set(let codes): for code in codes { checkTerm(code, operation, item: item, group: group) }
        case .number, .date, .missing: break
        }
    }

    private mutating func checkTerm(_ text: String, _ operation: ODMPlan.Operation, item: Int?, group: Int) {
        let verdict = terms.verdict(text, list: operation.terms, of: plan)
        if case .fine = verdict { return }
        let list = plan.termLists[Int(operation.terms)]
        let name = "code list \(list.submissionValue) (\(list.code))"
        let source = item.map { "the value of item '\(self.name($0))'" } ?? "a value"
        let place = item.map { location(item: $0, group: group) } ?? Location(path: sources.first ?? "")
        func say(_ code: String, _ severity: Diagnostic.Severity, _ message: String, _ remedy: String) {
            diagnostics.append(
                Diagnostic(
                    code, severity, message, remedy: remedy, at: place, patient: records.subjectKey, value: text))
        }
        func quoted(_ values: [String]) -> String { values.map { "'\($0)'" }.joined(separator: " or ") }
        switch verdict {
        case .fine: break
        case .otherCase(let values):
            say(
                "odm.term-case", .warning, "\(source) differs from \(name) in upper and lower case; it is kept",
                "the list's value is \(quoted(values)): map it with 'map'")
        case .synonym(let values):
            say(
                "odm.term-synonym", .warning, "\(source) is a synonym in \(name), not a value of it; it is kept",
                "the list's value is \(quoted(values)): map it with 'map'")
        case .unknown:
            say(
                "odm.not-in-terms", .error, "\(source) is not in \(name), which cannot be extended; it is kept",
                "map it with 'map' to a value of the list, or correct it in the source")
        }
    }
}
