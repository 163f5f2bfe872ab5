internal import Values

/// A tab-separated table with a header line, such as those of `samples/rialto`.
struct Table {
    /// The table's path, for messages.
    let path: String
    private let columns: [String]
    /// The rows in order.
    private(set) var rows: [Row] = []

    /// A line of the table: its fields by column name.
    struct Row {
        let location: Location
        fileprivate let columns: [String]
        fileprivate let fields: [Substring]

        /// The text in a column.
        func text(_ column: String) throws(SampleError) -> String {
            guard let index = columns.firstIndex(of: column) else {
                throw .invalidTable(reason: "there is no column '\(column)'", at: location)
            }
            return String(fields[index])
        }

        /// The whole number in a column.
        func integer(_ column: String) throws(SampleError) -> Int {
            guard let number = Int(try text(column)) else { throw wrong(column, "is not a whole number") }
            return number
        }

        /// The whole number in a column, nil when the field is empty.
        func optionalInteger(_ column: String) throws(SampleError) -> Int? {
            try text(column).isEmpty ? nil : try integer(column)
        }

        /// The records of a column: separated by semicolons, their fields by bars.
        func records(_ column: String, fields count: Int) throws(SampleError) -> [[String]] {
            var records: [[String]] = []
            for record in try text(column).split(separator: ";") {
                let fields = record.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
                guard fields.count == count else { throw wrong(column, "has a record that has not \(count) fields") }
                records.append(fields)
            }
            return records
        }

        /// An error about a column.
        func wrong(_ column: String, _ reason: String) -> SampleError {
            .invalidTable(reason: "column '\(column)' \(reason)", at: location)
        }
    }

    /// Parses a table's bytes.
    init(path: String, bytes: [UInt8]) throws(SampleError) {
        self.path = path
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        columns = (lines.first ?? "").split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty {
            let location = Location(path: path, line: index + 1)
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard fields.count == columns.count else {
                throw .invalidTable(reason: "the line has not \(columns.count) columns", at: location)
            }
            rows.append(Row(location: location, columns: columns, fields: fields))
        }
    }
}
