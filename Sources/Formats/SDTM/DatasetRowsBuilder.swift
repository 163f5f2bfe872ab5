/// Makes ``DatasetRows`` cell by cell, one subject's after another's, for a worker that has millions of them to make.
///
/// It does what ``DatasetRows`` does itself, into memory of its own that is kept from one subject to the next: a cell asks once
/// whether there is room, and an equal cell of a row before is copied (``repeatCell(_:)``) instead of being looked at again.
///
/// Bounds: every write goes through ``room(_:)``, which makes sure of `count` bytes and ``slack`` more behind the last one;
/// the arrays by column are as long as the rows have variables, and a cell beyond the last variable is only counted.
@frozen
public struct DatasetRowsBuilder: ~Copyable {
    /// Where the bytes of a cell stand among those written since ``begin(variableCount:)``.
    @frozen
    public struct Place: Sendable {
        @usableFromInline var offset: Int32
        @usableFromInline var length: Int32

        /// No cell.
        @inlinable
        public init() {
            offset = 0
            length = 0
        }

        @inlinable
        init(offset: Int, length: Int) {
            self.offset = Int32(truncatingIfNeeded: offset)
            self.length = Int32(truncatingIfNeeded: length)
        }

        /// Whether it is a cell's.
        @inlinable
        public var isCell: Bool { length > 0 }
    }

    /// A variable's longest text in bytes, and whether a row has a value.
    @usableFromInline
    struct Column {
        @usableFromInline var longest = 0
        @usableFromInline var isUsed = false

        @inlinable
        init() {}
    }

    @usableFromInline var base: UnsafeMutableRawPointer
    @usableFromInline var capacity: Int
    @usableFromInline var count = 0
    @usableFromInline var columns: UnsafeMutablePointer<Column>
    @usableFromInline var columnCapacity: Int
    @usableFromInline var variableCount = 0
    @usableFromInline var column = 0
    @usableFromInline var rowStart = 0
    @usableFromInline var rowCount = 0
    @usableFromInline var maximumRowBytes = 0
    @usableFromInline var firstIncompleteRow: Int?
    @usableFromInline var containsNonASCII = false
    @usableFromInline var containsControlCharacters = false

    /// So many bytes behind the last one are always there, so that short cells are copied in one piece of this size.
    @usableFromInline static var slack: Int { 16 }

    /// Makes a builder; ``begin(variableCount:)`` comes next.
    public init() {
        capacity = 1 << 12
        base = .allocate(byteCount: capacity + Self.slack, alignment: 16)
        columnCapacity = 0
        columns = .allocate(capacity: 0)
    }

    deinit {
        base.deallocate()
        columns.deallocate()
    }

    /// Begins a subject's rows of a dataset with so many variables.
    public mutating func begin(variableCount: Int) {
        if variableCount > columnCapacity {
            columns.deallocate()
            columns = .allocate(capacity: variableCount)
            columnCapacity = variableCount
        }
        columns.initialize(repeating: Column(), count: variableCount)
        self.variableCount = variableCount
        count = 0
        column = 0
        rowStart = 0
        rowCount = 0
        maximumRowBytes = 0
        firstIncompleteRow = nil
        containsNonASCII = false
        containsControlCharacters = false
    }

    /// The rows that were made.
    public borrowing func rows() -> DatasetRows { DatasetRows(self) }

    /// Which variables have a value.
    public borrowing func usedColumns() -> [Bool] { (0..<variableCount).map { columns[$0].isUsed } }

    /// The next bytes, of which there are `count` and ``slack``.
    @inlinable
    @inline(__always)
    mutating func room(_ count: Int) -> UnsafeMutableRawPointer {
        if capacity - self.count < count { grow(by: count) }
        return base + self.count
    }

    @usableFromInline
    @inline(never)
    mutating func grow(by more: Int) {
        let wider = max(capacity * 2, count + more)
        let moved = UnsafeMutableRawPointer.allocate(byteCount: wider + Self.slack, alignment: 16)
        moved.copyMemory(from: base, byteCount: count)
        base.deallocate()
        base = moved
        capacity = wider
    }

    // MARK: - Rows

    /// Begins a row; then one call for each variable in the definition's order.
    @inlinable
    public mutating func beginRow() {
        if column != 0 { noteIncompleteRow() }
        column = 0
        rowStart = count
    }

    /// Ends the row.
    @inlinable
    public mutating func endRow() {
        if column != variableCount { noteIncompleteRow() }
        rowCount += 1
        maximumRowBytes = max(maximumRowBytes, count - rowStart)
        column = 0
    }

    @usableFromInline
    mutating func noteIncompleteRow() {
        if firstIncompleteRow == nil { firstIncompleteRow = rowCount + 1 }
    }

    // MARK: - Cells

    /// A text that is known to be printable ASCII, without trailing blanks and not longer than a variable. Returns its place.
    @inlinable
    @discardableResult
    public mutating func text(plain text: UnsafeBufferPointer<UInt8>) -> Place {
        let length = text.count
        guard length < Int(DatasetRows.Tag.longText) else {
            self.text(bytes: text)
            return Place()
        }
        note(length: length)
        let cell = room(1 + length)
        cell.storeBytes(of: UInt8(truncatingIfNeeded: length), as: UInt8.self)
        if let source = text.baseAddress { (cell + 1).copyMemory(from: source, byteCount: length) }
        let place = Place(offset: count, length: 1 + length)
        count += 1 + length
        return place
    }

    /// The text of the same column that stands at this place of a row before.
    @inlinable
    public mutating func repeatCell(_ place: Place) {
        let length = Int(place.length)
        column += 1
        let target = room(length)
        // From `base`, which `room` may have moved. Whole pieces: what they have too much stands in the slack of the target,
        // and is written over by the next cell.
        let source = base + Int(place.offset)
        var done = 0
        repeat {
            (target + done).storeBytes(
                of: (source + done).loadUnaligned(as: SIMD16<UInt8>.self), as: SIMD16<UInt8>.self)
            done += 16
        } while done < length
        count += length
    }

    @inlinable
    @inline(__always)
    mutating func note(length: Int) {
        if column < variableCount {
            if length > columns[column].longest { columns[column].longest = length }
            if length > 0 { columns[column].isUsed = true }
        }
        column += 1
    }

    /// A text as in ``DatasetRows/text(_:)``.
    public mutating func text(_ value: String) {
        var value = value
        value.withUTF8 { text(bytes: $0) }
    }

    /// A text as UTF-8 bytes, as in ``DatasetRows/text(bytes:)``.
    @usableFromInline
    mutating func text(bytes text: UnsafeBufferPointer<UInt8>) {
        var length = text.count
        while length > 0, text[length - 1] == 0x20 { length -= 1 }
        note(length: length)
        if text[..<length].contains(where: { $0 >= 0x80 }) { containsNonASCII = true }
        if text[..<length].contains(where: { $0 < 0x20 || $0 == 0x7F }) { containsControlCharacters = true }
        let cell = room(5 + length)
        var head = 1
        if length < Int(DatasetRows.Tag.longText) {
            cell.storeBytes(of: UInt8(length), as: UInt8.self)
        } else {
            cell.storeBytes(of: DatasetRows.Tag.longText, as: UInt8.self)
            (cell + 1).storeBytes(of: UInt32(truncatingIfNeeded: length).littleEndian, as: UInt32.self)
            head = 5
        }
        if let source = text.baseAddress { (cell + head).copyMemory(from: source, byteCount: length) }
        count += head + length
    }

    /// The cells with which every row of a subject begins: those of the one row that `first` has. They count as used.
    public mutating func cells(of first: DatasetRows) {
        if rowCount == 0 {
            for index in 0..<min(first.variableCount, variableCount) {
                columns[index].longest = max(columns[index].longest, first.maximumLengths[index])
                columns[index].isUsed = true
            }
            if first.containsNonASCII { containsNonASCII = true }
            if first.containsControlCharacters { containsControlCharacters = true }
        }
        column += first.variableCount
        let length = first.bytes.count
        let target = room(length)
        first.bytes.withUnsafeBytes { bytes in
            if let source = bytes.baseAddress { target.copyMemory(from: source, byteCount: length) }
        }
        count += length
    }

    /// A number. Minus zero becomes zero. What a file cannot hold is refused on writing.
    @inlinable
    public mutating func number(_ value: Double) {
        if column < variableCount { columns[column].isUsed = true }
        column += 1
        let cell = room(9)
        if let short = Int16(exactly: value) {
            cell.storeBytes(of: DatasetRows.Tag.int16, as: UInt8.self)
            (cell + 1).storeBytes(of: UInt16(bitPattern: short).littleEndian, as: UInt16.self)
            count += 3
        } else {
            cell.storeBytes(of: DatasetRows.Tag.double, as: UInt8.self)
            (cell + 1).storeBytes(of: value.bitPattern.littleEndian, as: UInt64.self)
            count += 9
        }
    }

    /// No value: a blank text, or the ordinary missing number (`.`).
    public mutating func missing() { missing(code: 0x2E) }

    /// A special missing number: `A` to `Z` or `_` as ASCII.
    public mutating func missing(special: UInt8) {
        if column < variableCount { columns[column].isUsed = true }
        missing(code: special)
    }

    private mutating func missing(code: UInt8) {
        column += 1
        let cell = room(2)
        cell.storeBytes(of: DatasetRows.Tag.missing, as: UInt8.self)
        (cell + 1).storeBytes(of: code, as: UInt8.self)
        count += 2
    }

    /// So many cells without a value.
    @inlinable
    public mutating func missing(count missing: Int) {
        guard missing > 0 else { return }
        column += missing
        var rest = missing
        while rest > 0 {
            let run = min(rest, 255)
            let cell = room(2)
            cell.storeBytes(of: DatasetRows.Tag.missingRun, as: UInt8.self)
            (cell + 1).storeBytes(of: UInt8(truncatingIfNeeded: run), as: UInt8.self)
            count += 2
            rest -= run
        }
    }
}
