#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A temporary file without a name: bytes are appended, and read back by offset; the system removes it in any case.
///
/// Spools carry rows and records between the reading and the writing of a conversion, so that memory does not grow with
/// the study. They lie in `TMPDIR`, else in `/var/tmp` (disk, not memory). The last quarter of a megabyte is kept in memory,
/// so what is small never gets there.
public final class SpoolFile {
    /// How many bytes were appended.
    public private(set) var count = 0

    /// The file; -1 while all is in the buffer.
    private var descriptor: Int32 = -1
    private var buffer: [UInt8] = []
    private static let bufferSize = 1 << 18

    private let folder: String

    /// Makes an empty spool; an error when the folder cannot be written. There is no file before the buffer is full.
    public init() throws(FileError) {
        let chosen = getenv("TMPDIR").map { String(cString: $0) } ?? ""
        folder = chosen.isEmpty ? "/var/tmp" : chosen
        guard access(folder, W_OK) == 0 else { throw FileError.last(folder, "write") }
    }

    private func open() throws(FileError) {
        var template = Array("\(folder)/rialto-XXXXXX".utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw FileError.last(folder, "write") }
        unlink(template)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Appends bytes and returns the offset at which they stand.
    @discardableResult
    public func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) -> Int {
        let offset = count
        if buffer.count + bytes.count > Self.bufferSize { try flush() }
        if bytes.count > Self.bufferSize {
            try write(bytes)
        } else {
            buffer.append(contentsOf: bytes)
        }
        count += bytes.count
        return offset
    }

    /// Appends bytes and returns the offset at which they stand.
    @discardableResult
    public func append(_ bytes: [UInt8]) throws(FileError) -> Int {
        var result: Result<Int, FileError> = .success(count)
        bytes.withUnsafeBytes { bytes in
            do throws(FileError) { result = .success(try append(bytes)) } catch { result = .failure(error) }
        }
        return try result.get()
    }

    /// Reads `length` bytes at `offset` into `target`, replacing its content.
    public func read(at offset: Int, length: Int, into target: inout [UInt8]) throws(FileError) {
        var failure: FileError?
        target = [UInt8](unsafeUninitializedCapacity: length) { bytes, filled in
            let room = UnsafeMutableRawBufferPointer(start: bytes.baseAddress, count: length)
            do throws(FileError) {
                try read(at: offset, into: room)
                filled = length
            } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// Fills `target` with the bytes that stand from `offset` on; an error when there are fewer.
    public func read(at offset: Int, into target: UnsafeMutableRawBufferPointer) throws(FileError) {
        guard offset >= 0, offset + target.count <= count else {
            throw FileError(path: "temporary file", operation: "read", reason: "it ends too early")
        }
        let buffered = offset - (count - buffer.count)
        if buffered >= 0, buffered + target.count <= buffer.count {
            buffer.withUnsafeBytes {
                target.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[buffered...].prefix(target.count)))
            }
            return
        }
        try flush()
        var start = 0
        while start < target.count {
            let count = pread(
                descriptor, target.baseAddress?.advanced(by: start), target.count - start, off_t(offset + start))
            if count < 0 {
                if errno == EINTR { continue }
                throw FileError.last("temporary file", "read")
            }
            guard count > 0 else {
                throw FileError(path: "temporary file", operation: "read", reason: "it ends too early")
            }
            start += count
        }
    }

    private func flush() throws(FileError) {
        guard !buffer.isEmpty else { return }
        var failure: FileError?
        buffer.withUnsafeBytes { bytes in
            do throws(FileError) { try write(bytes) } catch { failure = error }
        }
        if let failure { throw failure }
        buffer.removeAll(keepingCapacity: true)
    }

    private func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        if descriptor < 0 { try open() }
        guard writeAll(bytes, to: descriptor) else { throw FileError.last("temporary file", "write") }
    }
}
