/// The formats that an input can have, by the names that `inspect --format json` uses.
public enum InputFormat: String, Sendable, CaseIterable {
    /// CDISC ODM with metadata, clinical data or both.
    case odm
    /// Define-XML.
    case define
    /// SAS transport file, version 5 or 8.
    case xpt
    /// Dataset-JSON.
    case datasetJSON = "dataset-json"
    /// Dataset-JSON in lines.
    case ndjson
    /// Dataset-JSON in lines, compressed.
    case dsjc
    /// A table with its variables' names in the first line.
    case csv
    /// FHIR resources as JSON or NDJSON.
    case fhir
}

extension InputFormat {
    /// How much of a file ``init(recognizing:)`` wants to see.
    static let sampleSize = 1 << 16

    /// Recognises a format by the first bytes of a file, never by its name; nil when it is none of them.
    init?(recognizing bytes: [UInt8]) {
        if bytes.starts(with: "HEADER RECORD*******LIB".utf8) {
            self = .xpt
        } else if bytes.starts(with: [0x1F, 0x8B]) || InputFormat.isZlib(bytes) {
            self = .dsjc
        } else if let text = InputFormat.text(bytes) {
            self.init(recognizing: text)
        } else {
            return nil
        }
    }

    /// The version that Define-XML's namespace names (`http://www.cdisc.org/ns/def/v2.1`).
    static func defineVersion(_ bytes: [UInt8]) -> String {
        let prefix = "http://www.cdisc.org/ns/def/v"
        guard let text = text(bytes), let tag = rootTag(text), let found = tag.firstRange(of: prefix) else { return "" }
        return String(tag[found.upperBound...].prefix { $0.isNumber || $0 == "." })
    }

    private init?(recognizing text: Substring) {
        switch text.first {
        case "<":
            guard let tag = InputFormat.rootTag(text), InputFormat.localName(tag) == "ODM" else { return nil }
            self = tag.contains("http://www.cdisc.org/ns/def/") ? .define : .odm
        case "{":
            if text.contains("\"datasetJSONVersion\"") || text.contains("\"datasetJSONCreationDateTime\"") {
                let lines = text.split(separator: "\n", maxSplits: 2)
                self = lines.count > 1 && lines[1].first == "[" ? .ndjson : .datasetJSON
            } else if text.contains("\"resourceType\"") {
                self = .fhir
            } else {
                return nil
            }
        default:
            guard InputFormat.isCSV(text) else { return nil }
            self = .csv
        }
    }

    /// RFC 1950: deflate with a window, and a header that divides by 31.
    private static func isZlib(_ bytes: [UInt8]) -> Bool {
        bytes.count > 2 && bytes[0] == 0x78 && (Int(bytes[0]) << 8 | Int(bytes[1])) % 31 == 0
    }

    /// The bytes as text without byte order mark and leading blanks; nil for binary content.
    private static func text(_ bytes: [UInt8]) -> Substring? {
        let text: String
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0x3C, 0]) {
            text = decodeUTF16(bytes, low: 0, skip: bytes[0] == 0xFF ? 2 : 0)
        } else if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0, 0x3C]) {
            text = decodeUTF16(bytes, low: 1, skip: bytes[0] == 0xFE ? 2 : 0)
        } else {
            guard !bytes.contains(0) else { return nil }
            let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
            text = String(decoding: bytes[start...], as: UTF8.self)
        }
        return text.drop { $0.isWhitespace }
    }

    private static func decodeUTF16(_ bytes: [UInt8], low: Int, skip: Int) -> String {
        let units = stride(from: skip, to: bytes.count - 1, by: 2).map { index in
            UInt16(bytes[index + low]) | UInt16(bytes[index + 1 - low]) << 8
        }
        return String(decoding: units, as: UTF16.self)
    }

    /// The root element's start tag, behind declaration, comments, instructions and a document type.
    private static func rootTag(_ text: Substring) -> Substring? {
        var rest = text
        while true {
            rest = rest.drop { $0.isWhitespace }
            let closing: String
            if rest.hasPrefix("<?") {
                closing = "?>"
            } else if rest.hasPrefix("<!--") {
                closing = "-->"
            } else if rest.hasPrefix("<!") {
                closing = rest.prefix { $0 != ">" }.contains("[") ? "]>" : ">"
            } else {
                return rest.first == "<" ? rest.prefix { $0 != ">" } : nil
            }
            guard let end = rest.firstRange(of: closing) else { return nil }
            rest = rest[end.upperBound...]
        }
    }

    private static func localName(_ tag: Substring) -> Substring {
        let name = tag.dropFirst().prefix { !$0.isWhitespace && $0 != "/" }
        return name.lastIndex(of: ":").map { name[name.index(after: $0)...] } ?? name
    }

    /// Variable names in the first line, and as many fields in the second.
    private static func isCSV(_ text: Substring) -> Bool {
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        guard let head = lines.first else { return false }
        let names = head.split(separator: ",", omittingEmptySubsequences: false).map { name in
            name.count > 1 && name.first == "\"" && name.last == "\"" ? name.dropFirst().dropLast() : name
        }
        guard names.count > 1, Set(names).count == names.count,
            names.allSatisfy({ name in
                guard let first = name.first, first.isLetter || first == "_" else { return false }
                return name.count <= 64 && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
            })
        else { return false }
        // A quoted field may hold anything, also line breaks; a plain line must fit.
        guard lines.count > 1, !lines[1].isEmpty, !lines[1].contains("\"") else { return true }
        return lines[1].split(separator: ",", omittingEmptySubsequences: false).count == names.count
            || lines.count == 2
    }
}
