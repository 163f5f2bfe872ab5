import JSONStream
public import Values

/// Reads CDISC Dataset-JSON 1.1: a JSON document, NDJSON, or NDJSON compressed with zlib or gzip (DSJC). Which of them it is
/// is told by the content.
///
/// ```swift
/// var reader = try DatasetJSONReader(path: "ae.json")
/// while let dataset = try reader.nextDataset() {
///     var rows = DatasetRows(variableCount: dataset.variables.count)
///     while try reader.read(into: &rows) { ...; rows = DatasetRows(variableCount: dataset.variables.count) }
/// }
/// ```
///
/// Numbers keep their digits, texts their trailing blanks, null is told from the empty text. A file has one dataset; it is
/// read in one pass with flat memory. Only a document with attributes behind its rows is read twice, since the order of
/// attributes is but a recommendation; it must be a file then, and no pipe.
public struct DatasetJSONReader: ~Copyable {
    /// What a hostile file cannot exceed.
    public struct Limits: Sendable {
        /// How many times its size compressed data may grow to; deflate alone can make it a thousand.
        public var ratio = 500
        /// Up to so many bytes they may grow by any ratio.
        public var freeBytes = 1 << 26
        /// The longest metadata in bytes.
        public var headerBytes = 1 << 24
        /// The longest row in bytes.
        public var rowBytes = 1 << 26

        /// Makes the default limits.
        public init() {}
    }

    /// Which form the file has.
    public let form: DatasetJSONForm
    /// What was read although it should not be there: attributes that Dataset-JSON does not have, fractions in columns of
    /// whole numbers. Each is told once.
    public internal(set) var warnings: [Diagnostic]
    /// How many bytes have been read, and how many the file has when that is known.
    public var progress: (read: Int, of: Int?) { (window.bytesRead, window.size) }

    var window: DatasetJSONWindow
    private let limits: Limits
    let definition: DatasetDefinition
    let columns: [Column]
    private let records: Int
    var row: DatasetJSONRow
    private var wasHandedOut = false
    /// Whether there is a list of rows at all.
    private let hasRows: Bool
    private var isOver = false
    var rowsRead = 0
    /// Of the place: the line, and where it begins in the text.
    private var line: Int
    private var lineStart: Int
    /// The lines that the row at hand ends.
    private var passedLines: (count: Int, start: Int)?
    /// Whether all behind the rows was read before.
    private let isTailRead: Bool
    /// The columns of whole numbers in which a fraction was met.
    var columnsWithFractions: Set<Int> = []

    /// What of a column decides how its values are taken.
    struct Column {
        let kind: DatasetJSONKind
        let isInteger: Bool
    }

    /// Opens a file and reads its metadata.
    public init(path: String, limits: Limits = .init()) throws(SDTMError) {
        var window = try DatasetJSONWindow(path: path, limits: limits)
        try DatasetJSONReader.checkBeginning(&window)
        let end = try window.endOfFile(bytes: 4096)
        let isRowsLast = end.map { DatasetJSONLayout.tail(ofDocument: $0) != nil } ?? true
        let header = try DatasetJSONHeader(from: &window, isRowsLast: isRowsLast, limits: limits)
        var definition = header.definition
        let form: DatasetJSONForm
        switch header.rows {
        case .none:
            form = window.compression != nil ? .dsjc : path.hasSuffix(".ndjson") ? .ndjson : .json
            definition.jsonLayout = try DatasetJSONLayout(form, header: header, window: &window, end: end)
        case .lines:
            form = window.compression == nil ? .ndjson : .dsjc
            definition.jsonLayout = try DatasetJSONLayout(form, header: header, window: &window, end: end)
            window.skip(header.lineStart)
        case .document(let place):
            form = .json
            if header.isWhole {
                window = try DatasetJSONReader.reopen(window, at: place, limits: limits)
            } else {
                definition.jsonLayout = try DatasetJSONLayout(form, header: header, window: &window, end: end)
                window.skip(place)
            }
        }
        self.init(window, header, definition, form, limits)
    }

    private init(
        _ window: consuming DatasetJSONWindow, _ header: borrowing DatasetJSONHeader, _ definition: DatasetDefinition,
        _ form: DatasetJSONForm, _ limits: Limits
    ) {
        (line, lineStart) = (header.line, header.lineStart)
        records = header.records
        warnings = header.warnings
        isTailRead = header.isWhole
        columns = definition.variables.map { variable in
            Column(
                kind: DatasetJSONKind(variable.json?.dataType ?? .string, variable.json?.targetDataType),
                isInteger: variable.json?.dataType == .integer)
        }
        row = DatasetJSONRow(count: columns.count)
        if case .none = header.rows { hasRows = false } else { hasRows = true }
        self.definition = definition
        self.form = form
        self.window = window
        self.limits = limits
    }

    /// The file again, from the rows on, which were passed over.
    private static func reopen(
        _ window: borrowing DatasetJSONWindow, at place: Int, limits: Limits
    ) throws(SDTMError) -> DatasetJSONWindow {
        guard window.path != "-", window.size != nil else {
            throw window.malformed("attributes stand behind the rows, and a pipe cannot be read twice; name a file")
        }
        var again = try DatasetJSONWindow(path: window.path, limits: limits)
        while again.position < place {
            try again.require(1)
            guard again.count > 0 else { throw window.malformed("the file changed while it was read") }
            again.skip(min(again.count, place - again.position))
        }
        return again
    }

    private static func checkBeginning(_ window: inout DatasetJSONWindow) throws(SDTMError) {
        try window.require(4)
        let place = Location(path: window.path)
        let blanks: [UInt8] = [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF]
        if window.count == 0 {
            throw .notDatasetJSON(what: "the file is empty", remedy: "export or copy it again", at: place)
        }
        let first = window.bytes.first { !blanks.contains($0) }
        if first == 0x3C {
            throw .notDatasetJSON(
                what: "this is HTML or XML and not Dataset-JSON",
                remedy: "it may be a server's error page: download the file again", at: place)
        }
        if window.bytes.starts(with: "HEADER".utf8.prefix(4)) {
            throw .notDatasetJSON(what: "this is a SAS transport file", remedy: "name it .xpt", at: place)
        }
    }

    /// The dataset of the file; nil when it was handed out before.
    public mutating func nextDataset() throws(SDTMError) -> DatasetDefinition? {
        guard !wasHandedOut else {
            var rest = DatasetRows(variableCount: columns.count)
            while try read(into: &rest) { rest = DatasetRows(variableCount: columns.count) }
            return nil
        }
        wasHandedOut = true
        return definition
    }

    /// Appends rows of the dataset, about so many bytes; false, and nothing appended, when there are no more.
    public mutating func read(into target: inout DatasetRows, bytes limit: Int = 1 << 18) throws(SDTMError) -> Bool {
        var taken = 0
        while taken < limit, !isOver {
            guard let length = try nextRow() else { break }
            rowsRead += 1
            if rowsRead > records { throw tooManyRows() }
            try append(UnsafeRawBufferPointer(rebasing: window.bytes[..<length]), to: &target)
            window.skip(length)
            if let (count, start) = passedLines {
                line += count
                lineStart = start
                passedLines = nil
            }
            taken += length
        }
        return taken > 0
    }

    // MARK: - Rows

    /// Goes to the next row and takes it apart; returns its length, or nil behind the last.
    private mutating func nextRow() throws(SDTMError) -> Int? {
        guard hasRows, try findRow() else {
            isOver = true
            try checkRecords()
            return nil
        }
        while true {
            switch row.scan(window.bytes) {
            case .row(let length): return length
            case .needsBytes where !window.isAtEnd && window.count <= limits.rowBytes:
                try window.require(window.count + 1)
            case .needsBytes, .other:
                let place = place(at: 0)
                var tokens = JSONTokenizer.Limits()
                tokens.depth = 16
                tokens.tokenBytes = limits.rowBytes
                let tokenizer = JSONTokenizer(
                    path: window.path, form: form == .json ? .document : .lines, limits: tokens, line: place.line,
                    column: place.column)
                let length = try row.read(from: &window, number: rowsRead + 1, tokenizer, limits: limits)
                passedLines = countLines(length)
                return length
            }
        }
    }

    /// Passes over what stands between rows; false when there are no more, and all behind them is read.
    private mutating func findRow() throws(SDTMError) -> Bool {
        var hasComma = rowsRead == 0
        // Of lines: whether one was ended since the last row.
        var hasLine = rowsRead == 0
        while true {
            if window.count == 0 {
                try window.require(1)
                guard window.count > 0 else {
                    guard form == .json else { return false }
                    throw .json(.truncated(at: place(at: 0)))
                }
            }
            switch window.bytes[0] {
            case 0x20, 0x09, 0x0D: break
            case 0x0A:
                line += 1
                lineStart = window.position + 1
                hasLine = true
            case 0x2C where form == .json && !hasComma: hasComma = true
            case 0x5D where form == .json && (!hasComma || rowsRead == 0):
                window.skip(1)
                try readTail()
                return false
            case 0x5B where form == .json ? hasComma : hasLine: return true
            default:
                let expected =
                    form == .json
                    ? (hasComma ? "a row, which begins with '['," : "',' or ']'")
                    : (hasLine ? "a row, which begins with '['," : "the end of the line")
                throw .json(.syntax(expected: expected, at: place(at: 0)))
            }
            window.skip(1)
        }
    }

    /// Reads what stands behind the rows of a document: the object's end.
    private mutating func readTail() throws(SDTMError) {
        if isTailRead { return }
        var isClosed = false
        while true {
            try window.require(1)
            guard window.count > 0 else {
                guard isClosed else { throw .json(.truncated(at: place(at: 0))) }
                return
            }
            switch window.bytes[0] {
            case 0x20, 0x09, 0x0D: break
            case 0x0A:
                line += 1
                lineStart = window.position + 1
            case 0x7D where !isClosed: isClosed = true
            case 0x2C where !isClosed:
                throw .malformed(
                    reason: "attributes stand behind the rows, and a pipe cannot be read twice; name a file",
                    at: place(at: 0))
            default:
                throw .json(.syntax(expected: isClosed ? "the end of the text" : "'}'", at: place(at: 0)))
            }
            window.skip(1)
        }
    }

    /// How many lines end in a row, and where the last of them does; rows taken apart in one pass have no line ends.
    private func countLines(_ length: Int) -> (count: Int, start: Int)? {
        var found: (count: Int, start: Int)?
        for (index, byte) in window.bytes[..<length].enumerated() where byte == 0x0A {
            found = ((found?.count ?? 0) + 1, window.position + index + 1)
        }
        return found
    }

    private func place(at index: Int) -> Location {
        Location(path: window.path, line: line, column: window.position + index - lineStart + 1)
    }

    private func tooManyRows() -> SDTMError {
        .malformed(
            reason: "\(definition.name) states \(records) records and has more",
            at: Location(path: window.path, record: rowsRead))
    }

    private func checkRecords() throws(SDTMError) {
        guard rowsRead != records else { return }
        throw .malformed(
            reason: "\(definition.name) states \(records) records and has \(rowsRead)",
            at: Location(path: window.path, record: rowsRead))
    }
}
