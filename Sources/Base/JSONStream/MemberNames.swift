/// The names of the objects that are open, to tell when one stands twice in an object.
///
/// Objects have few members as a rule: their names are compared by a cheap hash one by one. From ``wide`` members on the
/// names of an object are also kept in a set under a seeded hash, so that no text can make this slow.
struct MemberNames {
    /// One object's names: from where on they stand in ``entries`` and ``bytes``.
    struct Frame {
        fileprivate var entries: Int
        fileprivate var bytes: Int
    }

    private struct Entry {
        var hash: UInt64
        var range: Range<Int>
    }

    private static let wide = 32

    private var entries: [Entry] = []
    private var bytes: [UInt8] = []
    private var set: Set<UInt64> = []

    func open() -> Frame { Frame(entries: entries.count, bytes: bytes.count) }

    mutating func close(_ frame: Frame) {
        if entries.count - frame.entries > MemberNames.wide {
            for entry in entries[frame.entries...] { set.remove(entry.hash) }
        }
        entries.removeSubrange(frame.entries...)
        bytes.removeSubrange(frame.bytes...)
    }

    /// Adds a name to the innermost object; false when it has it already.
    mutating func insert(_ name: UnsafeRawBufferPointer, into frame: inout Frame) -> Bool {
        let count = entries.count - frame.entries
        if count < MemberNames.wide {
            let hash = MemberNames.cheapHash(name)
            guard !holds(name, hash, from: frame.entries) else { return false }
            append(name, hash)
            return true
        }
        if count == MemberNames.wide {
            for index in frame.entries..<entries.count {
                entries[index].hash = bytes.withUnsafeBytes { seededHash($0[entries[index].range], frame) }
                set.insert(entries[index].hash)
            }
        }
        let hash = seededHash(name[...], frame)
        if !set.insert(hash).inserted, holds(name, hash, from: frame.entries) { return false }
        append(name, hash)
        return true
    }

    private mutating func append(_ name: UnsafeRawBufferPointer, _ hash: UInt64) {
        let begin = bytes.count
        bytes.append(contentsOf: name)
        entries.append(Entry(hash: hash, range: begin..<bytes.count))
    }

    private func holds(_ name: UnsafeRawBufferPointer, _ hash: UInt64, from first: Int) -> Bool {
        for entry in entries[first...] where entry.hash == hash && bytes[entry.range].elementsEqual(name) {
            return true
        }
        return false
    }

    private static func cheapHash(_ name: UnsafeRawBufferPointer) -> UInt64 {
        var hash = UInt64(truncatingIfNeeded: name.count)
        var index = 0
        while index + 8 <= name.count {
            hash = (hash ^ name.loadUnaligned(fromByteOffset: index, as: UInt64.self)) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 29
            index += 8
        }
        while index < name.count {
            hash = (hash ^ UInt64(name[index])) &* 0x0000_0100_0000_01B3
            index += 1
        }
        return hash
    }

    /// Of names and the object that they stand in: one set serves all.
    private func seededHash(_ name: Slice<UnsafeRawBufferPointer>, _ frame: Frame) -> UInt64 {
        var hasher = Hasher()
        hasher.combine(frame.entries)
        hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: name))
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }
}
