/// Numbers as text: the shortest digits that read back as the same double, never with an exponent (`25`, `0.0000001`).
enum NumberText {
    /// Appends a finite number.
    static func append(_ value: Double, to bytes: inout [UInt8]) {
        if let whole = Int64(exactly: value), whole.magnitude < 1 << 53 {
            bytes.append(contentsOf: String(whole).utf8)
            return
        }
        // The standard library's text is the shortest; only its exponent has to be written out.
        var text = value.description
        text.withUTF8 { text in
            guard let mark = text.firstIndex(of: 0x65) else {
                bytes.append(contentsOf: text.hasSuffix([0x2E, 0x30]) ? text.dropLast(2) : text[...])
                return
            }
            expand(text[..<mark], exponent: exponent(text[(mark + 1)...]), to: &bytes)
        }
    }

    /// The double that a text says without losing a digit: a whole number must be exactly one, another at most of the 17
    /// significant digits that tell doubles apart. Nil for all else.
    static func value(_ text: UnsafeRawBufferPointer) -> Double? {
        guard let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite else { return nil }
        let mantissa = text.prefix { $0 != 0x65 && $0 != 0x45 }
        let isWhole = mantissa.count == text.count && !text.contains(0x2E)
        if isWhole, text.count > 15 {
            return text.count <= 19 && Int64(exactly: value) == Int64(String(decoding: text, as: UTF8.self))
                ? value : nil
        }
        let digits = mantissa.filter { $0 >= 0x30 && $0 <= 0x39 }.drop { $0 == 0x30 }
        let zeros = digits.reversed().prefix { $0 == 0x30 }.count
        // Zero is written for what is nearer to it than any double.
        return digits.count - zeros <= 17 && (value != 0 || digits.isEmpty) ? value : nil
    }

    private static func exponent(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
        var value = 0
        for byte in text where byte >= 0x30 && byte <= 0x39 { value = value * 10 + Int(byte - 0x30) }
        return text.first == 0x2D ? -value : value
    }

    private static func expand(_ mantissa: Slice<UnsafeBufferPointer<UInt8>>, exponent: Int, to bytes: inout [UInt8]) {
        var digits: [UInt8] = []
        var pointAfter = 0
        var seenPoint = false
        for byte in mantissa {
            switch byte {
            case 0x2D: bytes.append(byte)
            case 0x2E: seenPoint = true
            default:
                digits.append(byte)
                if !seenPoint { pointAfter += 1 }
            }
        }
        while digits.count > 1, digits.last == 0x30 { digits.removeLast() }
        pointAfter += exponent
        if pointAfter <= 0 {
            bytes.append(contentsOf: [0x30, 0x2E])
            bytes.append(contentsOf: repeatElement(0x30, count: -pointAfter))
            bytes.append(contentsOf: digits)
            return
        }
        for index in 0..<max(digits.count, pointAfter) {
            if index == pointAfter { bytes.append(0x2E) }
            bytes.append(index < digits.count ? digits[index] : 0x30)
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    fileprivate func hasSuffix(_ suffix: [UInt8]) -> Bool {
        count >= suffix.count && suffix.elementsEqual(self.suffix(suffix.count))
    }
}
