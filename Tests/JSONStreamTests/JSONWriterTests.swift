import JSONStream
import Testing
import Values

@Suite("JSON writer") struct JSONWriterTests {
    private func written(_ layout: JSONWriter.Layout = .compact, _ body: (inout JSONWriter) -> Void) -> String {
        var json = JSONWriter(layout)
        body(&json)
        return json.text
    }

    private func sample(_ json: inout JSONWriter) {
        json.beginObject()
        json.member("a", "x")
        json.key("b")
        json.beginArray()
        json.number(1)
        json.beginObject()
        json.endObject()
        json.beginArray()
        json.endArray()
        json.null()
        json.endArray()
        json.member("c", true)
        json.endObject()
    }

    @Test func compactHasNoWhiteSpace() {
        #expect(written { sample(&$0) } == #"{"a":"x","b":[1,{},[],null],"c":true}"#)
    }

    @Test func indentedHasALineAValue() {
        let expected = """
            {
              "a": "x",
              "b": [
                1,
                {},
                [],
                null
              ],
              "c": true
            }
            """
        #expect(written(.indented) { sample(&$0) } == expected)
    }

    @Test func ndjsonLinesAreIndependent() {
        let text = written { json in
            for n in 1...2 {
                json.beginArray()
                json.number(n)
                json.string("a")
                json.endArray()
                json.endLine()
            }
        }
        #expect(text == "[1,\"a\"]\n[2,\"a\"]\n")
    }

    @Test(arguments: [
        ("", #""""#), ("plain", #""plain""#), (#"say "no""#, #""say \"no\"""#), (#"C:\x"#, #""C:\\x""#),
        ("a\nb\tc\rd", #""a\nb\tc\rd""#), ("\u{8}\u{C}", #""\b\f""#), ("\u{0}\u{1}\u{1F}", #""\u0000\u0001\u001f""#),
        ("\u{1A}\u{19}", #""\u001a\u0019""#), ("ﬁbröse 白血病 🩸", #""ﬁbröse 白血病 🩸""#), ("\u{7F}/", "\"\u{7F}/\""),
    ])
    func stringsAreEscaped(_ value: String, _ expected: String) {
        #expect(written { $0.string(value) } == expected)
        var value = value
        #expect(value.withUTF8 { utf8 in written { $0.string(utf8: utf8) } } == expected)
    }

    @Test func bytesThatAreNotUTF8BecomeReplacementCharacters() {
        let bytes: [UInt8] = [0x61, 0xE4, 0x62, 0xC0, 0x80, 0xED, 0xA0, 0x80]
        let text = bytes.withUnsafeBufferPointer { utf8 in written { $0.string(utf8: utf8) } }
        #expect(text.hasPrefix("\"a\u{FFFD}b\u{FFFD}"))
        #expect(text.utf8.elementsEqual(String(decoding: Array(text.utf8), as: UTF8.self).utf8))
    }

    @Test(arguments: [0, 9, 10, -1, Int.min, Int.max]) func integers(_ value: Int) {
        #expect(written { $0.number(value) } == "\(value)")
    }

    @Test(arguments: ["7.0", "0", "-0.10", "56.00", "123456789012345678", "0.000001"])
    func decimalsKeepTheirDigits(_ text: String) throws {
        let value = try #require(Decimal(text))
        #expect(written { $0.number(value) } == text)
    }

    @Test(arguments: [0.1, 1e-5, Double.leastNonzeroMagnitude, 1.7976931348623157e308, -2.5, 1e16, 0.30000000000000004])
    func doublesReadBackAsThemselves(_ value: Double) {
        let text = written { $0.number(value) }
        #expect(Double(text) == value)
        var json = JSONWriter()
        let isNumber = json.number(text: text)
        #expect(isNumber, "not a JSON number: \(text)")
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity]) func whatIsNoNumberIsNull(_ value: Double) {
        #expect(written { $0.number(value) } == "null")
    }

    @Test(arguments: ["0", "-0", "10", "7.00", "1e5", "1E-05", "1.5e+10"]) func numberTextIsKept(_ text: String) {
        var json = JSONWriter()
        let isNumber = json.number(text: text)
        #expect(isNumber)
        #expect(json.text == text)
    }

    @Test func literalsAndValuesMakeOneText() {
        var inner = JSONWriter()
        inner.beginObject()
        inner.literal("\"field\":")
        inner.string("a\"b with a tab\tbehind eight plain bytes \\ é")
        inner.endObject()
        var json = JSONWriter()
        json.literal("{\"list\":[")
        json.literal(inner.bytes)
        json.number(-12)
        json.literal("]")
        json.member("after", true)
        json.literal("}")
        #expect(
            json.text
                == "{\"list\":[{\"field\":\"a\\\"b with a tab\\tbehind eight plain bytes \\\\ é\"},-12],\"after\":true}"
        )
    }

    @Test(arguments: ["", "-", "+1", ".5", "5.", "007", "-01", "1e", "1e+", "0x1", "NaN", "1 ", " 1", "1,5"])
    func whatJSONDoesNotTakeIsNotWritten(_ text: String) {
        var json = JSONWriter()
        json.beginArray()
        let isNumber = json.number(text: text)
        #expect(!isNumber)
        json.string(text)
        json.endArray()
        #expect(json.text == "[\"\(text)\"]")
    }
}
