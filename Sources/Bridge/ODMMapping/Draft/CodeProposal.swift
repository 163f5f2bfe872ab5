import Mapping
import ODM
import Terminology

/// What the codes of an item become in a published code list. Nothing is decided by likeness: a code is resolved by an
/// alias, an NCI code, or by being a value, another case of one, or an unambiguous synonym.
struct CodeProposal {
    /// Codes and what they become; nil where it is not decided.
    var pairs: [(code: String, label: String?, target: String?)] = []
    var confidence = Confidence.high
    var reason = ""

    /// A code as the export gives it.
    struct Code {
        var code: String
        var label: String?
        var aliases: [Alias] = []
        var codings: [Coding] = []
    }

    init(_ codes: [Code], list: TermList, catalogue: VariableCatalogue) {
        for code in codes {
            let (target, how) = CodeProposal.resolve(code, list, catalogue)
            pairs.append((code.code, code.label, target))
            confidence = min(confidence, how)
        }
        reason = confidence == .high ? "values of \(list.submissionValue)" : "synonyms in \(list.submissionValue)"
    }

    /// Whether every code is decided.
    var isComplete: Bool { pairs.allSatisfy { $0.target != nil } }

    /// Whether the codes are the list's values themselves.
    var isIdentity: Bool { pairs.allSatisfy { $0.target == $0.code } }

    /// Whether several codes become one value, so that the code must be kept for the way back.
    var isManyToOne: Bool {
        let targets = pairs.compactMap(\.target)
        return Set(targets).count < targets.count
    }

    /// `{"1": M, "2": F}`, with `?` for what is not decided.
    var yaml: String {
        DraftYAML.flow(pairs.map { (DraftYAML.scalar($0.code), $0.target.map(DraftYAML.scalar) ?? "?") })
    }

    /// The codes that are not decided, with their labels.
    var open: String {
        pairs.filter { $0.target == nil }.prefix(8)
            .map { pair in "'\(pair.code)'" + (pair.label.map { " (\($0.plainText(40)))" } ?? "") }.joined(
                separator: ", ")
    }

    private static func resolve(
        _ code: Code, _ list: TermList, _ catalogue: VariableCatalogue
    ) -> (target: String?, Confidence) {
        for alias in code.aliases {
            if let value = AliasStatement(alias, catalogue: catalogue)?.value, list.contains(value) {
                return (value, .high)
            }
            if let term = list.term(code: alias.name) { return (term.submissionValue, .high) }
            if alias.context.uppercased().contains("SDTM"), list.contains(alias.name) { return (alias.name, .high) }
        }
        for coding in code.codings {
            if let term = list.term(code: coding.code) { return (term.submissionValue, .high) }
        }
        let isNumber = code.code.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
        let texts = [code.label?.plainText(), isNumber && code.label != nil ? nil : code.code].compactMap { $0 }
        for text in texts where list.contains(text) { return (text, .high) }
        for text in texts {
            switch list.match(text) {
            case .caseDiffers(let terms), .synonym(let terms):
                return (terms.count == 1 ? terms[0].submissionValue : nil, .medium)
            case .exact, .none: continue
            }
        }
        return (nil, .low)
    }
}
