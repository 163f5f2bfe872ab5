import Values

extension Decimal {
    /// Reads a decimal; with a comma in the place of the point where the source writes it so: a point is no decimal sign
    /// there, and is not taken for one.
    init?(_ text: String, withComma: Bool) {
        guard !withComma || !text.utf8.contains(0x2E) else { return nil }
        var point = withComma ? text.replacing(",", with: ".") : text
        let number = point.withUTF8 { Decimal(bytes: UnsafeRawBufferPointer($0)) }
        guard let number else { return nil }
        self = number
    }
}
