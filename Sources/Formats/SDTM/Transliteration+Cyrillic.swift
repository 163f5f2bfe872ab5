/// Cyrillic letters of Russian, Ukrainian, Belarusian, Bulgarian, Serbian and Macedonian, by sound as in BGN/PCGN.
enum Cyrillic {
    private static let letters: [Unicode.Scalar: String] = [
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i", "й": "y",
        "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
        "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "\"", "ы": "y", "ь": "'", "э": "e", "ю": "yu",
        "я": "ya", "і": "i", "ї": "yi", "є": "ye", "ґ": "g", "ў": "w", "ђ": "dj", "ј": "j", "љ": "lj", "њ": "nj",
        "ћ": "c", "џ": "dz", "ѓ": "gj", "ќ": "kj", "ѕ": "dz", "ѐ": "e", "ѝ": "i",
    ]

    /// The letters for a Cyrillic letter; of several only the first is a capital unless a capital follows.
    static func spelling(_ scalar: Unicode.Scalar, before next: Unicode.Scalar?) -> String? {
        guard 0x0400...0x052F ~= scalar.value else { return nil }
        if let text = letters[scalar] { return text }
        guard scalar.properties.isUppercase,
            let small = scalar.properties.lowercaseMapping.unicodeScalars.first, let text = letters[small]
        else { return nil }
        return next.map { $0.properties.isUppercase } ?? false ? text.uppercased() : text.capitalizedFirst
    }
}
