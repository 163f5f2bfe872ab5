import ClinicalModel
import Values

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The fields by which a domain's rows are sorted.
struct SortKeys: Sendable {
    let fields: [FieldID]
    /// By field number: its place in ``fields``, -1 for a field that is no key.
    let places: [Int8]

    init(_ fields: [FieldID]) {
        self.fields = fields
        var places = [Int8](repeating: -1, count: FieldID.allCases.count)
        for (place, field) in fields.enumerated() { places[Int(field.rawValue)] = Int8(place) }
        self.places = places
    }
}

/// The order of a patient's records in a dataset: by the dataset's keys, numbers as numbers, dates and texts by their bytes,
/// nothing before something, equal ones as they came.
struct RecordOrder {
    private struct Key {
        var record: Int
        var start: Int
        var end: Int
        /// The first eight bytes, which mostly decide.
        var head: UInt64 = 0
    }

    private var bytes: [UInt8] = []
    private var keys: [Key] = []
    /// By place among the sort keys: where the record at work has it among its entries.
    private var entries: [Int] = []

    /// The indices in the order of their records.
    mutating func sorted(_ indices: [Int], of records: [Record], keys sortKeys: SortKeys) -> [Int] {
        guard indices.count > 1, !sortKeys.fields.isEmpty else { return indices }
        bytes.removeAll(keepingCapacity: true)
        keys.removeAll(keepingCapacity: true)
        for index in indices {
            let start = bytes.count
            append(records[index].values.entries, sortKeys)
            keys.append(Key(record: index, start: start, end: bytes.count))
        }
        return sortedRecords() ?? indices
    }

    private mutating func append(_ values: [FieldValues.Entry], _ sortKeys: SortKeys) {
        entries.removeAll(keepingCapacity: true)
        for _ in sortKeys.fields { entries.append(-1) }
        for index in values.indices {
            let place = Int(sortKeys.places[Int(values[index].field.rawValue)])
            if place >= 0 { entries[place] = index }
        }
        for entry in entries {
            if entry < 0 { bytes.append(0) } else { append(values[entry].value) }
        }
    }

    private mutating func append(_ value: Value) {
        switch value {
        case .number(let number):
            bytes.append(2)
            // The bits of a double order like the number once negative ones are turned over.
            let pattern = number.double.bitPattern
            let ordered = pattern >> 63 == 1 ? ~pattern : pattern | 1 << 63
            withUnsafeBytes(of: ordered.bigEndian) { bytes.append(contentsOf: $0) }
        case .text(let text): append(text)
        case .date(let date):
            bytes.append(1)
            date.append(to: &bytes)
            bytes.append(0)
        case .set: append(value.text ?? "")
        case .missing: bytes.append(0)
        }
    }

    private mutating func append(_ text: String) {
        if text.isEmpty {
            bytes.append(0)
            return
        }
        bytes.append(1)
        var text = text
        text.withUTF8 { bytes.append(contentsOf: $0) }
        bytes.append(0)
    }

    /// The records in order; nil when they stand in order already.
    private mutating func sortedRecords() -> [Int]? {
        var keys = self.keys
        let isMoved = bytes.withUnsafeBytes { bytes in
            for index in keys.indices {
                for place in 0..<8 {
                    let position = keys[index].start + place
                    keys[index].head =
                        keys[index].head << 8 | (position < keys[index].end ? UInt64(bytes[position]) : 0)
                }
            }
            var isOrdered = true
            for index in keys.indices.dropFirst() where Self.precedes(keys[index], keys[index - 1], bytes) {
                isOrdered = false
                break
            }
            if !isOrdered {
                // Records come in rising order, so that equal ones keep it.
                keys.sort { Self.precedes($0, $1, bytes) }
            }
            return !isOrdered
        }
        return isMoved ? keys.map(\.record) : nil
    }

    /// Whether a key comes before another; of equal ones the one that came first.
    private static func precedes(_ a: Key, _ b: Key, _ bytes: UnsafeRawBufferPointer) -> Bool {
        if a.head != b.head { return a.head < b.head }
        let lengthA = a.end - a.start
        let lengthB = b.end - b.start
        if let base = bytes.baseAddress {
            let order = memcmp(base + a.start, base + b.start, min(lengthA, lengthB))
            if order != 0 { return order < 0 }
        }
        return lengthA == lengthB ? a.start < b.start : lengthA < lengthB
    }
}
