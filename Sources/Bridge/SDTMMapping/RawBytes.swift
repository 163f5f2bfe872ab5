/// Bytes that grow, in memory that is kept when they are forgotten: for what is written record by record.
///
/// Bounds: ``room(_:)`` makes sure that so many bytes can follow, and no other function writes without it.
struct RawBytes: ~Copyable {
    private var base: UnsafeMutableRawPointer = .allocate(byteCount: 256, alignment: 16)
    private var capacity = 256
    /// How many bytes were written.
    private(set) var count = 0

    deinit { base.deallocate() }

    /// The bytes; valid until the next are written.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

    /// Forgets the bytes.
    mutating func removeAll() { count = 0 }

    @inline(__always)
    private mutating func room(_ more: Int) -> UnsafeMutableRawPointer {
        if capacity - count < more { grow(by: more) }
        return base + count
    }

    @inline(never)
    private mutating func grow(by more: Int) {
        capacity = max(capacity * 2, count + more)
        let moved = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        moved.copyMemory(from: base, byteCount: count)
        base.deallocate()
        base = moved
    }

    mutating func append(_ byte: UInt8) {
        room(1).storeBytes(of: byte, as: UInt8.self)
        count += 1
    }

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        room(bytes.count).copyMemory(from: source, byteCount: bytes.count)
        count += bytes.count
    }

    mutating func append(_ bytes: [UInt8]) { bytes.withUnsafeBytes { append($0) } }

    mutating func append(_ text: StaticString) { text.withUTF8Buffer { append(UnsafeRawBufferPointer($0)) } }

    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    /// A number, most significant byte first.
    mutating func append(bigEndian number: UInt64) {
        room(8).storeBytes(of: number.bigEndian, as: UInt64.self)
        count += 8
    }

    /// The digits of a number that is not negative.
    mutating func append(digits number: Int) {
        let target = room(20)
        var rest = number.magnitude
        var length = 1
        var limit: UInt = 10
        while rest >= limit, length < 19 {
            length += 1
            limit *= 10
        }
        for place in stride(from: length - 1, through: 0, by: -1) {
            target.storeBytes(of: 0x30 + UInt8(truncatingIfNeeded: rest % 10), toByteOffset: place, as: UInt8.self)
            rest /= 10
        }
        count += length
    }
}
