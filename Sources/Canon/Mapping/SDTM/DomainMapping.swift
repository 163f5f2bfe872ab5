public import ClinicalModel
public import Values

/// A domain of SDTM and the fields of the canon that its variables hold: one file of `mappings/sdtm`.
///
/// ```yaml
/// domain: AE
/// label: Adverse Events
/// class: Events
/// entity: adverseEvent
/// keys: [STUDYID, USUBJID, AEDECOD, AESTDTC]
/// variables:
///   - {name: AETERM, label: Reported Term for the Adverse Event, type: Char, core: Req, role: Topic, field: term}
/// ```
public struct DomainMapping: Sendable {
    /// The domain's code, which is the dataset's name.
    public var domain: String
    /// The dataset's label.
    public var label: String
    /// The class in the guide's words, such as `Findings About`.
    public var domainClass: String
    /// What the records are.
    public var entity: EntityKind
    /// The variables that order the rows and tell them apart.
    public var keys: [String]
    /// The variables in the order of the file.
    public var variables: [DomainVariable]
    /// Where the mapping stands.
    public var location: Location

    /// The variable of this name.
    public func variable(_ name: String) -> DomainVariable? { variables.first { $0.name == name } }
}

/// A variable of a domain.
public struct DomainVariable: Sendable {
    /// SDTM's two types.
    public enum DataType: String, Sendable, CaseIterable {
        /// Character.
        case character = "Char"
        /// Numeric.
        case numeric = "Num"
    }

    /// The core designation (SDTMIG 4.1.5).
    public enum Core: String, Sendable, CaseIterable {
        /// Is there, with a value in every record.
        case required = "Req"
        /// Is there.
        case expected = "Exp"
        /// Is there when the study has a value.
        case permissible = "Perm"
    }

    /// Where the values come from.
    public enum Source: Sendable, Hashable {
        /// A field of the record.
        case field(FieldID)
        /// STUDYID.
        case studyID
        /// DOMAIN.
        case domain
        /// USUBJID.
        case usubjid
    }

    /// The name, at most 8 characters.
    public var name: String
    /// The label, at most 40 characters.
    public var label: String
    /// The type.
    public var type: DataType
    /// The core designation.
    public var core: Core
    /// The role in the guide's words.
    public var role: String
    /// Where the values come from.
    public var source: Source
    /// The NCI codes of the code lists that apply.
    public var codeLists: [String]
    /// Where the line stands.
    public var location: Location
}
