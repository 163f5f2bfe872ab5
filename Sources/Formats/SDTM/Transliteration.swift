/// Text in ASCII, for transport files: what a reader of English would write for it, and nothing dropped in silence.
///
/// ```swift
/// Transliteration("Übelkeit ≥ 38,5 °C").text   // Ubelkeit >= 38,5 degC
/// Transliteration("漢").text                   // [U+6F22], and unmapped tells of it
/// ```
///
/// - Latin letters lose their marks (`ł` → `l`, `ộ` → `o`); ligatures and letters of their own are spelt out (`æ` → `ae`,
///   `ß` → `ss`, `þ` → `th`). Marks are not turned into letters (`ü` → `u`, not `ue`), as languages differ in that.
/// - Greek letters in a text with a Greek word (three letters and more) are spelt as in ISO 843 without marks; elsewhere they
///   are symbols and become their names (`TNF-α` → `TNF-alpha`), except mu before a letter, which is micro (`μg` → `ug`).
/// - Cyrillic is spelt as in BGN/PCGN, with `'` and `"` for the signs.
/// - A superscript number keeps its meaning: `10⁹/L` → `10^9/L`, never `109/L`; so does a fraction: `2½` → `2 1/2`.
/// - A raised dot between digits is a decimal point in one country and a multiplication in another: it becomes `*` before a
///   power of ten (`3·10⁹` → `3*10^9`), else it has no equivalent.
/// - Line ends and tabs become a blank, invisible characters nothing.
/// - A character without an equivalent becomes its code in brackets.
public struct Transliteration: Sendable, Hashable {
    /// The text in printable ASCII.
    public let text: String
    /// The characters that had no equivalent, each once, in the order of their first appearance.
    public let unmapped: [Unicode.Scalar]

    /// Transliterates a text; one that is printable ASCII is returned as it is.
    public init(_ text: String) {
        guard ASCIICheck.firstFault(in: text) != nil else {
            self.text = text
            unmapped = []
            return
        }
        var writer = Writer(scalars: Array(text.unicodeScalars))
        writer.run()
        self.text = String(decoding: writer.bytes, as: UTF8.self)
        unmapped = writer.unmapped
    }
}

private struct Writer {
    let scalars: [Unicode.Scalar]
    let isGreekText: Bool
    var bytes: [UInt8] = []
    var unmapped: [Unicode.Scalar] = []
    private var seenUnmapped: Set<Unicode.Scalar> = []
    /// What the scalar before was: superscripts and marks depend on it.
    private var previous = Kind.other

    private enum Kind { case other, superscript, letter, unmapped }

    init(scalars: [Unicode.Scalar]) {
        self.scalars = scalars
        isGreekText = Greek.hasWord(scalars)
        bytes.reserveCapacity(scalars.count * 2)
    }

    mutating func run() {
        for index in scalars.indices { previous = write(scalars[index], at: index) }
    }

    private mutating func write(_ scalar: Unicode.Scalar, at index: Int) -> Kind {
        if scalar.value >= 0x20 && scalar.value < 0x7F {
            bytes.append(UInt8(scalar.value))
            return .letter
        }
        if let digit = Symbols.superscripts[scalar] {
            if previous != .superscript { bytes.append(0x5E) }
            bytes.append(contentsOf: digit.utf8)
            return .superscript
        }
        if let digit = Symbols.subscripts[scalar] {
            // Behind a digit it would read as one more digit.
            if let last = bytes.last, 0x30...0x39 ~= last { bytes.append(0x5F) }
            bytes.append(contentsOf: digit.utf8)
            return .letter
        }
        if let fraction = Symbols.fractions[scalar] {
            if let last = bytes.last, 0x30...0x39 ~= last { bytes.append(0x20) }
            bytes.append(contentsOf: fraction.utf8)
            return .letter
        }
        if scalar == "\n", index > 0, scalars[index - 1] == "\r" { return .other }
        if let plain = equivalent(of: scalar, at: index) {
            bytes.append(contentsOf: plain.utf8)
            return .letter
        }
        if Latin.isMark(scalar), previous == .letter { return .letter }
        if seenUnmapped.insert(scalar).inserted { unmapped.append(scalar) }
        let code = String(scalar.value, radix: 16, uppercase: true)
        bytes.append(contentsOf: "[U+\(String(repeating: "0", count: max(0, 4 - code.count)))\(code)]".utf8)
        return .unmapped
    }

    private func equivalent(of scalar: Unicode.Scalar, at index: Int) -> String? {
        if scalar == "·", isBetweenDigits(index) { return isBeforePowerOfTen(index) ? "*" : nil }
        if let text = Symbols.plain[scalar] { return text }
        if let text = Cyrillic.spelling(scalar, before: next(index)) { return text }
        if Greek.isLetter(scalar) {
            let before = index > 0 ? scalars[index - 1] : nil
            return isGreekText
                ? Greek.spelling(scalar, after: before, before: next(index)) : Greek.name(scalar, before: next(index))
        }
        // Letters and digits of full width, as East Asian keyboards give them.
        if 0xFF01...0xFF5E ~= scalar.value { return String(UnicodeScalar(UInt8(scalar.value - 0xFEE0))) }
        if scalar.properties.generalCategory == .decimalNumber, let value = scalar.properties.numericValue {
            return String(Int(value))
        }
        return Latin.spelling(scalar, before: next(index))
    }

    private func isBetweenDigits(_ index: Int) -> Bool {
        guard index > 0, let next = next(index) else { return false }
        return "0"..."9" ~= scalars[index - 1] && "0"..."9" ~= next
    }

    private func isBeforePowerOfTen(_ index: Int) -> Bool {
        index + 3 < scalars.count && scalars[index + 1] == "1" && scalars[index + 2] == "0"
            && Symbols.superscripts[scalars[index + 3]] != nil
    }

    private func next(_ index: Int) -> Unicode.Scalar? { index + 1 < scalars.count ? scalars[index + 1] : nil }
}
