#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// How much memory the spools of one run may take together before they go to disk.
///
/// Not to be shared by threads: spools belong to the one task that writes.
public final class SpoolMemory {
    private var left: Int

    /// So many bytes in all.
    public init(bytes: Int) { left = bytes }

    fileprivate func take(_ count: Int) -> Bool {
        guard left >= count else { return false }
        left -= count
        return true
    }

    fileprivate func giveBack(_ count: Int) { left += count }
}

/// A temporary file without a name: bytes are appended, and read back by offset; the system removes it in any case.
///
/// Spools carry rows and records between the reading and the writing of a conversion, so that memory does not grow with
/// the study. They lie in `TMPDIR`, else in `/var/tmp` (disk, not memory). The last bytes are kept in memory, in pieces of a
/// quarter of a megabyte: one of the spool's own, and more as long as the run's ``SpoolMemory`` has some. So what is small
/// never gets to disk.
public final class SpoolFile {
    /// How many bytes were appended.
    public private(set) var count = 0

    /// The file; -1 while all is in memory.
    private var descriptor: Int32 = -1
    /// What is not in the file: all pieces but the last are full.
    private var pieces: [UnsafeMutableRawPointer] = []
    /// How many bytes are in the file.
    private var written = 0
    private static let pieceSize = 1 << 18

    private let folder: String
    private let memory: SpoolMemory?

    /// Makes an empty spool; an error when the folder cannot be written. There is no file before the memory is full.
    public init(memory: SpoolMemory? = nil) throws(FileError) {
        self.memory = memory
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

    deinit {
        if descriptor >= 0 { close(descriptor) }
        for piece in pieces { piece.deallocate() }
        if pieces.count > 1 { memory?.giveBack((pieces.count - 1) * Self.pieceSize) }
    }

    /// How many bytes of the last piece are in use.
    private var filled: Int { pieces.isEmpty ? 0 : count - written - (pieces.count - 1) * Self.pieceSize }

    /// Appends bytes and returns the offset at which they stand.
    @discardableResult
    public func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) -> Int {
        let offset = count
        var start = 0
        while start < bytes.count {
            if pieces.isEmpty || filled == Self.pieceSize { try addPiece() }
            let length = min(Self.pieceSize - filled, bytes.count - start)
            let target = UnsafeMutableRawBufferPointer(start: pieces[pieces.count - 1] + filled, count: length)
            target.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[start..<start + length]))
            count += length
            start += length
        }
        return offset
    }

    /// Makes room for more: another piece, or the first one emptied into the file.
    private func addPiece() throws(FileError) {
        if !pieces.isEmpty, !(memory?.take(Self.pieceSize) ?? false) {
            try flush()
        } else {
            pieces.append(.allocate(byteCount: Self.pieceSize, alignment: 16))
        }
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
        var start = 0
        while start < target.count, offset + start < written {
            let length = min(target.count - start, written - offset - start)
            let count = pread(descriptor, target.baseAddress?.advanced(by: start), length, off_t(offset + start))
            if count < 0 {
                if errno == EINTR { continue }
                throw FileError.last("temporary file", "read")
            }
            guard count > 0 else {
                throw FileError(path: "temporary file", operation: "read", reason: "it ends too early")
            }
            start += count
        }
        while start < target.count {
            // The rest is in memory: `count` bytes were appended, and those before `written` are read.
            let (piece, place) = (offset + start - written).quotientAndRemainder(dividingBy: Self.pieceSize)
            let length = min(Self.pieceSize - place, target.count - start)
            UnsafeMutableRawBufferPointer(rebasing: target[start..<start + length]).copyMemory(
                from: UnsafeRawBufferPointer(start: pieces[piece] + place, count: length))
            start += length
        }
    }

    /// Writes all to the file, and keeps the first piece.
    private func flush() throws(FileError) {
        if descriptor < 0 { try open() }
        for piece in pieces {
            let length = min(Self.pieceSize, count - written)
            guard writeAll(UnsafeRawBufferPointer(start: piece, count: length), to: descriptor) else {
                throw FileError.last("temporary file", "write")
            }
            written += length
        }
        for piece in pieces.dropFirst() { piece.deallocate() }
        memory?.giveBack((pieces.count - 1) * Self.pieceSize)
        pieces.removeLast(pieces.count - 1)
    }
}
