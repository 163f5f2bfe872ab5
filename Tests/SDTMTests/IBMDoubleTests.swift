import TestSupport
import Testing

@testable import SDTM

/// The hexadecimal floating point of transport files, against hand-worked bytes and a decoder of the tests' own.
struct IBMDoubleTests {
    @Test(
        arguments: [
            (0.0, 0x0000_0000_0000_0000), (-0.0, 0), (1, 0x4110_0000_0000_0000), (-1, 0xC110_0000_0000_0000),
            (2, 0x4120_0000_0000_0000), (15, 0x41F0_0000_0000_0000), (16, 0x4210_0000_0000_0000),
            (0.5, 0x4080_0000_0000_0000), (0.0625, 0x4010_0000_0000_0000), (0.03125, 0x3F80_0000_0000_0000),
            (100, 0x4264_0000_0000_0000), (-118.625, 0xC276_A000_0000_0000), (1.0 / 3, 0x4055_5555_5555_5554),
            (0.1, 0x4019_9999_9999_999A), (9_007_199_254_740_992, 0x4E20_0000_0000_0000),
            (9_007_199_254_740_991, 0x4E1F_FFFF_FFFF_FFFF), (0x1p-260, 0x0010_0000_0000_0000),
            (0x1.fffffffffffffp+251, 0x7FFF_FFFF_FFFF_FFF8), (-0x1p-260, 0x8010_0000_0000_0000),
        ] as [(Double, UInt64)])
    func `known bytes`(value: Double, expected: UInt64) {
        #expect(IBMDouble.bits(value) == expected)
    }

    @Test(arguments: [
        Double.nan, .infinity, -.infinity, 0x1p252, -0x1p252, 7.3e75, 1e76, 0x1.fffffffffffffp-261, 5.3e-79,
        .leastNormalMagnitude, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .greatestFiniteMagnitude,
    ])
    func `what the format does not have is refused`(value: Double) {
        #expect(IBMDouble.bits(value) == nil)
    }

    @Test(arguments: [5.4e-79, 7.2e75, 5.397605346934028e-79, 7.237005577332262e75 - 1e60, -7.2e75, 1e-70, 123456.789])
    func `the range's ends come back`(value: Double) throws {
        #expect(try decode(#require(IBMDouble.bits(value))) == value)
    }

    @Test func `every power of two in range comes back`() throws {
        for power in -260...251 {
            let value = Double(sign: .plus, exponent: power, significand: 1)
            #expect(try decode(#require(IBMDouble.bits(value))) == value)
            #expect(try decode(#require(IBMDouble.bits(-value.nextUp))) == -value.nextUp)
        }
    }

    @Test func `random doubles come back, and none looks like a missing value`() throws {
        var generator = SeededGenerator(seed: 20_261_122)
        for _ in 0..<20_000 {
            let exponent = Int.random(in: -260...251, using: &generator)
            let value = Double(
                sign: Bool.random(using: &generator) ? .minus : .plus, exponent: exponent,
                significand: Double.random(in: 1..<2, using: &generator))
            let bits = try #require(IBMDouble.bits(value))
            #expect(decode(bits) == value)
            #expect(bits & 0x00F0_0000_0000_0000 != 0)
        }
        for _ in 0..<20_000 {
            let whole = Double(Int64.random(in: -(1 << 53)...(1 << 53), using: &generator))
            #expect(try decode(#require(IBMDouble.bits(whole))) == whole)
        }
    }

    @Test func `missing values have their code and zeros`() {
        #expect(IBMDouble.missing(0x2E) == 0x2E00_0000_0000_0000)
        #expect(IBMDouble.missing(0x5F) == 0x5F00_0000_0000_0000)
        #expect(IBMDouble.missing(0x41) == 0x4100_0000_0000_0000)
        #expect(IBMDouble.missing(0x5A) == 0x5A00_0000_0000_0000)
        #expect(IBMDouble.missing(0x61) == nil)
        #expect(IBMDouble.missing(0x30) == nil)
    }

    /// By the definition: fraction / 2^56 * 16^(exponent - 64); exact as long as the fraction has 53 significant bits.
    private func decode(_ bits: UInt64) -> Double {
        let fraction = Double(bits & 0x00FF_FFFF_FFFF_FFFF)
        let exponent = Int(bits >> 56 & 0x7F) - 64
        let magnitude = fraction * Double(sign: .plus, exponent: 4 * exponent - 56, significand: 1)
        return bits >> 63 == 1 ? -magnitude : magnitude
    }
}
