import JSONStream
import Values

/// The metadata of a Dataset-JSON file, read: the object of a document without its rows, or the first line.
struct DatasetJSONHeader: ~Copyable {
    /// Where the rows are.
    enum Rows {
        /// In lines behind the object.
        case lines
        /// In the document, from this byte on, behind the bracket of `rows`.
        case document(at: Int)
        /// Nowhere; the text is over.
        case none
    }

    private(set) var definition = DatasetDefinition(name: "", label: "", variables: [])
    private(set) var records = 0
    private(set) var rows = Rows.none
    private(set) var warnings: [Diagnostic] = []
    /// Whether all of the object was read, its members behind the rows too.
    private(set) var isWhole = false
    /// The line in which the rows begin, and where that line begins in the text.
    private(set) var line = 1
    private(set) var lineStart = 0

    private var attributes = DatasetJSONAttributes(itemGroupOID: "")
    private var seen: Set<String> = []
    private var tokenizer: JSONTokenizer
    private let limits: DatasetJSONReader.Limits
    /// How much of the window the tokenizer has.
    private var fed = 0
    /// Whether the window lets go of what was read.
    private var isSkipping = false

    private static let required = [
        "datasetJSONCreationDateTime", "datasetJSONVersion", "itemGroupOID", "records", "name", "label", "columns",
    ]
    private static let chunkSize = 1 << 14

    /// Reads from the beginning of the text. With `isRowsLast` nothing stands behind the rows, and reading ends before the
    /// first of them when all required attributes are known; otherwise the rows are passed over.
    init(
        from window: inout DatasetJSONWindow, isRowsLast: Bool, limits: DatasetJSONReader.Limits
    ) throws(SDTMError) {
        var jsonLimits = JSONTokenizer.Limits()
        jsonLimits.depth = 16
        jsonLimits.tokenBytes = limits.rowBytes
        tokenizer = JSONTokenizer(path: window.path, limits: jsonLimits)
        self.limits = limits
        guard try token(&window) == .beginObject else {
            throw syntax("the metadata object of Dataset-JSON, which begins with '{',")
        }
        while try token(&window) != .endObject {
            let (name, place) = (tokenizer.string, tokenizer.location)
            if name == "rows" {
                guard try token(&window) == .beginArray else { throw syntax("an array of rows") }
                rows = .document(at: tokenizer.offset)
                line = tokenizer.location.line
                lineStart = tokenizer.offset - tokenizer.location.column
                if isRowsLast, DatasetJSONHeader.required.allSatisfy(seen.contains) {
                    try finish(window)
                    return
                }
                isSkipping = true
                try skip(.beginArray, &window)
                continue
            }
            try readMember(name, place, &window)
            seen.insert(name)
        }
        isWhole = true
        if case .none = rows { try lookForLines(&window) } else { _ = try token(&window) }
        try finish(window)
    }

    // MARK: - Tokens

    private mutating func token(_ window: inout DatasetJSONWindow) throws(SDTMError) -> JSONTokenizer.Token {
        while true {
            do throws(JSONError) {
                let token = try tokenizer.next()
                guard token == .needsBytes else { return token }
            } catch { throw .json(error) }
            if isSkipping {
                window.skip(fed)
                fed = 0
            }
            guard fed <= limits.headerBytes else {
                throw .malformed(
                    reason: "the metadata have more than \(limits.headerBytes) bytes", at: tokenizer.location)
            }
            try window.require(fed + DatasetJSONHeader.chunkSize)
            let chunk = window.bytes[min(fed, window.count)...].prefix(DatasetJSONHeader.chunkSize)
            if chunk.isEmpty { tokenizer.finish() } else { tokenizer.feed(UnsafeRawBufferPointer(rebasing: chunk)) }
            fed += chunk.count
        }
    }

    /// Passes over the value that begins with this token.
    private mutating func skip(_ first: JSONTokenizer.Token, _ window: inout DatasetJSONWindow) throws(SDTMError) {
        var depth = 0
        var next = first
        while true {
            if next == .beginArray || next == .beginObject { depth += 1 }
            if next == .endArray || next == .endObject { depth -= 1 }
            if depth == 0 { return }
            next = try token(&window)
        }
    }

    private func syntax(_ expected: String) -> SDTMError { .json(.syntax(expected: expected, at: tokenizer.location)) }

    private func malformed(_ reason: String, _ place: Location? = nil) -> SDTMError {
        .malformed(reason: reason, at: place ?? tokenizer.location)
    }

    // MARK: - Members

    private mutating func text(_ name: String, _ window: inout DatasetJSONWindow) throws(SDTMError) -> String {
        guard try token(&window) == .string else { throw syntax("a string as \(name)") }
        return tokenizer.string
    }

    private mutating func number(
        _ name: String, atLeast least: Int, _ window: inout DatasetJSONWindow
    ) throws(SDTMError) -> Int {
        guard try token(&window) == .number, let value = Int(tokenizer.string), value >= least else {
            throw syntax("a whole number from \(least) on as \(name)")
        }
        return value
    }

    private mutating func readMember(
        _ name: String, _ place: Location, _ window: inout DatasetJSONWindow
    ) throws(SDTMError) {
        switch name {
        case "datasetJSONVersion": try checkVersion(try text(name, &window))
        case "datasetJSONCreationDateTime": attributes.creationDateTime = try text(name, &window)
        case "dbLastModifiedDateTime": attributes.dbLastModifiedDateTime = try text(name, &window)
        case "fileOID": attributes.fileOID = try text(name, &window)
        case "originator": attributes.originator = try text(name, &window)
        case "studyOID": attributes.studyOID = try text(name, &window)
        case "metaDataVersionOID": attributes.metaDataVersionOID = try text(name, &window)
        case "metaDataRef": attributes.metaDataRef = try text(name, &window)
        case "itemGroupOID": attributes.itemGroupOID = try text(name, &window)
        case "name": definition.name = try text(name, &window)
        case "label": definition.label = try text(name, &window)
        case "records": records = try number(name, atLeast: 0, &window)
        case "sourceSystem": attributes.sourceSystem = try sourceSystem(&window)
        case "columns":
            guard try token(&window) == .beginArray else { throw syntax("an array of columns") }
            while true {
                switch try token(&window) {
                case .beginObject: try readColumn(&window)
                case .endArray: return
                default: throw syntax("a column, which is an object,")
                }
            }
        case "clinicalData", "referenceData": throw unsupported("before 1.1", place)
        default:
            warn(unknown: name, place)
            try skip(try token(&window), &window)
        }
    }

    private mutating func sourceSystem(
        _ window: inout DatasetJSONWindow
    ) throws(SDTMError) -> DatasetJSONAttributes.SourceSystem {
        guard try token(&window) == .beginObject else { throw syntax("an object as sourceSystem") }
        let place = tokenizer.location
        var (name, version): (String?, String?)
        while try token(&window) != .endObject {
            switch tokenizer.string {
            case "name": name = try text("name", &window)
            case "version": version = try text("version", &window)
            case let other:
                warn(unknown: other, tokenizer.location)
                try skip(try token(&window), &window)
            }
        }
        guard let name, let version else { throw malformed("sourceSystem needs a name and a version", place) }
        return .init(name: name, version: version)
    }

    private mutating func readColumn(_ window: inout DatasetJSONWindow) throws(SDTMError) {
        let place = tokenizer.location
        var variable = DatasetVariable(name: "", label: "", type: .character)
        var column = DatasetJSONColumn(itemOID: "", dataType: .string)
        var found: Set<String> = []
        while try token(&window) != .endObject {
            let name = tokenizer.string
            found.insert(name)
            switch name {
            case "itemOID": column.itemOID = try text(name, &window)
            case "name": variable.name = try text(name, &window)
            case "label": variable.label = try text(name, &window)
            case "displayFormat": variable.displayFormat = try text(name, &window)
            case "length": variable.length = try number(name, atLeast: 1, &window)
            case "keySequence": column.keySequence = try number(name, atLeast: 1, &window)
            case "dataType":
                guard let type = DatasetJSONType(rawValue: try text(name, &window)) else {
                    let all = DatasetJSONType.allCases.map(\.rawValue).joined(separator: ", ")
                    throw syntax("a dataType that Dataset-JSON 1.1 has (\(all))")
                }
                column.dataType = type
            case "targetDataType":
                guard let type = DatasetJSONTarget(rawValue: try text(name, &window)) else {
                    throw syntax("integer or decimal as targetDataType")
                }
                column.targetDataType = type
            default:
                warn(unknown: name, tokenizer.location)
                try skip(try token(&window), &window)
            }
        }
        for name in ["itemOID", "name", "label", "dataType"] where !found.contains(name) {
            throw malformed("column \(definition.variables.count + 1) has no \(name), which is required", place)
        }
        if definition.variables.contains(where: { $0.name == variable.name }) {
            throw malformed("two columns have the name \(variable.name)", place)
        }
        variable.type = DatasetJSONKind(column.dataType, column.targetDataType).variableType
        variable.json = column
        definition.variables.append(variable)
    }

    private mutating func warn(unknown name: String, _ place: Location) {
        warnings.append(
            Diagnostic(
                "sdtm.unknown-attribute", .warning, "'\(name)' is no attribute of Dataset-JSON 1.1",
                remedy: "it is kept only where the dataset is written in the form that it was read from", at: place))
    }

    // MARK: - Checks

    private func checkVersion(_ version: String) throws(SDTMError) {
        let parts = version.split(separator: ".", omittingEmptySubsequences: false)
        guard 2...3 ~= parts.count, parts[0] == "1", parts[1] == "1",
            parts.dropFirst(2).allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { 0x30...0x39 ~= $0 } })
        else { throw unsupported("'\(version)'", tokenizer.location) }
    }

    private func unsupported(_ version: String, _ place: Location) -> SDTMError {
        .notDatasetJSON(
            what: "the version of Dataset-JSON is \(version), and only 1.1 is read", remedy: "export it as version 1.1",
            at: place)
    }

    /// What stands behind the first line's object.
    private mutating func lookForLines(_ window: inout DatasetJSONWindow) throws(SDTMError) {
        let place = tokenizer.location
        (line, lineStart) = (place.line, tokenizer.offset - place.column)
        var index = tokenizer.offset
        while true {
            try window.require(index + 1)
            guard index < window.count else { return }
            switch window.bytes[index] {
            case 0x20, 0x09, 0x0D: break
            case 0x0A:
                line += 1
                lineStart = index + 1
            case 0x5B where line > place.line:
                rows = .lines
                return
            default:
                throw .json(
                    .syntax(
                        expected: "the end of the file or, on a line of its own, a row, which begins with '[',",
                        at: Location(path: window.path, line: line, column: index - lineStart + 1)))
            }
            index += 1
        }
    }

    private mutating func finish(_ window: borrowing DatasetJSONWindow) throws(SDTMError) {
        for name in DatasetJSONHeader.required where !seen.contains(name) {
            throw .notDatasetJSON(
                what: "the attribute \(name) is missing, which Dataset-JSON 1.1 requires",
                remedy: "export the dataset again, or look at what the file is", at: Location(path: window.path))
        }
        guard !definition.variables.isEmpty else {
            throw .malformed(reason: "\(definition.name) has no columns", at: Location(path: window.path))
        }
        if window.compression != nil, case .document = rows {
            throw .notDatasetJSON(
                what: "this is a compressed JSON document, and Compressed Dataset-JSON is compressed NDJSON",
                remedy: "decompress it (gunzip) and read the .json file", at: Location(path: window.path))
        }
        let keys = definition.variables.filter { $0.json?.keySequence != nil }
        definition.keys = keys.sorted { ($0.json?.keySequence ?? 0) < ($1.json?.keySequence ?? 0) }.map(\.name)
        definition.isSupplemental = definition.name.hasPrefix("SUPP")
        definition.json = attributes
    }
}
