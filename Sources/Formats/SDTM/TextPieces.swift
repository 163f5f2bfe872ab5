/// Long texts in pieces that a dataset can hold: the first in the variable, the others in SUPP-- (SDTMIG 4.5.3.2).
///
/// A text is cut at a blank where there is one, and the blank stands in neither piece; else in the middle of a word, between
/// characters. ``join(_:limit:)`` tells the two apart by the piece's length and gives the text back exactly: a piece cut at
/// a blank has at most `limit - 4` bytes, one cut inside a word more. (Not given back: trailing blanks, which are not data,
/// and a run of more than `limit - 5` blanks.)
public enum TextPieces {
    /// Cuts a text into pieces of at most `limit` bytes of UTF-8, none of them ending in a blank. The limit is at least 8.
    public static func split(_ text: String, limit: Int = XPTLimits.textLength) -> [String] {
        let limit = max(limit, 8)
        var bytes = Array(text.utf8)[...]
        while bytes.last == 0x20 { bytes.removeLast() }
        guard bytes.count > limit else { return [String(decoding: bytes, as: UTF8.self)] }
        var pieces: [String] = []
        while bytes.count > limit {
            if let blank = lastWordEnd(in: bytes, limit: limit - slack) {
                pieces.append(String(decoding: bytes[..<blank], as: UTF8.self))
                bytes = bytes[(blank + 1)...]
            } else {
                let end = hardEnd(in: bytes, limit: limit)
                pieces.append(String(decoding: bytes[..<end], as: UTF8.self))
                bytes = bytes[end...]
            }
        }
        pieces.append(String(decoding: bytes, as: UTF8.self))
        return pieces
    }

    /// The text of which these are the pieces.
    public static func join(_ pieces: some Sequence<String>, limit: Int = XPTLimits.textLength) -> String {
        let limit = max(limit, 8)
        var text = ""
        var previous: Int?
        for piece in pieces {
            if let previous, previous <= limit - slack { text += " " }
            text += piece
            previous = piece.utf8.count
        }
        return text
    }

    /// As many bytes as a cut inside a word may lie before the limit, so that it falls between two characters.
    private static let slack = 4

    /// The last blank after at most so many bytes that ends a word.
    private static func lastWordEnd(in bytes: ArraySlice<UInt8>, limit: Int) -> Int? {
        var index = bytes.startIndex + limit
        while index > bytes.startIndex {
            if bytes[index] == 0x20, bytes[index - 1] != 0x20 { return index }
            index -= 1
        }
        return nil
    }

    /// Where a word is cut: before a character, and not behind a blank.
    private static func hardEnd(in bytes: ArraySlice<UInt8>, limit: Int) -> Int {
        let latest = bytes.startIndex + limit
        for end in stride(from: latest, to: latest - slack, by: -1) {
            if bytes[end] & 0xC0 != 0x80, bytes[end - 1] != 0x20 { return end }
        }
        return latest
    }
}

/// What a version 5 transport file can hold (TS-140).
public enum XPTLimits {
    /// The longest text in bytes.
    public static let textLength = 200
    /// The longest name of a dataset or variable.
    public static let nameLength = 8
    /// The longest label.
    public static let labelLength = 40
}
