import SDTM
import TestSupport
import Testing
import Values

/// What cannot be written is refused with its place, and nothing is written.
struct RefusalTests {
    private let definition = DatasetDefinition(
        name: "AE", label: "",
        variables: [
            DatasetVariable(name: "AETERM", label: "", type: .character),
            DatasetVariable(name: "AESEQ", label: "", type: .numeric),
        ])

    @Test(
        arguments: [
            ([.text("naïve"), 1], "AETERM", SDTMError.ValueFault.notASCII), (["a\nb", 1], "AETERM", .controlCharacter),
            (["a\u{7F}", 1], "AETERM", .controlCharacter),
            ([.text(String(repeating: "x", count: 201)), 1], "AETERM", .tooLong(bytes: 201, limit: 200)),
            ([.text(String(repeating: "x", count: 70_000)), 1], "AETERM", .tooLong(bytes: 70_000, limit: 200)),
            (["a", .number(.nan)], "AESEQ", .notFinite), (["a", .number(-.infinity)], "AESEQ", .notFinite),
            (["a", 1e76], "AESEQ", .outOfRange), (["a", 1e-79], "AESEQ", .outOfRange),
            (["a", .number(.leastNonzeroMagnitude)], "AESEQ", .outOfRange), (["a", "1"], "AESEQ", .textInNumeric),
            ([2, 1], "AETERM", .numberInCharacter), ([.special("A"), 1], "AETERM", .numberInCharacter),
            (["a", .special("a")], "AESEQ", .unknownMissing),
        ] as [([Cell], String, SDTMError.ValueFault)])
    func `a value that a transport file cannot hold`(row: [Cell], variable: String, fault: SDTMError.ValueFault) throws
    {
        let spool = try DatasetSpool(definition: definition)
        try spool.append(rows([["ok", 1], ["ok", 2]]), subject: 1)
        try spool.append(rows([["fine", 3], row]), subject: 0)
        let scratch = try TemporaryFolder()
        try scratch.write("old", to: "ae.xpt")
        let error = #expect(throws: SDTMError.self) { try write(spool, to: scratch, options(subjects: [0, 1])) }
        guard case .invalidValue(variable, fault, _, let location) = error else {
            Issue.record("another error: \(String(describing: error))")
            return
        }
        #expect(location == Location(path: "\(scratch.path)/ae.xpt", record: 2))
        #expect(scratch.files == ["ae.xpt"])
        #expect(try text(scratch.file("ae.xpt")) == "old")
    }

    @Test func `the message does not tell the value`() throws {
        let spool = try DatasetSpool(definition: definition)
        try spool.append(rows([["Übelkeit", 1]]), subject: 0)
        let scratch = try TemporaryFolder()
        let error = #expect(throws: SDTMError.self) { try write(spool, to: scratch, options()) }
        #expect(
            error?.description
                == "\(scratch.path)/ae.xpt: record 1: error: the value of AETERM has a character that is not ASCII; use --transliterate, or write CSV"
        )
        #expect(error?.diagnostic.value == "Übelkeit")
    }

    @Test(arguments: [Cell.number(.nan), .text("1"), .special("1")])
    func `CSV refuses what is no number`(cell: Cell) throws {
        let spool = try DatasetSpool(definition: definition)
        try spool.append(rows([["a", cell]]), subject: 0)
        let scratch = try TemporaryFolder()
        let error = #expect(throws: SDTMError.self) { try write(spool, to: scratch, options(.csv)) }
        #expect(error?.diagnostic.location == Location(path: "\(scratch.path)/ae.csv", record: 1))
    }

    @Test func `CSV refuses bytes that are not UTF-8`() throws {
        let spool = try DatasetSpool(definition: definition)
        var bad = DatasetRows(variableCount: 2)
        bad.beginRow()
        [UInt8(0x92)].withUnsafeBufferPointer { bad.text(bytes: $0) }
        bad.missing()
        bad.endRow()
        try spool.append(bad, subject: 0)
        let scratch = try TemporaryFolder()
        #expect(throws: SDTMError.self) { try write(spool, to: scratch, options(.csv)) }
        #expect(throws: SDTMError.self) { try write(spool, to: scratch, options()) }
    }

    @Test func `a row with too few or too many cells`() throws {
        for count in [0, 1, 3] {
            var short = DatasetRows(variableCount: 2)
            short.beginRow()
            for _ in 0..<count { short.missing() }
            short.endRow()
            let spool = try DatasetSpool(definition: definition)
            #expect(throws: SDTMError.self) { try spool.append(short, subject: 0) }
        }
        let spool = try DatasetSpool(definition: definition)
        #expect(throws: SDTMError.self) { try spool.append(rows([["a", 1, 2]]), subject: 0) }
    }

    @Test(arguments: [
        (DatasetVariable(name: "LONGNAME9", label: "", type: .numeric), "longer than 8"),
        (DatasetVariable(name: "aeterm", label: "", type: .numeric), "upper-case"),
        (DatasetVariable(name: "", label: "", type: .numeric), "empty"),
        (DatasetVariable(name: "1A", label: "", type: .numeric), "begin"),
        (DatasetVariable(name: "A-B", label: "", type: .numeric), "other than"),
        (DatasetVariable(name: "Ä", label: "", type: .numeric), "upper-case"),
        (DatasetVariable(name: "A", label: String(repeating: "x", count: 41), type: .numeric), "longer than 40"),
        (DatasetVariable(name: "A", label: "Größe", type: .numeric), "ASCII"),
        (DatasetVariable(name: "A", label: "a\tb", type: .numeric), "ASCII"),
        (DatasetVariable(name: "A", label: "", type: .character, length: 201), "length is 201"),
        (DatasetVariable(name: "A", label: "", type: .character, length: 0), "length is 0"),
        (DatasetVariable(name: "A", label: "", type: .numeric, displayFormat: "DATE9"), "format"),
        (DatasetVariable(name: "A", label: "", type: .numeric, displayFormat: "TOOLONGNAME9."), "format"),
        (DatasetVariable(name: "A", label: "", type: .numeric, displayFormat: "8.x"), "format"),
        (DatasetVariable(name: "A", label: "", type: .character, displayFormat: "DATE9."), "for numbers"),
        (DatasetVariable(name: "A", label: "", type: .numeric, displayFormat: "$20."), "for texts"),
        (DatasetVariable(name: "AETERM", label: "", type: .numeric), "twice"),
    ])
    func `a variable that cannot be written`(variable: DatasetVariable, reason: String) throws {
        var definition = definition
        definition.variables.append(variable)
        let error = #expect(throws: SDTMError.self) { try DatasetSpool(definition: definition) }
        #expect(error?.diagnostic.message.contains(reason) == true)
        #expect(error?.diagnostic.code == "sdtm.invalid-variable")
    }

    @Test(arguments: [("", ""), ("SUPPLONG9", ""), ("ae", ""), ("AE", "Événements")])
    func `a dataset that cannot be written`(name: String, label: String) {
        var definition = definition
        definition.name = name
        definition.label = label
        #expect(throws: SDTMError.self) { try DatasetSpool(definition: definition) }
    }

    @Test func `keys must be variables, and there must be some`() {
        var keyless = definition
        keyless.keys = ["USUBJID"]
        #expect(throws: SDTMError.self) { try DatasetSpool(definition: keyless) }
        keyless.keys = []
        keyless.variables = []
        #expect(throws: SDTMError.self) { try DatasetSpool(definition: keyless) }
    }
}
