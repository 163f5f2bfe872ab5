import Values

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The bytes of a Dataset-JSON file that are being looked at, decompressed where they are compressed.
struct DatasetJSONWindow: ~Copyable {
    let path: String
    /// How the file is compressed, told by its first bytes; nil when it is not.
    let compression: Compression?
    /// Where the next byte stands in the (decompressed) text.
    var position: Int { base + start }
    private(set) var isAtEnd = false

    private var source: ByteSource
    private var inflater: Inflater?
    /// How much of the source's chunk is used up.
    private var used = 0
    private var buffer: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0
    /// Where the buffer begins in the text.
    private var base = 0

    private static let chunkSize = 1 << 18

    init(path: String, limits: DatasetJSONReader.Limits) throws(SDTMError) {
        let source = try DatasetJSONWindow.source(path)
        let compression = DatasetJSONWindow.compression(of: source.chunk)
        let inflater = try DatasetJSONWindow.inflater(compression, path, limits)
        self.init(path, compression, source, inflater)
    }

    private init(
        _ path: String, _ compression: Compression?, _ source: consuming ByteSource, _ inflater: consuming Inflater?
    ) {
        self.path = path
        self.compression = compression
        self.source = source
        self.inflater = inflater
        buffer = .allocate(byteCount: 2 * DatasetJSONWindow.chunkSize, alignment: 16)
    }

    private static func source(_ path: String) throws(SDTMError) -> ByteSource {
        do throws(FileError) {
            var source = try ByteSource(path: path, chunkSize: chunkSize)
            _ = try source.readChunk()
            return source
        } catch { throw .file(error) }
    }

    private static func inflater(
        _ compression: Compression?, _ path: String, _ limits: DatasetJSONReader.Limits
    ) throws(SDTMError) -> Inflater? {
        guard let compression else { return nil }
        return try Inflater(compression, path: path, limits: limits)
    }

    private static func compression(of head: UnsafeRawBufferPointer) -> Compression? {
        guard head.count >= 2 else { return nil }
        if head[0] == 0x1F, head[1] == 0x8B { return .gzip }
        // RFC 1950 section 2.2: the method is deflate, and the two bytes are a multiple of 31; no JSON begins so.
        let isZlib = head[0] & 0x0F == 8 && head[0] >> 4 <= 7 && (Int(head[0]) << 8 | Int(head[1])) % 31 == 0
        return isZlib ? .zlib : nil
    }

    deinit { buffer.deallocate() }

    var bytesRead: Int { source.position }
    var size: Int? { source.size }
    /// How many bytes lie ready.
    var count: Int { end - start }

    /// The bytes that lie ready.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer[start..<end]) }

    /// Passes over bytes that lie ready.
    mutating func skip(_ bytes: Int) { start += bytes }

    /// Reads until so many bytes lie ready, or the text ends.
    mutating func require(_ wanted: Int) throws(SDTMError) {
        while count < wanted, !isAtEnd { try fill() }
    }

    private mutating func fill() throws(SDTMError) {
        makeRoom()
        let room = UnsafeMutableRawBufferPointer(rebasing: buffer[end...])
        while true {
            if used == source.chunk.count {
                do throws(FileError) { isAtEnd = try !source.readChunk() } catch { throw .file(error) }
                used = 0
            }
            guard !isAtEnd else {
                if let done = inflater?.isDone, !done {
                    throw malformed("the compressed data are cut off: they end before they say so")
                }
                return
            }
            let rest = UnsafeRawBufferPointer(rebasing: source.chunk[used...])
            if inflater == nil {
                room.copyMemory(from: rest)
                used += rest.count
                end += rest.count
                return
            }
            if inflater?.isDone == true { try inflater?.goOn(with: rest) }
            guard let (read, written) = try inflater?.inflate(rest, into: room) else { return }
            used += read
            end += written
            if written > 0 { return }
        }
    }

    /// Makes room for one more chunk behind what is unread.
    private mutating func makeRoom() {
        let unread = bytes
        if unread.count + DatasetJSONWindow.chunkSize > buffer.count {
            let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: buffer.count * 2, alignment: 16)
            larger.copyMemory(from: unread)
            buffer.deallocate()
            buffer = larger
        } else if start > 0 {
            buffer.copyMemory(from: unread)
        }
        base += start
        start = 0
        end = unread.count
    }

    func malformed(_ reason: String) -> SDTMError { .malformed(reason: reason, at: Location(path: path)) }

    /// The last bytes of a file; nil for what cannot be looked at twice: pipes, and compressed files.
    borrowing func endOfFile(bytes count: Int) throws(SDTMError) -> [UInt8]? {
        guard compression == nil, path != "-", let size = source.size else { return nil }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file(FileError.last(path, "open")) }
        defer { close(descriptor) }
        var end = [UInt8](repeating: 0, count: min(count, size))
        let got = end.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, off_t(size - $0.count)) }
        guard got >= 0 else { throw .file(FileError.last(path, "read")) }
        return Array(end[..<got])
    }
}
