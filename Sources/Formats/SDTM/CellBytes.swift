/// The growing bytes of ``DatasetRows``: a cell is written with one check for room.
struct CellBytes: Sendable {
    /// How many bytes were written.
    private(set) var count = 0
    /// The bytes, and room for more.
    private var storage: [UInt8] = []

    /// No bytes.
    init() {}

    /// These bytes.
    init(_ bytes: UnsafeRawBufferPointer) {
        count = bytes.count
        storage = [UInt8](bytes)
    }

    /// Makes room for so many bytes in all.
    mutating func reserve(_ total: Int) {
        guard total > storage.count else { return }
        let room = max(total, storage.count * 2, 256)
        storage.append(contentsOf: repeatElement(0, count: room - storage.count))
    }

    /// Gives the bytes to `use`.
    func withUnsafeBytes<Result>(_ use: (UnsafeRawBufferPointer) -> Result) -> Result {
        storage.withUnsafeBytes { use(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }

    /// Appends bytes.
    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        reserve(count + bytes.count)
        let start = count
        storage.withUnsafeMutableBytes { storage in
            UnsafeMutableRawBufferPointer(rebasing: storage[start...]).copyMemory(from: bytes)
        }
        count += bytes.count
    }

    /// Appends a tag and the bytes behind it.
    mutating func append(_ tag: UInt8, _ bytes: UnsafeRawBufferPointer) {
        reserve(count + 1 + bytes.count)
        let start = count
        storage.withUnsafeMutableBytes { storage in
            storage[start] = tag
            UnsafeMutableRawBufferPointer(rebasing: storage[(start + 1)...]).copyMemory(from: bytes)
        }
        count += 1 + bytes.count
    }

    /// Appends a tag and a number, least significant byte first.
    mutating func append<Number: FixedWidthInteger & BitwiseCopyable>(_ tag: UInt8, _ number: Number) {
        reserve(count + 1 + MemoryLayout<Number>.size)
        let start = count
        storage.withUnsafeMutableBytes { storage in
            storage[start] = tag
            storage.storeBytes(of: number.littleEndian, toByteOffset: start + 1, as: Number.self)
        }
        count += 1 + MemoryLayout<Number>.size
    }
}
