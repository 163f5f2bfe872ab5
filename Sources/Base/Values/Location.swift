/// A place in an input: the file, and within it the line and column (both from 1, counted in bytes).
///
/// Text formats give a line and column; datasets give a record number (from 1) in ``record``. Zero means "not known".
public struct Location: Sendable, Hashable {
    /// The input's path as the user wrote it.
    public var path: String
    /// The line, from 1; 0 when the whole file is meant.
    public var line: Int
    /// The column in bytes, from 1; 0 when the whole line is meant.
    public var column: Int
    /// The record of a dataset, from 1; 0 for text formats.
    public var record: Int

    /// Makes a location; leave out what is not known.
    public init(path: String, line: Int = 0, column: Int = 0, record: Int = 0) {
        self.path = path
        self.line = line
        self.column = column
        self.record = record
    }
}

extension Location: CustomStringConvertible {
    /// `path:line:column`, or `path:record N` for datasets.
    public var description: String {
        if record > 0 { return "\(path): record \(record)" }
        if line == 0 { return path }
        return column == 0 ? "\(path):\(line)" : "\(path):\(line):\(column)"
    }
}
