/// A set of subjects by ``SubjectHash``: 16 bytes a patient, however long their keys.
struct SubjectKeySet {
    private var table: [SIMD2<UInt64>] = Array(repeating: .zero, count: 1024)
    private(set) var count = 0

    /// Puts the hash's bits in; false when it was there already.
    mutating func insert(_ key: SIMD2<UInt64>) -> Bool {
        if count * 3 >= table.count * 2 { grow() }
        var slot = Int(truncatingIfNeeded: key.x) & (table.count - 1)
        while table[slot] != .zero {
            if table[slot] == key { return false }
            slot = (slot + 1) & (table.count - 1)
        }
        table[slot] = key
        count += 1
        return true
    }

    private mutating func grow() {
        let old = table
        table = Array(repeating: .zero, count: old.count * 2)
        count = 0
        for key in old where key != .zero { _ = insert(key) }
    }
}
