import Values

/// Counts the rows and cells of a CSV file (RFC 4180: quoted fields may hold separators, quotes and line breaks).
struct CSVInspector {
    private var inspection: Inspection
    private let dataset: String
    private var isHeader = true
    private var names: [String] = []
    private var studyColumn: Int?
    private var patientColumn: Int?

    private var field: [UInt8] = []
    private var column = 0
    private var filled = 0
    private var study: [UInt8] = []
    private var patient: [UInt8] = []
    private var state = State.plain
    private var line = 1
    private var rowLine = 1
    private var hasContent = false

    private enum State {
        case plain, quoted, quoteSeen
    }

    static func inspect(_ file: InputFile, _ progress: Progress) throws(InputError) -> Inspection {
        var inspector = CSVInspector(file)
        do throws(FileError) {
            var source = try ByteSource(path: file.path)
            var isFirst = true
            while try source.readChunk() {
                var chunk = source.chunk[...]
                if isFirst, chunk.starts(with: [0xEF, 0xBB, 0xBF]) { chunk = chunk.dropFirst(3) }
                isFirst = false
                for byte in chunk { inspector.take(byte) }
                progress.add(bytes: source.chunk.count)
            }
        } catch { throw .file(error) }
        return try inspector.end()
    }

    private init(_ file: InputFile) {
        inspection = Inspection(file)
        // A CSV file says nowhere which dataset it is but in its name.
        let name = file.path.split(separator: "/").last ?? ""
        dataset = (name.lastIndex(of: ".").map { String(name[..<$0]) } ?? String(name)).uppercased()
    }

    private mutating func take(_ byte: UInt8) {
        if byte == 0x0A { line += 1 }
        switch (state, byte) {
        case (.quoted, 0x22): state = .quoteSeen
        case (.quoted, _): field.append(byte)
        case (.quoteSeen, 0x22):
            field.append(byte)
            state = .quoted
        case (_, 0x2C): endField()
        case (_, 0x0A): endRow()
        case (_, 0x0D): break
        case (.plain, 0x22) where field.isEmpty:
            state = .quoted
            hasContent = true
        default:
            field.append(byte)
            hasContent = true
        }
    }

    private mutating func endField() {
        state = .plain
        hasContent = true
        if isHeader {
            names.append(String(decoding: field, as: UTF8.self))
        } else if !field.isEmpty {
            filled += 1
            if column == studyColumn { study = field }
            if column == patientColumn { patient = field }
        }
        column += 1
        field.removeAll(keepingCapacity: true)
    }

    private mutating func endRow() {
        guard hasContent else {
            rowLine = line
            return
        }
        endField()
        if isHeader {
            isHeader = false
            studyColumn = names.firstIndex(of: "STUDYID")
            patientColumn = names.firstIndex(of: "USUBJID")
        } else {
            inspection.records += 1
            inspection.values += filled
            if !study.isEmpty { inspection.addStudy(String(decoding: study, as: UTF8.self)) }
            if !patient.isEmpty { inspection.addPatient(study: study, key: patient) }
            if column != names.count, inspection.warnings.count < 10 {
                inspection.warnings.append(
                    Diagnostic(
                        "csv.row-width", .warning, "the row has \(column) fields, and the header \(names.count)",
                        remedy: "correct the row", at: Location(path: inspection.path, line: rowLine)))
            }
        }
        column = 0
        filled = 0
        study = []
        patient = []
        hasContent = false
        rowLine = line
    }

    private consuming func end() throws(InputError) -> Inspection {
        guard state != .quoted else {
            throw .malformed(
                .csv, reason: "the quoted field that begins in this row does not end",
                Location(path: inspection.path, line: rowLine))
        }
        endRow()
        inspection.byKind[dataset] = inspection.records
        return inspection
    }
}
