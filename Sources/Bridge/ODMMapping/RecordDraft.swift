import ClinicalModel

/// A record while the lines of its block fill it.
struct RecordDraft: ~Copyable {
    var kind = EntityKind.subject
    var origin = Origin()
    var values = FieldDraft()
    var supplements: [Supplement] = []

    /// Hands the record over; the draft is then empty.
    mutating func take(_ key: consuming RecordKey) -> Record {
        var supplements: [Supplement] = []
        swap(&supplements, &self.supplements)
        return Record(kind: kind, key: key, origin: origin, taking: &values, supplements: supplements)
    }

    /// Drops what was filled in.
    mutating func clear() {
        _ = FieldValues(taking: &values)
        supplements = []
    }
}
