import Values

/// How far an unfinished string has been looked at.
struct StringScan {
    /// The bytes behind the opening quote that were looked at.
    var length = 0
    var hasEscapes = false
    var hasOthers = false
}

extension JSONTokenizer {
    // MARK: - Strings

    /// Reads the string at `start` into `textRange`; false when the buffer ends in it.
    mutating func readString() throws(JSONError) -> Bool {
        let first = start + 1
        let bytes = UnsafeRawBufferPointer(rebasing: buffer[first..<end])
        var index = scan.length
        while true {
            index = JSONText.plainEnd(of: bytes, from: index, &scan.hasOthers)
            guard index <= limits.tokenBytes else { throw .tooLarge(limit: limits.tokenBytes, at: location) }
            guard index < bytes.count else { break }
            if bytes[index] == 0x22 {
                try finishString(first, bytes: index)
                return true
            }
            guard bytes[index] == 0x5C else {
                throw .syntax(expected: "an escape in place of the control character", at: place(first + index))
            }
            // Whatever stands behind a backslash, a quote too, belongs to the string.
            guard index + 1 < bytes.count else { break }
            scan.hasEscapes = true
            index += 2
        }
        if isFinished { throw .truncated(at: location) }
        scan.length = index
        return false
    }

    private mutating func finishString(_ first: Int, bytes count: Int) throws(JSONError) {
        let (hasEscapes, hasOthers) = (scan.hasEscapes, scan.hasOthers)
        scan = StringScan()
        textRange = first..<first + count
        start = first + count + 1
        guard count <= limits.tokenBytes else { throw .tooLarge(limit: limits.tokenBytes, at: location) }
        if hasOthers {
            let text = buffer[textRange].withMemoryRebound(to: UInt8.self) { UnsafeBufferPointer($0) }
            do throws(UTF8.ValidationError) {
                _ = try UTF8Span(validating: text.span)
            } catch {
                throw .notUTF8(
                    reason: "the bytes here are no character", at: place(first + error.byteOffsets.lowerBound))
            }
        }
        if hasEscapes { try unescape() }
    }

    /// Resolves the escapes of the text in place: a character never takes more bytes than its escape.
    private mutating func unescape() throws(JSONError) {
        var (read, write) = (textRange.lowerBound, textRange.lowerBound)
        let last = textRange.upperBound
        func put(_ byte: UInt8) {
            buffer[write] = byte
            write += 1
        }
        while read < last {
            guard buffer[read] == 0x5C else {
                put(buffer[read])
                read += 1
                continue
            }
            let escape = read
            read += 2
            switch buffer[escape + 1] {
            case 0x22, 0x5C, 0x2F: put(buffer[escape + 1])
            case 0x62: put(0x08)
            case 0x66: put(0x0C)
            case 0x6E: put(0x0A)
            case 0x72: put(0x0D)
            case 0x74: put(0x09)
            case 0x75:
                var code = try codeUnit(at: read, before: last, escape: escape)
                read += 4
                if code & 0xF800 == 0xD800 {
                    guard code < 0xDC00, read + 6 <= last, buffer[read] == 0x5C, buffer[read + 1] == 0x75 else {
                        throw .loneSurrogate(at: place(escape))
                    }
                    let low = try codeUnit(at: read + 2, before: last, escape: read)
                    guard low & 0xFC00 == 0xDC00 else { throw .loneSurrogate(at: place(escape)) }
                    code = 0x10000 + (code & 0x3FF) << 10 + low & 0x3FF
                    read += 6
                }
                guard let scalar = Unicode.Scalar(code) else { throw .loneSurrogate(at: place(escape)) }
                for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { put(byte) }
            default:
                throw .syntax(expected: #"an escape that JSON has (\" \\ \/ \b \f \n \r \t \u)"#, at: place(escape))
            }
        }
        textRange = textRange.lowerBound..<write
    }

    /// The four hexadecimal digits of `\u`.
    private func codeUnit(at index: Int, before last: Int, escape: Int) throws(JSONError) -> UInt32 {
        var code: UInt32 = 0
        guard index + 4 <= last else {
            throw .syntax(expected: #"four hexadecimal digits after \u"#, at: place(escape))
        }
        for byte in buffer[index..<index + 4] {
            let digit: UInt8
            switch byte {
            case 0x30...0x39: digit = byte - 0x30
            case 0x41...0x46: digit = byte - 0x37
            case 0x61...0x66: digit = byte - 0x57
            default: throw .syntax(expected: #"four hexadecimal digits after \u"#, at: place(escape))
            }
            code = code << 4 | UInt32(digit)
        }
        return code
    }

    // MARK: - Numbers and literals

    /// Reads the number at `start` into `textRange` (RFC 8259 section 6); false when the buffer ends in it.
    mutating func readNumber() throws(JSONError) -> Bool {
        var index = start
        func at(_ byte: UInt8) -> Bool { index < end && buffer[index] == byte }
        /// False when the buffer ends where a digit must or may stand.
        func digits() throws(JSONError) -> Bool {
            let first = index
            while index < end, buffer[index] >= 0x30, buffer[index] <= 0x39 { index += 1 }
            if index == end, !isFinished { return false }
            guard index > first else { throw .syntax(expected: "a digit", at: place(index)) }
            return true
        }
        var isWhole = true
        if at(0x2D) { index += 1 }
        if at(0x30) {
            index += 1
            isWhole = index < end || isFinished
        } else {
            isWhole = try digits()
        }
        if isWhole, at(0x2E) {
            index += 1
            isWhole = try digits()
        }
        if isWhole, at(0x65) || at(0x45) {
            index += 1
            if at(0x2B) || at(0x2D) { index += 1 }
            isWhole = try digits()
        }
        guard index - start <= limits.tokenBytes else { throw .tooLarge(limit: limits.tokenBytes, at: location) }
        guard isWhole else { return false }
        textRange = start..<index
        start = index
        return true
    }

    /// Passes over `true`, `false` or `null`; false when the buffer ends in it.
    mutating func readLiteral(_ literal: StaticString) throws(JSONError) -> Bool {
        let (found, isWhole) = literal.withUTF8Buffer { expected in
            let there = buffer[start..<min(end, start + expected.count)]
            return (expected.starts(with: there), there.count == expected.count)
        }
        guard found else { throw .syntax(expected: "a value", at: location) }
        guard isWhole else {
            if isFinished { throw .truncated(at: location) }
            return false
        }
        start += literal.utf8CodeUnitCount
        return true
    }
}
