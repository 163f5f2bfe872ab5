/// IBM System/360 hexadecimal floating point, as transport files hold numbers (TS-140): a sign bit, an exponent of 16 in
/// seven bits with excess 64, and a fraction of 56 bits.
enum IBMDouble {
    /// The eight bytes, most significant first; nil for what the format does not have: NaN, infinities, and magnitudes
    /// below 16^-65 (5.4e-79, which includes IEEE subnormals) or from 16^63 (7.2e75) on.
    ///
    /// Every other double is exact: its 53 significant bits fit the 53 to 56 that a normalised fraction has, so there is
    /// nothing to round. A normalised number never looks like a missing value, whose bytes after the first are all zero.
    static func bits(_ value: Double) -> UInt64? {
        if value == 0 { return 0 }
        guard value.isNormal else { return nil }
        let exponent = Int(value.exponentBitPattern) - 1023
        // value = 1.f * 2^exponent = fraction / 2^56 * 16^(power + 1), where exponent = 4 * power + shift.
        let power = exponent >> 2
        let shift = exponent & 3
        guard power >= -65, power <= 62 else { return nil }
        let fraction = (value.significandBitPattern | 1 << 52) << UInt64(shift)
        let sign: UInt64 = value.sign == .minus ? 1 << 63 : 0
        return sign | UInt64(power + 65) << 56 | fraction
    }

    /// The double nearest to the number that these bits say: a fraction of 56 bits can have three more than a double.
    static func value(_ bits: UInt64) -> Double {
        let fraction = bits & 0x00FF_FFFF_FFFF_FFFF
        guard fraction != 0 else { return 0 }
        // Rounds to nearest, ties to even; the power of two is exact, for all of IBM's exponents are normal here.
        let rounded = Double(fraction)
        let power = 4 * (Int(bits >> 56 & 0x7F) - 64) - 56
        let exponent = UInt64(bitPattern: Int64(Int(rounded.exponentBitPattern) + power)) << 52
        return Double(bitPattern: bits & 1 << 63 | exponent | rounded.significandBitPattern)
    }

    /// Whether ``bits(_:)`` of the value gives these bits again: the fraction is normalised and fits a double.
    static func isExact(_ bits: UInt64) -> Bool {
        let fraction = bits & 0x00FF_FFFF_FFFF_FFFF
        guard fraction != 0 else { return bits == 0 }
        return fraction >> 52 != 0 && fraction.trailingZeroBitCount + fraction.leadingZeroBitCount >= 11
    }

    /// The code of a missing value: `.`, `_` or `A` to `Z`; nil for a number.
    static func missingCode(_ bits: UInt64) -> UInt8? {
        guard bits << 8 == 0 else { return nil }
        let code = UInt8(bits >> 56)
        return code == 0x2E || code == 0x5F || (code >= 0x41 && code <= 0x5A) ? code : nil
    }

    /// The bits of a missing value with this code: `.`, `_` or `A` to `Z`; nil for another code.
    static func missing(_ code: UInt8) -> UInt64? {
        guard code == 0x2E || code == 0x5F || (code >= 0x41 && code <= 0x5A) else { return nil }
        return UInt64(code) << 56
    }
}
