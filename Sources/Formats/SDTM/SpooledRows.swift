import Values

/// A spool's rows read back in the file's order, in blocks as long as the rows stand together.
///
/// After ``next()`` returned true, ``cell()`` is called once for each variable; the texts it returns are valid until the
/// next row.
struct SpooledRows: ~Copyable {
    enum Cell {
        case text(UnsafeRawBufferPointer)
        case number(Double)
        /// The code as in a transport file: `.`, `_`, `A` to `Z`.
        case missing(UInt8)
    }

    private let file: SpoolFile
    private let order: SubjectOrder
    private let maximumRowBytes: Int
    private let writtenCells: [Bool]?
    /// The cell of the row that comes next, counted only when some are left out.
    private var cellIndex = Int.max
    private let buffer: UnsafeMutableRawBufferPointer
    /// The part of the spool in the buffer.
    private var bufferedStart = 0
    private var bufferedEnd = 0
    /// Where the next cell stands in the buffer.
    private var position = 0
    private var segment = -1
    private var segmentEnd = 0
    private var rowsLeft: UInt32 = 0

    init(spool: DatasetSpool, order: SubjectOrder, blockSize: Int = 1 << 20) {
        file = spool.file
        self.order = order
        maximumRowBytes = spool.maximumRowBytes
        writtenCells = spool.writtenCells
        buffer = .allocate(byteCount: max(blockSize, maximumRowBytes), alignment: 16)
    }

    deinit { buffer.deallocate() }

    /// Goes to the next row; false after the last.
    mutating func next() throws(SDTMError) -> Bool {
        if let writtenCells {
            while cellIndex < writtenCells.count { skipCell() }
        }
        var offset = bufferedStart + position
        if rowsLeft == 0 {
            segment += 1
            guard segment < order.count else { return false }
            let next = order[segment]
            offset = next.offset
            segmentEnd = next.offset + Int(next.length)
            rowsLeft = next.rows
        }
        rowsLeft -= 1
        let needed = min(maximumRowBytes, segmentEnd - offset)
        if offset < bufferedStart || offset + needed > bufferedEnd { try fill(from: offset) }
        position = offset - bufferedStart
        cellIndex = 0
        return true
    }

    private mutating func fill(from offset: Int) throws(SDTMError) {
        var end = segmentEnd
        var following = segment + 1
        while end - offset < buffer.count, following < order.count, order[following].offset == end {
            end += Int(order[following].length)
            following += 1
        }
        let length = min(end - offset, buffer.count)
        do throws(FileError) {
            try file.read(at: offset, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<length]))
        } catch { throw .file(error) }
        bufferedStart = offset
        bufferedEnd = offset + length
    }

    /// The next cell of the row.
    mutating func cell() -> Cell {
        if let writtenCells {
            while !writtenCells[cellIndex] { skipCell() }
            cellIndex += 1
        }
        return nextCell()
    }

    private mutating func skipCell() {
        cellIndex += 1
        _ = nextCell()
    }

    private mutating func nextCell() -> Cell {
        let tag = buffer[position]
        position += 1
        switch tag {
        case DatasetRows.Tag.double:
            return .number(Double(bitPattern: take(UInt64.self)))
        case DatasetRows.Tag.int16:
            return .number(Double(Int16(bitPattern: take(UInt16.self))))
        case DatasetRows.Tag.missing:
            return .missing(take(UInt8.self))
        default:
            let count = tag == DatasetRows.Tag.longText ? Int(take(UInt32.self)) : Int(tag)
            defer { position += count }
            return .text(UnsafeRawBufferPointer(rebasing: buffer[position..<position + count]))
        }
    }

    private mutating func take<Integer: FixedWidthInteger & BitwiseCopyable>(_: Integer.Type) -> Integer {
        defer { position += MemoryLayout<Integer>.size }
        return buffer.loadUnaligned(fromByteOffset: position, as: Integer.self)
    }
}
