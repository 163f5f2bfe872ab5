import SDTM
import TestSupport
import Testing
import Values

/// Rows that a builder makes are those that are made one by one.
struct DatasetRowsBuilderTests {
    private let definition = DatasetDefinition(
        name: "LB", label: "Laboratory",
        variables: [
            DatasetVariable(name: "USUBJID", label: "Subject", type: .character),
            DatasetVariable(name: "LBSEQ", label: "Sequence", type: .numeric),
            DatasetVariable(name: "LBTEST", label: "Test", type: .character),
            DatasetVariable(name: "LBSTRESN", label: "Result", type: .numeric),
        ])

    private func file(_ rows: [DatasetRows], _ format: DatasetWriter.Format) throws -> [UInt8] {
        let spool = try DatasetSpool(definition: definition)
        for (subject, rows) in rows.enumerated() { try spool.append(rows, subject: subject) }
        let scratch = try TemporaryFolder()
        try write(spool, to: scratch, options(format, subjects: Array(rows.indices)))
        return try readBytes(scratch.file("lb.\(format.rawValue)"))
    }

    @Test(arguments: DatasetWriter.Format.allCases)
    func `repeated, missing and special cells give the same file, subject after subject`(
        format: DatasetWriter.Format
    ) throws {
        var builder = DatasetRowsBuilder()
        var first = DatasetRows(variableCount: 1)
        first.beginRow()
        first.text("S-1 ")
        first.endRow()
        var built: [DatasetRows] = []
        var single: [DatasetRows] = []
        // Enough rows for the builder's memory to move under the cells that are repeated.
        for (subject, count) in [3, 900, 1].enumerated() {
            let tests = ["", "A", "Alanine Aminotransferase", String(repeating: "long ", count: 39) + "end"]
            var cells: [[Cell]] = []
            builder.begin(variableCount: 4)
            var last: [Int: DatasetRowsBuilder.Place] = [:]
            for row in 1...count {
                builder.beginRow()
                builder.cells(of: first)
                builder.number(Double(row) * 1000)
                let test = (row / 3 + subject) % tests.count
                if let place = last[test] {
                    builder.repeatCell(place)
                } else if tests[test].isEmpty {
                    builder.missing()
                } else {
                    var text = tests[test]
                    last[test] = text.withUTF8 { builder.text(plain: $0) }
                }
                switch row % 3 {
                case 0: builder.missing(count: 1)
                case 1: builder.missing(special: 0x41)
                default: builder.number(0.25)
                }
                builder.endRow()
                let result: Cell = row % 3 == 0 ? .missing : row % 3 == 1 ? .special("A") : 0.25
                cells.append(["S-1", .number(Double(row) * 1000), .text(tests[test]), result])
            }
            #expect(builder.usedColumns() == [true, true, count > 1 || subject == 2, true])
            built.append(builder.rows())
            single.append(rows(cells))
        }
        #expect(built.map(\.maximumLengths) == single.map(\.maximumLengths))
        #expect(try file(built, format) == file(single, format))
    }

    @Test func `a row with a cell too few is refused`() throws {
        var builder = DatasetRowsBuilder()
        builder.begin(variableCount: 4)
        builder.beginRow()
        builder.missing(count: 3)
        builder.endRow()
        let rows = builder.rows()
        let spool = try DatasetSpool(definition: definition)
        #expect(throws: SDTMError.self) { try spool.append(rows, subject: 0) }
    }
}
