extension DatasetJSONRow {
    /// Reads a JSON number (RFC 8259 section 6) and returns its length; nil when it is none, or has an exponent that the
    /// bytes may not hold to its end.
    @inline(__always)
    static func number(
        _ base: UnsafeRawPointer, from first: Int, to end: Int, into cell: inout Cell
    ) -> Int? {
        var index = first
        func byte() -> UInt8 { index < end ? base.load(fromByteOffset: index, as: UInt8.self) : 0 }
        let isNegative = byte() == 0x2D
        if isNegative { index += 1 }
        let digits = index
        var significand: UInt64 = 0
        while case let digit = byte() &- 0x30, digit < 10 {
            significand = significand &* 10 &+ UInt64(digit)
            index += 1
        }
        let whole = index - digits
        guard whole == 1 || (whole > 1 && base.load(fromByteOffset: digits, as: UInt8.self) != 0x30) else { return nil }
        var scale = 0
        var last = UInt8(1)
        if byte() == 0x2E {
            index += 1
            let fraction = index
            while case let digit = byte() &- 0x30, digit < 10 {
                significand = significand &* 10 &+ UInt64(digit)
                last = digit
                index += 1
            }
            scale = index - fraction
            guard scale > 0 else { return nil }
        }
        var isCanonical = whole + scale <= 15 && last != 0 && !(isNegative && significand == 0)
        if byte() | 0x20 == 0x65 {
            isCanonical = false
            index += 1
            if byte() == 0x2B || byte() == 0x2D { index += 1 }
            let exponent = index
            while byte() &- 0x30 < 10 { index += 1 }
            guard index > exponent else { return nil }
        }
        // Up to 15 digits without a zero at their end are what is written for the double again, and dividing two numbers
        // that doubles hold exactly rounds once.
        if isCanonical {
            let value = scale == 0 ? Double(significand) : Double(significand) / powers[scale]
            cell.value = isNegative ? -value : value
        }
        cell.kind = isCanonical ? .number : .numberText
        cell.start = Int32(truncatingIfNeeded: first)
        cell.count = Int32(truncatingIfNeeded: index - first)
        return index - first
    }

    private static let powers: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ]

    /// The number that a whole text is; nil when it is no JSON number.
    static func number(of text: UnsafeRawBufferPointer) -> Cell? {
        guard let base = text.baseAddress, let first = text.first, first == 0x2D || 0x30...0x39 ~= first else {
            return nil
        }
        var cell = Cell()
        return number(base, from: 0, to: text.count, into: &cell) == text.count ? cell : nil
    }
}
