import ClinicalModel

/// A record while the lines of its block fill it.
struct RecordDraft: ~Copyable {
    var kind = EntityKind.subject
    var origin = Origin()
    var values = FieldDraft()
    var supplements: [Supplement] = []

    /// Hands the record over; the draft is then empty.
    mutating func take(_ key: RecordKey) -> Record {
        var record = Record(kind: kind, key: key, origin: origin)
        record.values = FieldValues(taking: &values)
        if !supplements.isEmpty { swap(&record.supplements, &supplements) }
        return record
    }

    /// Drops what was filled in.
    mutating func clear() {
        _ = FieldValues(taking: &values)
        supplements = []
    }
}
