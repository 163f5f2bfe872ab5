#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A file written beside its final name and renamed when whole: a failure leaves what was there as it was.
///
/// Bytes are buffered; nothing is visible under ``path`` before ``commit()``. A file that is dropped uncommitted is removed.
/// A device or pipe (`/dev/stdout`) has no beside: it is written to directly, and never replaced.
/// Files that must appear together are staged in an ``OutputFolder`` instead of being committed one by one.
public struct OutputFile: ~Copyable {
    /// The final path.
    public let path: String
    /// How many bytes were written.
    public private(set) var count = 0

    /// Where the bytes stand until the file is committed.
    let temporary: String
    private let isDirect: Bool
    private var descriptor: Int32
    private var buffer: [UInt8] = []
    private static let bufferSize = 1 << 18

    /// Starts a file that will be `path` once committed. The folder must exist.
    public init(path: String) throws(FileError) {
        self.path = path
        var status = stat()
        let kind = stat(path, &status) == 0 ? status.st_mode & S_IFMT : S_IFREG
        isDirect = kind != S_IFREG && kind != S_IFDIR
        temporary = isDirect ? path : path + ".\(getpid()).tmp"
        descriptor = Self.open(temporary, isDirect: isDirect)
        guard descriptor >= 0 else { throw FileError.last(path, "write") }
        buffer.reserveCapacity(Self.bufferSize + 4096)
    }

    private static func open(_ path: String, isDirect: Bool) -> Int32 {
        // What is written beside the final name can be read back.
        let access = isDirect ? O_WRONLY : O_RDWR | O_CREAT | O_TRUNC
        return openFile(path, access | O_CLOEXEC, 0o644)
    }

    deinit {
        if descriptor >= 0 {
            close(descriptor)
            discard()
        }
    }

    private func discard() {
        if !isDirect { unlink(temporary) }
    }

    /// Appends bytes.
    public mutating func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        count += bytes.count
        if bytes.count >= Self.bufferSize || (buffer.isEmpty && bytes.count >= Self.bufferSize / 2) {
            try flush()
            guard writeAll(bytes, to: descriptor) else { throw FileError.last(path, "write") }
            return
        }
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.bufferSize { try flush() }
    }

    /// Appends bytes.
    public mutating func write(_ bytes: [UInt8]) throws(FileError) {
        var failure: FileError?
        bytes.withUnsafeBytes { bytes in
            do throws(FileError) { try write(bytes) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// Appends a text as UTF-8.
    public mutating func write(_ text: String) throws(FileError) {
        count += text.utf8.count
        buffer.append(contentsOf: text.utf8)
        if buffer.count >= Self.bufferSize { try flush() }
    }

    private mutating func flush() throws(FileError) {
        let descriptor = descriptor
        guard buffer.withUnsafeBytes({ writeAll($0, to: descriptor) }) else { throw FileError.last(path, "write") }
        buffer.removeAll(keepingCapacity: true)
    }

    /// Starts the file once more, and gives what was written so far to be read while it is written anew. An error for a
    /// device or pipe, which cannot be read back.
    public mutating func startOver() throws(FileError) -> WrittenBytes {
        guard !isDirect else {
            throw FileError(
                path: path, operation: "read", reason: "it is a device or pipe, which cannot be put in order")
        }
        try flush()
        let written = WrittenBytes(path: path, descriptor: descriptor, count: count)
        descriptor = -1
        discard()
        let next = Self.open(temporary, isDirect: false)
        guard next >= 0 else { throw FileError.last(path, "write") }
        descriptor = next
        count = 0
        return written
    }

    /// Finishes the file and gives it its final name.
    public mutating func commit() throws(FileError) {
        try finish()
        guard isDirect || rename(temporary, path) == 0 else {
            let error = FileError.last(path, "rename")
            discard()
            throw error
        }
    }

    /// Writes what is buffered and closes the file; its bytes then stand whole under ``temporary``.
    mutating func finish() throws(FileError) {
        try flush()
        let closed = close(descriptor)
        descriptor = -1
        guard closed == 0 else {
            let error = FileError.last(path, "write")
            discard()
            throw error
        }
    }
}

/// What an ``OutputFile`` held before it was started over; gone with this value.
public struct WrittenBytes: ~Copyable {
    private let path: String
    private let descriptor: Int32
    private let count: Int

    fileprivate init(path: String, descriptor: Int32, count: Int) {
        self.path = path
        self.descriptor = descriptor
        self.count = count
    }

    deinit { close(descriptor) }

    /// Reads `length` bytes at `offset` into `target`, replacing its content; an error when there are fewer.
    public func read(at offset: Int, length: Int, into target: inout [UInt8]) throws(FileError) {
        guard offset >= 0, length >= 0, offset + length <= count else {
            throw FileError(path: path, operation: "read", reason: "it ends too early")
        }
        var failure: FileError?
        target = [UInt8](unsafeUninitializedCapacity: length) { bytes, filled in
            while filled < length {
                let count = pread(
                    descriptor, bytes.baseAddress?.advanced(by: filled), length - filled, off_t(offset + filled))
                if count < 0, errno == EINTR { continue }
                guard count > 0 else {
                    failure =
                        count < 0
                        ? FileError.last(path, "read")
                        : FileError(path: path, operation: "read", reason: "it ends too early")
                    return
                }
                filled += count
            }
        }
        if let failure { throw failure }
    }
}
