import JSONStream
import TestSupport
import Testing
import Values

/// Reads a text in chunks of `size` bytes and writes what was read, compactly.
func retold(
    _ text: [UInt8], chunk size: Int = .max, _ form: JSONTokenizer.Form = .document,
    limits: JSONTokenizer.Limits = .init()
) throws(JSONError) -> String {
    var json = JSONTokenizer(path: "t.json", form: form, limits: limits)
    var writer = JSONWriter()
    var fed = 0
    while true {
        switch try json.next() {
        case .needsBytes:
            if fed == text.count {
                json.finish()
            } else {
                let next = min(text.count, size == .max ? text.count : fed + size)
                text.withUnsafeBytes { json.feed(UnsafeRawBufferPointer(rebasing: $0[fed..<next])) }
                fed = next
            }
        case .beginObject: writer.beginObject()
        case .endObject: writer.endObject()
        case .beginArray: writer.beginArray()
        case .endArray: writer.endArray()
        case .name: writer.key(json.string)
        case .string: writer.string(json.string)
        case .number:
            let isNumber = writer.number(text: json.string)
            #expect(isNumber)
        case .true: writer.bool(true)
        case .false: writer.bool(false)
        case .null: writer.null()
        case .end: return writer.text
        }
        if form == .lines, json.depth == 0, !writer.text.hasSuffix("\n"), !writer.text.isEmpty { writer.endLine() }
    }
}

/// The grammar of RFC 8259, text by text; each is read whole and in chunks of 1, 2, 3 and 7 bytes.
@Suite("JSON tokenizer") struct JSONTokenizerTests {
    private static let chunks = [Int.max, 1, 2, 3, 7]

    /// A text, and how it is written compactly; nil when as it stands.
    private static let valid: [(String, String?)] = [
        // Scalars alone.
        ("null", nil), ("true", nil), ("false", nil), ("0", nil), ("-0", nil), ("\"\"", nil), ("\"a\"", nil),
        (" 1 ", "1"),
        ("\t\r\n[ ]\n", "[]"), ("{}", nil), ("[]", nil), ("{ }", "{}"), ("\u{FEFF}[1]", "[1]"),
        // Numbers keep their text.
        ("[0.0,-0.0,1.50,1e5,1E5,1e+5,1E-05,123456789012345678901234567890,0e0,0.0e+00,-1.0e-999]", nil),
        ("[10,100,-10,9007199254740993,0.1000,1.7976931348623157e309]", nil),
        // Nesting and white space.
        ("[[[[]]]]", nil), ("[[],{},[{}]]", nil), ("{\"a\":{\"b\":[{\"c\":null}]}}", nil),
        ("[ 1 , 2 , [ 3 ] , { \"a\" : 4 } ]", "[1,2,[3],{\"a\":4}]"), ("{\"a\"\n:\t1\r,\"b\" :2}", "{\"a\":1,\"b\":2}"),
        ("[true,false,null]", nil), ("[\n]", "[]"), ("{\"\":0}", nil), ("{\"a\":1,\"A\":2,\"a \":3}", nil),
        // One name in several objects is no duplicate.
        ("[{\"a\":1},{\"a\":2}]", nil), ("{\"a\":{\"a\":{\"a\":1}},\"b\":{\"a\":2}}", nil),
        ("{\"a\":[{\"a\":1}]}", nil),
        // Strings: every escape, text of one to four bytes, what needs no escape.
        (#"["\"\\\b\f\n\r\t"]"#, nil), (#"["\/"]"#, "[\"/\"]"), (#"["\u0041\u00e9\u20AC\uD834\uDD1E"]"#, "[\"Aé€𝄞\"]"),
        ("[\"Aé€𝄞 Übelkeit 発熱\"]", nil), ("[\"\u{7F}\u{80}\u{7FF}\u{800}\u{FFFD}\u{10FFFF}\"]", nil),
        (#"["\u0000"]"#, nil), (#"["\u001f"]"#, nil), (#"["\u007F"]"#, "[\"\u{7F}\"]"),
        (#"["\uFFFD\uDBFF\uDFFF"]"#, "[\"\u{FFFD}\u{10FFFF}\"]"), (#"["\\u0041"]"#, nil),
        (#"["a\\"]"#, nil), (#"["\\\""]"#, nil), (#"["\"",1]"#, nil), (#"{"\u0061":1,"b":2}"#, "{\"a\":1,\"b\":2}"),
        ("[\"/* no comment */ // either\"]", nil), ("[\"\u{2028}\u{2029}\"]", nil),
        ("[\"12345678\",\"123456789\",\"1234567\\n89\"]", nil), ("[\"[,]{:}\"]", nil),
    ]

    @Test(arguments: 0..<valid.count, chunks) func readsAsItMeans(_ index: Int, _ chunk: Int) throws {
        let (text, compact) = Self.valid[index]
        #expect(try retold(Array(text.utf8), chunk: chunk) == compact ?? text)
    }

    /// A text, the column of its fault on line 1, and the diagnostic's code.
    private static let invalid: [(String, Int, String)] = [
        // Nothing, or not enough.
        ("", 1, "json.syntax"), (" ", 2, "json.syntax"), ("[", 1, "json.truncated"), ("{", 1, "json.truncated"),
        ("[1", 1, "json.truncated"), ("[1,", 1, "json.truncated"), ("{\"a\"", 1, "json.truncated"),
        ("{\"a\":", 1, "json.truncated"), ("{\"a\":1", 1, "json.truncated"), ("[\"a", 2, "json.truncated"),
        ("\"", 1, "json.truncated"), ("\"\\", 1, "json.truncated"), ("tru", 1, "json.truncated"),
        ("[[1]", 1, "json.truncated"), ("[{\"a\":[1]", 2, "json.truncated"),
        // Too much.
        ("1 2", 3, "json.syntax"), ("[]]", 3, "json.syntax"), ("{}}", 3, "json.syntax"), ("[] []", 4, "json.syntax"),
        ("nullx", 5, "json.syntax"), ("1,", 2, "json.syntax"), ("\"a\"\"b\"", 4, "json.syntax"),
        // Punctuation.
        ("[,]", 2, "json.syntax"), ("[1,]", 4, "json.syntax"), ("[1,,2]", 4, "json.syntax"),
        ("[1 2]", 4, "json.syntax"),
        ("{,}", 2, "json.syntax"), ("{\"a\":1,}", 8, "json.syntax"), ("{\"a\" 1}", 6, "json.syntax"),
        ("{\"a\"::1}", 6, "json.syntax"), ("{\"a\",1}", 5, "json.syntax"), ("{1:1}", 2, "json.syntax"),
        ("{a:1}", 2, "json.syntax"), ("{'a':1}", 2, "json.syntax"), ("[1}", 3, "json.syntax"),
        ("{\"a\":1]", 7, "json.syntax"),
        ("[:1]", 2, "json.syntax"), ("{null:1}", 2, "json.syntax"), (":", 1, "json.syntax"), ("]", 1, "json.syntax"),
        ("{\"a\":}", 6, "json.syntax"), ("{\"a\"}", 5, "json.syntax"), ("{[]:1}", 2, "json.syntax"),
        // What other languages have.
        ("[1] // c", 5, "json.syntax"), ("/**/1", 1, "json.syntax"), ("['a']", 2, "json.syntax"),
        ("[NaN]", 2, "json.syntax"),
        ("[Infinity]", 2, "json.syntax"), ("[True]", 2, "json.syntax"), ("[nul]", 2, "json.syntax"),
        ("[undefined]", 2, "json.syntax"), ("[\u{A0}1]", 2, "json.syntax"), ("[\u{0C}1]", 2, "json.syntax"),
        ("#1", 1, "json.syntax"), ("<!DOCTYPE html>", 1, "json.syntax"),
        // Numbers.
        ("[01]", 3, "json.syntax"), ("[-01]", 4, "json.syntax"), ("[+1]", 2, "json.syntax"), ("[.5]", 2, "json.syntax"),
        ("[1.]", 4, "json.syntax"), ("[1.e5]", 4, "json.syntax"), ("[1e]", 4, "json.syntax"),
        ("[1e+]", 5, "json.syntax"),
        ("[-]", 3, "json.syntax"), ("[-a]", 3, "json.syntax"), ("[0x10]", 3, "json.syntax"),
        ("[1_000]", 3, "json.syntax"),
        ("[1,5.]", 6, "json.syntax"), ("-", 2, "json.syntax"), ("1.", 3, "json.syntax"), ("[--1]", 3, "json.syntax"),
        ("[1a]", 3, "json.syntax"), ("[1e5.5]", 5, "json.syntax"), ("[\u{FF11}]", 2, "json.syntax"),
        // Strings.
        ("[\"a\tb\"]", 4, "json.syntax"), ("[\"a\nb\"]", 4, "json.syntax"), ("[\"\u{0}\"]", 3, "json.syntax"),
        (#"["\x"]"#, 3, "json.syntax"), (#"["\'"]"#, 3, "json.syntax"), (#"["ab\u12"]"#, 5, "json.syntax"),
        (#"["\u12G4"]"#, 3, "json.syntax"), (#"["\U0041"]"#, 3, "json.syntax"), (#"["\a"]"#, 3, "json.syntax"),
        (#"["\uD834"]"#, 3, "json.lone-surrogate"), (#"["\uDD1E"]"#, 3, "json.lone-surrogate"),
        (#"["\uD834\n"]"#, 3, "json.lone-surrogate"), (#"["\uD834\uD834"]"#, 3, "json.lone-surrogate"),
        (#"["a\uDD1E\uD834"]"#, 4, "json.lone-surrogate"), (#"["\uD834\uZZZZ"]"#, 9, "json.syntax"),
        // Duplicate members, also when one is spelled with an escape.
        ("{\"a\":1,\"a\":2}", 8, "json.duplicate-member"), (#"{"a":1,"\u0061":2}"#, 8, "json.duplicate-member"),
        ("{\"b\":{},\"a\":{\"x\":1},\"a\":2}", 21, "json.duplicate-member"),
        ("{\"\":1,\"\":1}", 7, "json.duplicate-member"),
    ]

    @Test(arguments: 0..<invalid.count, chunks) func refusesWithItsPlace(_ index: Int, _ chunk: Int) throws {
        let (text, column, code) = Self.invalid[index]
        let error = #expect(throws: JSONError.self) { _ = try retold(Array(text.utf8), chunk: chunk) }
        #expect(error?.diagnostic.code == code, "\(text)")
        #expect(error?.diagnostic.location == Location(path: "t.json", line: 1, column: column), "\(text)")
    }

    /// Bytes that are no UTF-8, and the column of the first bad one.
    private static let misencoded: [([UInt8], Int)] = [
        ([0x22, 0x61, 0xFF, 0x22], 3), ([0x22, 0x80, 0x22], 2), ([0x22, 0xC3, 0x22], 2), ([0x22, 0xC0, 0xAF, 0x22], 2),
        ([0x22, 0xED, 0xA0, 0x80, 0x22], 2), ([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], 2), ([0x22, 0xE2, 0x82, 0x22], 2),
        ([0x22, 0xC3, 0xA9, 0xE9, 0x22], 4), ([0xFF, 0xFE, 0x31, 0x00], 1), ([0xFE, 0xFF, 0x00, 0x31], 1),
        ([0x31, 0x00], 1), ([0x00, 0x31], 1),
    ]

    @Test(arguments: 0..<misencoded.count, chunks) func whatIsNotUTF8IsRefused(_ index: Int, _ chunk: Int) throws {
        let (bytes, column) = Self.misencoded[index]
        let error = #expect(throws: JSONError.self) { _ = try retold(bytes, chunk: chunk) }
        #expect(error?.diagnostic.code == "json.encoding")
        #expect(error?.diagnostic.location?.column == column)
    }

    @Test func placesCountLinesAndBytes() throws {
        let error = #expect(throws: JSONError.self) { _ = try retold(Array("{\n  \"é\": 1,\r\n  \"é\" 2}".utf8)) }
        #expect(error?.diagnostic.code == "json.duplicate-member")
        #expect(error?.diagnostic.location == Location(path: "t.json", line: 3, column: 3))
    }

    @Test(arguments: [1, 5, Int.max]) func linesAreValuesOfTheirOwn(_ chunk: Int) throws {
        let text = "{\"a\":1}\r\n\n[2]\n\"x\""
        #expect(try retold(Array(text.utf8), chunk: chunk, .lines) == "{\"a\":1}\n[2]\n\"x\"\n")
        #expect(try retold([], chunk: chunk, .lines) == "")
        for (text, line, column) in [("[1]\n[2,\n3]", 2, 4), ("[1] [2]\n", 1, 5), ("[1]\n[2", 2, 1)] {
            let error = #expect(throws: JSONError.self) { _ = try retold(Array(text.utf8), chunk: chunk, .lines) }
            #expect(error?.diagnostic.location == Location(path: "t.json", line: line, column: column), "\(text)")
        }
    }

    @Test func depthAndLengthAreLimited() throws {
        let deep = [UInt8](repeating: 0x5B, count: 100_000)
        let error = #expect(throws: JSONError.self) { _ = try retold(deep) }
        #expect(error?.diagnostic.code == "json.too-deep")
        #expect(error?.diagnostic.location?.column == 513)
        var limits = JSONTokenizer.Limits()
        limits.tokenBytes = 10
        for text in ["[\"12345678901\"]", "[12345678901]", "[\"123456789012345678"] {
            let error = #expect(throws: JSONError.self) { _ = try retold(Array(text.utf8), chunk: 4, limits: limits) }
            #expect(error?.diagnostic.code == "json.too-large", "\(text)")
        }
        #expect(try retold(Array("[\"1234567890\",1234567890]".utf8), limits: limits) == "[\"1234567890\",1234567890]")
    }

    @Test func aDuplicateAmongThousandsIsFound() throws {
        let members = (0..<5000).map { "\"member number \($0)\":{\"a\":\($0)}" }
        let text = "{" + members.joined(separator: ",") + "}"
        #expect(try retold(Array(text.utf8), chunk: 999) == text)
        let error = #expect(throws: JSONError.self) {
            _ = try retold(Array((text.dropLast() + ",\"member number 7\":0}").utf8))
        }
        #expect(error?.diagnostic.message == "the member 'member number 7' stands twice in one object")
    }

    @Test func aFileIsReadWhole() throws {
        let folder = try TemporaryFolder()
        let text = "[" + (0..<100_000).map { "{\"n\":\($0),\"é\":\"\\n\"}" }.joined(separator: ",\n") + "]"
        var json = try JSONReader(path: folder.write(text, to: "big.json"))
        var numbers = 0
        var sum = 0
        while true {
            let token = try json.next()
            if token == .number {
                numbers += 1
                sum += Int(json.tokenizer.string) ?? -1
            }
            if token == .end { break }
        }
        #expect(numbers == 100_000)
        #expect(sum == 4_999_950_000)
        #expect(json.tokenizer.location.line == 100_000)
        #expect(throws: JSONError.self) { _ = try JSONReader(path: folder.file("none.json")) }
    }
}
