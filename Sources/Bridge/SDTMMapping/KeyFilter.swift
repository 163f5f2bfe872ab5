import ClinicalModel

/// The few keys of a patient's records that something points at: relations and comments. Asked of every record, so most are
/// turned away by their length and last bytes.
struct KeyFilter {
    private var keys: Set<RecordKey> = []
    private var marks = [Bool](repeating: false, count: 1024)

    var isEmpty: Bool { keys.isEmpty }

    mutating func insert(_ key: RecordKey) {
        keys.insert(key)
        marks[Self.mark(key)] = true
    }

    func contains(_ key: RecordKey) -> Bool {
        !keys.isEmpty && marks[Self.mark(key)] && keys.contains(key)
    }

    private static func mark(_ key: RecordKey) -> Int {
        var text = key.text
        return text.withUTF8 { bytes in
            var hash = UInt32(truncatingIfNeeded: bytes.count)
            for byte in bytes.suffix(8) { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
            return Int(hash >> 22)
        }
    }
}
