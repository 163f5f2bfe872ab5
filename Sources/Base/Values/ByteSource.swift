#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A file read in chunks, never mapped: the input of every reader.
///
/// ```swift
/// var source = try ByteSource(path: "export.xml")
/// while try source.readChunk() { parser.feed(source.chunk) }
/// ```
public struct ByteSource: ~Copyable {
    /// The path as the user wrote it.
    public let path: String
    /// The file's size in bytes when it is a regular file, for progress.
    public let size: Int?
    /// How many bytes have been read.
    public private(set) var position = 0

    private let descriptor: Int32
    private let buffer: UnsafeMutableRawBufferPointer
    private var filled = 0

    /// Opens a file for reading in chunks of `chunkSize` bytes; `-` is standard input.
    public init(path: String, chunkSize: Int = 1 << 18) throws(FileError) {
        let isStandardInput = path == "-"
        let descriptor = isStandardInput ? 0 : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError.last(path, "open") }
        var status = stat()
        let known = fstat(descriptor, &status) == 0
        if known, status.st_mode & S_IFMT == S_IFDIR {
            if !isStandardInput { close(descriptor) }
            throw FileError(path: path, operation: "read", reason: "it is a folder")
        }
        self.path = path
        self.descriptor = descriptor
        size = known && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
        buffer = .allocate(byteCount: chunkSize, alignment: 16)
    }

    deinit {
        if descriptor > 0 { close(descriptor) }
        buffer.deallocate()
    }

    /// The bytes of the last chunk read; valid until the next.
    public var chunk: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer[..<filled]) }

    /// Reads the next chunk; false at the end of the file.
    public mutating func readChunk() throws(FileError) -> Bool {
        while true {
            let count = read(descriptor, buffer.baseAddress, buffer.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw FileError.last(path, "read")
            }
            filled = count
            position += count
            return count > 0
        }
    }
}

extension FileError {
    /// The error that `errno` tells of.
    public static func last(_ path: String, _ operation: String) -> FileError {
        FileError(path: path, operation: operation, reason: String(cString: strerror(errno)))
    }
}
