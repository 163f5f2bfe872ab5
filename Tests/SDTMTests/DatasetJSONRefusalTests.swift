import SDTM
import TestSupport
import Testing
import Values

/// What is wrong with a Dataset-JSON file is said with its place.
@Suite struct DatasetJSONRefusalTests {
    static func document(_ rows: String, records: Int = 1, type: String = "integer", target: String = "") -> String {
        """
        {"datasetJSONCreationDateTime":"2024-11-11T15:09:14","datasetJSONVersion":"1.1.0","itemGroupOID":"IG.A",
        "records":\(records),"name":"A","label":"","columns":[{"itemOID":"1","name":"S","label":"","dataType":"string"},
        {"itemOID":"2","name":"N","label":"","dataType":"\(type)"\(target)}],"rows":[\(rows)]}
        """
    }

    private func refusal(of text: String, _ name: String = "a.json") throws -> Diagnostic {
        try refusal(of: Array(text.utf8), name)
    }

    private func refusal(
        of bytes: [UInt8], _ name: String = "a.json", limits: DatasetJSONReader.Limits = .init()
    ) throws -> Diagnostic {
        let folder = try TemporaryFolder()
        let path = try folder.write(bytes, to: name)
        let error = #expect(throws: SDTMError.self) { try readJSON(path, limits: limits) }
        let diagnostic = try #require(error?.diagnostic)
        #expect(diagnostic.location?.path == path)
        return diagnostic
    }

    @Test(
        arguments: [
            (#"["a",1,2]"#, 1, "integer", "3 values", 1), (#"["a"]"#, 1, "integer", "1 values", 1),
            ("[]", 1, "integer", "0 values", 1), (#"["a",1],["b",1,1]"#, 2, "integer", "3 values", 2),
            (#"["a","1"]"#, 1, "integer", "is a string, and its dataType is integer", 1),
            (#"[1,1]"#, 1, "integer", "the value of S is a number", 1),
            (#"["a",true]"#, 1, "integer", "true or false", 1), (#"["a",1]"#, 1, "boolean", "is a number", 1),
            (#"["a",[1]]"#, 1, "integer", "array or object", 1),
            (#"["a",{"b":1}]"#, 1, "integer", "array or object", 1),
            (#"["a",1.5]"#, 1, "decimal", "is a number", 1), (#"["a","1,5"]"#, 1, "decimal", "no decimal number", 1),
            (#"["a",""]"#, 1, "decimal", "no decimal number", 1), (#"["a",20]"#, 1, "date", "is a number", 1),
            (#"["a",1],["b",2]"#, 1, "integer", "states 1 records and has more", 2),
            (#"["a",1]"#, 2, "integer", "states 2 records and has 1", 1),
            ("", 2, "integer", "states 2 records and has 0", 0),
        ] as [(String, Int, String, String, Int)])
    func `a row that does not fit`(rows: String, records: Int, type: String, message: String, record: Int) throws {
        let text = Self.document(rows, records: records, type: type)
        let found = try refusal(of: text)
        #expect(found.message.contains(message), "\(found.message)")
        #expect(found.location?.record == record)
        #expect(found.value == nil || !found.message.contains("1,5"))
    }

    @Test(arguments: [
        (#"["a",01]"#, 3, 75), (#"["a",1"#, 3, 76), (#"["a",1],"#, 3, 77), (#"["a"1]"#, 3, 73), (#"["a" "b"]"#, 3, 74),
        (#"["a\q",1]"#, 3, 72), ("[\"a\tb\",1]", 3, 72), (#"{"a":1}"#, 3, 69), (#"["a",1] ["b",1]"#, 3, 77),
        (#"["\ud800",1]"#, 3, 71), ("[\"a\",\nNaN]", 4, 1), ("[\"a\",1],\n[\"b\",1,]", 4, 8),
    ])
    func `JSON that is not well-formed`(rows: String, line: Int, column: Int) throws {
        let found = try refusal(of: Self.document(rows, records: 2))
        #expect(found.code.hasPrefix("json."))
        #expect(found.location?.line == line && found.location?.column == column, "\(found.text())")
    }

    @Test func `text that is not UTF-8`() throws {
        var bytes = Array(Self.document("[\"a#\",1]").utf8)
        let place = try #require(bytes.lastIndex(of: 0x23))
        bytes[place] = 0x92
        let found = try refusal(of: bytes)
        #expect(found.code == "json.encoding" && found.location?.line == 3)
    }

    @Test(arguments: ["datasetJSONCreationDateTime", "datasetJSONVersion", "itemGroupOID", "records", "name", "label"])
    func `a required attribute is missing`(name: String) throws {
        let text = Self.document("[\"a\",1]").replacing("\"\(name)\":", with: "\"x\":", maxReplacements: 1)
        let found = try refusal(of: text)
        #expect(found.message.contains("the attribute \(name) is missing"), "\(found.message)")
    }

    @Test(arguments: [
        ("\"itemOID\":\"2\",", "", "column 2 has no itemOID"), ("\"name\":\"N\",", "", "column 2 has no name"),
        ("\"name\":\"N\"", "\"name\":\"S\"", "two columns have the name S"),
        ("\"integer\"", "\"int\"", "a dataType that"),
        ("\"integer\"", "\"integer\",\"length\":0", "a whole number from 1 on as length"),
        ("1.1.0", "1.0.0", "only 1.1 is read"), ("1.1.0", "2.0", "only 1.1 is read"),
        ("1.1.0", "1.1.", "only 1.1 is read"),
        ("\"name\":\"A\"", "\"name\":\"A\",\"name\":\"B\"", "stands twice"),
        ("\"records\":1", "\"records\":-1", "records"),
        ("\"records\":1", "\"records\":\"1\"", "records"), ("\"rows\":[", "\"rows\":7,\"x\":[", "an array of rows"),
        ("\"label\":\"\",\"columns\"", "\"label\":null,\"columns\"", "a string as label"),
        ("\"label\":\"\",\"columns\"", "\"sourceSystem\":{\"name\":\"a\"},\"label\":\"\",\"columns\"", "a version"),
        ("\"label\":\"\",\"columns\"", "\"clinicalData\":{},\"label\":\"\",\"columns\"", "only 1.1 is read"),
    ])
    func `metadata that are wrong`(old: String, new: String, message: String) throws {
        let text = Self.document(#"["a",1]"#)
        let changed = text.replacing(old, with: new, maxReplacements: 1)
        #expect(changed != text)
        let found = try refusal(of: changed)
        #expect(found.message.contains(message), "\(found.message)")
        #expect((found.location?.line ?? 0) > 0)
    }

    @Test func `no dataset at all`() throws {
        #expect(try refusal(of: "").message.contains("empty"))
        #expect(try refusal(of: "\n<!DOCTYPE html><html>").message.contains("HTML"))
        #expect(try refusal(of: "HEADER RECORD*******LIBRARY").message.contains("transport"))
        #expect(try refusal(of: "[1]").message.contains("metadata object"))
        #expect(try refusal(of: "STUDYID,DOMAIN").location?.line == 1)
        #expect(try refusal(of: "{}").message.contains("missing"))
        #expect(
            try refusal(of: Array("\u{FEFF}x".utf16).flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }).code
                == "json.encoding")
    }

    @Test func `a file that is cut off anywhere`() throws {
        let folder = try TemporaryFolder()
        for text in [JSONSample.json, JSONSample.ndjson] {
            let bytes = Array(text.utf8)
            for length in stride(from: 1, to: bytes.count - 1, by: 7) {
                let path = try folder.write(Array(bytes[..<length]), to: "cut")
                let error = #expect(throws: SDTMError.self) { try readJSON(path) }
                #expect(error?.diagnostic.location?.path == path)
            }
        }
    }

    @Test func `something behind the end`() throws {
        #expect(try refusal(of: JSONSample.json + "x").code == "json.syntax")
        #expect(try refusal(of: JSONSample.json + "}").code == "json.syntax")
        #expect(try refusal(of: JSONSample.ndjson + "x").code == "json.syntax")
        #expect(try refusal(of: JSONSample.ndjson + "[1]").code != "json.truncated")
    }

    @Test func `lines`() throws {
        let lines = JSONSample.ndjson.split(separator: "\n").map(String.init)
        let broken = lines[0] + "\n" + lines[1].replacing(",1,", with: ",\n1,") + "\n" + lines[2] + "\n" + lines[3]
        #expect(try refusal(of: broken).location?.line == 2)
        let together = lines[0] + "\n" + lines[1] + lines[2] + "\n" + lines[3]
        #expect(try refusal(of: together).location?.line == 2)
        let third = lines[0] + "\n" + lines[1] + "\n\n" + lines[2].replacing("-7", with: "--7")
        #expect(try refusal(of: third).location?.line == 4)
    }

    @Test(arguments: [15, 31] as [Int32])
    func `compressed data that are damaged`(window: Int32) throws {
        let bytes = try compressed(Array(JSONSample.ndjson.utf8), window: window)
        for length in [3, 20, bytes.count / 2, bytes.count - 1] {
            #expect(try refusal(of: Array(bytes[..<length]), "a.dsjc").code == "sdtm.malformed")
        }
        #expect(try refusal(of: bytes + [0x41, 0x42], "a.dsjc").message.contains("stand behind"))
        #expect(try refusal(of: bytes + [0], "a.dsjc").message.contains("stand behind"))
        var damaged = bytes
        damaged[bytes.count - 3] ^= 0x55
        #expect(try refusal(of: damaged, "a.dsjc").message.contains("damaged"))
        #expect(
            try refusal(of: try compressed(Array(JSONSample.json.utf8), window: window), "a.dsjc").message.contains(
                "compressed JSON document"))
    }

    @Test func `a gzip bomb`() throws {
        let row = JSONSample.rows[2] + "\n"
        let bomb =
            JSONSample.ndjson.replacing("\"records\":3", with: "\"records\":100000")
            + String(repeating: row, count: 99_997)
        var limits = DatasetJSONReader.Limits()
        limits.freeBytes = 1 << 20
        limits.ratio = 100
        let found = try refusal(of: try compressed(Array(bomb.utf8), window: 31), "a.dsjc", limits: limits)
        #expect(found.message.contains("more than 100 times"))
    }

    @Test func `a row or metadata without end`() throws {
        var limits = DatasetJSONReader.Limits()
        limits.rowBytes = 1 << 19
        limits.headerBytes = 1 << 16
        let long = String(repeating: "x", count: 1 << 21)
        #expect(
            try refusal(of: Array(Self.document("[\"\(long)\",1]").utf8), limits: limits).code == "json.too-large")
        let label = Self.document("[\"a\",1]").replacing(
            "\"label\":\"\"", with: "\"label\":\"\(String(repeating: "x", count: 200_000))\"", maxReplacements: 1)
        #expect(try refusal(of: Array(label.utf8), limits: limits).message.contains("metadata"))
    }

    @Test func `fractions in a column of whole numbers are kept and told once`() throws {
        let folder = try TemporaryFolder()
        let text = Self.document(#"["a",1.5],["b",2.50],["c",3]"#, records: 3)
        let (_, spool, warnings) = try readJSON(try folder.write(text, to: "a.json"))
        #expect(warnings.map(\.code) == ["sdtm.fraction-in-integer"])
        #expect(warnings.first?.location?.record == 1)
        #expect(String(decoding: try written(spool, .datasetJSON, keepsLayout: true), as: UTF8.self) == text)
    }

    @Test func `an unknown attribute is told, and kept in the same form`() throws {
        let folder = try TemporaryFolder()
        let text = Self.document(#"["a",1]"#).replacing("\"records\"", with: "\"extra\":{\"a\":[1]},\"records\"")
        let (_, spool, warnings) = try readJSON(try folder.write(text, to: "a.json"))
        #expect(warnings.map(\.code) == ["sdtm.unknown-attribute"])
        #expect(String(decoding: try written(spool, .datasetJSON, keepsLayout: true), as: UTF8.self) == text)
    }

    // MARK: - Writing

    @Test(
        arguments: [
            (#"["a",9007199254740993]"#, "integer", "", SDTMError.ValueFault.tooPrecise(bytes: 8)),
            (#"["a","1.23456789012345678901"]"#, "decimal", "", .tooPrecise(bytes: 8)),
            (#"["a",1e300]"#, "double", "", .outOfRange), (#"["a",1e400]"#, "double", "", .tooPrecise(bytes: 8)),
            (#"["a","2013-02"]"#, "date", #","targetDataType":"integer""#, .textInNumeric),
            (#"["é",1]"#, "integer", "", .notASCII),
        ] as [(String, String, String, SDTMError.ValueFault)])
    func `a transport file refuses what it cannot hold`(
        row: String, type: String, target: String, fault: SDTMError.ValueFault
    ) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Self.document(row, type: type, target: target), to: "a.json")
        let (_, spool, _) = try readJSON(path)
        let error = #expect(throws: SDTMError.self) { try written(spool, .xpt, keepsLayout: true) }
        guard case .invalidValue(_, fault, _, let place) = error else {
            Issue.record("another error: \(String(describing: error))")
            return
        }
        #expect(place.record == 1)
    }

    @Test(arguments: [Cell.special("A"), .special("_")])
    func `Dataset-JSON refuses special missing values`(cell: Cell) throws {
        let definition = DatasetDefinition(
            name: "AE", label: "", variables: [DatasetVariable(name: "AESEQ", label: "", type: .numeric)])
        let spool = try DatasetSpool(definition: definition)
        try spool.append(rows([[1], [cell]]), subject: DatasetSpool.noSubject)
        let error = #expect(throws: SDTMError.self) { try written(spool, .ndjson) }
        guard case .invalidValue("AESEQ", .specialMissing, _, let place) = error else {
            Issue.record("another error: \(String(describing: error))")
            return
        }
        #expect(place.record == 2)
    }
}
