import Values

/// The bytes of a transport file that are being looked at: header records one by one, then rows with enough behind them to
/// see where they end.
struct XPTWindow: ~Copyable {
    let path: String
    /// Where the next byte stands in the file.
    var position: Int { base + start }
    /// How many bytes lie ready.
    var count: Int { end - start }
    private(set) var isAtEnd = false

    private var source: ByteSource
    private var buffer: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0
    /// Where the buffer begins in the file.
    private var base = 0

    init(path: String) throws(SDTMError) {
        self.path = path
        do throws(FileError) { source = try ByteSource(path: path, chunkSize: 1 << 18) } catch { throw .file(error) }
        buffer = .allocate(byteCount: 1 << 19, alignment: 16)
    }

    deinit { buffer.deallocate() }

    var bytesRead: Int { source.position }
    var size: Int? { source.size }

    /// The bytes that lie ready.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer[start..<end]) }

    /// Reads until so many bytes lie ready, or the file ends.
    mutating func require(_ wanted: Int) throws(SDTMError) {
        while count < wanted, !isAtEnd {
            do throws(FileError) { isAtEnd = try !source.readChunk() } catch { throw .file(error) }
            append(source.chunk)
        }
    }

    private mutating func append(_ chunk: UnsafeRawBufferPointer) {
        let unread = UnsafeRawBufferPointer(rebasing: buffer[start..<end])
        if unread.count + chunk.count > buffer.count {
            let larger = UnsafeMutableRawBufferPointer.allocate(
                byteCount: max(buffer.count * 2, unread.count + chunk.count), alignment: 16)
            larger.copyMemory(from: unread)
            buffer.deallocate()
            buffer = larger
        } else {
            buffer.copyMemory(from: unread)
        }
        base += start
        start = 0
        end = unread.count
        UnsafeMutableRawBufferPointer(rebasing: buffer[end...]).copyMemory(from: chunk)
        end += chunk.count
    }

    /// Passes over bytes that lie ready.
    mutating func skip(_ bytes: Int) { start += min(bytes, count) }

    // MARK: - Records

    /// The next 80 bytes; nil at the end of the file.
    mutating func recordIfAny(_ what: String) throws(SDTMError) -> [UInt8]? {
        try require(XPT.recordLength)
        guard count > 0 else { return nil }
        return try record(what)
    }

    /// The next 80 bytes; `what` is said when the file ends before them.
    mutating func record(_ what: String) throws(SDTMError) -> [UInt8] {
        try require(XPT.recordLength)
        guard count >= XPT.recordLength else {
            throw .malformed(
                reason: "the file is cut off within \(what), at byte \(position + count)", at: Location(path: path))
        }
        let record = [UInt8](bytes[..<XPT.recordLength])
        start += XPT.recordLength
        return record
    }

    func malformed(_ reason: String) -> SDTMError { .malformed(reason: reason, at: Location(path: path)) }
}
