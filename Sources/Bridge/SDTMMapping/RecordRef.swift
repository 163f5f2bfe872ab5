import ClinicalModel
import Values

/// The record at work, lent by the array that holds it: a door asks it for a dozen things, and a record is costly to copy.
///
/// Valid only inside ``lend(_:_:)``'s closure, which keeps the record and its values where they are.
struct RecordRef {
    private let record: UnsafePointer<Record>
    /// The record's values, sorted by field.
    let entries: UnsafeBufferPointer<FieldValues.Entry>

    /// Lends one of the records that stand in memory; `index` is one of the array's.
    @inline(__always)
    static func lend<Result>(
        _ records: UnsafeBufferPointer<Record>, _ index: Int, _ use: (RecordRef) -> Result
    ) -> Result? {
        guard let base = records.baseAddress, records.indices.contains(index) else { return nil }
        let record = base + index
        return record.pointee.values.entries.withUnsafeBufferPointer { use(RecordRef(record: record, entries: $0)) }
    }

    var kind: EntityKind { record.pointee.kind }
    var origin: Origin { record.pointee.origin }
    var key: RecordKey { record.pointee.key }
    var parent: RecordKey? { record.pointee.parent }
    var supplements: [Supplement] { record.pointee.supplements }

    /// The value of a field.
    subscript(field: FieldID) -> Value? { record.pointee.values[field] }

    /// A field as text, whatever its type; nil when absent or missing.
    func text(_ field: FieldID) -> String? { record.pointee.text(field) }

    /// A date field; nil when absent or missing.
    func date(_ field: FieldID) -> PartialDate? { record.pointee.date(field) }

    /// A number field; nil when absent or missing.
    func number(_ field: FieldID) -> Decimal? { record.pointee.number(field) }

    /// A date that stands among the values; nil when it is no date.
    func date(at entry: Int) -> PartialDate? {
        if case .date(let date) = entries[entry].value { date } else { nil }
    }
}
