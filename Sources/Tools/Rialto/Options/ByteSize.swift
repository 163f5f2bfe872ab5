/// Sizes as users write them.
public enum ByteSize {
    /// Reads `5000000000`, `5GB`, `500 MB` or `64kB` (powers of 1000) and `4GiB` (powers of 1024); nil for anything else,
    /// and for nothing at all.
    public static func parse(_ text: String) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = text.dropFirst(digits.count).drop { $0 == " " }.lowercased()
        let factors = [
            "": 1, "b": 1, "kb": 1000, "mb": 1_000_000, "gb": 1_000_000_000, "kib": 1 << 10, "mib": 1 << 20,
            "gib": 1 << 30,
        ]
        guard let number = Int(digits), number > 0, let factor = factors[unit] else { return nil }
        let (product, overflow) = number.multipliedReportingOverflow(by: factor)
        return overflow ? nil : product
    }
}
