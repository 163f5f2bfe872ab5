import Foundation
import SDTM
import TestSupport
import Testing
import Values

/// Dataset-JSON read, and written again as it was.
@Suite struct DatasetJSONReaderTests {
    static let realNames: [String] = {
        guard let folder = RealFiles.folder else { return [] }
        let files = FileManager.default.enumerator(atPath: folder + "/sdtm/cdisc-dataset-json")
        return (files?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".ndjson") }.sorted().map {
            folder + "/sdtm/cdisc-dataset-json/" + $0.dropLast(".ndjson".count)
        }
    }()

    @Test(.enabled(if: !realNames.isEmpty, "\(RealFiles.hint)"), arguments: realNames)
    func aFileIsWrittenAgainByteByByte(_ name: String) throws {
        for (suffix, format) in [("json", DatasetWriter.Format.datasetJSON), ("ndjson", .ndjson)] {
            let (_, spool, warnings) = try readJSON("\(name).\(suffix)")
            #expect(warnings.isEmpty)
            #expect(
                difference(try written(spool, format, keepsLayout: true), try readBytes("\(name).\(suffix)")) == nil)
        }
        let (_, spool, _) = try readJSON("\(name).dsjc")
        let again = try written(spool, .dsjc, keepsLayout: true)
        let original = try readBytes("\(name).dsjc")
        #expect(again.starts(with: [0x1F, 0x8B]) && original.starts(with: [0x1F, 0x8B]))
        #expect(difference(try decompressed(again), try decompressed(original)) == nil)
    }

    @Test(.enabled(if: !realNames.isEmpty, "\(RealFiles.hint)"), arguments: realNames)
    func theFourFormsHoldTheSameData(_ name: String) throws {
        let (dataset, spool, _) = try readJSON("\(name).json")
        let csv = try written(spool, .csv)
        for suffix in ["ndjson", "dsjc"] {
            let (other, spool, _) = try readJSON("\(name).\(suffix)")
            #expect(other.variables == dataset.variables)
            #expect(other.keys == dataset.keys)
            #expect(difference(try written(spool, .csv), csv) == nil)
        }
        // CDISC's sample has no ft.xpt.
        guard !name.hasSuffix("/ft") else { return }
        let (other, xpt) = try #require(try XPTReaderTests.read("\(name).xpt").first)
        #expect(other.variables.map(\.name) == dataset.variables.map(\.name))
        #expect(other.variables.map(\.type) == dataset.variables.map(\.type))
        let differing = differences(try written(xpt, .csv), csv)
        guard name.hasSuffix("/lb") else { return #expect(differing.isEmpty) }
        // In lb.xpt 695 numbers are one or two units in the last place below those of the other forms: 8.549999999999999 for
        // 8.55.
        #expect(differing.count == 695)
        for (variable, one, other) in differing {
            #expect(["LBSTRESN", "LBSTNRLO", "LBSTNRHI"].contains(variable))
            let value = try #require(Double(one))
            #expect([value.nextUp, value.nextUp.nextUp].contains(Double(other)))
        }
    }

    /// The cells in which two CSV texts of the same dataset differ, with their variable.
    private func differences(_ one: [UInt8], _ other: [UInt8]) -> [(variable: String, one: String, other: String)] {
        let (one, other) = (table(one), table(other))
        guard one.count == other.count, let names = one.first, names == other.first else { return [("", "", "")] }
        var found: [(String, String, String)] = []
        for (row, otherRow) in zip(one, other) where row != otherRow {
            guard row.count == otherRow.count else { return [("", "", "")] }
            for index in row.indices where row[index] != otherRow[index] {
                found.append((names[index], row[index], otherRow[index]))
            }
        }
        return found
    }

    private func table(_ csv: [UInt8]) -> [[String]] {
        var rows: [[String]] = [[""]]
        var isQuoted = false
        for character in String(decoding: csv, as: UTF8.self) {
            switch character {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: rows[rows.count - 1].append("")
            case "\r\n" where !isQuoted: rows.append([""])
            default: rows[rows.count - 1][rows[rows.count - 1].count - 1].append(character)
            }
        }
        return rows
    }

    @Test func everyTypeAndSpellingSurvives() throws {
        let folder = try TemporaryFolder()
        for (text, format) in [(JSONSample.json, DatasetWriter.Format.datasetJSON), (JSONSample.ndjson, .ndjson)] {
            let path = try folder.write(text, to: "any")
            for bytes in [1, 1 << 20] {
                let (_, spool, _) = try readJSON(path, bytes: bytes)
                #expect(String(decoding: try written(spool, format, keepsLayout: true), as: UTF8.self) == text)
            }
        }
    }

    @Test func metadataAreKept() throws {
        let folder = try TemporaryFolder()
        let (dataset, _, _) = try readJSON(try folder.write(JSONSample.json, to: "xx.json"))
        #expect(dataset.name == "XX" && dataset.label == "All Types" && dataset.keys == ["XXI", "XXS"])
        let json = try #require(dataset.json)
        #expect(json.fileOID == "F.1" && json.originator == "O" && json.studyOID == "ST")
        #expect(json.sourceSystem == .init(name: "S", version: "1") && json.metaDataRef == "define.xml")
        #expect(json.metaDataVersionOID == "MDV" && json.itemGroupOID == "IG.XX")
        #expect(json.dbLastModifiedDateTime == "2024-01-01T00:00:00Z")
        #expect(dataset.variables[0].length == 20 && dataset.variables[3].displayFormat == "8.2")
        #expect(
            dataset.variables[2].json
                == DatasetJSONColumn(itemOID: "IT.DEC", dataType: .decimal, targetDataType: .decimal))
        #expect(dataset.variables.map(\.type).map { $0 == .character ? "C" : "N" }.joined() == "CNNNNNNNNCC")
    }

    @Test func valuesAreWhatTheySay() throws {
        let folder = try TemporaryFolder()
        let (_, spool, _) = try readJSON(try folder.write(JSONSample.ndjson, to: "xx.ndjson"))
        #expect(
            String(decoding: try written(spool, .csv), as: UTF8.self) == """
                XXS,XXI,XXDEC,XXF,XXD,XXB,XXDTM,XXDT,XXTM,XXDTC,XXU\r
                a,1,7,1.5,100000,1,1675600200,19393,45000,2013-02,http://a/b\r
                ,-7,0.1,-0.5,0,0,-1,0,0,,\r
                ,,,,,,,,,,\r

                """)
    }

    @Test(arguments: [
        (#"{"rows":[%3],%1,%2}"#, "rows first"), (#"{%1,"rows":[%3],%2}"#, "rows before the columns"),
        (#"{%2,%1,"rows":[%3]}"#, "columns first"),
    ])
    func attributesMayStandInAnyOrder(template: String, what: Comment) throws {
        let folder = try TemporaryFolder()
        let text = template.replacingOccurrences(of: "%1", with: JSONSample.attributes)
            .replacingOccurrences(of: "%2", with: JSONSample.columns)
            .replacingOccurrences(of: "%3", with: JSONSample.rows.joined(separator: " ,\n"))
        let usual = try readJSON(try folder.write(JSONSample.json, to: "usual.json"))
        let other = try readJSON(try folder.write(text, to: "other.json"), bytes: 1)
        #expect(other.dataset.json == usual.dataset.json, what)
        #expect(try written(other.spool, .ndjson) == written(usual.spool, .ndjson), what)
    }

    @Test(arguments: [
        "{\n  \"rows\" : [\n    [\"a\", 1],\n    [\"\\\"\\u0041é\", 2]\n  ]\n}\n",
        "{\"rows\": [ [ \"a\" , 1 ] , [ \"b\" , 2 ] ] }", "{\"rows\":[[\n\"a\",\n1\n],[\n\"b\",\n2\n]]}",
    ])
    func whiteSpaceIsKept(rows: String) throws {
        let head = #"""
            {"datasetJSONCreationDateTime": "2024-11-11T15:09:14", "datasetJSONVersion": "1.1", "itemGroupOID": "IG.A", "records": 2, "name": "A", "label": "", "columns": [{"itemOID": "1", "name": "S", "label": "", "dataType": "string"}, {"itemOID": "2", "name": "N", "label": "", "dataType": "float"}],
            """#
        let text = head + rows.dropFirst()
        let folder = try TemporaryFolder()
        let (_, spool, _) = try readJSON(try folder.write(text, to: "a.json"))
        let again = String(decoding: try written(spool, .datasetJSON, keepsLayout: true), as: UTF8.self)
        // An escape that JSON does not ask for is the one thing that is not kept.
        #expect(again == text.replacingOccurrences(of: "\\u0041", with: "A"))
    }

    @Test func aDatasetWithoutRows() throws {
        let folder = try TemporaryFolder()
        let metadata = "{\(JSONSample.attributes),\(JSONSample.columns)".replacingOccurrences(
            of: "\"records\":3", with: "\"records\":0")
        for (text, name, format) in [
            (metadata + "}", "a.json", DatasetWriter.Format.datasetJSON),
            (metadata + ",\"rows\":[ ]}\n", "b.json", .datasetJSON),
            (metadata + "}\n", "c.ndjson", .ndjson),
        ] {
            let (_, spool, _) = try readJSON(try folder.write(text, to: name))
            #expect(spool.rowCount == 0)
            #expect(String(decoding: try written(spool, format, keepsLayout: true), as: UTF8.self) == text)
        }
    }

    @Test func bothCompressionsAreReadAndKept() throws {
        let folder = try TemporaryFolder()
        for window: Int32 in [15, 31] {
            let bytes = try compressed(Array(JSONSample.ndjson.utf8), window: window)
            let (_, spool, _) = try readJSON(try folder.write(bytes, to: "xx.dsjc"))
            let again = try written(spool, .dsjc, keepsLayout: true)
            #expect(again.prefix(1) == bytes.prefix(1))
            #expect(String(decoding: try decompressed(again), as: UTF8.self) == JSONSample.ndjson)
        }
        let bytes =
            try compressed(Array(JSONSample.ndjson.utf8.prefix(500)), window: 31)
            + compressed(Array(JSONSample.ndjson.utf8.dropFirst(500)), window: 31)
        let (_, spool, _) = try readJSON(try folder.write(bytes, to: "xx.dsjc"))
        #expect(spool.rowCount == 3)
    }

    @Test func trailingBlanksAndLongTextsAreData() throws {
        let folder = try TemporaryFolder()
        let long = String(repeating: "ü", count: 70_000)
        let texts = ["  a  ", " ", long, "a\u{7F}", "\\u0000", "\\ud83e\\ude78", String(repeating: "x", count: 200)]
        let text = """
            {"datasetJSONCreationDateTime":"2024-11-11T15:09:14","datasetJSONVersion":"1.1","itemGroupOID":"IG.A",\
            "records":\(texts.count),"name":"A","label":"","columns":[{"itemOID":"1","name":"S","label":"","dataType":"string"}]}

            """ + texts.map { "[\"\($0)\"]\n" }.joined()
        let (_, spool, _) = try readJSON(try folder.write(text, to: "a.ndjson"), bytes: 1)
        let again = String(decoding: try written(spool, .ndjson, keepsLayout: true), as: UTF8.self)
        #expect(again == text.replacingOccurrences(of: "\\ud83e\\ude78", with: "🩸"))
    }
}
