import SDTM
import TestSupport
import Testing
import Values

/// Whole files, byte for byte.
struct XPTGoldenTests {
    @Test func `a dataset with text, numbers and special missing values`() throws {
        let definition = DatasetDefinition(
            name: "AE", label: "Adverse Events",
            variables: [
                DatasetVariable(name: "USUBJID", label: "Unique Subject Identifier", type: .character),
                DatasetVariable(name: "AESEQ", label: "Sequence Number", type: .numeric, displayFormat: "8."),
                DatasetVariable(name: "AETERM", label: "Reported Term", type: .character, displayFormat: "$20."),
                DatasetVariable(name: "AEDT", label: "", type: .numeric, displayFormat: "DATE9."),
                DatasetVariable(name: "AEBLANK", label: "Nothing", type: .character),
            ], keys: ["USUBJID", "AESEQ"])
        let spool = try DatasetSpool(definition: definition)
        try spool.append(
            rows([["R-1", 1, "  Fever  ", -118.625, ""], ["R-1", 2, "", .special("A"), .missing]]), subject: 0)
        try spool.append(
            rows([["R-22", 1, "Sepsis, \"x\"", .special("_"), ""], ["R-22", 2.5, "a", .missing, ""]]), subject: 1)
        let scratch = try TemporaryFolder()
        let files = try write(spool, to: scratch, options(subjects: [0, 1]))

        let zeros = String(repeating: "0", count: 30)
        let blank24 = String(repeating: " ", count: 24)
        let expected = Expected()
        expected.text("HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!\(zeros)  ")
        expected.text("SAS     SAS     SASLIB  6.06    bsd4.2  \(blank24)22NOV26:16:45:35")
        expected.text("22NOV26:16:45:35", 80)
        expected.text("HEADER RECORD*******MEMBER  HEADER RECORD!!!!!!!000000000000000001600000000140  ")
        expected.text("HEADER RECORD*******DSCRPTR HEADER RECORD!!!!!!!\(zeros)  ")
        expected.text("SAS     AE      SASDATA 6.06    bsd4.2  \(blank24)22NOV26:16:45:35")
        expected.text("22NOV26:16:45:35                Adverse Events", 80)
        expected.text("HEADER RECORD*******NAMESTR HEADER RECORD!!!!!!!000000000500000000000000000000  ")
        expected.namestr(2, 4, 1, "USUBJID", "Unique Subject Identifier", "", 0, 0, 0)
        expected.namestr(1, 8, 2, "AESEQ", "Sequence Number", "", 8, 0, 4)
        expected.namestr(2, 12, 3, "AETERM", "Reported Term", "$", 20, 0, 12)
        expected.namestr(1, 8, 4, "AEDT", "", "DATE", 9, 0, 24)
        expected.namestr(2, 1, 5, "AEBLANK", "Nothing", "", 0, 0, 32)
        expected.pad()
        expected.text("HEADER RECORD*******OBS     HEADER RECORD!!!!!!!\(zeros)  ")
        expected.text("R-1 ").bits(0x4110_0000_0000_0000).text("  Fever", 12).bits(0xC276_A000_0000_0000).text(" ")
        expected.text("R-1 ").bits(0x4120_0000_0000_0000).text("", 12).bits(0x4100_0000_0000_0000).text(" ")
        expected.text("R-22").bits(0x4110_0000_0000_0000).text("Sepsis, \"x\"", 12).bits(0x5F00_0000_0000_0000).text(
            " ")
        expected.text("R-22").bits(0x4128_0000_0000_0000).text("a", 12).bits(0x2E00_0000_0000_0000).text(" ")
        expected.pad()
        // "Sepsis, "x"" has 11 bytes; the study's length of 12 comes from another dataset.
        let wide = try TemporaryFolder()
        try write(spool, to: wide, options(subjects: [0, 1], lengths: ["AETERM": 12]))
        #expect(try readBytes(wide.file("ae.xpt")) == expected.bytes)

        #expect(files == [WrittenFile(dataset: "AE", path: "\(scratch.path)/ae.xpt", rows: 4, bytes: 1600)])
        #expect(try readBytes(scratch.file("ae.xpt")).count == 1600)
    }

    @Test func `a dataset without rows ends with its header`() throws {
        let spool = try DatasetSpool(
            definition: DatasetDefinition(
                name: "TA", label: "Trial Arms",
                variables: [DatasetVariable(name: "ARM", label: "Arm", type: .character)]))
        let scratch = try TemporaryFolder()
        let files = try write(spool, to: scratch, options(subjects: []))
        let bytes = try readBytes(scratch.file("ta.xpt"))
        #expect(bytes.count == 8 * 80 + 160 + 80)
        #expect(files[0].rows == 0)
        #expect(bytes[640..<644] == [0, 2, 0, 0])
        #expect(bytes[644..<646] == [0, 1], "a variable without values has length 1")
    }

    @Test func `rows of under 80 bytes run together and the last record is padded`() throws {
        let spool = try DatasetSpool(
            definition: DatasetDefinition(
                name: "X", label: "", variables: [DatasetVariable(name: "A", label: "", type: .character)]))
        try spool.append(rows(["1", "22", "333"].map { [.text($0)] } + [["4"]]), subject: 0)
        let scratch = try TemporaryFolder()
        try write(spool, to: scratch, options())
        let bytes = try readBytes(scratch.file("x.xpt"))
        #expect(String(decoding: bytes[880...], as: UTF8.self) == "1  22 3334  " + String(repeating: " ", count: 68))
    }

    @Test func `a last record without values is written where it can be told from padding`() throws {
        let spool = try DatasetSpool(
            definition: DatasetDefinition(
                name: "X", label: "", variables: [DatasetVariable(name: "A", label: "", type: .character, length: 80)]))
        try spool.append(rows([["1"], [""]]), subject: 0)
        let scratch = try TemporaryFolder()
        try write(spool, to: scratch, options())
        #expect(try readBytes(scratch.file("x.xpt")).count == 880 + 160)

        let short = try DatasetSpool(
            definition: DatasetDefinition(
                name: "Y", label: "", variables: [DatasetVariable(name: "A", label: "", type: .character, length: 79)]))
        try short.append(rows([["1"], [""]]), subject: 0)
        let error = #expect(throws: SDTMError.self) { try write(short, to: scratch, options()) }
        #expect(error?.diagnostic.location == Location(path: "\(scratch.path)/y.xpt", record: 2))
        #expect(scratch.files == ["x.xpt"])
    }

    @Test func `the header's time is the option's, unknown parts being zero`() throws {
        let spool = try DatasetSpool(
            definition: DatasetDefinition(
                name: "X", label: "", variables: [DatasetVariable(name: "A", label: "", type: .numeric)]))
        let scratch = try TemporaryFolder()
        var options = try options()
        options.timestamp = try #require(PartialDate(iso8601: "2001-02-03"))
        try write(spool, to: scratch, options)
        #expect(
            String(decoding: try readBytes(scratch.file("x.xpt"))[144..<176], as: UTF8.self)
                == "03FEB01:00:00:0003FEB01:00:00:00"
        )
        options.timestamp = try #require(PartialDate(iso8601: "2001-02"))
        #expect(throws: SDTMError.self) { try write(spool, to: scratch, options) }
    }
}

/// Bytes put together by hand.
private final class Expected {
    var bytes: [UInt8] = []

    @discardableResult
    func text(_ text: String, _ width: Int = 0) -> Expected {
        bytes.append(contentsOf: text.utf8)
        bytes.append(contentsOf: repeatElement(0x20, count: max(0, width - text.utf8.count)))
        return self
    }

    @discardableResult
    func bits(_ bits: UInt64) -> Expected {
        for shift in stride(from: 56, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
        }
        return self
    }

    func namestr(
        _ type: Int, _ length: Int, _ number: Int, _ name: String, _ label: String, _ format: String, _ width: Int,
        _ decimals: Int, _ position: Int
    ) {
        func short(_ value: Int) { bytes.append(contentsOf: [UInt8(value / 256), UInt8(value % 256)]) }
        for value in [type, 0, length, number] { short(value) }
        text(name, 8).text(label, 40).text(format, 8)
        for value in [width, decimals, 0, 0] { short(value) }
        text("", 8)
        for value in [0, 0, 0, position] { short(value) }
        bytes.append(contentsOf: repeatElement(0, count: 52))
    }

    func pad() {
        while bytes.count % 80 != 0 { bytes.append(0x20) }
    }
}
