import ClinicalModel
import Mapping
import Terminology
import Testing
import Values

/// The mapping files of SDTM's domains.
struct SDTMDomainMappingTests {
    @Test func allDomainsOfTheGuideAreMappedWithTheirVariablesInOrder() throws {
        let domains = try DomainMapping.embedded()
        let guide = try Terminology.sdtmig("3.4")
        let templates: Set = ["RELREC", "RELSPEC", "RELSUB", "SUPPQUAL"]
        #expect(Set(domains.map(\.domain)) == Set(guide.map(\.code)).subtracting(templates))
        for domain in domains {
            let published = try #require(guide.domain(domain.domain))
            #expect(domain.variables.map(\.name) == published.variables.map(\.name))
            for (variable, expected) in zip(domain.variables, published.variables) {
                #expect(variable.label == expected.label.trimmed, "\(domain.domain).\(variable.name)")
                #expect(variable.type.rawValue == expected.type.rawValue, "\(domain.domain).\(variable.name)")
                #expect(variable.core.rawValue == expected.core?.rawValue, "\(domain.domain).\(variable.name)")
                #expect(variable.role == expected.role?.rawValue, "\(domain.domain).\(variable.name)")
                #expect(variable.codeLists == expected.codeListCodes, "\(domain.domain).\(variable.name)")
            }
            #expect(domain.entity.domain == domain.domain)
        }
    }

    @Test func theFieldsAreThoseThatTheCatalogueNamesForTheVariable() throws {
        for domain in try DomainMapping.embedded() {
            for variable in domain.variables {
                guard case .field(let field) = variable.source else { continue }
                let generic = "--" + variable.name.dropFirst(2)
                let names = field.definition.variables.split(separator: " ").map(String.init)
                #expect(
                    names.contains(variable.name) || names.contains(generic),
                    "\(domain.domain).\(variable.name) is \(field.name)")
            }
        }
    }

    @Test func supplementalQualifiersHaveNoVariableOfTheirOwn() throws {
        let mapped = Set(try DomainMapping.embedded().flatMap { $0.variables.map(\.source) })
        for line in try SupplementalMapping.embedded().lines { #expect(!mapped.contains(.field(line.field))) }
    }

    private static let head = "domain: AE\nlabel: Adverse Events\nclass: Events\nentity: adverseEvent\nkeys: [AETERM]\n"

    private static func variables(_ lines: String...) -> String {
        head + "variables:\n" + lines.map { "  - {\($0)}" }.joined(separator: "\n")
    }

    private static let term = "name: AETERM, label: Term, type: Char, core: Req, field: term"

    @Test(arguments: [
        (variables(term, "name: AESTDTC, label: L, type: Char, core: Exp, field: strat"), "mapping.unknown-name", 8),
        (variables(term, term), "mapping.duplicate", 8),
        (variables(term, "name: AEX, label: L, type: Char, core: Exp, field: term"), "mapping.duplicate", 8),
        (variables(term, "name: AEX, label: L, type: Num, core: Exp, field: severity"), "mapping.type-mismatch", 8),
        (variables(term, "name: AEX, label: L, type: Text, core: Exp, field: severity"), "mapping.wrong-value", 8),
        (
            variables(term, "name: AETOOLONG, label: L, type: Char, core: Exp, field: severity"), "mapping.wrong-value",
            8
        ),
        (variables(term, "name: AEX, label: L, type: Char, core: Exp, derive: nothing"), "mapping.wrong-value", 8),
        (variables(term, "name: AEX, label: L, type: Char, core: Exp"), "mapping.missing-key", 8),
        (variables(term, "name: AEX, label: L, typ: Char, core: Exp, field: severity"), "mapping.unknown-key", 8),
        (
            variables("name: AEDECOD, label: L, type: Char, core: Exp, field: standardizedTerm"),
            "mapping.unknown-name", 5
        ),
        (head.replacing("adverseEvent", with: "adverseEvnt") + "variables: []", "mapping.unknown-name", 4),
        (head + "variables: []", "mapping.wrong-value", 6),
    ])
    func mistakesHaveTheirPlace(text: String, code: String, line: Int) throws {
        let error = #expect(throws: MappingError.self) { try DomainMapping.parse(text: text, path: "ae.yaml") }
        #expect(error?.diagnostic.code == code)
        #expect(error?.diagnostic.location?.line == line)
    }

    @Test(arguments: [
        "  - {field: cycel, name: A, label: L}", "  - {field: cycle, name: TOOLONGNAME, label: L}",
        "  - {field: cycle, name: A, label: L}\n  - {field: cycle, name: B, label: L}", "  - {field: cycle, label: L}",
    ])
    func mistakesInSupplementsHaveTheirPlace(lines: String) throws {
        let error = #expect(throws: MappingError.self) {
            try SupplementalMapping(text: "supplemental:\n" + lines, path: "supp.yaml")
        }
        #expect(error?.diagnostic.location?.line ?? 0 >= 2)
    }
}

extension String {
    fileprivate var trimmed: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
