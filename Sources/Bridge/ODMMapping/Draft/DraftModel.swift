import ClinicalModel
import Mapping

/// How sure a proposal is. Only the first two stand as lines; the last one is commented out.
enum Confidence: Int, Comparable {
    /// A guess from a question or a weak likeness.
    case low
    /// A clear name or wording.
    case medium
    /// The export says so: an alias, an SDTM name, a vendor attribute with one meaning.
    case high

    static func < (a: Confidence, b: Confidence) -> Bool { a.rawValue < b.rawValue }

    var name: String {
        switch self {
        case .low: "low"
        case .medium: "medium"
        case .high: "high"
        }
    }
}

/// What an item may be: a variable of a domain, and why.
struct Proposal {
    /// SDTM domain.
    var domain: String
    /// SDTM variable, such as `AESTDTC`.
    var variable: String
    var confidence: Confidence
    var reason: String
    /// The test whose result this is, from an alias: `VSORRES where VSTESTCD=SYSBP`.
    var testCode: String?
    /// Whether the item holds the time of the variable's date, kept apart from it.
    var isTime = false
    /// Whether the alias says that the variable is of SUPP--.
    var isSupplement = false
    /// A yes/no question that opens the rest of the form (AEYN).
    var isGate = false
}

/// A line of a drafted block.
struct DraftLine {
    /// The flow mapping.
    var yaml: String
    var confidence: Confidence
    var reason: String
    /// Whether it stands as a line or as a comment.
    var isLive: Bool
}

/// A drafted block.
struct DraftBlock {
    /// What is said above it.
    var heading: [String] = []
    /// `oid: ...` and the like, as lines; the first one gets the dash.
    var keys: [String] = []
    var lines: [DraftLine] = []
    var pivots: [DraftLine] = []

    /// Whether anything of it stands.
    var isLive: Bool { lines.contains(where: \.isLive) || pivots.contains(where: \.isLive) }
}

/// An item that nothing was proposed for.
struct UndecidedItem {
    var oid: String
    var what: String
}

/// Domains and their variables, from the built-in domain mappings.
struct VariableCatalogue {
    private let domains: [String: DomainMapping]

    init() throws(MappingError) {
        var domains: [String: DomainMapping] = [:]
        for mapping in try DomainMapping.embedded() { domains[mapping.domain] = mapping }
        self.domains = domains
    }

    func mapping(_ domain: String) -> DomainMapping? { domains[domain] }

    func variable(_ name: String, of domain: String) -> DomainVariable? { domains[domain]?.variable(name) }

    /// The field of a variable that a mapping may fill; nil for those that Rialto derives from the study.
    func field(_ name: String, of domain: String) -> FieldDefinition? {
        guard case .field(let field)? = variable(name, of: domain)?.source else { return nil }
        return field.definition
    }

    /// The domain of a variable name on its own: that of its prefix, else DM when it is one of DM's.
    func home(of name: String) -> String? {
        let prefix = String(name.prefix(2))
        if variable(name, of: prefix) != nil { return prefix }
        return variable(name, of: "DM") != nil ? "DM" : nil
    }

    func isDomain(_ code: String) -> Bool { domains[code] != nil }
}
