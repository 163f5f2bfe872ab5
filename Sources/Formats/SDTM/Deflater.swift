import CZlib
import Values

/// Compresses the bytes of a Compressed Dataset-JSON file. The same bytes give the same file: gzip's header has no time.
struct Deflater: ~Copyable {
    private let path: String
    /// zlib's state points back at this, so it must stay where it is.
    private let stream: UnsafeMutablePointer<z_stream>
    private var output = [UInt8](repeating: 0, count: 1 << 16)

    init(_ compression: Compression, path: String) throws(SDTMError) {
        self.path = path
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let status = deflateInit2_(
            stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, compression == .gzip ? 31 : 15, 8, Z_DEFAULT_STRATEGY,
            ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else { throw failure(status) }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    /// Compresses bytes and hands on what is ready; after the last ones `isLast` is told once.
    mutating func deflate(
        _ bytes: [UInt8], isLast: Bool, to file: inout DatasetFile
    ) throws(SDTMError) {
        var start = 0
        var status = Z_OK
        repeat {
            let (stream, last) = (stream, isLast)
            let room = output.count
            let made = bytes.withUnsafeBytes { bytes in
                output.withUnsafeMutableBytes { output in
                    let rest = UnsafeRawBufferPointer(rebasing: bytes[start...])
                    // zlib does not write to its input; its declaration is older than `const`.
                    stream.pointee.next_in = UnsafeMutablePointer(
                        mutating: rest.baseAddress?.assumingMemoryBound(to: UInt8.self))
                    stream.pointee.avail_in = UInt32(rest.count)
                    stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
                    stream.pointee.avail_out = UInt32(room)
                    status = CZlib.deflate(stream, last ? Z_FINISH : Z_NO_FLUSH)
                    start += rest.count - Int(stream.pointee.avail_in)
                    return room - Int(stream.pointee.avail_out)
                }
            }
            guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else { throw failure(status) }
            try file.write([UInt8](output[..<made]))
        } while isLast ? status != Z_STREAM_END : start < bytes.count
    }

    private func failure(_ status: Int32) -> SDTMError {
        .file(FileError(path: path, operation: "compress", reason: "zlib fails (\(status))"))
    }
}
