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
struct RecordOrder: ~Copyable {
    private struct Key {
        var record: Int
        var start: Int
        var end: Int
        /// The first sixteen bytes, which mostly decide.
        var head: UInt64
        var next: UInt64
    }

    private var bytes = RawBytes()
    private var keys: [Key] = []
    /// By place among the sort keys: where the record at work has it among its entries.
    private var entries: [Int] = []

    /// The indices in the order of their records.
    mutating func sorted(_ indices: [Int], of records: [Record], keys sortKeys: SortKeys) -> [Int] {
        guard indices.count > 1, !sortKeys.fields.isEmpty else { return indices }
        bytes.removeAll()
        keys.removeAll(keepingCapacity: true)
        keys.reserveCapacity(indices.count)
        entries = [Int](repeating: -1, count: sortKeys.fields.count)
        records.withUnsafeBufferPointer { records in
            for index in indices {
                let start = bytes.count
                _ = RecordRef.lend(records, index) { append($0.entries, sortKeys) }
                keys.append(Key(record: index, start: start, end: bytes.count, head: 0, next: 0))
            }
        }
        return sortedRecords() ?? indices
    }

    private mutating func append(_ values: UnsafeBufferPointer<FieldValues.Entry>, _ sortKeys: SortKeys) {
        for place in entries.indices { entries[place] = -1 }
        for index in values.indices {
            let place = Int(sortKeys.places[Int(values[index].field.rawValue)])
            if place >= 0 { entries[place] = index }
        }
        for place in entries.indices {
            if entries[place] < 0 { bytes.append(0) } else { append(values[entries[place]].value) }
        }
    }

    private mutating func append(_ value: borrowing Value) {
        switch value {
        case .number(let number):
            bytes.append(2)
            // The bits of a double order like the number once negative ones are turned over.
            let pattern = number.double.bitPattern
            bytes.append(bigEndian: pattern >> 63 == 1 ? ~pattern : pattern | 1 << 63)
        case .text(let text): append(text)
        case .date(let date):
            bytes.append(1)
            date.withText { bytes.append(UnsafeRawBufferPointer($0)) }
            bytes.append(0)
        case .set(let codes): append(codes.joined(separator: ";"))
        case .missing: bytes.append(0)
        }
    }

    private mutating func append(_ text: String) {
        if text.isEmpty {
            bytes.append(0)
            return
        }
        bytes.append(1)
        bytes.append(text)
        bytes.append(0)
    }

    /// The records in order; nil when they stand in order already.
    private mutating func sortedRecords() -> [Int]? {
        let bytes = self.bytes.bytes
        for index in keys.indices {
            let (start, end) = (keys[index].start, keys[index].end)
            keys[index].head = Self.word(bytes, from: start, to: end)
            keys[index].next = Self.word(bytes, from: min(start + 8, end), to: end)
        }
        let isOrdered = !keys.indices.dropFirst().contains { Self.precedes(keys[$0], keys[$0 - 1], bytes) }
        if isOrdered { return nil }
        // Records come in rising order, so that equal ones keep it.
        keys.sort { Self.precedes($0, $1, bytes) }
        return keys.map(\.record)
    }

    /// Eight bytes as a number that orders like them; zeros behind the end.
    private static func word(_ bytes: UnsafeRawBufferPointer, from start: Int, to end: Int) -> UInt64 {
        if start + 8 <= end { return UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self)) }
        var word: UInt64 = 0
        for place in 0..<8 { word = word << 8 | (start + place < end ? UInt64(bytes[start + place]) : 0) }
        return word
    }

    /// Whether a key comes before another; of equal ones the one that came first.
    private static func precedes(_ a: Key, _ b: Key, _ bytes: UnsafeRawBufferPointer) -> Bool {
        if a.head != b.head { return a.head < b.head }
        if a.next != b.next { return a.next < b.next }
        let lengthA = a.end - a.start
        let lengthB = b.end - b.start
        if let base = bytes.baseAddress {
            let order = memcmp(base + a.start, base + b.start, min(lengthA, lengthB))
            if order != 0 { return order < 0 }
        }
        return lengthA == lengthB ? a.start < b.start : lengthA < lengthB
    }
}
