/// Greek letters, as words (ISO 843, simplified) or as symbols by their names.
enum Greek {
    private static let letters: [(letter: Unicode.Scalar, name: String, spelling: String)] = [
        ("α", "alpha", "a"), ("β", "beta", "v"), ("γ", "gamma", "g"), ("δ", "delta", "d"), ("ε", "epsilon", "e"),
        ("ζ", "zeta", "z"), ("η", "eta", "i"), ("θ", "theta", "th"), ("ι", "iota", "i"), ("κ", "kappa", "k"),
        ("λ", "lambda", "l"), ("μ", "mu", "m"), ("ν", "nu", "n"), ("ξ", "xi", "x"), ("ο", "omicron", "o"),
        ("π", "pi", "p"), ("ρ", "rho", "r"), ("σ", "sigma", "s"), ("ς", "sigma", "s"), ("τ", "tau", "t"),
        ("υ", "upsilon", "y"), ("φ", "phi", "f"), ("χ", "chi", "ch"), ("ψ", "psi", "ps"), ("ω", "omega", "o"),
    ]

    private static let byLetter: [Unicode.Scalar: (name: String, spelling: String)] = Dictionary(
        uniqueKeysWithValues: letters.map { ($0.letter, ($0.name, $0.spelling)) })

    /// Letters with marks, by what they are without; the blocks of polytonic Greek are not covered.
    private static let unmarked: [Unicode.Scalar: Unicode.Scalar] = [
        "ά": "α", "έ": "ε", "ή": "η", "ί": "ι", "ό": "ο", "ύ": "υ", "ώ": "ω", "ϊ": "ι", "ϋ": "υ", "ΐ": "ι", "ΰ": "υ",
        "ϑ": "θ", "ϕ": "φ", "ϖ": "π", "ϐ": "β", "ϰ": "κ", "ϱ": "ρ", "ϵ": "ε",
    ]

    static func isLetter(_ scalar: Unicode.Scalar) -> Bool { byLetter[small(scalar)] != nil }

    /// Whether a word of three Greek letters stands in the text: then it is Greek, and not a symbol.
    static func hasWord(_ scalars: [Unicode.Scalar]) -> Bool {
        var run = 0
        for scalar in scalars where 0x0370...0x03FF ~= scalar.value || run > 0 {
            run = isLetter(scalar) ? run + 1 : 0
            if run == 3 { return true }
        }
        return false
    }

    /// The letter's name; `u` for a mu that is followed by a unit.
    static func name(_ scalar: Unicode.Scalar, before next: Unicode.Scalar?) -> String? {
        let isUnit = next.map { $0.isASCII && $0.properties.isAlphabetic } ?? false
        if scalar == "μ", isUnit { return "u" }
        return byLetter[small(scalar)].map { scalar.properties.isUppercase ? $0.name.capitalizedFirst : $0.name }
    }

    /// The letter as part of a word.
    static func spelling(_ scalar: Unicode.Scalar, after last: Unicode.Scalar?, before next: Unicode.Scalar?) -> String?
    {
        var text = byLetter[small(scalar)]?.spelling
        // The diphthong ου is ou; αυ and ευ stay letter by letter.
        if small(scalar) == "υ", let last, small(last) == "ο", scalar != "ϋ", scalar != "ΰ" { text = "u" }
        guard let text, scalar.properties.isUppercase else { return text }
        let isWordInCapitals = next.map { $0.properties.isUppercase } ?? (last?.properties.isUppercase ?? false)
        return isWordInCapitals ? text.uppercased() : text.capitalizedFirst
    }

    private static func small(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        var letter = scalar
        if scalar.properties.isUppercase, let lower = scalar.properties.lowercaseMapping.unicodeScalars.first {
            letter = lower
        }
        return unmarked[letter] ?? letter
    }
}

extension String {
    /// The text with its first letter in upper case.
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
