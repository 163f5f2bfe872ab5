import Values

/// A spool's rows read back in the file's order, in blocks as long as the rows stand together.
///
/// After ``next()`` returned true, ``cell()`` is called once for each variable, or ``present()`` until it returns nil; the
/// texts they return are valid until the next row.
struct SpooledRows: ~Copyable {
    enum Cell {
        case text(UnsafeRawBufferPointer)
        case number(Double)
        /// A number as the bits of IBM floating point, where those of its double would be others.
        case ibm(UInt64)
        /// The code as in a transport file: `.`, `_`, `A` to `Z`.
        case missing(UInt8)
        /// A number of more digits than a double has; with ``isVerbatim`` any number that its double would not give again.
        case numberText(UnsafeRawBufferPointer)
        /// Null in a character variable; only with ``isVerbatim``, else it is missing.
        case null
    }

    /// Whether cells come as Dataset-JSON wrote them, with trailing blanks and digits, and not as their values.
    private let isVerbatim: Bool

    private let file: SpoolFile
    private let order: SubjectOrder
    private let maximumRowBytes: Int
    private let writtenCells: [Bool]?
    /// By cell of a spooled row: the number of its variable in the file, -1 for one that is left out.
    private let columns: [Int]
    /// The cell of the row that comes next, counted only when some are left out.
    private var cellIndex = Int.max
    private let buffer: UnsafeMutableRawBufferPointer
    /// The part of the spool in the buffer.
    private var bufferedStart = 0
    private var bufferedEnd = 0
    /// Where the next cell stands in the buffer.
    private var position = 0
    /// How many missing cells come before the one at ``position``.
    private var missingLeft = 0
    private var segment = -1
    private var segmentEnd = 0
    private var rowsLeft: UInt32 = 0

    init(spool: DatasetSpool, order: SubjectOrder, isVerbatim: Bool = false, blockSize: Int = 1 << 20) {
        self.isVerbatim = isVerbatim
        file = spool.file
        self.order = order
        maximumRowBytes = spool.maximumRowBytes
        writtenCells = spool.writtenCells
        var columns: [Int] = []
        var count = 0
        for isWritten in spool.writtenCells ?? spool.definition.variables.map({ _ in true }) {
            columns.append(isWritten ? count : -1)
            count += isWritten ? 1 : 0
        }
        self.columns = columns
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
        missingLeft = 0
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

    /// The next cell of the row that is written and not just missing, with its variable; nil at the end of the row.
    mutating func present() -> (column: Int, cell: Cell)? {
        while cellIndex < columns.count {
            if buffer[position] == DatasetRows.Tag.missingRun {
                cellIndex += Int(buffer[position + 1])
                position += 2
                continue
            }
            let column = columns[cellIndex]
            cellIndex += 1
            let cell = nextCell()
            if case .missing(0x2E) = cell { continue }
            if column >= 0 { return (column, cell) }
        }
        return nil
    }

    private mutating func skipCell() {
        cellIndex += 1
        _ = nextCell()
    }

    private mutating func nextCell() -> Cell {
        if missingLeft > 0 {
            missingLeft -= 1
            return .missing(0x2E)
        }
        let tag = buffer[position]
        position += 1
        switch tag {
        case DatasetRows.Tag.double:
            return .number(Double(bitPattern: take(UInt64.self)))
        case DatasetRows.Tag.int16:
            return .number(Double(Int16(bitPattern: take(UInt16.self))))
        case DatasetRows.Tag.ibm:
            return .ibm(take(UInt64.self))
        case DatasetRows.Tag.missing:
            return .missing(take(UInt8.self))
        case DatasetRows.Tag.missingRun:
            missingLeft = Int(take(UInt8.self)) - 1
            return .missing(0x2E)
        case DatasetRows.Tag.numberText...DatasetRows.Tag.dateText: return verbatimCell(tag)
        default:
            let count = tag == DatasetRows.Tag.longText ? Int(take(UInt32.self)) : Int(tag)
            defer { position += count }
            return .text(UnsafeRawBufferPointer(rebasing: buffer[position..<position + count]))
        }
    }

    /// A cell as Dataset-JSON wrote it, or as its value.
    private mutating func verbatimCell(_ tag: UInt8) -> Cell {
        if tag == DatasetRows.Tag.null { return isVerbatim ? .null : .missing(0x2E) }
        let kind = tag == DatasetRows.Tag.dateText ? SASDate.Kind(rawValue: take(UInt8.self)) : nil
        let count = Int(take(UInt32.self))
        defer { position += count }
        let text = UnsafeRawBufferPointer(rebasing: buffer[position..<position + count])
        if tag == DatasetRows.Tag.numberText {
            if !isVerbatim, let value = NumberText.value(text) { return .number(value) }
            return .numberText(text)
        }
        if isVerbatim { return .text(text) }
        if let kind {
            if text.isEmpty { return .missing(0x2E) }
            if let value = SASDate.value(of: text, kind) { return .number(value) }
        }
        var last = count
        while last > 0, text[last - 1] == 0x20 { last -= 1 }
        return .text(UnsafeRawBufferPointer(rebasing: text[..<last]))
    }

    private mutating func take<Integer: FixedWidthInteger & BitwiseCopyable>(_: Integer.Type) -> Integer {
        defer { position += MemoryLayout<Integer>.size }
        return Integer(littleEndian: buffer.loadUnaligned(fromByteOffset: position, as: Integer.self))
    }
}
