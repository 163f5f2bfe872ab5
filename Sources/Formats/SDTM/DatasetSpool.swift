public import Values

/// The rows of one dataset in a temporary file, until all are known and the lengths are.
///
/// Memory: one buffer, what the run's `SpoolMemory` gives, and 24 bytes for each subject with rows.
public final class DatasetSpool {
    /// What the rows are; without the variables that ``omit(_:)`` left out.
    public private(set) var definition: DatasetDefinition
    /// For each cell of a spooled row, whether its variable is written; nil when all are.
    private(set) var writtenCells: [Bool]?
    /// How many rows were appended.
    public private(set) var rowCount = 0
    /// The longest text of each variable in bytes.
    public private(set) var maximumLengths: [Int]
    /// Whether a text has a byte outside ASCII.
    public private(set) var containsNonASCII = false
    /// Whether a text has a control character.
    public private(set) var containsControlCharacters = false

    /// The subject number of rows that belong to none (trial design): they come first, and are in no subject order.
    public static let noSubject = -1

    /// Rows of one subject that stand together.
    struct Segment {
        var offset: Int
        var length: UInt32
        var rows: UInt32
        var subject: Int32
    }

    let file: SpoolFile
    private(set) var segments: [Segment] = []
    private(set) var maximumRowBytes = 0

    /// Makes an empty spool; the definition is checked. What the run's memory has no room for goes to a temporary file.
    public init(definition: DatasetDefinition, memory: SpoolMemory? = nil) throws(SDTMError) {
        try definition.check()
        self.definition = definition
        maximumLengths = [Int](repeating: 0, count: definition.variables.count)
        do throws(FileError) { file = try SpoolFile(memory: memory) } catch { throw .file(error) }
    }

    /// Appends rows of one subject; `subject` is the number that the subject order of ``DatasetWriter/Options`` uses, or
    /// ``noSubject``. Rows of a subject may come in several calls: they are written in the order of the calls.
    public func append(_ rows: DatasetRows, subject: Int) throws(SDTMError) {
        guard rows.rowCount > 0 else { return }
        if let row = rows.firstIncompleteRow { throw .incompleteRow(dataset: definition.name, row: rowCount + row) }
        guard rows.variableCount == definition.variables.count else {
            throw .incompleteRow(dataset: definition.name, row: rowCount + 1)
        }
        guard let number = Int32(exactly: subject), number >= Self.noSubject, rows.bytes.count <= Int(UInt32.max) else {
            throw .invalidSubjectOrder(
                dataset: definition.name,
                reason: "subject numbers must be from 0 to \(Int32.max), and one is \(subject)")
        }
        let offset = try appendBytes(rows.bytes)
        extend(offset: offset, length: UInt32(rows.bytes.count), rows: UInt32(rows.rowCount), subject: number)
        rowCount += rows.rowCount
        maximumRowBytes = max(maximumRowBytes, rows.maximumRowBytes)
        if rows.containsNonASCII { containsNonASCII = true }
        if rows.containsControlCharacters { containsControlCharacters = true }
        for index in maximumLengths.indices where rows.maximumLengths[index] > maximumLengths[index] {
            maximumLengths[index] = rows.maximumLengths[index]
        }
    }

    /// Leaves variables out of the file: rows have all of them, and only when the last row is known is it known which of the
    /// permissible ones have a value. To be called once, after the last row.
    public func omit(_ names: Set<String>) {
        let kept = definition.variables.map { !names.contains($0.name) }
        guard kept.contains(false) else { return }
        writtenCells = kept
        maximumLengths = zip(maximumLengths, kept).filter(\.1).map(\.0)
        definition.variables.removeAll { names.contains($0.name) }
        definition.keys.removeAll { names.contains($0) }
    }

    private func appendBytes(_ bytes: CellBytes) throws(SDTMError) -> Int {
        var offset = 0
        var failure: FileError?
        bytes.withUnsafeBytes { bytes in
            do throws(FileError) { offset = try file.append(bytes) } catch { failure = error }
        }
        if let failure { throw .file(failure) }
        return offset
    }

    private func extend(offset: Int, length: UInt32, rows: UInt32, subject: Int32) {
        if let last = segments.last, last.subject == subject {
            let (sum, overflow) = last.length.addingReportingOverflow(length)
            if !overflow {
                segments[segments.count - 1].length = sum
                segments[segments.count - 1].rows += rows
                return
            }
        }
        segments.append(Segment(offset: offset, length: length, rows: rows, subject: subject))
    }
}
