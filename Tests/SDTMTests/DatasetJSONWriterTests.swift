import SDTM
import TestSupport
import Testing
import Values

/// Datasets of other origin written as Dataset-JSON, and there and back.
@Suite struct DatasetJSONWriterTests {
    private func spool() throws -> DatasetSpool {
        var definition = DatasetDefinition(
            name: "EX", label: "Exposure",
            variables: [
                DatasetVariable(name: "USUBJID", label: "Unique Subject Identifier", type: .character, length: 12),
                DatasetVariable(name: "EXSEQ", label: "Sequence Number", type: .numeric),
                DatasetVariable(name: "EXDOSE", label: "Dose", type: .numeric, displayFormat: "8.2"),
                DatasetVariable(name: "EXSTDTC", label: "Start", type: .character),
                DatasetVariable(name: "EXENDTC", label: "End", type: .character),
                DatasetVariable(name: "EXSTDT", label: "Start Date", type: .numeric, displayFormat: "DATE9."),
            ], keys: ["USUBJID", "EXSEQ"])
        definition.isSupplemental = false
        let spool = try DatasetSpool(definition: definition)
        try spool.append(
            rows([
                ["S-1", 1, 1.5, "2013-02-04", "2013-02", 19393],
                ["S-\"2\"", 2, .missing, .missing, .missing, .missing],
            ]), subject: DatasetSpool.noSubject)
        return spool
    }

    @Test func typesAreThoseOfCDISCsExamples() throws {
        let text = String(decoding: try written(try spool(), .datasetJSON), as: UTF8.self)
        #expect(
            difference(
                text,
                #"""
                {"datasetJSONCreationDateTime":"2026-11-22T16:45:35","datasetJSONVersion":"1.1.0","itemGroupOID":"IG.EX","records":2,"name":"EX","label":"Exposure","columns":[{"itemOID":"IT.EX.USUBJID","name":"USUBJID","label":"Unique Subject Identifier","dataType":"string","length":12,"keySequence":1},{"itemOID":"IT.EX.EXSEQ","name":"EXSEQ","label":"Sequence Number","dataType":"integer","keySequence":2},{"itemOID":"IT.EX.EXDOSE","name":"EXDOSE","label":"Dose","dataType":"float","displayFormat":"8.2"},{"itemOID":"IT.EX.EXSTDTC","name":"EXSTDTC","label":"Start","dataType":"date"},{"itemOID":"IT.EX.EXENDTC","name":"EXENDTC","label":"End","dataType":"string","length":7},{"itemOID":"IT.EX.EXSTDT","name":"EXSTDT","label":"Start Date","dataType":"date","targetDataType":"integer","displayFormat":"DATE9."}],"rows":[["S-1",1,1.5,"2013-02-04","2013-02","2013-02-04"],["S-\"2\"",2,null,"","",null]]}

                """#) == nil)
    }

    @Test func linesAndCompressedLines() throws {
        let lines = try written(try spool(), .ndjson)
        #expect(String(decoding: lines, as: UTF8.self).split(separator: "\n").count == 3)
        let packed = try written(try spool(), .dsjc)
        #expect(packed.first == 0x78)
        #expect(try decompressed(packed) == lines)
    }

    @Test func extensionsAreTheForms() throws {
        let folder = try TemporaryFolder()
        for format in [DatasetWriter.Format.datasetJSON, .ndjson, .dsjc] {
            try write(try spool(), to: folder, try options(format, subjects: []))
        }
        #expect(folder.files == ["ex.dsjc", "ex.json", "ex.ndjson"])
    }

    /// Whatever way a dataset goes through the forms, it is the same in the end.
    @Test(arguments: [
        [DatasetWriter.Format.xpt, .datasetJSON, .xpt], [.xpt, .ndjson, .dsjc, .xpt],
        [.datasetJSON, .dsjc, .ndjson, .datasetJSON], [.dsjc, .xpt, .ndjson],
    ])
    func thereAndBack(formats: [DatasetWriter.Format]) throws {
        let folder = try TemporaryFolder()
        var current = try spool()
        var first: (DatasetDefinition, [UInt8])?
        for format in formats {
            try write(current, to: folder, try options(format, subjects: []))
            let path = folder.file(format == .datasetJSON ? "ex.json" : "ex.\(format.rawValue)")
            current =
                format == .xpt ? try #require(try XPTReaderTests.read(path).first).spool : try readJSON(path).spool
            let now = (current.definition, try written(current, .csv))
            let (definition, csv) = first ?? now
            #expect(now.1 == csv)
            #expect(now.0.name == definition.name && now.0.label == definition.label)
            for (variable, other) in zip(now.0.variables, definition.variables) {
                #expect(variable.name == other.name && variable.label == other.label)
                #expect(variable.type == other.type && variable.displayFormat == other.displayFormat)
                if variable.type == .character, let one = variable.length, let two = other.length {
                    #expect(one == two)
                }
            }
            first = (definition, csv)
        }
    }

    @Test func aNameThatIsAPathIsRefused() throws {
        let folder = try TemporaryFolder()
        let text = JSONSample.ndjson.replacing("\"name\":\"XX\"", with: "\"name\":\"../xx\"")
        let (_, spool, _) = try readJSON(try folder.write(text, to: "a.ndjson"))
        for format in [DatasetWriter.Format.ndjson, .csv, .xpt] {
            #expect(throws: SDTMError.self) { try written(spool, format) }
        }
    }

    @Test func hostileTextsAndNumbersSurvive() throws {
        var random = SeededGenerator(seed: 20_261_122)
        let folder = try TemporaryFolder()
        let definition = DatasetDefinition(
            name: "XX", label: "",
            variables: [
                DatasetVariable(name: "A", label: "", type: .character),
                DatasetVariable(name: "N", label: "", type: .numeric),
            ])
        let spool = try DatasetSpool(definition: definition)
        for _ in 0..<300 {
            let number = Double(bitPattern: random.next())
            let cell: Cell = number.isFinite ? .number(number) : .missing
            try spool.append(
                rows([[.text(random.hostileText(upTo: 30)), cell]]), subject: DatasetSpool.noSubject)
        }
        let csv = try written(spool, .csv)
        for format in [DatasetWriter.Format.datasetJSON, .ndjson, .dsjc] {
            let bytes = try written(spool, format)
            let again = try readJSON(try folder.write(bytes, to: "xx")).spool
            #expect(difference(try written(again, .csv), csv) == nil)
            #expect(try written(again, format, keepsLayout: true) == bytes)
        }
    }
}
