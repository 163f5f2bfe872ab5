public import Values

/// A field's value.
public enum Value: Sendable, Hashable {
    /// Text or a code, as said.
    case text(String)
    /// An exact decimal with its digits.
    case number(Decimal)
    /// A date at the precision that was known.
    case date(PartialDate)
    /// Several codes in the order in which they were said.
    case set([String])
    /// Null with a reason: data in itself.
    case missing(Missing)

    /// The text as datasets write it; sets joined by `;`, nil for missing.
    public var text: String? {
        switch self {
        case .text(let text): text
        case .number(let number): number.description
        case .date(let date): date.description
        case .set(let codes): codes.joined(separator: ";")
        case .missing: nil
        }
    }
}

/// The values of one record, sorted by field.
///
/// Storage is one array of small pairs, which a door walks once; many fields are best set in a ``FieldDraft``. A derived
/// field (``FieldID/isDerived``) that stands here is an override of what would be computed on writing.
public struct FieldValues: Sendable, Hashable {
    /// A field and its value.
    public struct Entry: Sendable, Hashable {
        /// The value.
        public var value: Value
        /// The field.
        public var field: FieldID
    }

    /// The pairs, sorted by field number.
    public private(set) var entries: [Entry] = []

    /// No values.
    public init() {}

    /// The pairs as they are, which must be sorted by field number and have no field twice.
    init(sorted entries: [Entry]) { self.entries = entries }

    /// The value of a field; setting nil removes it.
    public subscript(field: FieldID) -> Value? {
        get {
            let index = position(of: field)
            guard index < entries.count, entries[index].field == field else { return nil }
            return entries[index].value
        }
        set {
            if let last = entries.last, last.field.rawValue < field.rawValue {
                if let newValue { entries.append(Entry(value: newValue, field: field)) }
                return
            }
            let index = position(of: field)
            let found = index < entries.count && entries[index].field == field
            if let newValue {
                if found {
                    entries[index].value = newValue
                } else {
                    entries.insert(Entry(value: newValue, field: field), at: index)
                }
            } else if found {
                entries.remove(at: index)
            }
        }
    }

    private func position(of field: FieldID) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].field.rawValue < field.rawValue { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
