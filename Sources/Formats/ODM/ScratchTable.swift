/// Counts by number, forgotten all at once: for the siblings of one subject. (A dictionary costs several times as much,
/// most of it for hashing against hostile keys, which here come from small numbers.)
struct ScratchTable: ~Copyable {
    private struct Slot: BitwiseCopyable {
        var key: UInt64 = 0
        var count: Int32 = 0
        /// The slot is empty unless this is the table's.
        var generation: UInt32 = 0
    }

    private var slots: UnsafeMutableBufferPointer<Slot>
    private var used = 0
    private var generation: UInt32 = 1

    init() {
        slots = .allocate(capacity: 1024)
        slots.initialize(repeating: Slot())
    }

    deinit { slots.deallocate() }

    /// Forgets all.
    mutating func clear() {
        used = 0
        generation &+= 1
        if generation == 0 {
            slots.update(repeating: Slot())
            generation = 1
        }
    }

    /// Counts a key once more and returns how often it has come.
    mutating func increment(_ key: UInt64) -> Int32 {
        if used * 2 >= slots.count { grow() }
        let slot = slot(key)
        if slots[slot].generation != generation {
            slots[slot] = Slot(key: key, count: 0, generation: generation)
            used += 1
        }
        slots[slot].count += 1
        return slots[slot].count
    }

    private func slot(_ key: UInt64) -> Int {
        let mixed = (key ^ key >> 29) &* 0x9E37_79B9_7F4A_7C15
        var slot = Int(truncatingIfNeeded: mixed >> 32) & (slots.count - 1)
        while slots[slot].generation == generation, slots[slot].key != key { slot = (slot + 1) & (slots.count - 1) }
        return slot
    }

    private mutating func grow() {
        let old = slots
        slots = .allocate(capacity: old.count * 2)
        slots.initialize(repeating: Slot())
        for entry in old where entry.generation == generation { slots[slot(entry.key)] = entry }
        old.deallocate()
    }
}
