public import ClinicalModel
public import Values

/// A mapping of ODM records to entities, as its file says it: blocks of lines, checked as far as a file can be checked
/// without an export's metadata.
///
/// ```yaml
/// language: 1
/// lists:
///   yesNo: {map: {"1": Y, "0": N}}
/// itemGroups:
///   - oid: IG.AE
///     entity: adverseEvent
///     when: {item: I.AE.YN, in: [Y]}
///     items:
///       - {oid: I.AE.TERM,  field: term}
///       - {oid: I.AE.STDAT, field: start, format: [yyyy-MM-dd, "dd MMM yyyy"], unknown: [UN, UNK]}
/// ```
public struct MappingDocument: Sendable {
    /// The file.
    public var path: String
    /// Named value lists, shared by lines.
    public var lists: [String: ValueList] = [:]
    /// The blocks in file order: the first whose condition holds takes a record.
    public var blocks: [Block] = []
    /// The study.yaml that the mapping names, relative to its own folder.
    public var studyPath: String?
    /// What the mapping itself says of the study, in its `study:` part.
    public var study: StudyDescription?

    /// The kinds of records that the mapping makes.
    public var entities: Set<EntityKind> {
        var kinds: Set<EntityKind> = []
        for block in blocks where block.notSubmitted == nil {
            if block.parts.isEmpty { kinds.insert(block.entity) }
            for part in block.parts { kinds.insert(part.entity) }
        }
        return kinds
    }

    /// Whether a line fills this field of this entity.
    public func fills(_ field: FieldID, of entity: EntityKind) -> Bool {
        blocks.lazy.flatMap(\.contents).contains { block in
            block.entity == entity
                && block.lines.contains { line in
                    if case .field(field) = line.target { true } else { false }
                }
        }
    }

    /// What an element of ODM must be for a block to look at it.
    public enum Source: String, Sendable {
        /// `ItemGroupData` with one of the block's OIDs.
        case itemGroups
        /// `FormData`: its attributes and vendor elements.
        case forms
        /// `StudyEventData`: its attributes and vendor elements.
        case studyEvents
        /// `SubjectData`: its attributes and vendor elements.
        case subjectData
    }

    /// Which record becomes which entity, and how.
    public struct Block: Sendable {
        /// What it looks at.
        public var source: Source
        /// The OIDs of the elements; empty for `subjectData`.
        public var oids: [String]
        /// Only within these forms, when given.
        public var forms: [String] = []
        /// Only within these study events, when given.
        public var events: [String] = []
        /// What the record becomes; of a split block, what its first part does.
        public var entity: EntityKind
        /// Only when this holds.
        public var condition: Condition?
        /// The items that make the record's key in the place of repeat keys; empty for repeat keys.
        public var keys: [String] = []
        /// Why nothing of the record is submitted, when that is so: all its items stay in the carry folder.
        public var notSubmitted: String?
        /// The records that one source record is split into, each under its own condition; empty for one record.
        public var parts: [Block] = []
        /// The name of a part within its split. The first part's record has the key of the source record, the others' keys
        /// end with their names.
        public var part = ""
        /// The lines that fill every record of the block.
        public var lines: [Line] = []
        /// What fields hold when no line gave them a value: constants.
        public var defaults: [Line] = []
        /// The items that each become a finding of their own.
        public var pivots: [Pivot] = []
        /// The record that this one belongs to.
        public var parent: Lookup?
        /// Relations to other records (RELREC).
        public var relations: [Relate] = []
        /// Whether visit numbers of study.yaml are set on the records.
        public var takesVisit = true
        /// Where the block stands.
        public var location: Location

        /// The blocks that make records: the parts of a split, else the block itself.
        public var contents: [Block] { parts.isEmpty ? [self] : parts }
    }
}

/// A relation of a block's records to others.
public struct Relate: Sendable {
    /// The other record.
    public var to: Lookup
    /// RELTYPE; empty for records of one patient.
    public var type: String
}

/// A closed condition on the items of a record.
public indirect enum Condition: Sendable {
    /// The item has a value.
    case present(String)
    /// The item's value is one of these.
    case isIn(String, [String])
    /// The item's value is a number.
    case isNumber(String)
    /// All hold.
    case all([Condition])
    /// At least one holds.
    case any([Condition])
    /// It does not hold.
    case not(Condition)

    /// The items that are looked at.
    public var items: [String] {
        switch self {
        case .present(let item), .isIn(let item, _), .isNumber(let item): [item]
        case .all(let parts), .any(let parts): parts.flatMap(\.items)
        case .not(let part): part.items
        }
    }
}

/// Another record of the same patient.
public struct Lookup: Sendable {
    /// How near it must be.
    public enum Scope: String, Sendable, CaseIterable {
        /// Anywhere in the patient's data.
        case subject
        /// In the same study event.
        case event
        /// In the same form.
        case form
        /// The group that contains this one (nested groups of ODM 2.0).
        case parent
        /// This very group, of which a split makes several records.
        case own
    }

    /// The record's `ItemGroupOID`.
    public var oid: String
    /// The item taken from it; nil to take the record's key.
    public var item: String?
    /// How near it must be.
    public var scope: Scope
    /// Items of this record and the items of the other that must be equal.
    public var match: [Match] = []
    /// What must hold for the other record.
    public var condition: Condition?
    /// Whether this record must begin within the time of the other, from its start to its end.
    public var isDuring = false
    /// Where the lookup stands.
    public var location: Location

    /// Two items that must be equal.
    public struct Match: Sendable {
        /// The item of this record.
        public var own: String
        /// The item of the other.
        public var other: String
    }
}
