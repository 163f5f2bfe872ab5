/// A set of subjects by 128 bits of a hash: 16 bytes a patient, however long their keys.
struct SubjectKeySet {
    private var table: [SIMD2<UInt64>] = Array(repeating: .zero, count: 1024)
    private(set) var count = 0

    /// Puts a key in; false when it was there already.
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

    /// The key of a subject of a study. The two halves are independent FNV-1a hashes; neither is ever zero.
    static func key(study: String, subject: String) -> SIMD2<UInt64> {
        var a: UInt64 = 0xCBF2_9CE4_8422_2325
        var b: UInt64 = 0x9E37_79B9_7F4A_7C15
        func mix(_ byte: UInt8) {
            a = (a ^ UInt64(byte)) &* 0x100_0000_01B3
            b = (b &+ UInt64(byte) &+ 1) &* 0xD6E8_FEB8_6659_FD93
            b ^= b >> 32
        }
        for byte in study.utf8 { mix(byte) }
        mix(0)
        for byte in subject.utf8 { mix(byte) }
        return SIMD2(a | 1, b | 1)
    }
}
