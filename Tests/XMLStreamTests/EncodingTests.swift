import Testing
import Values
import XMLStream

struct EncodingTests {
    static let body = "<r v='é'>ß</r>"
    static let expected = ["1:LINE <r v=[é]", "\"ß", "/r"]

    static func utf16(_ text: String, bigEndian: Bool, mark: Bool) -> [UInt8] {
        let units = (mark ? [0xFEFF] : []) + Array(text.utf16)
        return units.flatMap { unit in
            let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
            return bigEndian ? pair : pair.reversed()
        }
    }

    static func latin1(_ text: String) -> [UInt8] { text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } }

    @Test(arguments: [1, 3, 1 << 20])
    func readsEveryEncoding(chunk: Int) {
        let declared = { (name: String) in "<?xml version='1.0' encoding='\(name)'?>" + Self.body }
        let documents: [(String, [UInt8])] = [
            ("UTF-8 without declaration", Array(Self.body.utf8)),
            ("UTF-8", Array(declared("utf-8").utf8)),
            ("UTF-8 with byte order mark", [0xEF, 0xBB, 0xBF] + Array(declared("UTF-8").utf8)),
            ("UTF-16 big endian", Self.utf16(declared("UTF-16"), bigEndian: true, mark: true)),
            ("UTF-16 little endian", Self.utf16(declared("UTF-16"), bigEndian: false, mark: true)),
            ("UTF-16 without mark", Self.utf16(declared("UTF-16LE"), bigEndian: false, mark: false)),
            ("ISO-8859-1", Self.latin1(declared("ISO-8859-1"))),
            ("windows-1252", Self.latin1(declared("windows-1252"))),
            ("ISO-8859-15 by iconv", Self.latin1(declared("ISO-8859-15"))),
        ]
        for (name, bytes) in documents {
            let (log, error) = parse(bytes, chunk: chunk)
            #expect(error == nil, "\(name)")
            #expect(
                log.lines.map { $0.hasPrefix("1:") ? "1:LINE" + $0.dropFirst(2).drop { $0 != " " } : $0 }
                    == Self.expected, "\(name)")
        }
    }

    @Test func windows1252HasItsOwnCharacters() {
        let bytes =
            Self.latin1("<?xml version='1.0' encoding='windows-1252'?><r>") + [0x80, 0x96, 0x99] + Self.latin1("</r>")
        let (log, error) = parse(bytes)
        #expect(error == nil)
        #expect(log.lines.contains("\"€–™"))
    }

    @Test func surrogatePairsBecomeOneCharacter() {
        let (log, error) = parse(Self.utf16("<r>😀</r>", bigEndian: true, mark: true), chunk: 3)
        #expect(error == nil)
        #expect(log.lines.contains("\"😀"))
    }

    @Test(arguments: [
        (
            "latin-1 bytes declared as UTF-8",
            Array("<?xml version='1.0' encoding='UTF-8'?>\n<r>a".utf8) + [0xE9, 0x20], "2:5"
        ),
        ("latin-1 bytes without declaration", Array("<r>\n\nab".utf8) + [0xE9, 0x3C], "3:3"),
        (
            "a byte above 127 in US-ASCII",
            Array("<?xml version='1.0' encoding='US-ASCII'?>\n<r>\n  ".utf8) + [0xC3, 0xA9], "3:3"
        ),
        ("a byte without meaning", Array("<?xml version='1.0' encoding='windows-1252'?>\n<r>".utf8) + [0x81], "2:4"),
        (
            "windows-1252 as ISO-8859-1", Array("<?xml version='1.0' encoding='ISO-8859-1'?>\n<r>5 ".utf8) + [0x96],
            "2:6"
        ),
        ("single bytes as UTF-16", Array("<?xml version='1.0' encoding='UTF-16'?><r/>".utf8), "1:1"),
        (
            "mark of UTF-8, ISO-8859-1 declared",
            [0xEF, 0xBB, 0xBF] + Array("<?xml version='1.0' encoding='ISO-8859-1'?><r/>".utf8), "1:1"
        ),
        (
            "UTF-16 declared as UTF-8",
            utf16("<?xml version='1.0' encoding='UTF-8'?><r/>", bigEndian: true, mark: true), "1:1"
        ),
        ("an unknown encoding", Array("<?xml version='1.0' encoding='klingon'?><r/>".utf8), "1:39"),
    ])
    func aWrongDeclarationIsALocatedError(name: String, bytes: [UInt8], place: String) {
        for chunk in [1 << 20, 5] {
            let error = parse(bytes, chunk: chunk).error
            guard case .encoding? = error else {
                Issue.record("\(name): \(String(describing: error))")
                continue
            }
            #expect(error?.diagnostic.location?.description == "d.xml:\(place)", "\(name), chunks of \(chunk)")
        }
    }

    @Test func theUserCanOverruleTheDeclaration() {
        let bytes = Self.latin1("<?xml version='1.0' encoding='UTF-8'?><r>é</r>")
        #expect(parse(bytes).error != nil)
        let (log, error) = parse(bytes, encoding: "windows-1252")
        #expect(error == nil)
        #expect(log.lines.contains("\"é"))
    }
}
