/// What counts when two patients are compared (DESIGN, section 4).
public enum ComparisonScope: Sendable, Hashable {
    /// What was said: moments at their precision, decimals with their digits, verbatim text byte by byte, units, reasons
    /// for missing values, keys, relations and supplements; derived fields only where they are stored.
    case semantic
    /// Also how it was written: offsets of times, exponents of numbers, the order of records, codes and supplements,
    /// identifiers of relations, ordinals in keys, and origins.
    case lexical
}

/// One difference between two readings of a patient. It holds the patient's values: it is for reports that the user
/// asked for, not for messages.
public struct Difference: Sendable, Hashable {
    /// Where two readings differ.
    public enum Place: Sendable, Hashable {
        /// The patient's own key.
        case patientKey
        /// A whole record, which only one side has; the value is the name of its kind.
        case record
        /// The record that it belongs to.
        case parent
        /// A field.
        case field(FieldID)
        /// A supplement, by its address, and what of it.
        case supplement(address: String, SupplementPart)
        /// A relation, by its identifier; the value lists type and members.
        case relation(id: String)
        /// The record's own key, where it holds ordinals that count only lexically.
        case key
        /// Where the record stood in its source.
        case origin
        /// The order of the patient's records, or of a record's supplements.
        case order
    }

    /// A part of a supplement.
    public enum SupplementPart: String, Sendable, Hashable {
        /// Its value; the other side has no such supplement when it is nil there.
        case value
        /// QNAM.
        case name
        /// QLABEL.
        case label
        /// QORIG.
        case origin
        /// QEVAL.
        case evaluator
    }

    /// The patient, by the left side's key.
    public var patient: PatientKey
    /// The record, by the key of the side that has it (the left one when both have); nil for the patient as a whole.
    public var record: RecordKey?
    /// The record's kind.
    public var kind: EntityKind?
    /// Where they differ.
    public var place: Place
    /// What the left side has; nil when nothing.
    public var left: Value?
    /// What the right side has; nil when nothing.
    public var right: Value?

    /// Makes a difference.
    public init(
        patient: PatientKey, record: RecordKey? = nil, kind: EntityKind? = nil, place: Place, left: Value? = nil,
        right: Value? = nil
    ) {
        self.patient = patient
        self.record = record
        self.kind = kind
        self.place = place
        self.left = left
        self.right = right
    }
}

extension Patient {
    /// How this patient (left) differs from another reading of the same patient (right); empty when they are equal.
    ///
    /// Records are aligned by their keys, identical ones as multisets. A weak key's ordinal is only a position among
    /// siblings, so records with weak keys are aligned by what they say first. The result is in the order of the left
    /// side, then what only the right side has.
    public func differences(from other: Patient, scope: ComparisonScope = .semantic) -> [Difference] {
        var comparison = PatientComparison(left: self, right: other, scope: scope)
        return comparison.run()
    }

    /// Whether both say the same.
    public func isEqual(to other: Patient, scope: ComparisonScope = .semantic) -> Bool {
        differences(from: other, scope: scope).isEmpty
    }
}
