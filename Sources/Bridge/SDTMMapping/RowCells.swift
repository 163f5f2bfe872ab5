import Values

/// The cells of the row at work, by column: where each value comes from, not the value itself.
struct RowCells {
    enum Cell {
        case empty
        /// A value of the record, by its place among the record's entries.
        case entry(Int32)
        /// A number that was derived.
        case number(Double)
        /// A text that was derived, by its place in ``texts``.
        case text(Int32)
        /// A SAS special missing value.
        case special(UInt8)
    }

    private(set) var cells: [Cell] = []
    private(set) var texts: [String] = []

    mutating func reset(columns: Int) {
        texts.removeAll(keepingCapacity: true)
        if cells.count != columns {
            cells = [Cell](repeating: .empty, count: columns)
            return
        }
        for index in 0..<columns { cells[index] = .empty }
    }

    subscript(column: Int) -> Cell {
        get { cells[column] }
        set { cells[column] = newValue }
    }

    func isEmpty(_ column: Int) -> Bool {
        if case .empty = cells[column] { true } else { false }
    }

    mutating func setText(_ column: Int, _ text: String) {
        cells[column] = .text(Int32(texts.count))
        texts.append(text)
    }
}
