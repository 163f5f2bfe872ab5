import Values

/// The cells of the row at work, by column: where each value comes from, not the value itself.
struct RowCells {
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

    /// The columns that have a cell.
    private(set) var filled = ColumnSet(count: 0)
    private(set) var texts: [String] = []
    /// Only what is ``filled`` counts.
    private var cells: [Cell] = []

    /// Makes room for the rows of a domain.
    mutating func begin(columns: Int) {
        cells = [Cell](repeating: .constant, count: columns)
        filled = ColumnSet(count: columns)
    }

    /// Begins a row, in which only constants have a cell.
    mutating func reset(constants: ColumnSet) {
        texts.removeAll(keepingCapacity: true)
        filled.assign(constants)
    }

    subscript(column: Int) -> Cell {
        get { cells[column] }
        set {
            cells[column] = newValue
            filled.insert(column)
        }
    }

    func isEmpty(_ column: Int) -> Bool { !filled.contains(column) }

    /// The place among the record's entries of the value that stands in a column; nil when none does.
    func entry(_ column: Int) -> Int? {
        if column >= 0, filled.contains(column), case .entry(let entry) = cells[column] { Int(entry) } else { nil }
    }

    mutating func setText(_ column: Int, _ text: String) {
        self[column] = .text(Int32(truncatingIfNeeded: texts.count))
        texts.append(text)
    }
}
