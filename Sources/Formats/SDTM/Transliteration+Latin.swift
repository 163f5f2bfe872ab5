/// Latin letters with marks. The base letter is read off the character's Unicode name (`LATIN SMALL LETTER O WITH CIRCUMFLEX
/// AND DOT BELOW`), so that all Latin blocks are covered without a table of them.
enum Latin {
    /// Letters that are not a letter with a mark: by their Unicode name behind `LETTER`, in lower case.
    fileprivate static let spellings: [String: String] = [
        "sharp s": "ss", "eth": "d", "thorn": "th", "eng": "ng", "dotless i": "i", "dotless j": "j", "schwa": "e",
        "open e": "e", "open o": "o", "kra": "q", "long s": "s", "wynn": "w", "yogh": "y", "ezh": "zh", "africa d": "d",
        "alpha": "a", "iota": "i", "upsilon": "u", "esh": "sh", "gamma": "gh", "turned e": "e", "reversed e": "e",
        "script g": "g", "glottal stop": "'",
    ]

    /// The letters for a Latin letter; capital where it is. `SS` or `Ss`: the second letter is small unless a capital
    /// follows.
    static func spelling(_ scalar: Unicode.Scalar, before next: Unicode.Scalar?) -> String? {
        let isCommon = commonLetters.contains(scalar.value)
        let reading =
            isCommon ? commonReadings[Int(scalar.value - commonLetters.lowerBound)] : Reading(scalar)
        guard let reading else { return nil }
        let letters = reading.letters
        guard reading.isCapital else { return letters }
        if letters.utf8.count > 1, let next, !next.properties.isUppercase {
            return letters.prefix(1).uppercased() + letters.dropFirst()
        }
        return letters.uppercased()
    }

    /// What a letter is by its name.
    fileprivate struct Reading {
        /// In lower case.
        var letters: String
        var isCapital: Bool
    }

    /// The letters of Western and Central European languages, whose names are read once.
    private static let commonLetters: ClosedRange<UInt32> = 0xC0...0x17F
    private static let commonReadings: [Reading?] = commonLetters.map { Unicode.Scalar($0).flatMap(Reading.init) }
}

extension Latin.Reading {
    fileprivate init?(_ scalar: Unicode.Scalar) {
        guard let name = scalar.properties.name, name.hasPrefix("LATIN ") else { return nil }
        let words = name.split(separator: " ")
        guard words.count >= 4 else { return nil }
        var rest = words[1...]
        let isCapital = rest.first == "CAPITAL"
        guard isCapital || rest.first == "SMALL" else { return nil }
        rest = rest.dropFirst()
        guard rest.first == "LETTER" || rest.first == "LIGATURE" else { return nil }
        rest = rest.dropFirst()
        let base = rest.prefix { $0 != "WITH" && $0 != "PRECEDED" }.joined(separator: " ").lowercased()
        let letters = Latin.spellings[base] ?? (base.utf8.count <= 3 && !base.contains(" ") ? base : nil)
        guard let letters, letters.utf8.allSatisfy({ (0x61...0x7A).contains($0) || $0 == 0x27 }) else { return nil }
        self.init(letters: letters, isCapital: isCapital)
    }
}

extension Latin {
    /// Whether it is a mark that combines with the letter before it.
    static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        0x0300...0x036F ~= scalar.value || 0x1AB0...0x1AFF ~= scalar.value || 0x1DC0...0x1DFF ~= scalar.value
            || 0xFE00...0xFE0F ~= scalar.value
    }
}
