extension DatasetJSONLayout {
    /// Takes down the layout of a file whose metadata were just read and still lie in the window.
    init(
        _ form: DatasetJSONForm, header: borrowing DatasetJSONHeader, window: inout DatasetJSONWindow, end: [UInt8]?
    ) throws(SDTMError) {
        // The first two rows tell the white space of all.
        try window.require(header.lineStart + 1 << 16)
        let text = window.bytes
        var first: Int
        switch header.rows {
        case .lines: first = header.lineStart
        case .document(let place): first = place
        case .none: first = text.count
        }
        var style = RowStyle(between: form == .json ? [0x2C] : [0x0A])
        let afterBracket = first
        while first < text.count, DatasetJSONLayout.isBlank(text[first]) { first += 1 }
        if first < text.count, text[first] == 0x5B {
            style = DatasetJSONLayout.style(of: text[(first + 1)...], style)
        } else {
            first = afterBracket
        }
        var tail: [UInt8] = form == .json ? (header.records == 0 ? [] : Array("]}".utf8)) : [0x0A]
        switch (form, header.rows) {
        case (_, .none): tail = []
        case (.json, _):
            tail = end.flatMap { DatasetJSONLayout.tail(ofDocument: $0) } ?? Array("]}".utf8)
        case (.ndjson, _):
            tail =
                end.map { end in Array(end.suffix(end.reversed().prefix(while: DatasetJSONLayout.isBlank).count)) } ?? [
                    0x0A
                ]
        case (.dsjc, _): break
        }
        self.init(
            form: form, compression: window.compression, header: Array(text[..<first]), style: style, tail: tail,
            records: header.records)
    }

    /// What stands behind the last row of a document that ends with its rows: blanks and `]}`; nil when something else does.
    static func tail(ofDocument end: [UInt8]) -> [UInt8]? {
        var index = end.count
        func passBlanks() { while index > 0, isBlank(end[index - 1]) { index -= 1 } }
        for byte: UInt8 in [0x7D, 0x5D] {
            passBlanks()
            guard index > 0, end[index - 1] == byte else { return nil }
            index -= 1
        }
        passBlanks()
        return Array(end[index...])
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

    /// The white space of the row that begins behind its bracket, and between it and the next.
    private static func style(of row: Slice<UnsafeRawBufferPointer>, _ usual: RowStyle) -> RowStyle {
        var style = usual
        var index = row.startIndex
        func blanks() -> [UInt8] {
            let begin = index
            while index < row.endIndex, isBlank(row[index]) { index += 1 }
            return Array(row[begin..<index])
        }
        style.open = blanks()
        var isFirst = true
        while index < row.endIndex {
            // A value: a string, or all up to what ends it.
            if row[index] == 0x22 {
                index += 1
                while index < row.endIndex, row[index] != 0x22 { index += row[index] == 0x5C ? 2 : 1 }
                // A text that is cut off, even behind a backslash.
                index = min(index + 1, row.endIndex)
            } else {
                while index < row.endIndex, row[index] != 0x2C, row[index] != 0x5D, !isBlank(row[index]) { index += 1 }
            }
            let before = blanks()
            guard index < row.endIndex else { return usual }
            let mark = row[index]
            index += 1
            if mark == 0x5D {
                style.close = before
                break
            }
            guard mark == 0x2C else { return usual }
            let comma = before + [0x2C] + blanks()
            if isFirst { style.comma = comma }
            isFirst = false
        }
        let begin = index
        while index < row.endIndex, isBlank(row[index]) || row[index] == 0x2C { index += 1 }
        if index < row.endIndex, row[index] == 0x5B { style.between = Array(row[begin..<index]) }
        return style
    }
}
