/// Interned texts: OIDs, attribute names and paths of vendor elements, each with a small number.
///
/// A table only grows, and copies share their storage: a batch carries the table as it was when the batch was cut, and
/// numbers keep their meaning in every later copy.
public struct NameTable: Sendable {
    /// The texts by number.
    public private(set) var names: [String] = []
    private var slots: [Int32] = Array(repeating: -1, count: 256)

    /// Makes an empty table.
    public init() {}

    /// The text with this number.
    public subscript(id: Int32) -> String { names[Int(id)] }

    /// The number of a text, given one if it is new.
    public mutating func id(of bytes: UnsafeBufferPointer<UInt8>) -> Int32 {
        var slot = probe(bytes)
        if slots[slot] >= 0 { return slots[slot] }
        if names.count * 2 >= slots.count {
            grow()
            slot = probe(bytes)
        }
        let id = Int32(names.count)
        names.append(String(decoding: bytes, as: UTF8.self))
        slots[slot] = id
        return id
    }

    /// The number of a text, given one if it is new.
    public mutating func id(of text: String) -> Int32 {
        var text = text
        return text.withUTF8 { id(of: $0) }
    }

    /// The number of a text that is there already.
    public func find(_ text: String) -> Int32? {
        var text = text
        let slot = text.withUTF8 { slots[probe($0)] }
        return slot >= 0 ? slot : nil
    }

    private func probe(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        let mask = slots.count - 1
        var slot = NameTable.hash(bytes) & mask
        while slots[slot] >= 0 {
            if NameTable.equal(names[Int(slots[slot])], bytes) { return slot }
            slot = (slot + 1) & mask
        }
        return slot
    }

    private mutating func grow() {
        slots = Array(repeating: -1, count: slots.count * 2)
        for id in names.indices {
            var name = names[id]
            let slot = name.withUTF8 { probe($0) }
            slots[slot] = Int32(id)
        }
    }

    static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int(truncatingIfNeeded: hash ^ (hash >> 29)) & Int.max
    }

    private static func equal(_ name: String, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let utf8 = name.utf8
        guard utf8.count == bytes.count else { return false }
        return utf8.withContiguousStorageIfAvailable { $0.elementsEqual(bytes) } ?? utf8.elementsEqual(bytes)
    }
}
