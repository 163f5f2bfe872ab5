import CZlib
import Values

/// Undoes the compression of a Compressed Dataset-JSON file, and refuses one that grows out of all proportion.
struct Inflater: ~Copyable {
    private let path: String
    private let limits: DatasetJSONReader.Limits
    private let isGzip: Bool
    /// zlib's state points back at this, so it must stay where it is.
    private let stream: UnsafeMutablePointer<z_stream>
    private var read = 0
    private var written = 0
    /// Whether the compressed stream is over.
    private(set) var isDone = false

    init(_ compression: Compression, path: String, limits: DatasetJSONReader.Limits) throws(SDTMError) {
        self.path = path
        self.limits = limits
        isGzip = compression == .gzip
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 15 is zlib's largest window; 16 more means gzip.
        let status = inflateInit2_(
            stream, isGzip ? 31 : 15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else {
            throw .file(FileError(path: path, operation: "decompress", reason: "zlib does not start (\(status))"))
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Fills `target` from `source`; says how much of each was used.
    mutating func inflate(
        _ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
    ) throws(SDTMError) -> (read: Int, written: Int) {
        // zlib does not write to its input; its declaration is older than `const`.
        stream.pointee.next_in = UnsafeMutablePointer(
            mutating: source.baseAddress?.assumingMemoryBound(to: UInt8.self))
        stream.pointee.avail_in = UInt32(source.count)
        stream.pointee.next_out = target.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(target.count)
        let status = CZlib.inflate(stream, Z_NO_FLUSH)
        let used = source.count - Int(stream.pointee.avail_in)
        let made = target.count - Int(stream.pointee.avail_out)
        read += used
        written += made
        guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
            throw malformed("the compressed data are damaged near byte \(read)")
        }
        isDone = status == Z_STREAM_END
        guard written <= limits.freeBytes || written / max(read, 1) <= limits.ratio else {
            throw malformed(
                "the compressed data grow to more than \(limits.ratio) times their size at byte \(read), as no dataset does"
            )
        }
        return (used, made)
    }

    /// Begins the next stream of a gzip file, which may have several (RFC 1952 section 2.2); anything else behind the
    /// stream is refused.
    mutating func goOn(with rest: UnsafeRawBufferPointer) throws(SDTMError) {
        guard isGzip, rest.first == 0x1F else {
            throw malformed("other bytes stand behind the compressed data, from byte \(read) on")
        }
        inflateReset(stream)
        isDone = false
    }

    func malformed(_ reason: String) -> SDTMError { .malformed(reason: reason, at: Location(path: path)) }
}
