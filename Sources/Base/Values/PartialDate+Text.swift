extension PartialDate {
    /// Reads ISO 8601 extended format as SDTM and ODM write it: `2003`, `2003-12`, `2003-12-15T13:14`, `2003---15`,
    /// `--12-15`, `2003-12-15T-:15`, a fraction, and `Z` or an offset. Nil for anything else, also for a date that does
    /// not exist.
    public init?(iso8601 text: some StringProtocol) {
        var copy = String(text)
        let parsed = copy.withUTF8 { PartialDate(iso8601: UnsafeRawBufferPointer($0)) }
        guard let parsed else { return nil }
        self = parsed
    }

    /// Reads the same forms from bytes.
    public init?(iso8601 bytes: UnsafeRawBufferPointer) {
        var cursor = Cursor(bytes: bytes)
        guard let year = cursor.component(width: 4) else { return nil }
        var month: Int?
        var day: Int?
        if cursor.skip(0x2D) {
            guard let known = cursor.component(width: 2) else { return nil }
            month = known
            if cursor.skip(0x2D) {
                guard let known = cursor.component(width: 2) else { return nil }
                day = known
            }
        }
        var time = TimeParts()
        if cursor.skip(0x54) {
            guard let parts = cursor.time() else { return nil }
            time = parts
        }
        guard cursor.isAtEnd else { return nil }
        if year == nil, month == nil, day == nil, time.hour == nil { return nil }
        self.init(
            year: year, month: month, day: day, hour: time.hour, minute: time.minute, second: time.second,
            fraction: time.fraction, fractionDigits: time.fractionDigits, offset: time.offset)
    }

    struct TimeParts {
        var hour: Int?
        var minute: Int?
        var second: Int?
        var fraction: UInt32 = 0
        var fractionDigits: UInt8 = 0
        var offset: Int?
    }

    struct Cursor {
        let bytes: UnsafeRawBufferPointer
        var index = 0

        init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

        var isAtEnd: Bool { index == bytes.count }

        mutating func skip(_ byte: UInt8) -> Bool {
            guard index < bytes.count, bytes[index] == byte else { return false }
            index += 1
            return true
        }

        mutating func number(_ width: Int) -> Int? {
            guard index + width <= bytes.count else { return nil }
            var value = 0
            for i in index..<index + width {
                guard bytes[i] >= 0x30, bytes[i] <= 0x39 else { return nil }
                value = value * 10 + Int(bytes[i] - 0x30)
            }
            index += width
            return value
        }

        /// A component of so many digits, or `-` for one that is not known; nil when it is neither.
        mutating func component(width: Int) -> Int?? {
            if skip(0x2D) { return .some(nil) }
            guard let value = number(width) else { return nil }
            return .some(value)
        }

        mutating func time() -> TimeParts? {
            var parts = TimeParts()
            guard let hour = component(width: 2) else { return nil }
            parts.hour = hour
            if skip(0x3A) {
                guard let minute = component(width: 2) else { return nil }
                parts.minute = minute
                if skip(0x3A) {
                    guard let second = component(width: 2) else { return nil }
                    parts.second = second
                    if skip(0x2E) || skip(0x2C) {
                        guard fractionDigits(into: &parts) else { return nil }
                    }
                }
            }
            guard zone(into: &parts) else { return nil }
            return parts
        }

        private mutating func fractionDigits(into parts: inout TimeParts) -> Bool {
            var digits: UInt8 = 0
            while index < bytes.count, bytes[index] >= 0x30, bytes[index] <= 0x39 {
                guard digits < 9 else { return false }
                parts.fraction = parts.fraction * 10 + UInt32(bytes[index] - 0x30)
                digits += 1
                index += 1
            }
            parts.fractionDigits = digits
            return digits > 0 && parts.second != nil
        }

        private mutating func zone(into parts: inout TimeParts) -> Bool {
            if skip(0x5A) {
                parts.offset = 0
                return true
            }
            guard index < bytes.count else { return true }
            let negative = bytes[index] == 0x2D
            guard negative || bytes[index] == 0x2B else { return false }
            index += 1
            guard let hours = number(2), skip(0x3A), let minutes = number(2), minutes < 60 else { return false }
            parts.offset = (negative ? -1 : 1) * (hours * 60 + minutes)
            return true
        }
    }

    /// Appends the ISO 8601 text in the form SDTM asks for (SDTMIG 4.4.2): unknown components at the end are left off, in
    /// the middle written as `-`.
    public func append(to bytes: inout [UInt8]) { withText { bytes.append(contentsOf: $0) } }

    /// Gives the text of ``append(to:)`` to `use`.
    @inlinable
    public func withText<Result>(_ use: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.textCapacity) { buffer in
            let count = write(to: buffer)
            return use(UnsafeBufferPointer(rebasing: buffer[..<count]))
        }
    }

    /// More than the longest text: `2019-01-12T23:59:60.123456789+14:00` has 35 bytes.
    @usableFromInline static var textCapacity: Int { 40 }

    /// Writes the text and returns its length; the buffer has ``textCapacity`` bytes.
    @usableFromInline
    func write(to buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
        if let year, let month, let day, !hasTime {
            UnsafeMutableRawBufferPointer(buffer).storeBytes(
                of: Self.dayText(Int(year), month, day), as: SIMD16<UInt8>.self)
            return 10
        }
        var text = Text(buffer: buffer)
        appendDay(to: &text)
        if hasTime { appendTime(to: &text) }
        return text.count
    }

    /// The text at work.
    private struct Text {
        let buffer: UnsafeMutableBufferPointer<UInt8>
        var count = 0

        mutating func append(_ byte: UInt8) {
            precondition(count < buffer.count)
            buffer[count] = byte
            count += 1
        }

        mutating func two(_ value: UInt8) {
            append(0x30 + value / 10)
            append(0x30 + value % 10)
        }
    }

    private func appendDay(to text: inout Text) {
        if let year {
            text.two(UInt8(truncatingIfNeeded: year / 100))
            text.two(UInt8(truncatingIfNeeded: year % 100))
        } else {
            text.append(0x2D)
        }
        if month != nil || day != nil || hasTime {
            text.append(0x2D)
            if let month { text.two(month) } else { text.append(0x2D) }
        }
        if day != nil || hasTime {
            text.append(0x2D)
            if let day { text.two(day) } else { text.append(0x2D) }
        }
    }

    /// The ten bytes of a whole day, which most dates are, and six zeros.
    private static func dayText(_ year: Int, _ month: UInt8, _ day: UInt8) -> SIMD16<UInt8> {
        let century = UInt8(truncatingIfNeeded: year / 100)
        let ofCentury = UInt8(truncatingIfNeeded: year % 100)
        return SIMD16<UInt8>(
            0x30 + century / 10, 0x30 + century % 10, 0x30 + ofCentury / 10, 0x30 + ofCentury % 10, 0x2D,
            0x30 + month / 10, 0x30 + month % 10, 0x2D, 0x30 + day / 10, 0x30 + day % 10, 0, 0, 0, 0, 0, 0)
    }

    private func appendTime(to text: inout Text) {
        text.append(0x54)
        if let hour { text.two(hour) } else { text.append(0x2D) }
        if minute != nil || second != nil {
            text.append(0x3A)
            if let minute { text.two(minute) } else { text.append(0x2D) }
        }
        if let second {
            text.append(0x3A)
            text.two(second)
            if fractionDigits > 0 { appendFraction(to: &text) }
        }
        if let offset { appendOffset(Int(offset), to: &text) }
    }

    private func appendFraction(to text: inout Text) {
        text.append(0x2E)
        var divisor: UInt32 = 1
        for _ in 1..<max(fractionDigits, 1) { divisor *= 10 }
        while divisor > 0 {
            text.append(0x30 + UInt8(fraction / divisor % 10))
            divisor /= 10
        }
    }

    private func appendOffset(_ offset: Int, to text: inout Text) {
        if offset == 0 {
            text.append(0x5A)
            return
        }
        text.append(offset < 0 ? 0x2D : 0x2B)
        let (hours, minutes) = abs(offset).quotientAndRemainder(dividingBy: 60)
        for byte in [hours / 10, hours % 10, -1, minutes / 10, minutes % 10] {
            text.append(byte < 0 ? 0x3A : 0x30 + UInt8(byte))
        }
    }
}

extension PartialDate: CustomStringConvertible {
    /// The ISO 8601 text.
    public var description: String {
        withText { String(decoding: $0, as: UTF8.self) }
    }
}
