/// Rows of one dataset in a compact form: one patient's, filled by a mapping worker and appended to the dataset's spool.
///
/// ```swift
/// var rows = DatasetRows(variableCount: 3)
/// rows.beginRow()
/// rows.text("RIALTO")
/// rows.number(1)
/// rows.missing()
/// rows.endRow()
/// ```
///
/// A cell is a tag and its bytes. The tag says the kind, so that a cell of the wrong type is found on writing:
///
///     0...239      a text of so many bytes
///     240          a text whose length stands in the next four bytes
///     241          a number as eight bytes
///     242          a whole number as two bytes
///     243          a missing value; the next byte is its code as in a transport file
///     244          as many ordinary missing values as the next byte says: a domain has many variables, a record few
public struct DatasetRows: Sendable {
    /// How many cells a row has.
    public let variableCount: Int
    /// How many rows were ended.
    public private(set) var rowCount = 0
    /// The longest text of each variable in bytes, as it will be written: without trailing blanks.
    public private(set) var maximumLengths: [Int]
    /// Whether a text has a byte outside ASCII.
    public private(set) var containsNonASCII = false
    /// Whether a text has a control character.
    public private(set) var containsControlCharacters = false

    private(set) var bytes = CellBytes()
    private(set) var maximumRowBytes = 0
    /// The first row (from 1) that did not get one cell for each variable.
    private(set) var firstIncompleteRow: Int?
    private var column = 0
    private var rowStart = 0

    @usableFromInline
    enum Tag {
        @inlinable static var longText: UInt8 { 240 }
        @inlinable static var double: UInt8 { 241 }
        @inlinable static var int16: UInt8 { 242 }
        @inlinable static var missing: UInt8 { 243 }
        @inlinable static var missingRun: UInt8 { 244 }
    }

    /// Makes an empty set of rows for a dataset with so many variables.
    public init(variableCount: Int) {
        self.variableCount = variableCount
        maximumLengths = [Int](repeating: 0, count: variableCount)
    }

    /// The rows that a builder made.
    init(_ builder: borrowing DatasetRowsBuilder) {
        variableCount = builder.variableCount
        rowCount = builder.rowCount
        maximumLengths = []
        maximumLengths.reserveCapacity(variableCount)
        for index in 0..<variableCount { maximumLengths.append(builder.columns[index].longest) }
        containsNonASCII = builder.containsNonASCII
        containsControlCharacters = builder.containsControlCharacters
        bytes = CellBytes(UnsafeRawBufferPointer(start: builder.base, count: builder.count))
        maximumRowBytes = builder.maximumRowBytes
        firstIncompleteRow = builder.firstIncompleteRow
        // A cell that is put behind them is one too many.
        column = builder.column
    }

    /// Whether there are no rows.
    public var isEmpty: Bool { rowCount == 0 }

    /// Begins a row; then one call for each variable in the definition's order.
    public mutating func beginRow() {
        if column != 0 { noteIncompleteRow() }
        column = 0
        rowStart = bytes.count
    }

    /// Ends the row.
    public mutating func endRow() {
        if column != variableCount { noteIncompleteRow() }
        rowCount += 1
        maximumRowBytes = max(maximumRowBytes, bytes.count - rowStart)
        column = 0
    }

    /// A text; trailing blanks are not data and are left off, leading ones are kept. Empty is missing.
    public mutating func text(_ value: String) {
        var value = value
        value.withUTF8 { text(bytes: $0) }
    }

    /// A text as UTF-8 bytes.
    public mutating func text(bytes text: UnsafeBufferPointer<UInt8>) {
        var count = text.count
        while count > 0, text[count - 1] == 0x20 { count -= 1 }
        if column < variableCount, count > maximumLengths[column] { maximumLengths[column] = count }
        column += 1
        var all: UInt8 = 0
        var controls: UInt8 = 0
        for index in 0..<count {
            let byte = text[index]
            all |= byte
            controls |= byte < 0x20 || byte == 0x7F ? 1 : 0
        }
        if all >= 0x80 { containsNonASCII = true }
        if controls != 0 { containsControlCharacters = true }
        if count < Int(Tag.longText) {
            bytes.append(UInt8(count), UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(text)[..<count]))
        } else {
            bytes.append(Tag.longText, UInt32(truncatingIfNeeded: count))
            bytes.append(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(text)[..<count]))
        }
    }

    /// A text that is known to be printable ASCII, without trailing blanks and not longer than a variable.
    public mutating func text(plain text: UnsafeBufferPointer<UInt8>) {
        if column < variableCount, text.count > maximumLengths[column] { maximumLengths[column] = text.count }
        column += 1
        bytes.append(UInt8(truncatingIfNeeded: text.count), UnsafeRawBufferPointer(text))
    }

    /// The cells with which every row of a subject begins: those of the one row that `first` has.
    public mutating func cells(of first: DatasetRows) {
        if rowCount == 0 {
            for index in 0..<min(first.variableCount, variableCount) {
                maximumLengths[index] = max(maximumLengths[index], first.maximumLengths[index])
            }
            if first.containsNonASCII { containsNonASCII = true }
            if first.containsControlCharacters { containsControlCharacters = true }
        }
        column += first.variableCount
        first.bytes.withUnsafeBytes { bytes.append($0) }
    }

    /// Makes room for so many bytes.
    public mutating func reserve(bytes count: Int) { bytes.reserve(count) }

    /// A number. Minus zero becomes zero. What a file cannot hold is refused on writing.
    public mutating func number(_ value: Double) {
        column += 1
        if let short = Int16(exactly: value) {
            bytes.append(Tag.int16, UInt16(bitPattern: short))
        } else {
            bytes.append(Tag.double, value.bitPattern)
        }
    }

    /// No value: a blank text, or the ordinary missing number (`.`).
    public mutating func missing() {
        missing(code: 0x2E)
    }

    /// So many cells without a value: a domain has many variables, and a record few of them.
    public mutating func missing(count: Int) {
        guard count > 0 else { return }
        column += count
        var rest = count
        while rest > 0 {
            let run = min(rest, 255)
            bytes.append(Tag.missingRun, UInt8(run))
            rest -= run
        }
    }

    /// A special missing number: `A` to `Z` or `_` as ASCII.
    public mutating func missing(special: UInt8) {
        missing(code: special)
    }

    private mutating func missing(code: UInt8) {
        column += 1
        bytes.append(Tag.missing, code)
    }

    private mutating func noteIncompleteRow() {
        if firstIncompleteRow == nil { firstIncompleteRow = rowCount + 1 }
    }
}
