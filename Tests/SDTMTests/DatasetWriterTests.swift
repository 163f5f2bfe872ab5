import SDTM
import TestSupport
import Testing
import Values

/// Order, lengths, splitting and CSV.
struct DatasetWriterTests {
    private let two = DatasetDefinition(
        name: "LB", label: "Laboratory",
        variables: [
            DatasetVariable(name: "USUBJID", label: "Subject", type: .character),
            DatasetVariable(name: "LBSEQ", label: "Sequence", type: .numeric),
        ])

    @Test func `rows stand in the subjects' order, within a subject as appended`() throws {
        let spool = try DatasetSpool(definition: two)
        try spool.append(rows([["c", 1], ["c", 2]]), subject: 7)
        try spool.append(rows([["a", 1]]), subject: 3)
        try spool.append(rows([["c", 3]]), subject: 7)
        try spool.append(rows([["none", 1]]), subject: DatasetSpool.noSubject)
        try spool.append(rows([["b", 1], ["b", 2]]), subject: 5)
        let scratch = try TemporaryFolder()
        let files = try write(spool, to: scratch, options(.csv, subjects: [3, 4, 5, 7]))
        #expect(
            try text(scratch.file("lb.csv")) == "USUBJID,LBSEQ\r\nnone,1\r\na,1\r\nb,1\r\nb,2\r\nc,1\r\nc,2\r\nc,3\r\n")
        #expect(files == [WrittenFile(dataset: "LB", path: "\(scratch.path)/lb.csv", rows: 7, bytes: 53)])
    }

    @Test func `a subject with rows that is not listed, or is listed twice, is refused`() throws {
        let spool = try DatasetSpool(definition: two)
        try spool.append(rows([["c", 1]]), subject: 7)
        let scratch = try TemporaryFolder()
        #expect(throws: SDTMError.self) { try write(spool, to: scratch, options(subjects: [1])) }
        #expect(throws: SDTMError.self) { try write(spool, to: scratch, options(subjects: [7, 1, 7])) }
        #expect(throws: SDTMError.self) { try spool.append(rows([["c", 1]]), subject: -2) }
        #expect(scratch.files.isEmpty)
    }

    @Test func `shuffled subjects over many blocks come in order`() throws {
        let spool = try DatasetSpool(definition: two)
        var generator = SeededGenerator(seed: 1)
        let subjects = (0..<3000).shuffled(using: &generator)
        let padding = String(repeating: "x", count: 150)
        for subject in subjects {
            try spool.append(
                rows((1...4).map { [.text("\(subject)-\(padding)"), .number(Double($0))] }), subject: subject)
        }
        let scratch = try TemporaryFolder()
        try write(spool, to: scratch, options(.csv, subjects: Array((0..<3000).reversed())))
        var expected = "USUBJID,LBSEQ\r\n"
        for subject in (0..<3000).reversed() {
            for row in 1...4 { expected += "\(subject)-\(padding),\(row)\r\n" }
        }
        #expect(try text(scratch.file("lb.csv")) == expected)
        try write(spool, to: scratch, options(.csv, subjects: subjects))
        #expect(try text(scratch.file("lb.csv")).count == expected.count)
    }

    @Test func `a variable is equally long in every dataset but SUPP--`() throws {
        func spool(_ name: String, _ value: String, length: Int? = nil, isSupplemental: Bool = false) throws
            -> DatasetSpool
        {
            let spool = try DatasetSpool(
                definition: DatasetDefinition(
                    name: name, label: "",
                    variables: [DatasetVariable(name: "USUBJID", label: "", type: .character, length: length)],
                    isSupplemental: isSupplemental))
            try spool.append(rows([[.text(value)]]), subject: 0)
            return spool
        }
        let spools = [
            try spool("AE", "short"), try spool("DM", "the longest"), try spool("CM", "x", length: 9),
            try spool("SUPPAE", "longer than all of them", isSupplemental: true),
        ]
        var lengths = StudyLengths()
        for spool in spools { lengths.merge(spool) }
        #expect(lengths.byVariable == ["USUBJID": 11])
        let scratch = try TemporaryFolder()
        for (spool, length) in zip(spools, [11, 11, 11, 23]) {
            try write(spool, to: scratch, options(lengths: lengths.byVariable))
            let bytes = try readBytes(scratch.file("\(spool.definition.name.lowercased()).xpt"))
            #expect(bytes[644..<646] == [0, UInt8(length)])
        }
    }

    @Test func `above the split size pieces of whole subjects stand in split`() throws {
        let spool = try DatasetSpool(definition: two)
        for subject in 0..<10 {
            try spool.append(rows((1...5).map { [.text("S\(subject)"), .number(Double($0))] }), subject: subject)
        }
        // A header of 1040 bytes, rows of 10: room for 16 rows in two records of 80 bytes, which is three subjects.
        let scratch = try TemporaryFolder()
        let files = try write(spool, to: scratch, options(subjects: Array(0..<10), split: 1219))
        #expect(files.map(\.dataset) == ["LB", "LB1", "LB2", "LB3", "LB4"])
        #expect(files.map(\.rows) == [50, 15, 15, 15, 5])
        #expect(files.map(\.pieceOf) == [nil, "LB", "LB", "LB", "LB"])
        #expect(files.dropFirst().allSatisfy { $0.bytes <= 1219 })
        #expect(
            scratch.files == ["lb.xpt"] + (1...4).map { "split/lb\($0).xpt" })
        let whole = try readBytes(scratch.file("lb.xpt"))
        var run: [UInt8] = []
        for file in files.dropFirst() {
            let bytes = try readBytes(file.path)
            #expect(String(decoding: bytes[408..<416], as: UTF8.self) == file.dataset.padding(8))
            #expect(bytes[416..<1040] == whole[416..<1040])
            run += bytes[1040..<(1040 + file.rows * 10)]
        }
        #expect(run == Array(whole[1040..<1540]))
    }

    @Test func `a subject above the split size is divided, a record is not`() throws {
        let spool = try DatasetSpool(definition: two)
        try spool.append(rows((1...20).map { ["S1", .number(Double($0))] }), subject: 0)
        let scratch = try TemporaryFolder()
        #expect(try write(spool, to: scratch, options(split: 1125)).map(\.rows) == [20, 8, 8, 4])
        #expect(throws: SDTMError.self) { try write(spool, to: scratch, options(split: 1100)) }
    }

    @Test func `names of pieces fit into eight characters and are no other file's`() throws {
        func spool(_ name: String, _ count: Int) throws -> DatasetSpool {
            let spool = try DatasetSpool(
                definition: DatasetDefinition(name: name, label: "", variables: two.variables))
            for subject in 0..<count {
                try spool.append(rows((1...8).map { ["S1", .number(Double($0))] }), subject: subject)
            }
            return spool
        }
        let scratch = try TemporaryFolder()
        let folder = try OutputFolder(path: scratch.path)
        let options = try options(subjects: Array(0..<12), split: 1125)
        _ = try DatasetWriter.write(spool("SUPPLBX2", 1), to: folder, options: options)
        let first = try DatasetWriter.write(spool("SUPPLBXA", 2), to: folder, options: options)
        let second = try DatasetWriter.write(spool("SUPPLBXB", 12), to: folder, options: options)
        try folder.commit()
        #expect(first.map(\.dataset) == ["SUPPLBXA", "SUPPLBX3", "SUPPLBX4"])
        #expect(second.map(\.dataset).prefix(3) == ["SUPPLBXB", "SUPPLB01", "SUPPLB02"])
        #expect(second.map(\.dataset).last == "SUPPLB12")
    }

    @Test func `CSV has the same values, quoted where needed`() throws {
        let spool = try DatasetSpool(
            definition: DatasetDefinition(
                name: "CO", label: "Comments",
                variables: [
                    DatasetVariable(name: "COVAL", label: "", type: .character),
                    DatasetVariable(name: "CODY", label: "", type: .numeric),
                ]))
        try spool.append(
            rows([
                ["a,b", 25], ["say \"no\"", -0.0], [" lead trail ", 0.1], ["two\r\nlines", 1e-7], ["Übel 漢", 1e22],
                ["", .special("A")], [.missing, .special("_")], ["x", .missing], ["y", .number(1.0 / 3)],
                ["z", 9_007_199_254_740_993],
                ["big", 1.5e17], ["small", -2.5e-10], ["max", 123456789.125],
            ]), subject: 0)
        let scratch = try TemporaryFolder()
        try write(spool, to: scratch, options(.csv))
        #expect(
            try text(scratch.file("co.csv")).components == [
                "COVAL,CODY", "\"a,b\",25", "\"say \"\"no\"\"\",0", "\" lead trail\",0.1", "\"two", "lines\",0.0000001",
                "Übel 漢,10000000000000000000000", ",.A", ",._", "x,", "y,0.3333333333333333", "z,9007199254740992",
                "big,150000000000000000", "small,-0.00000000025", "max,123456789.125", "",
            ])
    }

    @Test func `an empty value of a single variable is no empty line`() throws {
        let spool = try DatasetSpool(
            definition: DatasetDefinition(
                name: "X", label: "", variables: [DatasetVariable(name: "A", label: "", type: .character)]))
        try spool.append(rows([["1"], [""], ["2"]]), subject: 0)
        let scratch = try TemporaryFolder()
        try write(spool, to: scratch, options(.csv))
        #expect(try text(scratch.file("x.csv")) == "A\r\n1\r\n\"\"\r\n2\r\n")
    }
}

extension String {
    fileprivate func padding(_ width: Int) -> String { self + String(repeating: " ", count: width - utf8.count) }

    fileprivate var components: [String] {
        utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
        }
    }
}
