public import Values

/// The identity of a record, fixed at its first reading and carried through every format.
///
/// From ODM it is made of OIDs and repeat keys (and the test code of a pivoted finding), from SDTM a carried key or the
/// dataset and --SEQ, from FHIR the business identifier or type and id. It never contains a value that can be corrected.
public struct RecordKey: Sendable, Hashable {
    /// The key's text, such as `SE.AE[1]/F.AE/IG.AE[3]`.
    public var text: String
    /// Whether part of it is an ordinal among siblings, because the source gave no repeat key.
    public var isWeak: Bool

    /// Makes a key.
    public init(_ text: String, isWeak: Bool = false) {
        self.text = text
        self.isWeak = isWeak
    }
}

/// Where a record or a value came from.
public struct Origin: Sendable, Hashable {
    /// The input's number from 0, in the order in which inputs are read; -1 when it comes from none. The conversion
    /// knows the paths: see ``location(in:)``.
    public var source: Int32
    /// The line in a text format, or the record number in a dataset; 0 when not known.
    public var line: UInt32
    /// The column; 0 when not known.
    public var column: UInt32

    /// Makes an origin.
    public init(source: Int32 = -1, line: UInt32 = 0, column: UInt32 = 0) {
        self.source = source
        self.line = line
        self.column = column
    }
}

/// A value that has no field: carried with its address, so that nothing is dropped.
public struct Supplement: Sendable, Hashable {
    /// The source's address of the value, such as `SE.QOL[1]/F.QOL/IG.QOL/I.QOL.1`.
    public var address: String
    /// The name that the mapping gave (SDTM's QNAM); nil when no mapping names the value.
    public var name: String?
    /// A label for people (QLABEL).
    public var label: String
    /// The value.
    public var value: Value
    /// How it came about (QORIG: `CRF`, `eDT`, `Assigned`, `Derived`).
    public var origin: String
    /// Who evaluated (QEVAL).
    public var evaluator: String
    /// Where it stands in the source.
    public var place: Origin

    /// Makes a supplement.
    public init(
        address: String, name: String? = nil, label: String = "", value: Value, origin: String = "CRF",
        evaluator: String = "", place: Origin = Origin()
    ) {
        self.address = address
        self.name = name
        self.label = label
        self.value = value
        self.origin = origin
        self.evaluator = evaluator
        self.place = place
    }
}

/// Anything that was observed, given or recorded of a patient: one record of one kind.
///
/// All kinds share this storage; ``Event``, ``Finding``, ``Intervention`` and the other views (``RecordView``) give typed
/// names to it. The subscript of ``values`` checks nothing and is for a mapping's checked plan; ``set(_:_:)`` checks.
public struct Record: Sendable, Hashable {
    /// What it is.
    public var kind: EntityKind
    /// Its identity.
    public var key: RecordKey
    /// The record that this one belongs to: an interruption's exposure, a measurement's lesion.
    public var parent: RecordKey?
    /// Where it came from.
    public var origin: Origin
    /// Its values.
    public var values = FieldValues()
    /// Values without a field.
    public var supplements: [Supplement] = []

    /// Makes a record without values.
    public init(kind: EntityKind, key: RecordKey, origin: Origin = Origin()) {
        self.kind = kind
        self.key = key
        self.origin = origin
    }

    /// Makes a record of what was filled in; the draft is empty afterwards.
    public init(
        kind: EntityKind, key: consuming RecordKey, origin: Origin, taking draft: inout FieldDraft,
        supplements: consuming [Supplement]
    ) {
        self.kind = kind
        self.key = key
        self.origin = origin
        values = FieldValues(taking: &draft)
        self.supplements = supplements
    }

    /// A field as text, whatever its type; nil when absent or missing.
    public func text(_ field: FieldID) -> String? { values[field]?.text }

    /// A date field; nil when absent or missing.
    public func date(_ field: FieldID) -> PartialDate? {
        if case .date(let date)? = values[field] { date } else { nil }
    }

    /// A number field; nil when absent or missing.
    public func number(_ field: FieldID) -> Decimal? {
        if case .number(let number)? = values[field] { number } else { nil }
    }
}

/// A statement that records belong together (SDTM's RELREC).
public struct Relation: Sendable, Hashable {
    /// The relation's identifier within the patient.
    public var id: String
    /// The records, in the order of the source.
    public var members: [RecordKey]
    /// The kind of relation, when one was said (RELTYPE).
    public var type: String

    /// Makes a relation.
    public init(id: String, members: [RecordKey], type: String = "") {
        self.id = id
        self.members = members
        self.type = type
    }
}
