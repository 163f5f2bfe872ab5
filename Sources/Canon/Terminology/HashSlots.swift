/// A hash table of a binary table: u16 slots, open addressing, filled at most to two thirds.
///
/// The hash is FNV-1a over the bytes with A-Z folded to a-z, so that the slots passed by one search hold every entry
/// that equals the key or differs from it in case only.
struct HashSlots: Sendable {
    private let section: TableSection
    private let first: Int
    private let mask: Int

    /// The slots from index `first` on, 2 to the power of `bits` of them.
    @inline(__always)
    init(_ section: TableSection, first: Int, bits: Int) {
        self.section = section
        self.first = first
        mask = (1 << bits) - 1
    }

    /// All slots of a section.
    init(_ section: TableSection) {
        self.section = section
        first = 0
        mask = section.count / 2 - 1
    }

    /// Calls `visit` with each entry whose hash may be the key's, in the order of the table's rows among equal keys,
    /// until it returns false.
    @inline(__always)
    func candidates(for key: UnsafeRawBufferPointer, _ visit: (Int) -> Bool) {
        var slot = Int(Self.hash(key)) & mask
        for _ in 0...mask {
            let entry = section.u16(at: 2 * (first + slot))
            if entry == 0xFFFF || !visit(Int(entry)) { return }
            slot = (slot + 1) & mask
        }
    }

    @inline(__always)
    private static func hash(_ key: UnsafeRawBufferPointer) -> UInt32 {
        var hash: UInt32 = 0x811C_9DC5
        for byte in key { hash = (hash ^ UInt32(folded(byte))) &* 0x0100_0193 }
        return hash
    }
}

/// A byte with the ASCII capitals made small.
@inline(__always)
func folded(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

/// Whether two runs of bytes are equal.
@inline(__always)
func equal(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
    guard a.count == b.count else { return false }
    for index in 0..<a.count where a[index] != b[index] { return false }
    return true
}

/// Whether two runs of bytes are equal when ASCII letters are compared without case.
@inline(__always)
func equalIgnoringCase(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
    guard a.count == b.count else { return false }
    for index in 0..<a.count where folded(a[index]) != folded(b[index]) { return false }
    return true
}

/// Runs `body` with the UTF-8 bytes of a string.
@inline(__always)
func withUTF8<Result>(_ text: String, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    var text = text
    return text.withUTF8 { body(UnsafeRawBufferPointer($0)) }
}
