extension String {
    /// One line of plain text out of a question or label: markup, scripts, line breaks gone, cut to a length.
    func plainText(_ length: Int = 120) -> String {
        var text: [UInt8] = []
        var depth = 0
        let end = firstRange(of: "<script")?.lowerBound ?? endIndex
        for byte in self[..<end].utf8 {
            switch byte {
            case UInt8(ascii: "<"):
                depth += 1
                text.append(0x20)
            case UInt8(ascii: ">"): depth = max(0, depth - 1)
            default: if depth == 0 { text.append(byte < 0x20 || byte == 0x7F ? 0x20 : byte) }
            }
        }
        // A lone `<` (as in "temperature < 37") is no markup.
        if depth > 0 { text = utf8.map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 } }
        var plain = String(decoding: text, as: UTF8.self).split(separator: " ").joined(separator: " ")
        plain = plain.replacing("&nbsp;", with: " ").replacing("&amp;", with: "&").replacing("&lt;", with: "<")
        return plain.count <= length ? plain : plain.prefix(length - 3) + "..."
    }
}
