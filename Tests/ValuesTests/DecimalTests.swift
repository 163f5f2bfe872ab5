import TestSupport
import Testing
import Values

@Suite("Decimals") struct DecimalTests {
    @Test(arguments: [
        "0", "7", "7.0", "7.00", "-0.5", "0.000", "123456789012345678", "0.123456789012345678", "-99.9", "100",
    ])
    func digitsAreKept(_ text: String) throws {
        #expect(try #require(Decimal(text)).description == text)
    }

    @Test(arguments: [
        ("+7", "7"), ("007", "7"), (".5", "0.5"), ("5.", "5"), ("1e3", "1000"), ("1.50E2", "150"), ("1.5e-3", "0.0015"),
        ("12e+1", "120"), ("0e5", "0"), ("-1e-2", "-0.01"), ("000000000000000000000001", "1"),
    ])
    func otherSpellings(_ text: String, _ expected: String) throws {
        #expect(try #require(Decimal(text)).description == expected)
    }

    @Test(arguments: [
        "", "-", "+", ".", "e5", "1e", "1e+", "1,5", " 1", "1 ", "1.2.3", "0x10", "NaN", "INF", "--1", "1-", "１",
        "1234567890123456789", "0.1234567890123456789", "1e99999", "<5",
    ])
    func whatIsNotADecimalIsRefused(_ text: String) { #expect(Decimal(text) == nil) }

    @Test func equalityIsOfDigitsAndSamenessOfValue() throws {
        let pairs = [("7", "7.0"), ("100", "1e2"), ("0", "-0.00"), ("1200", "12e2"), ("100e18", "1e20"), ("0e9", "0")]
        for (a, b) in pairs {
            let x = try #require(Decimal(a))
            let y = try #require(Decimal(b))
            #expect(x.isSameNumber(as: y), "\(a) is \(b)")
            #expect(x.normalized == y.normalized)
        }
        #expect(Decimal("7") != Decimal("7.0"))
    }

    @Test func numbersThatAreOneDoubleAreStillTwoNumbers() throws {
        let a = try #require(Decimal("12345678901234567e1"))
        let b = try #require(Decimal("123456789012345671"))
        #expect(a.double == b.double)
        #expect(!a.isSameNumber(as: b))
    }

    @Test(arguments: [
        "0.1", "7.0", "-2.5", "1e22", "123456789012345678", "0.000000000000000001", "9007199254740993", "1e-300",
        "5e-324",
        "1.7976931348623157e308", "0.30000000000000004", "1e23",
    ])
    func theNearestDouble(_ text: String) throws {
        #expect(try #require(Decimal(text)).double == Double(text))
    }

    @Test func everyDoubleOfShortDigitsIsNearest() throws {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<20_000 {
            let significand = Int64.random(in: -999_999_999_999...999_999_999_999, using: &random)
            let scale = Int16.random(in: -30...30, using: &random)
            let value = Decimal(significand: significand, scale: scale)
            #expect(value.double == Double(value.description), "\(value)")
        }
    }

    @Test(
        arguments: [
            ("7.0", 1, 1, 6, "7.0"), ("7.0", 1000, 1, 6, "7000"), ("1", 1, 3, 4, "0.3333"), ("2", 1, 3, 4, "0.6667"),
            ("5", -1, 2, 3, "-2.5"), ("5", 1, -2, 3, "-2.5"), ("12e2", 1, 10, 3, "120"), ("98.6", 5, 9, 2, "54.78"),
            ("0", 10, 3, 4, "0"), ("0.0", 10, 3, 4, "0.0"), ("1e40", 1, 1, 0, nil), ("1", 1, 6, 2, "0.17"),
            ("-1", 1, 6, 2, "-0.17"), ("12.5", 1, 1, 0, "12.5"), ("1e-5", 1, 8, 7, "0.0000012"),
        ] as [(String, Int64, Int64, Int16, String?)])
    func multipliedByRationals(
        _ text: String, _ numerator: Int64, _ denominator: Int64, _ digits: Int16, _ expected: String?
    ) throws {
        let value = try #require(Decimal(text))
        #expect(value.multiplied(by: numerator, over: denominator, digits: digits)?.description == expected)
    }

    /// What was measured is not rounded away, whatever the factor.
    @Test(
        arguments: [
            ("0.0000004", 1, 1000, nil, "0.0000000004"), ("0.0000004", 1, 1000, 6, "0.0000000004"),
            ("0.04", 10, 171, 2, "0.002"), ("0.040", 10, 171, 2, "0.0023"), ("1.2345", 1, 1, 2, "1.2345"),
            ("0.5", 1, 1, 0, "0.5"), ("5", 1, 30_000_000, nil, "0.000000166667"), ("5", 1, 30_000_000, 6, "0.0000002"),
            ("12.34", 10, 171, nil, "0.721637"), ("12.34", 10, 171, 2, "0.7216"), ("1", 1, 3, nil, "0.333333"),
            ("999999", 1, 7, nil, "142857"), ("1000000", 1, 7, nil, "142857.142857"),
            ("123456789012345", 1, 7, nil, "17636684144620.7143"),
        ] as [(String, Int64, Int64, Int16?, String)])
    func noDigitThatWasWrittenIsLost(
        _ text: String, _ numerator: Int64, _ denominator: Int64, _ digits: Int16?, _ expected: String
    ) throws {
        let value = try #require(Decimal(text))
        #expect(value.multiplied(by: numerator, over: denominator, digits: digits)?.description == expected)
    }

    /// Zeros at the end say how exactly something was measured: as many as before, no more and no fewer.
    @Test(arguments: [
        ("9.4", "10", "94"), ("9.40", "10", "94.0"), ("9.400", "10", "94.00"), ("10.00", "1/10", "1.000"),
        ("500", "1/1000", "0.5"), ("94.0", "1/10", "9.40"), ("0.10", "1000", "100"), ("2.50", "2", "5.00"),
    ]) func significantZerosAreKept(_ text: String, _ factor: String, _ expected: String) throws {
        let parts = factor.split(separator: "/").compactMap { Int64($0) }
        let value = try #require(Decimal(text))
        let product = value.multiplied(by: parts[0], over: parts.count == 2 ? parts[1] : 1)
        #expect(product?.description == expected)
    }

    @Test(arguments: ["1234567890123456789", "-0.1234567890123456789", "1e10000", "12345678901234567890e2"])
    func aNumberThatIsTooLongIsToldFromText(_ text: String) { #expect(Decimal.isTooLong(text)) }

    @Test(arguments: ["", "-", ".", "1", "1.5", "1,5", "1234567890123456789x", "x", "1e", "1e+"])
    func otherTextsAreNotTooLong(_ text: String) { #expect(!Decimal.isTooLong(text)) }

    @Test func productsThatDoNotFitAreNil() throws {
        let large = try #require(Decimal("999999999999999999"))
        #expect(large.multiplied(by: 10, over: 1, digits: 0) == nil)
        #expect(large.multiplied(by: 1, over: 0, digits: 0) == nil)
        #expect(large.multiplied(by: 1, over: 1, digits: 18) == large)
        #expect(Decimal(significand: .max).multiplied(by: .max, over: 1, digits: 18) == nil)
    }

    @Test func whateverIsMultipliedReadsBack() throws {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<20_000 {
            let value = Decimal(
                significand: Int64.random(in: -1_000_000_000...1_000_000_000, using: &random),
                scale: Int16.random(in: -3...9, using: &random))
            let factor = Int64.random(in: 1...1_000_000, using: &random)
            guard
                let product = value.multiplied(
                    by: factor, over: Int64.random(in: 1...1000, using: &random),
                    digits: Int16.random(in: 0...12, using: &random))
            else { continue }
            #expect(Decimal(product.description) == product)
        }
    }

    @Test func extremeScalesDoNotTrap() {
        #expect(Decimal(significand: 1, scale: .min).description.utf8.count == 32_769)
        #expect(Decimal(significand: 1, scale: .max).double == 0)
        #expect(Decimal(significand: .min, scale: 2).description == "-92233720368547758.08")
        #expect(Decimal(significand: .min).normalized.significand == .min)
    }
}
