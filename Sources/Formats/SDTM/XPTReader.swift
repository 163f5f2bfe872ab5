import Values

/// Reads SAS transport files of version 5 (TS-140), 8 and 9: one dataset after the other, in rows of typed cells.
///
/// ```swift
/// var reader = try XPTReader(path: "ae.xpt")
/// while let dataset = try reader.nextDataset() {
///     var rows = DatasetRows(variableCount: dataset.variables.count)
///     while try reader.read(into: &rows) { ...; rows = DatasetRows(variableCount: dataset.variables.count) }
/// }
/// ```
///
/// Texts keep the file's bytes, without trailing blanks: the format names no encoding. Numbers are doubles; one that a
/// double does not hold exactly, or that is not written as SAS would, also keeps its eight bytes.
///
/// The format does not say how many rows there are (version 8 may): they end where at a multiple of 80 bytes another
/// member's header stands, or with the file. Rows are handed out only when the 160 bytes behind them have been seen, so that
/// the end is known before the last record is reached. Blank rows in that record may be padding and are taken for it.
public struct XPTReader: ~Copyable {
    /// The version of the format: 5 or 8.
    public let version: Int
    /// How many bytes have been read, and how many the file has when that is known.
    public var progress: (read: Int, of: Int?) { (window.bytesRead, window.size) }

    private var window: XPTWindow
    private let library: [UInt8]
    private var member: XPTMember?
    /// Where the rows begin in the file, and where they end once that is known.
    private var rowsStart = 0
    private var rowsEnd: Int?
    /// How far the file has been searched for the next member's header.
    private var searched = 0
    private var rowsRead = 0
    /// How many rows there are, once that is known.
    private var rowCount: Int?

    /// Opens a file and reads its library header.
    public init(path: String) throws(SDTMError) {
        var window = try XPTWindow(path: path)
        let (version, library) = try XPTReader.readLibrary(&window)
        self.init(version, library, window)
    }

    private init(_ version: Int, _ library: [UInt8], _ window: consuming XPTWindow) {
        self.version = version
        self.library = library
        self.window = window
    }

    private static func readLibrary(_ window: inout XPTWindow) throws(SDTMError) -> (version: Int, records: [UInt8]) {
        try window.require(XPT.recordLength)
        let kind = XPTMember.kind(of: window.bytes.prefix(XPT.recordLength))
        guard kind == "LIBRARY" || kind == "LIBV8" else { throw refusal(of: window.bytes, path: window.path) }
        var library: [UInt8] = []
        for _ in 0..<3 { library += try window.record("the library header") }
        return (kind == "LIBV8" ? 8 : 5, library)
    }

    /// What a file is that does not begin as a transport file does.
    private static func refusal(of bytes: UnsafeRawBufferPointer, path: String) -> SDTMError {
        let place = Location(path: path)
        let blanks: [UInt8] = [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF]
        if bytes.isEmpty {
            return .notTransport(what: "the file is empty", remedy: "export or copy it again", at: place)
        }
        if bytes.starts(with: "**COMPRESSED**".utf8) {
            return .notTransport(
                what: "this is a CPORT file, whose format SAS does not publish",
                remedy: "export with the XPORT engine (libname ... xport)", at: place)
        }
        if bytes.first(where: { !blanks.contains($0) }) == 0x3C {
            return .notTransport(
                what: "this is HTML or XML and not a transport file",
                remedy: "it may be a server's error page: download the file again", at: place)
        }
        return .notTransport(
            what: "the file does not begin as a transport file does (HEADER RECORD*******LIBRARY)",
            remedy: "look at what it is, or export it again", at: place)
    }

    /// The next dataset of the file, past what was not read of the last; nil when there is no other.
    public mutating func nextDataset() throws(SDTMError) -> DatasetDefinition? {
        if let member {
            while try row(of: member.rowLength) != nil {}
            self.member = nil
        }
        guard let first = try window.recordIfAny("a member header") else { return nil }
        let member = try XPTMember(first, from: &window)
        rowsStart = window.position
        (rowsEnd, rowCount, rowsRead, searched) = (nil, nil, 0, rowsStart)
        self.member = member
        var definition = member.definition
        definition.layout = XPTLayout(
            library: library, member: member.header, positions: member.columns.map(\.position),
            rowLength: member.rowLength)
        return definition
    }

    /// Appends rows of the dataset, about so many bytes; false, and nothing appended, when there are no more.
    public mutating func read(into target: inout DatasetRows, bytes limit: Int = 1 << 18) throws(SDTMError) -> Bool {
        guard let member else { return false }
        var taken = 0
        while taken < limit, let row = try row(of: member.rowLength) {
            target.beginRow()
            for column in member.columns {
                let cell = UnsafeRawBufferPointer(rebasing: row[column.position..<column.position + column.length])
                if column.isNumeric {
                    XPTReader.number(cell, into: &target)
                } else {
                    target.text(bytes: cell.assumingMemoryBound(to: UInt8.self))
                }
            }
            target.endRow()
            taken += row.count
        }
        return taken > 0
    }

    private static func number(_ cell: UnsafeRawBufferPointer, into target: inout DatasetRows) {
        var bits: UInt64 = 0
        for byte in cell { bits = bits << 8 | UInt64(byte) }
        bits <<= UInt64(8 * (8 - cell.count))
        if let code = IBMDouble.missingCode(bits) {
            if code == 0x2E { target.missing() } else { target.missing(special: code) }
        } else if IBMDouble.isExact(bits) {
            target.number(IBMDouble.value(bits))
        } else {
            target.number(ibm: bits)
        }
    }

    // MARK: - Rows

    /// The next row's bytes, valid until the next call; nil at the end of the dataset.
    private mutating func row(of length: Int) throws(SDTMError) -> UnsafeRawBufferPointer? {
        if rowCount == nil {
            if rowsEnd == nil { try search(behind: length) }
            if let rowsEnd { rowCount = try count(upTo: rowsEnd, rowLength: length) }
        }
        if let rowCount, rowsRead == rowCount {
            // What is left is padding; `count` has seen that.
            if let rowsEnd { window.skip(rowsEnd - window.position) }
            return nil
        }
        try window.require(length)
        rowsRead += 1
        let row = UnsafeRawBufferPointer(rebasing: window.bytes[..<length])
        window.skip(length)
        return row
    }

    /// Looks for the next member's header in all that lies ready, and for that 160 bytes more than a row are wanted.
    private mutating func search(behind length: Int) throws(SDTMError) {
        try window.require(length + 2 * XPT.recordLength)
        let (bytes, begin) = (window.bytes, window.position)
        while searched + XPT.recordLength <= begin + bytes.count {
            let at = searched - begin
            if at >= 0, bytes[at] == 0x48, XPTMember.kind(of: bytes[at..<at + XPT.recordLength]).hasPrefix("MEMB") {
                rowsEnd = searched
                return
            }
            searched += XPT.recordLength
        }
        if window.isAtEnd { rowsEnd = begin + bytes.count }
    }

    /// How many rows stand before `end`, which lies within the window, with what is left of them.
    private func count(upTo end: Int, rowLength: Int) throws(SDTMError) -> Int {
        guard let member else { return 0 }
        let name = member.definition.name
        let length = end - rowsStart
        guard rowLength > 0 else { return 0 }
        var count = length / rowLength
        let unread = UnsafeRawBufferPointer(rebasing: window.bytes[..<(end - window.position)])
        func isBlank(_ from: Int, _ to: Int) -> Bool {
            let begin = rowsStart + from - window.position
            return begin < 0 || unread[begin..<rowsStart + to - window.position].allSatisfy { $0 == 0x20 || $0 == 0 }
        }
        let rest = length - count * rowLength
        guard rest < XPT.recordLength, length % XPT.recordLength == 0, isBlank(count * rowLength, length) else {
            throw .malformed(
                reason: "the last row of \(name) is cut off, after \(rest) of \(rowLength) bytes",
                at: Location(path: window.path, record: count + 1))
        }
        let fewest = max(0, (length - XPT.recordLength + rowLength) / rowLength)
        if let stated = member.statedRows {
            guard fewest...count ~= stated else {
                throw .malformed(
                    reason: "\(name) states \(stated) rows and has \(count)",
                    at: Location(path: window.path, record: count))
            }
            return stated
        }
        while count > fewest, isBlank((count - 1) * rowLength, count * rowLength) { count -= 1 }
        return count
    }
}
