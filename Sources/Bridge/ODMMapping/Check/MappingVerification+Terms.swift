import ClinicalModel
import Mapping
import ODM
import Terminology
import Values

/// `terms:` against CDISC's controlled terminology, and pivoted tests against the lists of their domain.
extension MappingVerification {
    mutating func checkTerms(of line: Line, in block: MappingDocument.Block) {
        guard let name = line.terms else { return }
        guard let list = terminology.codeList(ifPresent: name) else {
            say(
                "mapping.unknown-name", "there is no code list '\(name)' in \(terminology.title)",
                remedy: remedy(
                    name, among: terminology.lazy.map(\.submissionValue),
                    else: "name it by its submission value (NY) or NCI code (C66742)"),
                at: line.location)
            return
        }
        for (value, place) in targets(of: line) { check(value, of: list, at: place) }
    }

    /// The values that a line can give, as far as the mapping and the metadata say.
    private func targets(of line: Line) -> [(value: String, place: Location)] {
        if case .constant(let text) = line.source { return [(text, line.location)] }
        if case .checkboxes(let boxes) = line.source {
            return line.list == nil ? boxes.map { ($0.code, line.location) } : targets(line.list, line)
        }
        if line.list != nil { return targets(line.list, line) }
        return line.itemNames.flatMap { definitions?.codeList(ofItem: $0)?.items ?? [] }
            .map { ($0.codedValue, line.location) }
    }

    private func targets(_ use: ListUse?, _ line: Line) -> [(value: String, place: Location)] {
        switch use {
        case .list(let list):
            var targets = list.pairs.map { ($0.target, list.location) }
            if case .value(let value) = list.otherwise { targets.append((value, list.location)) }
            return targets
        case .decode:
            return line.itemNames.flatMap { definitions?.codeList(ofItem: $0)?.items ?? [] }
                .map { ($0.decode ?? $0.codedValue, line.location) }
        case nil: return []
        }
    }

    private mutating func check(_ value: String, of list: TermList, at location: Location) {
        let name = "\(list.submissionValue) (\(list.code))"
        let severity: Diagnostic.Severity = list.isExtensible ? .warning : .error
        switch list.match(value) {
        case .exact: return
        case .caseDiffers(let terms):
            say(
                "mapping.term-case", severity, "'\(value)' differs from code list \(name) in upper and lower case",
                remedy: "write \(MappingVerification.quoted(terms))", at: location)
        case .synonym(let terms):
            say(
                "mapping.term-synonym", severity, "'\(value)' is a synonym in code list \(name), not a value of it",
                remedy: "write \(MappingVerification.quoted(terms))", at: location)
        case .none:
            let values = list.count <= 12 ? "its values are " + list.map(\.submissionValue).joined(separator: ", ") : ""
            say(
                "mapping.not-in-terms", severity,
                "'\(value)' is not in code list \(name), which "
                    + (list.isExtensible ? "a sponsor may extend" : "cannot be extended"),
                remedy: remedy(value, among: list.lazy.map(\.submissionValue), else: values), at: location)
        }
    }

    static func quoted(_ terms: [Terminology.Term]) -> String {
        terms.map { "'\($0.submissionValue)'" }.joined(separator: " or ")
    }

    /// A known --TESTCD must have its own --TEST; an unknown one may be the sponsor's, but not a slip of case.
    mutating func checkTest(_ pivot: Pivot, in block: MappingDocument.Block) {
        guard let lists = lists(of: block.entity) else { return }
        if let term = lists.codes.term(submissionValue: pivot.testCode) {
            guard let name = lists.codes.counterpart(of: term)?.submissionValue, name != pivot.test else { return }
            say(
                "mapping.test-name", .warning,
                "test '\(pivot.testCode)' has another name in code list \(lists.codes.submissionValue)",
                remedy: "write name: \(name)", at: pivot.location)
            return
        }
        switch lists.codes.match(pivot.testCode) {
        case .caseDiffers(let terms), .synonym(let terms):
            say(
                "mapping.term-synonym", .warning,
                "'\(pivot.testCode)' is not a value of code list \(lists.codes.submissionValue)",
                remedy: "write \(MappingVerification.quoted(terms))", at: pivot.location)
        case .exact, .none: break
        }
        if let unit = pivot.unit, let units = lists.units, case .synonym(let terms) = units.match(unit) {
            say(
                "mapping.term-synonym", .warning,
                "'\(unit)' is a synonym in code list \(units.submissionValue), not a value of it",
                remedy: "write \(MappingVerification.quoted(terms))", at: pivot.location)
        }
    }
}

/// The code lists of a findings entity: --TESTCD and --ORRESU.
struct TestLists {
    let codes: TermList
    let units: TermList?

    /// Nil when CDISC publishes no --TESTCD list for the entity.
    init?(_ entity: EntityKind, _ terminology: CodeListPackage) {
        guard let domain = entity.domain, let mapping = try? DomainMapping.embedded(domain: domain),
            let code = mapping.variable(domain + "TESTCD")?.codeLists.first,
            let codes = terminology.codeList(ifPresent: code)
        else { return nil }
        self.codes = codes
        units = mapping.variable(domain + "ORRESU")?.codeLists.first.flatMap { terminology.codeList(ifPresent: $0) }
    }
}
