/// The domains and variables of one version of CDISC's SDTM Implementation Guide.
///
/// ```swift
/// let guide = try Terminology.sdtmig("3.3")
/// guide.domain("AE")?.variable("AEACNDEV")    // nil: new in 3.4, so it goes to SUPPAE
/// ```
///
/// The elements are the domains in the guide's order. A dataset SUPP-- has the variables of the domain `SUPPQUAL`, its
/// template.
public struct SDTMIG: Sendable {
    /// The version, such as `3.4`.
    public let version: String
    private let strings: StringPool
    private let domains: TableSection
    private let domainOrder: TableSection
    private let variables: TableSection
    private static let domainSize = 16
    private static let variableSize = 28

    init(_ table: BinaryTable) {
        version = table.name(2)
        strings = table.strings
        domains = table[2]
        domainOrder = table[3]
        variables = table[4]
    }

    /// The domain or relationship dataset of a code such as `AE` or `RELREC`, decoded; nil when this version has none.
    public func domain(_ code: String) -> SDTMIGDomain? {
        withUTF8(code) { key in
            search(count) { place in
                let index = Int(domainOrder.u16(at: 2 * place))
                return strings.compare(key, to: domains.u32(at: Self.domainSize * index))
            }
        }.map { self[Int(domainOrder.u16(at: 2 * $0))] }
    }

    private func variable(_ index: Int) -> SDTMIGVariable {
        let place = Self.variableSize * index
        func text(_ field: Int) -> String { strings.string(variables.u32(at: place + 4 * field)) }
        return SDTMIGVariable(
            name: text(0), label: text(1), role: SDTMIGVariable.Role(rawValue: text(2)),
            codeListCodes: text(3).split(separator: ";").map(String.init), describedValueDomain: text(4),
            valueList: text(5), order: Int(variables.u16(at: place + 24)),
            type: variables.u8(at: place + 26) == 1 ? .num : .char,
            core: SDTMIGVariable.Core(tableCode: variables.u8(at: place + 27)))
    }
}

extension SDTMIG: RandomAccessCollection {
    /// The first domain's place.
    public var startIndex: Int { 0 }
    /// The number of domains.
    public var endIndex: Int { domains.count / Self.domainSize }
    /// The domain at a place, decoded.
    public subscript(index: Int) -> SDTMIGDomain {
        let place = Self.domainSize * index
        let first = Int(domains.u32(at: place + 8)), count = Int(domains.u32(at: place + 12))
        return SDTMIGDomain(
            code: strings.string(domains.u32(at: place)), domainClass: strings.string(domains.u32(at: place + 4)),
            variables: (first..<first + count).map(variable))
    }
}

/// A domain of the SDTMIG.
public struct SDTMIGDomain: Sendable, Hashable {
    /// The domain's code, such as `AE`; `SUPPQUAL` for the template of SUPP--.
    public let code: String
    /// The class in the guide's words: Interventions, Events, Findings, Findings About, Special-Purpose, Trial Design,
    /// Study Reference, Relationship. For 3.2, whose source lacks it, that of the same domain in 3.3.
    public let domainClass: String
    /// The variables in the guide's order.
    public let variables: [SDTMIGVariable]

    /// The variable of a name; nil when this version's domain has none.
    public func variable(_ name: String) -> SDTMIGVariable? { variables.first { $0.name == name } }
}

/// A variable of an SDTMIG domain.
public struct SDTMIGVariable: Sendable, Hashable {
    /// The name, such as `AETERM`.
    public let name: String
    /// The label as published, of at most the 40 characters that a dataset can hold: a longer one of 3.2 is that of 3.3.
    public let label: String
    /// The role; nil for RELREC and SUPPQUAL of 3.2, whose source does not say.
    public let role: Role?
    /// The NCI codes of the code lists that apply, several for DSDECOD, none when no CDISC list does. A list may be
    /// absent from a package of controlled terminology of another date.
    public let codeListCodes: [String]
    /// A format or external terminology: `ISO 8601 datetime or interval`, `MedDRA`; empty for none.
    public let describedValueDomain: String
    /// The only value (DOMAIN) or the few values that the guide itself allows; empty for none.
    public let valueList: String
    /// The variable's number in the guide's domain table, from 1.
    public let order: Int
    /// The type.
    public let type: DataType
    /// How strongly the guide asks for it; nil for RELREC and SUPPQUAL of 3.2, whose source does not say.
    public let core: Core?

    /// SDTM's two types.
    public enum DataType: String, Sendable, Hashable {
        /// Character.
        case char = "Char"
        /// Numeric.
        case num = "Num"
    }

    /// The core designation (SDTMIG 4.1.5).
    public enum Core: String, Sendable, Hashable {
        /// Must be there and must have a value in every record.
        case required = "Req"
        /// Must be there; values may be missing.
        case expected = "Exp"
        /// May be there.
        case permissible = "Perm"

        init?(tableCode: UInt8) {
            switch tableCode {
            case 1: self = .required
            case 2: self = .expected
            case 3: self = .permissible
            default: return nil
            }
        }
    }

    /// The role in the guide's words.
    public enum Role: String, Sendable, Hashable, CaseIterable {
        /// Names study, subject, domain and record.
        case identifier = "Identifier"
        /// The focus of the observation.
        case topic = "Topic"
        /// When it was.
        case timing = "Timing"
        /// Groups observations.
        case groupingQualifier = "Grouping Qualifier"
        /// The result of a finding.
        case resultQualifier = "Result Qualifier"
        /// Another name of another variable's value.
        case synonymQualifier = "Synonym Qualifier"
        /// An attribute of the whole record.
        case recordQualifier = "Record Qualifier"
        /// An attribute of another variable, such as a unit.
        case variableQualifier = "Variable Qualifier"
        /// A condition in the trial design.
        case rule = "Rule"
    }
}
