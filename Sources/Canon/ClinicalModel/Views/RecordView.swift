import Values

/// A typed look at a ``Record``: names for its values that say what they are on that kind.
///
/// A view holds the record and nothing else. Values without a property are reached by `record.get` and `record.set`.
///
/// ```swift
/// for event in patient.events where event.isDeath { dates.append(event.start) }
///
/// for index in patient.records.indices {
///     guard var event = Event(patient.records[index]) else { continue }
///     event.grade = nil
///     patient.records[index] = event.record
/// }
/// ```
public protocol RecordView: Sendable, Hashable {
    /// The record seen through this view.
    var record: Record { get set }

    /// Nil for a record of another kind.
    init?(_ record: Record)

    /// Whether records of a kind are seen through this view.
    static func holds(_ kind: EntityKind) -> Bool
}

extension RecordView {
    /// A record without values; nil for a kind that this view does not show.
    public init?(kind: EntityKind, key: RecordKey, origin: Origin = Origin()) {
        self.init(Record(kind: kind, key: key, origin: origin))
    }

    /// The record's identity.
    public var key: RecordKey { record.key }

    /// The record that this one belongs to.
    public var parent: RecordKey? {
        get { record.parent }
        set { record.parent = newValue }
    }
}

extension Record {
    /// A text, nil when the field is absent or missing with a reason; setting nil removes the field.
    subscript(text field: FieldID) -> String? {
        get { text(field) }
        set { values[field] = newValue.map { .text($0) } }
    }

    /// A number; setting nil removes the field.
    subscript(number field: FieldID) -> Decimal? {
        get { number(field) }
        set { values[field] = newValue.map { .number($0) } }
    }

    /// A date; setting nil removes the field.
    subscript(date field: FieldID) -> PartialDate? {
        get { date(field) }
        set { values[field] = newValue.map { .date($0) } }
    }

    /// Codes; empty when absent, and setting none removes the field.
    subscript(set field: FieldID) -> [String] {
        get { codes(field) }
        set { values[field] = newValue.isEmpty ? nil : .set(newValue) }
    }
}
