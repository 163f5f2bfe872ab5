/// Bytes of many short texts, one after the other in one block of memory: the paths of a patient's groups, of which each
/// begins with its parent's.
struct TextArena: ~Copyable {
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    /// How many bytes there are.
    private(set) var count = 0

    init(capacity: Int) {
        self.capacity = max(capacity, 16)
        base = .allocate(capacity: self.capacity)
    }

    deinit { base.deallocate() }

    mutating func append(_ byte: UInt8) {
        reserve(1)
        base[count] = byte
        count += 1
    }

    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let start = bytes.baseAddress else { return }
        reserve(bytes.count)
        (base + count).update(from: start, count: bytes.count)
        count += bytes.count
    }

    /// Appends a part of the arena itself.
    mutating func append(_ range: Range<Int>) {
        precondition(range.upperBound <= count)
        reserve(range.count)
        (base + count).update(from: base + range.lowerBound, count: range.count)
        count += range.count
    }

    /// Appends a number of at least 0 in decimal digits.
    mutating func append(number: Int32) {
        if number >= 10 { append(number: number / 10) }
        append(0x30 + UInt8(truncatingIfNeeded: number % 10))
    }

    /// A part of the arena as a string.
    func text(_ range: Range<Int>) -> String {
        precondition(range.upperBound <= count)
        return String(
            decoding: UnsafeBufferPointer(start: base + range.lowerBound, count: range.count), as: UTF8.self)
    }

    /// A part of the arena and what follows it, as a string.
    mutating func text(_ range: Range<Int>, _ suffix: UnsafeBufferPointer<UInt8>) -> String {
        // Put together behind the arena's end, and forgotten.
        let end = count
        append(range)
        append(suffix)
        let text = text(end..<count)
        count = end
        return text
    }

    private mutating func reserve(_ extra: Int) {
        guard count + extra > capacity else { return }
        let larger = max(count + extra, capacity * 2)
        let new = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        new.update(from: base, count: count)
        base.deallocate()
        base = new
        capacity = larger
    }
}
