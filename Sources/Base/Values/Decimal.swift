/// An exact decimal number that remembers its digits: `7.0` stays `7.0`.
///
/// The value is `significand / 10^scale`. Equality compares digits (7.0 is not 7); ``isSameNumber(as:)`` compares values.
public struct Decimal: Sendable, Hashable {
    /// All digits, with the sign.
    public let significand: Int64
    /// How many of them stand behind the decimal point; negative for trailing zeros of an exponent.
    public let scale: Int16

    /// Makes `significand / 10^scale`.
    @inlinable
    public init(significand: Int64, scale: Int16 = 0) {
        self.significand = significand
        self.scale = scale
    }

    /// Reads `[+-]digits[.digits][(e|E)[+-]digits]` (XML Schema decimal and JSON number); nil for anything else, and for
    /// more than 18 digits.
    public init?(_ text: some StringProtocol) {
        var copy = String(text)
        let parsed = copy.withUTF8 { Decimal(bytes: UnsafeRawBufferPointer($0)) }
        guard let parsed else { return nil }
        self = parsed
    }

    /// Reads the same grammar from bytes.
    public init?(bytes: UnsafeRawBufferPointer) {
        var index = 0
        var negative = false
        if index < bytes.count, bytes[index] == 0x2D || bytes[index] == 0x2B {
            negative = bytes[index] == 0x2D
            index += 1
        }
        var significand: Int64 = 0
        var digits = 0
        var scale = 0
        var seen = false
        var point = false
        while index < bytes.count {
            let byte = bytes[index]
            if byte >= 0x30 && byte <= 0x39 {
                seen = true
                if significand != 0 || byte != 0x30 { digits += 1 }
                guard digits <= 18 else { return nil }
                significand = significand * 10 + Int64(byte - 0x30)
                if point { scale += 1 }
            } else if byte == 0x2E && !point {
                point = true
            } else {
                break
            }
            index += 1
        }
        guard seen, scale <= 4096 else { return nil }
        if index < bytes.count {
            guard bytes[index] == 0x65 || bytes[index] == 0x45 else { return nil }
            index += 1
            var exponentNegative = false
            if index < bytes.count, bytes[index] == 0x2D || bytes[index] == 0x2B {
                exponentNegative = bytes[index] == 0x2D
                index += 1
            }
            guard index < bytes.count else { return nil }
            var exponent = 0
            while index < bytes.count {
                let byte = bytes[index]
                guard byte >= 0x30 && byte <= 0x39, exponent < 1000 else { return nil }
                exponent = exponent * 10 + Int(byte - 0x30)
                index += 1
            }
            scale -= exponentNegative ? -exponent : exponent
        }
        self.significand = negative ? -significand : significand
        self.scale = Int16(scale)
    }

    /// Whether a text is written like a decimal but is none for its length: it has more than 18 digits, or an exponent
    /// of more than four digits.
    public static func isTooLong(_ text: String) -> Bool {
        guard Decimal(text) == nil else { return false }
        var bytes = Array(text.utf8)[...]
        func skipSign() { if bytes.first == 0x2D || bytes.first == 0x2B { bytes.removeFirst() } }
        func skipDigits() -> Int {
            let count = bytes.prefix { $0 >= 0x30 && $0 <= 0x39 }.count
            bytes.removeFirst(count)
            return count
        }
        skipSign()
        var digits = skipDigits()
        if bytes.first == 0x2E {
            bytes.removeFirst()
            digits += skipDigits()
        }
        guard digits > 0 else { return false }
        if bytes.first == 0x65 || bytes.first == 0x45 {
            bytes.removeFirst()
            skipSign()
            guard skipDigits() > 0 else { return false }
        }
        return bytes.isEmpty
    }

    /// The nearest double.
    public var double: Double {
        let magnitude = significand.magnitude
        if scale == 0 { return Double(significand) }
        // Both operands are exact below 2^53 and 10^22, so one correctly rounded operation is enough.
        if magnitude <= 1 << 53, scale.magnitude <= 22 {
            let power = Decimal.powers[Int(scale.magnitude)]
            return scale > 0 ? Double(significand) / power : Double(significand) * power
        }
        return Double("\(significand)e\(-Int(scale))") ?? 0
    }

    private static let powers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]

    /// The same number without trailing zeros behind the point, and without an exponent where its digits fit: the same
    /// for all spellings of a number.
    public var normalized: Decimal {
        if scale == 0 { return self }
        var significand = significand
        var scale = scale
        if significand == 0 { return Decimal(significand: 0) }
        while scale > 0, significand % 10 == 0 {
            significand /= 10
            scale -= 1
        }
        while scale < 0 {
            let (wider, overflow) = significand.multipliedReportingOverflow(by: 10)
            if overflow { break }
            significand = wider
            scale += 1
        }
        return Decimal(significand: significand, scale: scale)
    }

    /// Whether both are the same number, whatever their digits.
    public func isSameNumber(as other: Decimal) -> Bool { normalized == other.normalized }

    /// The number multiplied by the exact rational `numerator / denominator`; nil when it does not fit 18 digits.
    ///
    /// It is rounded, half to even, at `digits` digits behind the point, but never before it has as many significant digits
    /// as this number was written with: what was not zero never becomes zero. Without `digits` these are 6 behind the
    /// point, and at least 6 significant ones.
    ///
    /// Zeros at the end are kept as far as they were significant before: 9.40 times 10 is 94.0, 9.4 times 10 is 94, and
    /// 500 over 1000 is 0.5.
    public func multiplied(by numerator: Int64, over denominator: Int64, digits: Int16? = nil) -> Decimal? {
        guard let (dividend, divisor) = product(numerator, denominator), digits ?? 0 >= 0 else { return nil }
        var (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
        guard quotient < UInt128(Decimal.limit) else { return nil }
        let places = Int(digits ?? 6)
        let kept = max(significantDigits, digits == nil ? 6 : 1)
        var known = Decimal.digits(of: quotient)
        var scale = 0
        // Long division, a digit at a time: nothing but the remainder has to fit.
        while remainder != 0, known < 18, scale < places || known < kept, scale < 4096 {
            let (next, overflow) = remainder.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            let digit: UInt128
            (digit, remainder) = next.quotientAndRemainder(dividingBy: divisor)
            quotient = quotient * 10 + digit
            scale += 1
            if quotient != 0 { known += 1 }
        }
        if remainder > divisor - remainder || (remainder == divisor - remainder && quotient & 1 == 1) { quotient += 1 }
        guard quotient < UInt128(Decimal.limit) else { return nil }
        let isNegative = (significand < 0) != ((numerator < 0) != (denominator < 0))
        let magnitude = Int64(quotient)
        var result = Decimal(significand: isNegative ? -magnitude : magnitude, scale: Int16(scale)).normalized
        // Zeros before the point are no claim of precision: 500 has one digit that is sure.
        let sure = self.scale > 0 ? significantDigits : trailingZerosRemoved.significantDigits
        while result.significand != 0, result.significantDigits < sure, let wider = result.withOneMoreDigit {
            result = wider
        }
        if result.significand == 0 {
            while result.scale < min(self.scale, Int16(places)), let wider = result.withOneMoreDigit { result = wider }
        }
        return result
    }

    /// The product as a fraction without sign.
    private func product(_ numerator: Int64, _ denominator: Int64) -> (dividend: UInt128, divisor: UInt128)? {
        guard denominator != 0 else { return nil }
        let common = Decimal.greatestCommonDivisor(numerator.magnitude, denominator.magnitude)
        // Two 64-bit numbers fit 128 bits; only the powers of ten may not.
        var dividend = UInt128(significand.magnitude) * UInt128(numerator.magnitude / common)
        var divisor = UInt128(denominator.magnitude / common)
        for _ in 0..<Int(scale.magnitude) {
            let (next, overflow) = (scale > 0 ? divisor : dividend).multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            if scale > 0 { divisor = next } else { dividend = next }
        }
        return (dividend, divisor)
    }

    private static func greatestCommonDivisor(_ a: UInt64, _ b: UInt64) -> UInt64 {
        var (a, b) = (a, b)
        while b != 0 { (a, b) = (b, a % b) }
        return a
    }

    /// How many digits the number was written with, without zeros in front; 0 for zero.
    var significantDigits: Int { Decimal.digits(of: UInt128(significand.magnitude)) }

    private static func digits(of number: UInt128) -> Int {
        var count = 0
        var rest = number
        while rest != 0 {
            rest /= 10
            count += 1
        }
        return count
    }

    private var trailingZerosRemoved: Decimal {
        var significand = significand
        var scale = scale
        while significand != 0, significand % 10 == 0 {
            significand /= 10
            scale -= 1
        }
        return Decimal(significand: significand, scale: scale)
    }

    private var withOneMoreDigit: Decimal? {
        guard significand.magnitude < Decimal.limit / 10 else { return nil }
        return Decimal(significand: significand * 10, scale: scale + 1)
    }

    /// What has more than 18 digits.
    private static let limit: UInt64 = 1_000_000_000_000_000_000
}

extension Decimal: CustomStringConvertible {
    /// The number as written, without an exponent: all digits, and zeros for a negative scale.
    public var description: String { withText { String(decoding: $0, as: UTF8.self) } }

    /// Appends the text of ``description``.
    public func append(to bytes: inout [UInt8]) { withText { bytes.append(contentsOf: $0) } }

    /// Gives the text to `use`, written from the last digit to the first.
    private func withText<Result>(_ use: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        // A sign, 19 digits, a point and a zero before it, and the zeros of the scale.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 24 + Int(scale.magnitude)) { text in
            var start = text.count
            func put(_ byte: UInt8) {
                start -= 1
                text[start] = byte
            }
            var rest = significand.magnitude
            if rest != 0 { for _ in 0..<max(0, -Int(scale)) { put(0x30) } }
            var behind = max(0, Int(scale))
            repeat {
                put(0x30 + UInt8(truncatingIfNeeded: rest % 10))
                rest /= 10
                if behind > 0 {
                    behind -= 1
                    if behind == 0 { put(0x2E) }
                }
            } while rest > 0 || behind > 0 || text[start] == 0x2E
            if significand < 0 { put(0x2D) }
            return use(UnsafeBufferPointer(rebasing: text[start...]))
        }
    }
}
