/// Random numbers that are the same for the same seed everywhere (SplitMix64), so that a failing property test can be
/// run again.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Makes a generator.
    public init(seed: UInt64) { state = seed }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A text of up to `length` characters with what breaks writers: quotes, markup, controls, other scripts, blanks.
    public mutating func hostileText(upTo length: Int) -> String {
        let pieces = [
            "a", "Z", "0", " ", "  ", "\"", "'", "<", ">", "&", "]]>", ",", ";", "\t", "\n", "\r", "\\", "=", "-", "–",
            "é",
            "ß", "白", "血", "🩸", "\u{301}", "\u{200B}", "\u{FEFF}", "%s", "--", "NULL", ".", "@",
        ]
        return (0..<Int.random(in: 0...length, using: &self)).map { _ in
            pieces[Int.random(in: 0..<pieces.count, using: &self)]
        }.joined()
    }
}
