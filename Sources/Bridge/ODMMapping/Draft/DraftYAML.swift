/// Writing YAML that the mapping parser reads: scalars, flow mappings, comments. Everything else is lines of text.
enum DraftYAML {
    /// A scalar that stands in a flow mapping: plain where that is safe, else in double quotes.
    static func scalar(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let isPlain =
            bytes.first.map { isWord($0) } == true && bytes.last != 0x20
            && bytes.allSatisfy { isWord($0) || isInner($0) }
            && !["null", "true", "false", "yes", "no"].contains(text.lowercased())
        if isPlain { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value):
                let hex = String(scalar.value, radix: 16)
                quoted += "\\x" + (hex.count == 1 ? "0" : "") + hex
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: true
        default: false
        }
    }

    private static func isInner(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x2D || byte == 0x2E || byte == 0x2F }

    /// `{a: b, c: d}`; values are YAML already.
    static func flow(_ entries: [(key: String, value: String)]) -> String {
        "{" + entries.map { "\($0.key): \($0.value)" }.joined(separator: ", ") + "}"
    }

    /// `[a, b]`.
    static func list(_ texts: [String]) -> String { "[" + texts.map(scalar).joined(separator: ", ") + "]" }

    /// A text safe within a comment: one line.
    static func comment(_ text: String, _ length: Int = 120) -> String { text.plainText(length) }
}
