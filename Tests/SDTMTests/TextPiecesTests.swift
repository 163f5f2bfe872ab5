import TestSupport
import Testing

@testable import SDTM

/// Long texts cut for SUPP-- and put together again.
struct TextPiecesTests {
    @Test func `a text within the limit is one piece`() {
        #expect(TextPieces.split("") == [""])
        #expect(TextPieces.split("abc  ") == ["abc"])
        #expect(TextPieces.split(String(repeating: "x", count: 200)).count == 1)
    }

    @Test func `words stay whole`() {
        #expect(TextPieces.split("one two three four five", limit: 12) == ["one two", "three", "four five"])
        #expect(TextPieces.join(["one two", "three", "four five"], limit: 12) == "one two three four five")
    }

    @Test func `a word longer than the limit is cut`() {
        let word = String(repeating: "x", count: 450)
        #expect(TextPieces.split(word).map(\.utf8.count) == [200, 200, 50])
        #expect(TextPieces.join(TextPieces.split(word)) == word)
    }

    @Test func `characters are never cut`() {
        for text in [
            String(repeating: "é", count: 300), String(repeating: "漢", count: 300),
            "a" + String(repeating: "😀", count: 200),
        ] {
            let pieces = TextPieces.split(text)
            #expect(pieces.allSatisfy { $0.utf8.count <= 200 && !$0.unicodeScalars.contains("\u{FFFD}") })
            #expect(TextPieces.join(pieces) == text)
        }
    }

    @Test func `any text comes back`() {
        var generator = SeededGenerator(seed: 7)
        let alphabet = Array("ab  cd é漢😀 ").map(String.init)
        for limit in [8, 9, 12, 40, 200] {
            for _ in 0..<400 {
                var text = "x"
                for _ in 0..<Int.random(in: 0...(3 * limit), using: &generator) {
                    let next = alphabet.randomElement(using: &generator) ?? ""
                    // Longer runs of blanks are said not to come back.
                    let blanks = text.reversed().prefix { $0 == " " }.count
                    if next != " " || blanks < limit - 5 { text += next }
                }
                while text.hasSuffix(" ") { text.removeLast() }
                let pieces = TextPieces.split(text, limit: limit)
                #expect(pieces.allSatisfy { $0.utf8.count <= limit && !$0.hasSuffix(" ") && !$0.isEmpty })
                #expect(TextPieces.join(pieces, limit: limit) == text)
            }
        }
    }
}
