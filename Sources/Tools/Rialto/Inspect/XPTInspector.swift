import Values

/// Counts the rows and cells of a SAS transport file, version 5 or 8 (TS-140), by the bytes of its rows.
struct XPTInspector: ~Copyable {
    private var inspection: Inspection
    private var records: RecordSource

    /// A variable's place in the row.
    private struct Column {
        var name: String
        var isNumeric: Bool
        var position: Int
        var length: Int
    }

    static func inspect(_ file: InputFile, _ progress: Progress) throws(InputError) -> Inspection {
        var inspector = XPTInspector(
            inspection: Inspection(file), records: try RecordSource(path: file.path, progress: progress))
        try inspector.readLibrary()
        while try inspector.readMember() {}
        return inspector.inspection
    }

    private init(inspection: Inspection, records: consuming RecordSource) {
        self.inspection = inspection
        self.records = records
    }

    private mutating func readLibrary() throws(InputError) {
        guard try records.next(), records.header == "LIBRARY" || records.header == "LIBV8" else {
            throw malformed("the file does not begin with a library header")
        }
        inspection.version = records.header == "LIBV8" ? "8" : "5"
        try skip(2)
        guard try records.next() else { throw malformed("the file ends before its first member header") }
    }

    /// Reads the member whose header is the current record; false when no other follows.
    private mutating func readMember() throws(InputError) -> Bool {
        guard records.header == "MEMBER" || records.header == "MEMBV8" else {
            throw malformed("a member header was expected at byte \(records.offset)")
        }
        let isLong = records.header == "MEMBV8"
        guard let size = Int(records.text(74..<78)), size == 140 || size == 136 else {
            throw malformed("the member header at byte \(records.offset) gives no size of variable descriptors")
        }
        guard try records.next(), records.header.hasPrefix("DSC") else {
            throw malformed("a descriptor header was expected at byte \(records.offset)")
        }
        try skip(1)
        let name = records.text(isLong ? 8..<40 : 8..<16)
        try skip(1)
        guard try records.next(), records.header.hasPrefix("NAM"), let count = Int(records.text(48..<58)) else {
            throw malformed("a header with the number of variables was expected at byte \(records.offset)")
        }
        let columns = try readColumns(count, size: size)
        repeat {
            guard try records.next() else { throw malformed("the file ends before the rows of \(name)") }
        } while !records.header.hasPrefix("OBS")
        let stated = isLong ? Int(records.text(48..<63)) : nil
        return try readRows(of: name, columns, stated: stated.flatMap { $0 > 0 ? $0 : nil })
    }

    private mutating func readColumns(_ count: Int, size: Int) throws(InputError) -> [Column] {
        var bytes: [UInt8] = []
        while bytes.count < count * size {
            guard try records.next() else { throw malformed("the file ends within the variable descriptors") }
            bytes += records.bytes
        }
        func integer(_ at: Int, _ width: Int) -> Int { bytes[at..<at + width].reduce(0) { $0 << 8 | Int($1) } }
        var columns: [Column] = []
        for start in stride(from: 0, to: count * size, by: size) {
            columns.append(
                Column(
                    name: text(bytes[start + 8..<start + 16]), isNumeric: integer(start, 2) == 1,
                    position: integer(start + 84, 4), length: integer(start + 4, 2)))
        }
        guard columns.allSatisfy({ $0.length > 0 && $0.position < 1 << 24 && (!$0.isNumeric || $0.length <= 8) }) else {
            throw malformed("a variable descriptor gives an impossible length or position")
        }
        return columns
    }

    /// Reads rows up to the next member header or the end; returns whether a member follows.
    private mutating func readRows(of name: String, _ columns: [Column], stated: Int?) throws(InputError) -> Bool {
        let length = columns.map { $0.position + $0.length }.max() ?? 0
        var pending: [UInt8] = []
        var rows = 0
        var values = 0
        // Blank rows are counted when something follows them: in the last record they may be padding.
        var blank = 0
        var follows = false
        while try records.next() {
            if records.header.hasPrefix("MEMB") {
                follows = true
                break
            }
            guard length > 0 else { continue }
            pending += records.bytes
            var start = 0
            while pending.count - start >= length {
                let row = pending[start..<start + length]
                start += length
                if row.allSatisfy({ $0 == 0x20 }) {
                    blank += 1
                    continue
                }
                rows += blank + 1
                blank = 0
                values += count(row, columns)
            }
            pending.removeFirst(start)
        }
        // Padding is shorter than a record.
        let padding = min(blank, max(0, (79 - pending.count) / max(length, 1)))
        rows += blank - padding
        if !pending.allSatisfy({ $0 == 0x20 }) || pending.count >= 80 {
            inspection.warnings.append(
                Diagnostic(
                    "xpt.cut-row", .warning, "the last row of \(name) is cut off", remedy: "export the file again",
                    at: Location(path: inspection.path, record: rows + 1)))
        }
        if let stated, stated != rows {
            inspection.warnings.append(
                Diagnostic(
                    "xpt.row-count", .warning, "\(name) states \(stated) rows and has \(rows)",
                    remedy: "export the file again", at: Location(path: inspection.path)))
        }
        inspection.byKind[name, default: 0] += rows
        inspection.records += rows
        inspection.values += values
        return follows
    }

    private mutating func count(_ row: ArraySlice<UInt8>, _ columns: [Column]) -> Int {
        var values = 0
        var study = ArraySlice<UInt8>()
        for column in columns {
            let cell = row[row.startIndex + column.position..<row.startIndex + column.position + column.length]
            guard !(column.isNumeric ? isMissing(cell) : cell.allSatisfy { $0 == 0x20 || $0 == 0 }) else { continue }
            values += 1
            if column.name == "STUDYID" {
                study = trimmed(cell)
                inspection.addStudy(String(decoding: study, as: UTF8.self))
            } else if column.name == "USUBJID" {
                inspection.addPatient(study: study, key: trimmed(cell))
            }
        }
        return values
    }

    /// `.`, `._`, `.A` to `.Z`: the letter, then zeros.
    private func isMissing(_ cell: ArraySlice<UInt8>) -> Bool {
        guard let first = cell.first, cell.dropFirst().allSatisfy({ $0 == 0 }) else { return false }
        return first == 0x2E || first == 0x5F || (first >= 0x41 && first <= 0x5A)
    }

    private mutating func skip(_ count: Int) throws(InputError) {
        for _ in 0..<count {
            guard try records.next() else { throw malformed("the file ends within its headers") }
        }
    }

    private func malformed(_ reason: String) -> InputError {
        .malformed(.xpt, reason: reason, Location(path: inspection.path))
    }
}

/// The text of a padded field.
private func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: trimmed(bytes), as: UTF8.self) }

private func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    bytes.prefix((bytes.lastIndex { $0 != 0x20 && $0 != 0 } ?? bytes.startIndex - 1) - bytes.startIndex + 1)
}

/// A file as records of 80 bytes.
private struct RecordSource: ~Copyable {
    private(set) var bytes: [UInt8] = []
    /// The offset of the current record.
    private(set) var offset = -80
    private var source: ByteSource
    private var place = 0
    private let progress: Progress

    init(path: String, progress: Progress) throws(InputError) {
        do throws(FileError) { source = try ByteSource(path: path) } catch { throw .file(error) }
        self.progress = progress
    }

    /// Goes to the next record; false at the end.
    mutating func next() throws(InputError) -> Bool {
        bytes.removeAll(keepingCapacity: true)
        do throws(FileError) {
            while bytes.count < 80 {
                if place == source.chunk.count {
                    guard try source.readChunk() else { break }
                    progress.add(bytes: source.chunk.count)
                    place = 0
                }
                let taken = min(80 - bytes.count, source.chunk.count - place)
                bytes += source.chunk[place..<place + taken]
                place += taken
            }
        } catch { throw .file(error) }
        guard !bytes.isEmpty else { return false }
        offset += 80
        guard bytes.count == 80 else {
            throw .malformed(
                .xpt, reason: "the file is cut off: its last record has \(bytes.count) of 80 bytes",
                Location(path: source.path))
        }
        return true
    }

    /// The name of a header record (`MEMBER`); empty for any other record.
    var header: String {
        guard bytes.starts(with: "HEADER RECORD*******".utf8), bytes[28...].starts(with: "HEADER RECORD!!!!!!!".utf8)
        else { return "" }
        return text(20..<28)
    }

    func text(_ range: Range<Int>) -> String {
        let field = bytes[range].drop { $0 == 0x20 }
        return String(decoding: trimmed(field), as: UTF8.self)
    }
}
