#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Interned texts: OIDs, attribute names and paths of vendor elements, each with a small number.
///
/// A table only grows, and copies share their storage: a batch carries the table as it was when the batch was cut, and
/// numbers keep their meaning in every later copy.
public struct NameTable: Sendable {
    /// The texts by number.
    public private(set) var names: [String] = []
    /// The texts' bytes one after the other, and where each ends: strings are too slow to compare with.
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    private var slots: [Int32] = Array(repeating: -1, count: 256)

    /// Makes an empty table.
    public init() {}

    /// The text with this number.
    public subscript(id: Int32) -> String { names[Int(id)] }

    /// Lends the bytes of the text with this number.
    public func withBytes<Result>(of id: Int32, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        let start = id == 0 ? 0 : ends[Int(id) - 1]
        let end = ends[Int(id)]
        return bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[start..<end])) }
    }

    /// The number of a text, given one if it is new.
    public mutating func id(of text: UnsafeBufferPointer<UInt8>) -> Int32 {
        var slot = probe(text)
        if slots[slot] >= 0 { return slots[slot] }
        if names.count * 2 >= slots.count {
            grow()
            slot = probe(text)
        }
        let id = Int32(names.count)
        names.append(String(decoding: text, as: UTF8.self))
        bytes.append(contentsOf: text)
        ends.append(bytes.count)
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

    private func probe(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        let mask = slots.count - 1
        var slot = NameTable.hash(text) & mask
        while slots[slot] >= 0 {
            if isEqual(Int(slots[slot]), text) { return slot }
            slot = (slot + 1) & mask
        }
        return slot
    }

    private func isEqual(_ id: Int, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = id == 0 ? 0 : ends[id - 1]
        guard ends[id] - start == text.count else { return false }
        guard let other = text.baseAddress, !text.isEmpty else { return true }
        return bytes.withUnsafeBufferPointer { own in
            own.baseAddress.map { memcmp($0 + start, other, text.count) == 0 } ?? false
        }
    }

    private mutating func grow() {
        slots = Array(repeating: -1, count: slots.count * 2)
        for id in names.indices {
            let start = id == 0 ? 0 : ends[id - 1]
            let slot = bytes[start..<ends[id]].withUnsafeBufferPointer { probe($0) }
            slots[slot] = Int32(id)
        }
    }

    /// A number for a text, the same in one process; eight bytes at a time.
    static func hash(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        var hash = UInt64(truncatingIfNeeded: text.count) &* 0x9E37_79B9_7F4A_7C15
        let raw = UnsafeRawBufferPointer(text)
        var offset = 0
        while offset + 8 <= raw.count {
            hash = (hash ^ raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) &* 0x9FB2_1C65_1E98_DF25
            hash ^= hash >> 32
            offset += 8
        }
        var rest: UInt64 = 0
        while offset < raw.count {
            rest = rest << 8 | UInt64(raw[offset])
            offset += 1
        }
        hash = (hash ^ rest) &* 0x9FB2_1C65_1E98_DF25
        hash ^= hash >> 32
        return Int(truncatingIfNeeded: hash) & Int.max
    }
}
