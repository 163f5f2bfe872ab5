import Testing
import Values
import XMLStream

struct HostileInputTests {
    @Test func anEntityDeclarationIsRefused() {
        let laughs = """
            <!DOCTYPE r [
              <!ENTITY a "ha">
              <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
            ]>
            <r>&b;</r>
            """
        let (log, error) = parse(laughs)
        guard case .entityDeclaration("a", let place)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(place.line == 2)
        #expect(log.lines.isEmpty)
    }

    @Test(arguments: [
        "<!ENTITY x SYSTEM 'file:///etc/passwd'>", "<!ENTITY % x SYSTEM 'http://localhost/x.dtd'>",
        "<!NOTATION n SYSTEM 'n'><!ENTITY x SYSTEM 'x' NDATA n>",
    ])
    func externalEntitiesAreRefused(declaration: String) {
        guard case .entityDeclaration("x", _)? = parse("<!DOCTYPE r [\(declaration)]><r/>").error else {
            Issue.record("not refused")
            return
        }
    }

    @Test func aDoctypeIsToleratedAndNotFetched() {
        let (log, error) = parse("<!DOCTYPE r SYSTEM 'http://localhost:1/none.dtd'><r a='&lt;&#65;'>&amp;</r>")
        #expect(error == nil)
        #expect(log.lines == ["1:50 <r a=[<A]", "\"&", "/r"])
    }

    @Test(arguments: ["<r>&nbsp;</r>", "<r a='&nbsp;'/>"])
    func anEntityThatAnExternalDTDMightDeclareIsNotDropped(element: String) {
        guard case .notWellFormed(_, let place)? = parse("<!DOCTYPE r SYSTEM 'x.dtd'>\n" + element).error else {
            Issue.record("not refused")
            return
        }
        #expect(place.line == 2)
    }

    @Test func nestingHasALimit() {
        let text = "<r>\n" + String(repeating: "<a>", count: 10_000)
        let (log, error) = parse(text)
        guard case .tooDeep(256, let place)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(place.description == "d.xml:2:\(255 * 3 + 1)")
        #expect(log.lines.filter { $0.contains("<") }.count == 256)
    }

    @Test func aValueHasALimit() {
        let text = "<r>\n<a v='" + String(repeating: "x", count: 11_000_000) + "'/></r>"
        for chunk in [1 << 24, 1 << 18] {
            guard case .tooLarge(_, XMLLimits.markup, let place)? = parse(text, chunk: chunk).error else {
                Issue.record("not refused")
                continue
            }
            #expect(place.line == 2)
        }
    }

    @Test func aTextHasNone() {
        let text = "<r>" + String(repeating: "x", count: 12_000_000) + "</r>"
        let (log, error) = parse(text, chunk: 1 << 18)
        #expect(error == nil)
        #expect(log.lines[1].utf8.count == 12_000_001)
    }

    @Test(arguments: [
        ("truncated in a tag", "<r>\n  <a b='1'", "2:11"), ("truncated in a text", "<r>\n  text", "2:7"),
        ("nothing", "", "1:1"), ("no XML", "STUDYID,USUBJID\n1,2\n", "1:1"),
        ("duplicate attributes", "<r>\n<a b='1' b='2'/></r>", "2:15"),
        ("undefined prefix", "<r>\n  <x:a/></r>", "2:7"),
        ("undefined prefix of an attribute", "<r>\n<a x:b='1'/></r>", "2:11"),
        ("wrong end tag", "<r>\n<a></b></r>", "2:8"), ("< in a value", "<r a='<'/>", "1:7"),
        ("two roots", "<r/>\n<r/>", "2:1"), ("a control character", "<r>\n\u{1}</r>", "2:1"),
    ])
    func whatIsNotWellFormedIsALocatedError(name: String, text: String, place: String) {
        for chunk in [1 << 20, 1] {
            let error = parse(text, chunk: chunk).error
            switch error {
            case .notWellFormed? where !name.hasPrefix("truncated"), .truncated? where name.hasPrefix("truncated"):
                break
            default:
                Issue.record("\(name): \(String(describing: error))")
                continue
            }
            #expect(error?.diagnostic.location?.description == "d.xml:\(place)", "\(name), chunks of \(chunk)")
        }
    }

    @Test func whatCameBeforeAnErrorIsThere() {
        let (log, error) = parse("<r>\n<a/>\n<b/>\n<c d='1' d='2'/>\n<e/></r>")
        #expect(error != nil)
        #expect(log.markup == ["1:1 <r", "2:1 <a", "/a", "3:1 <b", "/b"])
    }

    @Test func messagesHoldNoValues() throws {
        for text in ["<r v='SECRET' v='SECRET'/>", "<r v='SECRET<'/>", "<r>SECRET'&x;</r>"] {
            let error = try #require(parse(text).error)
            #expect(!error.description.contains("SECRET'"))
        }
    }
}
