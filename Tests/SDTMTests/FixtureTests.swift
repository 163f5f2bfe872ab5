import SDTM
import TestSupport
import Testing
import Values

/// Whole datasets in both formats against the files under `Tests/Fixtures/SDTM`, which `Tests/Tools/judge-xpt.py` gives to
/// other people's readers.
struct FixtureTests {
    @Test(arguments: ["AE", "NUM", "SUPPAE", "SHORT", "TA", "WIDE"])
    func `the files are those that other readers were given`(name: String) throws {
        let spools = try study()
        var lengths = StudyLengths()
        for spool in spools { lengths.merge(spool) }
        let spool = try #require(spools.first { $0.definition.name == name })
        let folder = try TemporaryFolder()
        for format in [DatasetWriter.Format.xpt, .csv] {
            let file = "\(name.lowercased()).\(format)"
            try write(spool, to: folder, options(format, subjects: [0, 1, 2], lengths: lengths.byVariable))
            #expect(difference(try readBytes(folder.file(file)), try Fixtures.bytes("SDTM/\(file)")) == nil)
        }
    }

    private func study() throws -> [DatasetSpool] {
        [
            try dataset(
                "AE", "Adverse Events",
                [
                    text("STUDYID", "Study Identifier"), text("USUBJID", "Unique Subject Identifier"),
                    number("AESEQ", "Sequence Number", "8."), text("AETERM", "Reported Term for the Adverse Event"),
                    number("AESTDY", "Study Day of Start of Adverse Event"), number("AEDT", "Start Date", "DATE9."),
                    text("AENOTHIN", "Never Collected"),
                ],
                [
                    ["S", "R-1", 1, "Fever, \"high\"", -3, 24_000, ""],
                    ["S", "R-1", 2, "  Leading blanks", .missing, .missing, ""],
                    ["S", "R-22", 1, "Cough", .special("A"), .special("Z"), ""],
                    ["S", "R-22", 2, "'Quoted' & <tagged>", .special("_"), 0, ""],
                ]),
            try dataset(
                "NUM", "Numbers", [text("USUBJID", "Unique Subject Identifier"), number("VALUE", "Value", "BEST12.")],
                [
                    0, 1, -1, 0.5, 0.1, 1.0 / 3, -118.625, 25, 1e15, 123_456_789.125, 9_007_199_254_740_991,
                    9_007_199_254_740_992, 5.4e-79, -5.4e-79, 7.2e75, -7.2e75, 1e-7, 1e22, 1e70, 0x1p-260,
                    0x1.fffffffffffffp+251, 37.7, 99.999_999_999_999_99, 2e-45,
                ].map { ["R-1", .number($0)] }),
            try dataset(
                "SUPPAE", "Supplemental Qualifiers for AE",
                [
                    text("USUBJID", "Unique Subject Identifier"), text("QNAM", "Qualifier Variable Name"),
                    text("QVAL", "Data Value"), text("QEVAL", "Evaluator"),
                ], [["R-1", "AETRTEM", "Y", ""], ["R-1", "AEX", "N", ""], ["R-1", "AETRTEM", "Y", ""]],
                isSupplemental: true),
            try dataset(
                "SHORT", "Rows of Under 80 Bytes", [text("A", "A"), number("N", "N")],
                [["1", 1], ["22", 2], ["333", .missing], ["", 4], ["", .missing]]),
            try dataset("TA", "Trial Arms", [text("STUDYID", "Study Identifier"), number("TAETORD", "Order")], []),
            try dataset(
                "WIDE", "Texts of 200 Bytes",
                [
                    text("USUBJID", "Unique Subject Identifier"),
                    text("LONG", String(repeating: "L", count: 40), "$200."),
                ],
                [["R-1", .text(String(repeating: "word ", count: 39) + "words")], ["R-22", "x"]]),
        ]
    }

    private func dataset(
        _ name: String, _ label: String, _ variables: [DatasetVariable], _ cells: [[Cell]], isSupplemental: Bool = false
    ) throws -> DatasetSpool {
        let spool = try DatasetSpool(
            definition: DatasetDefinition(
                name: name, label: label, variables: variables, isSupplemental: isSupplemental))
        try spool.append(rows(cells), subject: 0)
        return spool
    }

    private func text(_ name: String, _ label: String, _ format: String = "") -> DatasetVariable {
        DatasetVariable(name: name, label: label, type: .character, displayFormat: format)
    }

    private func number(_ name: String, _ label: String, _ format: String = "") -> DatasetVariable {
        DatasetVariable(name: name, label: label, type: .numeric, displayFormat: format)
    }
}
