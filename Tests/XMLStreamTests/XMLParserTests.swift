import Testing
import Values
import XMLStream

struct XMLParserTests {
    static let document = """
        <?xml version="1.0"?>
        <!-- a comment
          of two lines --><r xmlns="urn:a" xmlns:b="urn:b"
             b:x="1"
             y="2"><!-- < --><k/><k></k>ü<k/>
          <?pi <k ?><k/><![CDATA[ <k/>
          ]]><k z="a&#10;b &lt; ü"/>text &amp; more
        </r>
        """

    @Test(arguments: [1, 2, 3, 7, 64, 1 << 20])
    func everyTagHasItsPlaceWhateverTheChunks(chunk: Int) {
        let (log, error) = parse(Self.document, chunk: chunk)
        #expect(error == nil)
        #expect(
            log.markup == [
                "3:19 <{urn:a}r {urn:b}x=[1] y=[2]", "5:22 <{urn:a}k", "/{urn:a}k", "5:26 <{urn:a}k", "/{urn:a}k",
                "\"ü",
                "5:35 <{urn:a}k", "/{urn:a}k", "6:13 <{urn:a}k", "/{urn:a}k", "\" <k/>\n  ",
                "7:6 <{urn:a}k z=[a\nb < ü]", "/{urn:a}k", "\"text & more\n", "/{urn:a}r",
            ])
    }

    @Test func columnsAreRightInALongLine() {
        var text = "<r>"
        var expected = ["1:1 <r"]
        for index in 0..<200_000 {
            expected.append("1:\(text.utf8.count + 1) <i")
            expected.append("/i")
            text += index % 3 == 0 ? "<i/>ü" : "<i/>"
        }
        text += "</r>"
        let (log, error) = parse(text, chunk: 1 << 16)
        #expect(error == nil)
        #expect(log.lines.filter { !$0.hasPrefix("\"") }.dropLast() == expected[...])
    }

    @Test func linesEndWithCarriageReturnAndLineFeed() {
        let (log, error) = parse("<r>\r\n  <i/>\r\n</r>\r\n")
        #expect(error == nil)
        #expect(log.markup == ["1:1 <r", "2:3 <i", "/i", "/r"])
    }

    @Test func prefixesDoNotMatterNamespacesDo() {
        let (log, error) = parse(
            "<p:r xmlns:p='urn:a'><r xmlns='urn:a'/><q:r xmlns:q='urn:b'/><r xmlns=''/></p:r>")
        #expect(error == nil)
        #expect(
            log.lines.filter { !$0.hasPrefix("/") } == ["1:1 <{urn:a}r", "1:22 <{urn:a}r", "1:40 <{urn:b}r", "1:62 <r"])
    }

    @Test func severalParsersDoNotDisturbEachOther() async {
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<16 {
                group.addTask { parse(Self.document, chunk: 5).error == nil }
            }
            for await isRight in group { #expect(isRight) }
        }
    }
}
