import Testing
import Values
import XMLStream

struct XMLWriterTests {
    @Test func escapesTextAndAttributes() throws {
        var xml = XMLWriter()
        try xml.start("a")
        try xml.attribute("b", "<&>\"'\n\t\r")
        try xml.text("<&>\"'\n\t\r")
        xml.end()
        #expect(
            String(decoding: xml.bytes, as: UTF8.self)
                == "<a b=\"&lt;&amp;&gt;&quot;'&#10;&#9;&#13;\">&lt;&amp;&gt;\"'\n\t&#13;</a>\n")
    }

    @Test func indentsElementsButNotTexts() throws {
        var xml = XMLWriter(indentation: 2)
        xml.declaration()
        try xml.start("ODM")
        try xml.element("Study", ["OID": "S"])
        try xml.start("Name")
        try xml.text("Fieber über 39 °C")
        xml.end()
        xml.end()
        #expect(
            String(decoding: xml.bytes, as: UTF8.self) == """
                <?xml version="1.0" encoding="UTF-8"?>
                <ODM>
                  <Study OID="S"/>
                  <Name>Fieber über 39 °C</Name>
                </ODM>

                """)
    }

    @Test(arguments: [UInt32(0), 0x0B, 0x1F, 0xFFFE, 0xFFFF])
    func refusesCharactersThatXMLCannotHold(scalar: UInt32) throws {
        let text = "x" + String(try #require(Unicode.Scalar(scalar)))
        var xml = XMLWriter()
        try xml.start("ItemData")
        let error = #expect(throws: XMLError.self) { try xml.attribute("Value", text) }
        #expect(error?.diagnostic.message.contains("ItemData/@Value") == true)
        #expect(error?.diagnostic.message.contains("U+") == true)
    }

    @Test func refusesBytesThatAreNotUTF8() throws {
        var xml = XMLWriter()
        try xml.start("a")
        let latin1: [UInt8] = [0x46, 0xFC, 0x72]
        #expect(throws: XMLError.self) {
            try latin1.withUnsafeBufferPointer { try xml.text(utf8: $0) }
        }
    }

    @Test(arguments: ["", "1a", "a b", "a>", "-a", "a=\"\""])
    func refusesWhatIsNoName(name: String) throws {
        var xml = XMLWriter()
        #expect(throws: XMLError.self) { try xml.start(name) }
    }

    @Test func whatIsWrittenIsReadBack() throws {
        let value = "  a < b & c > \"d\" 'e' \n\t\r ü 漢 😀 ]]> "
        var xml = XMLWriter(indentation: 1)
        xml.declaration()
        try xml.start("r")
        try xml.attribute("v", value)
        try xml.element("t", text: value)
        xml.end()
        let (log, error) = parse(xml.bytes)
        #expect(error == nil)
        #expect(log.markup == ["2:1 <r v=[\(value)]", "3:2 <t", "\"\(value)", "/t", "/r"])
    }
}
