import Values

/// The cells of the row at work, by column: where each value comes from, not the value itself.
///
/// The memory is kept from row to row and domain to domain. Columns are the domain's, which ``begin(columns:)`` made room for;
/// a column beyond them is a fault of the plan, and stops the program rather than write elsewhere.
struct RowCells: ~Copyable {
    enum Cell {
        /// The same in all rows of the patient.
        case constant
        /// A value of the record, by its place among the record's entries.
        case entry(Int32)
        /// A number that was derived.
        case number(Double)
        /// A text that was derived, by its place in ``texts``.
        case text(Int32)
        /// A SAS special missing value.
        case special(UInt8)
    }

    /// The texts that were derived for the domain so far.
    private(set) var texts: [String] = []
    /// A bit for each column that has a cell.
    private var filled: UnsafeMutablePointer<UInt64> = .allocate(capacity: 0)
    private var wordCount = 0
    /// Only what is ``filled`` counts.
    private var cells: UnsafeMutablePointer<Cell> = .allocate(capacity: 0)
    private var capacity = 0

    deinit {
        filled.deallocate()
        cells.deallocate()
    }

    /// Makes room for the rows of a domain.
    mutating func begin(columns: Int) {
        if !texts.isEmpty { texts.removeAll(keepingCapacity: true) }
        if columns > capacity {
            filled.deallocate()
            cells.deallocate()
            capacity = (columns + 63) / 64 * 64
            filled = .allocate(capacity: capacity / 64)
            cells = .allocate(capacity: capacity)
        }
        wordCount = (columns + 63) / 64
        // Constants are filled and never set.
        cells.initialize(repeating: .constant, count: capacity)
        filled.initialize(repeating: 0, count: capacity / 64)
    }

    /// Begins a row, in which only constants have a cell.
    mutating func reset(constants: ColumnSet) {
        for index in 0..<min(wordCount, constants.words.count) { filled[index] = constants.words[index] }
    }

    subscript(column: Int) -> Cell {
        get {
            precondition(column >= 0 && column < capacity)
            return cells[column]
        }
        set {
            precondition(column >= 0 && column < capacity)
            cells[column] = newValue
            filled[column >> 6] |= 1 << UInt64(column & 63)
        }
    }

    /// Whether a column of the domain has no cell.
    func isEmpty(_ column: Int) -> Bool {
        precondition(column >= 0 && column < capacity)
        return filled[column >> 6] >> UInt64(column & 63) & 1 == 0
    }

    /// The place among the record's entries of the value that stands in a column; nil when none does.
    func entry(_ column: Int) -> Int? {
        if column >= 0, !isEmpty(column), case .entry(let entry) = cells[column] { Int(entry) } else { nil }
    }

    mutating func setText(_ column: Int, _ text: String) {
        self[column] = .text(Int32(truncatingIfNeeded: texts.count))
        texts.append(text)
    }

    /// The first column with a cell from this one on; nil when there is none.
    func next(from column: Int) -> Int? {
        var index = column >> 6
        guard index < wordCount else { return nil }
        var word = filled[index] & (~0 << UInt64(column & 63))
        while word == 0 {
            index += 1
            guard index < wordCount else { return nil }
            word = filled[index]
        }
        return index << 6 + word.trailingZeroBitCount
    }

    /// Whether all these columns have a cell.
    func hasAll(_ columns: ColumnSet) -> Bool {
        for index in 0..<min(wordCount, columns.words.count) where columns.words[index] & ~filled[index] != 0 {
            return false
        }
        return true
    }
}
