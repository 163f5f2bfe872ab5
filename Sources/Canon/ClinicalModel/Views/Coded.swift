import Values

/// A term as it was said, as it was modified to be coded, and its codes in a dictionary.
///
/// It is computed from the record's fields (--TERM or --TRT, --MODIFY, --DECOD and MedDRA's levels; SDTMIG 3.4, section
/// 6.2.1) and holds nothing of its own. A dictionary's name and version stand on the record when its source says them,
/// otherwise in ``Study/dictionaries``.
public struct Coded: Sendable, Hashable {
    /// The term as said.
    public var verbatim: String?
    /// The term as modified to be coded.
    public var modifiedVerbatim: String?
    /// The codes, from the term itself to the organ class or drug class.
    public var codings: [Coding]

    /// The coding in a role.
    public subscript(role: Coding.Role) -> Coding? { codings.first { $0.role == role } }

    init(_ record: Record, verbatim: FieldID) {
        self.verbatim = record.text(verbatim)
        modifiedVerbatim = record.text(.modifiedTerm)
        codings = Coding.Role.allCases.compactMap { role in
            let display = record.text(role.displayField)
            let code = record.text(role.codeField)
            guard display != nil || code != nil else { return nil }
            return Coding(
                system: record.text(.codingSystem), version: record.text(.codingVersion), code: code, display: display,
                role: role)
        }
    }
}

extension Record {
    /// Writes a coding to the fields of its role, with the dictionary that it names; what it does not say is removed.
    ///
    /// - Throws: ``ClinicalModelError`` when the record's kind has no such level, or a MedDRA code is no number; the
    ///   record is then as it was.
    public mutating func setCoding(_ coding: Coding) throws(ClinicalModelError) {
        var changed = self
        let code: Value? =
            if let text = coding.code, coding.role.codeField.definition.type == .number {
                Decimal(text).map { .number($0) } ?? .text(text)
            } else {
                coding.code.map { .text($0) }
            }
        let entries: [(FieldID, Value?)] = [
            (coding.role.displayField, coding.display.map { .text($0) }), (coding.role.codeField, code),
            (.codingSystem, coding.system.map { .text($0) }), (.codingVersion, coding.version.map { .text($0) }),
        ]
        for (field, value) in entries {
            guard let value else {
                changed.values[field] = nil
                continue
            }
            try changed.set(field, value)
        }
        self = changed
    }
}

/// One code of a dictionary.
public struct Coding: Sendable, Hashable {
    /// What the code stands for among the codes of a term.
    public enum Role: Sendable, Hashable, CaseIterable {
        /// MedDRA's lowest level term (--LLT, --LLTCD).
        case lowestLevelTerm
        /// The standardized term, of MedDRA the preferred term (--DECOD, --PTCD).
        case preferredTerm
        /// MedDRA's high level term (--HLT, --HLTCD).
        case highLevelTerm
        /// MedDRA's high level group term (--HLGT, --HLGTCD).
        case highLevelGroupTerm
        /// The body system or organ class used in the analysis (--BODSYS, --BDSYCD).
        case bodySystem
        /// MedDRA's primary system organ class (--SOC, --SOCCD); often, not always, the same as the body system.
        case primarySystemOrganClass
        /// The class of a treatment (--CLAS, --CLASCD).
        case drugClass

        /// The field of the text.
        public var displayField: FieldID {
            switch self {
            case .lowestLevelTerm: .codingLowestLevelTerm
            case .preferredTerm: .standardizedTerm
            case .highLevelTerm: .codingHighLevelTerm
            case .highLevelGroupTerm: .codingHighLevelGroupTerm
            case .bodySystem: .codingBodySystem
            case .primarySystemOrganClass: .codingPrimarySystemOrganClass
            case .drugClass: .drugClass
            }
        }

        /// The field of the code.
        public var codeField: FieldID {
            switch self {
            case .lowestLevelTerm: .codingLowestLevelTermCode
            case .preferredTerm: .codingPreferredTermCode
            case .highLevelTerm: .codingHighLevelTermCode
            case .highLevelGroupTerm: .codingHighLevelGroupTermCode
            case .bodySystem: .codingBodySystemCode
            case .primarySystemOrganClass: .codingPrimarySystemOrganClassCode
            case .drugClass: .drugClassCode
            }
        }
    }

    /// The dictionary, such as `MedDRA`; nil when the record does not say it.
    public var system: String?
    /// The dictionary's version.
    public var version: String?
    /// The code.
    public var code: String?
    /// The text of the code.
    public var display: String?
    /// What it stands for.
    public var role: Role

    /// Makes a coding.
    public init(
        system: String? = nil, version: String? = nil, code: String? = nil, display: String? = nil, role: Role
    ) {
        self.system = system
        self.version = version
        self.code = code
        self.display = display
        self.role = role
    }
}
