import ClinicalModel
import Values

/// The order of a patient's records in a dataset: by the dataset's keys, numbers as numbers, dates and texts by their bytes,
/// nothing before something, equal ones as they came.
struct RecordOrder {
    private var bytes: [UInt8] = []
    private var spans: [(record: Int, start: Int, end: Int)] = []

    static func sorted(_ indices: [Int], of records: [Record], keys: [FieldID]) -> [Int] {
        guard indices.count > 1, !keys.isEmpty else { return indices }
        var order = RecordOrder()
        order.bytes.reserveCapacity(indices.count * 40)
        order.spans.reserveCapacity(indices.count)
        for index in indices {
            let start = order.bytes.count
            for key in keys { order.append(records[index].values[key]) }
            order.spans.append((index, start, order.bytes.count))
        }
        return order.sorted()
    }

    private mutating func append(_ value: Value?) {
        switch value {
        case .number(let number)?:
            bytes.append(2)
            // The bits of a double order like the number once negative ones are turned over.
            let pattern = number.double.bitPattern
            let ordered = pattern >> 63 == 1 ? ~pattern : pattern | 1 << 63
            withUnsafeBytes(of: ordered.bigEndian) { bytes.append(contentsOf: $0) }
        case .text(let text)?: append(text)
        case .date(let date)?:
            bytes.append(1)
            date.append(to: &bytes)
            bytes.append(0)
        case .set?: append(value?.text ?? "")
        case .missing?, nil: bytes.append(0)
        }
    }

    private mutating func append(_ text: String) {
        if text.isEmpty {
            bytes.append(0)
            return
        }
        bytes.append(1)
        bytes.append(contentsOf: text.utf8)
        bytes.append(0)
    }

    private func sorted() -> [Int] {
        bytes.withUnsafeBufferPointer { bytes in
            spans.indices.sorted { a, b in
                let first = UnsafeBufferPointer(rebasing: bytes[spans[a].start..<spans[a].end])
                let second = UnsafeBufferPointer(rebasing: bytes[spans[b].start..<spans[b].end])
                var index = 0
                while index < first.count, index < second.count {
                    if first[index] != second[index] { return first[index] < second[index] }
                    index += 1
                }
                return first.count == second.count ? a < b : first.count < second.count
            }
        }.map { spans[$0].record }
    }
}
