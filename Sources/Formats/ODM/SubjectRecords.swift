/// One occurrence of a `SubjectData` (or of `ReferenceData`, or of Dataset-XML's rows): a flat tree of groups with their
/// values, in document order.
///
/// A group is an element that can hold values: `SubjectData`, `StudyEventData`, `FormData`, `ItemGroupData`. Its
/// attributes that are not OIDs or repeat keys, the attributes and texts of its vendor elements, and those of ODM's own
/// lesser children (`SiteRef`, `InvestigatorRef`) are items too, named by path, so that a mapping can name them:
///
///     OpenClinica:Sex on SubjectData            item `@OpenClinica:Sex` of the subject's group
///     <SiteRef LocationOID="L1"/>               item `SiteRef/@LocationOID`
///     <mdsol:Comment Value="x"/> in ItemData    item `I.AGE/mdsol:Comment/@Value` of the item group
///     a vendor attribute on ItemData            item `I.AGE/@mdsol:Thing` of the item group
///
/// Prefixes in names are the customary ones of known namespaces (`OpenClinica`, `redcap`, `mdsol`, `data`), whatever the
/// document calls them; unknown namespaces keep the document's prefix.
public struct SubjectRecords: Sendable {
    /// What the occurrence is a part of.
    public enum Content: UInt8, Sendable {
        /// A `SubjectData`.
        case subject
        /// Rows of `ReferenceData`.
        case referenceData
        /// Rows directly under `ClinicalData`, as Dataset-XML has them.
        case dataset
        /// A pool of audit records, signatures or annotations that items point at by id; only when they are kept.
        case auditPool
    }

    /// What the occurrence is a part of.
    public var content = Content.subject
    /// Whether the file is transactional: in a snapshot, transaction types mean nothing (ODM 1.3.2, 2.9).
    public var isTransactional = false
    /// Whether a group's key or an item of a group may come twice: ``TransactionReplay`` tells whether it matters.
    public var hasDuplicateKeys = false
    /// `SubjectKey`; nil for what belongs to no subject.
    public var subjectKey: String?
    /// The groups in document order; a parent stands before its children.
    public var groups: [GroupRecord] = []
    /// The items; those of one group are contiguous and in document order.
    public var items: [ItemRecord] = []
    /// The UTF-8 bytes that ranges point into.
    public var bytes: [UInt8] = []

    /// Makes an empty occurrence.
    public init(subjectKey: String?) { self.subjectKey = subjectKey }

    /// The text of a range; nil for an absent one.
    public func text(_ range: ByteRange) -> String? {
        guard range.isPresent else { return nil }
        let start = Int(range.offset)
        return String(decoding: bytes[start..<start + Int(range.length)], as: UTF8.self)
    }
}

/// A part of ``SubjectRecords/bytes``.
public struct ByteRange: Sendable, Hashable, BitwiseCopyable {
    /// Where it begins.
    public var offset: UInt32
    /// How long it is; `UInt32.max` when there is nothing.
    public var length: UInt32

    /// Makes a range.
    @inlinable
    public init(offset: Int, length: Int) {
        self.offset = UInt32(truncatingIfNeeded: offset)
        self.length = UInt32(truncatingIfNeeded: length)
    }

    /// Nothing there.
    public static let absent = ByteRange(offset: 0, length: Int(UInt32.max))

    /// Whether there is something (also an empty text).
    @inlinable public var isPresent: Bool { length != UInt32.max }
}

/// `TransactionType` (ODM 1.3.2, 3.1.4.1); inherited from the parent where it is not written.
public enum TransactionType: UInt8, Sendable, BitwiseCopyable {
    /// Nothing written here or above.
    case none
    /// Must not exist yet.
    case insert
    /// Must exist.
    case update
    /// Goes away with all below it.
    case remove
    /// Insert or update.
    case upsert
    /// Said again for matching only.
    case context
}

/// An element that can hold values.
public struct GroupRecord: Sendable, BitwiseCopyable {
    /// Which element it is.
    public enum Level: UInt8, Sendable, Comparable, BitwiseCopyable {
        /// `SubjectData`.
        case subject
        /// `StudyEventData`.
        case studyEvent
        /// `FormData`.
        case form
        /// `ItemGroupData`; nested ones in ODM 2.0 too.
        case itemGroup

        /// The outer comes first.
        public static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }
    }

    /// Which element it is.
    public var level: Level
    /// The transaction, inherited or written.
    public var transaction: TransactionType = .none
    /// The OID's number in the name table: `StudyEventOID`, `FormOID`, `ItemGroupOID`; -1 for a subject.
    public var oid: Int32
    /// The repeat key as written.
    public var repeatKey: ByteRange = .absent
    /// `ItemGroupDataSeq` (ODM 2.0, Dataset-XML), else 0.
    public var sequence: Int32 = 0
    /// The ordinal, from 1, among siblings with the same OID (for groups without a repeat key).
    public var ordinal: Int32 = 1
    /// The parent's index in ``SubjectRecords/groups``; -1 for the root.
    public var parent: Int32
    /// The first of its items.
    public var firstItem: Int32 = 0
    /// How many items it has itself.
    public var itemCount: Int32 = 0
    /// `StudyOID`'s number, from `ClinicalData`; -1 when not written.
    public var study: Int32 = -1
    /// `MetaDataVersionOID`'s number, from `ClinicalData`; -1 when not written.
    public var metaDataVersion: Int32 = -1
    /// The input's number, in the order in which inputs are read.
    public var source: Int32 = 0
    /// The line of the start tag.
    public var line: UInt32 = 0
    /// The column of the start tag.
    public var column: UInt32 = 0

    /// Makes a group.
    public init(level: Level, oid: Int32, parent: Int32) {
        self.level = level
        self.oid = oid
        self.parent = parent
    }
}

/// One value, or the statement that there is none.
public struct ItemRecord: Sendable, BitwiseCopyable {
    /// What carries the value.
    public enum Kind: UInt8, Sendable, BitwiseCopyable {
        /// `ItemData` with a `Value` attribute, or without any (1.x).
        case untyped
        /// A typed element of 1.3 (`ItemDataString` ... `ItemDataURI`, `ItemDataAny`); its type is ``ItemRecord/type``.
        case typed
        /// A `Value` child of 2.0's `ItemData`; several make several records with the same name.
        case valueElement
        /// An attribute or a vendor element's content, named by path.
        case attribute
        /// Part of an audit record, a signature, a query or an annotation, named by path; only when they are kept.
        case audit
    }

    /// Which of the empty states, if any.
    public enum State: UInt8, Sendable, BitwiseCopyable {
        /// There is a value.
        case value
        /// `Value=""`, or an element without text.
        case empty
        /// `ItemData` without a value: an event about the item, not a value.
        case absent
        /// `IsNull="Yes"`.
        case null
    }

    /// The ItemOID's number in the name table, or that of a path.
    public var name: Int32
    /// What carries the value.
    public var kind: Kind
    /// Which of the empty states, if any.
    public var state: State
    /// The transaction, inherited or written.
    public var transaction: TransactionType = .none
    /// For typed items the type: the index in ``ODMDataType/allCases``; else 255.
    public var type: UInt8 = 255
    /// The value's text, undecoded (base64 stays base64).
    public var value: ByteRange = .absent
    /// `ReasonForNull` and the like, when written.
    public var reason: ByteRange = .absent
    /// `MeasurementUnitOID` of 1.x's `MeasurementUnitRef`: its number; -1 when not written.
    public var unit: Int32 = -1
    /// The input's number; after a replay it can differ from the group's.
    public var source: Int32 = 0
    /// The line of the start tag.
    public var line: UInt32 = 0
    /// The column of the start tag.
    public var column: UInt32 = 0

    /// Makes an item.
    public init(name: Int32, kind: Kind, state: State) {
        self.name = name
        self.kind = kind
        self.state = state
    }
}
