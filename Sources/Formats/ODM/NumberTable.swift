/// Numbers by pairs of numbers. (A dictionary costs several times as much, most of it for hashing against hostile keys;
/// these keys are made of numbers that the reader gave out itself, counting from 0.)
struct NumberTable {
    private struct Slot: BitwiseCopyable {
        var first: UInt64 = 0
        var second: UInt64 = 0
        /// -1 when the slot is empty.
        var number: Int32 = -1
    }

    private var slots: [Slot] = []
    private var used = 0

    /// The number of a key.
    subscript(first: UInt64, second: UInt64) -> Int32? {
        if slots.isEmpty { return nil }
        let number = slots[slot(first, second)].number
        return number < 0 ? nil : number
    }

    /// Puts in a key that is not there; `number` is 0 or more.
    mutating func insert(_ first: UInt64, _ second: UInt64, _ number: Int32) {
        if (used + 1) * 2 > slots.count { grow() }
        slots[slot(first, second)] = Slot(first: first, second: second, number: number)
        used += 1
    }

    private func slot(_ first: UInt64, _ second: UInt64) -> Int {
        let mixed = (first &* 0x9E37_79B9_7F4A_7C15 ^ second &* 0xD6E8_FEB8_6659_FD93) &* 0x9FB2_1C65_1E98_DF25
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: mixed >> 32) & mask
        while slots[slot].number >= 0, slots[slot].first != first || slots[slot].second != second {
            slot = (slot + 1) & mask
        }
        return slot
    }

    private mutating func grow() {
        let old = slots
        slots = Array(repeating: Slot(), count: max(64, old.count * 2))
        for entry in old where entry.number >= 0 { slots[slot(entry.first, entry.second)] = entry }
    }
}
