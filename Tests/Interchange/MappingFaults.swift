import Rialto
import TestSupport
import Testing

/// Mappings and study.yaml with one mistake each: the run does not start, and the message says where and what.
struct MappingFaults {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        /// The line of the sound mapping that is replaced, from 1.
        let line: Int
        let text: String
        let message: String
        var testDescription: String { name }
    }

    static let cases = [
        Case(name: "not YAML", line: 4, text: "  - oid: [", message: "error: this is not YAML: "),
        Case(
            name: "unknown key", line: 7, text: "      - {oid: I.SEX, feild: sex}",
            message: "7:22: error: unknown key 'feild'; did you mean 'field'?"),
        Case(name: "no language", line: 1, text: "lists: {}", message: "error: the mapping needs 'language'"),
        Case(
            name: "other language", line: 1, text: "language: 2",
            message: "error: 'language' must be 1, the version that this Rialto reads"),
        Case(
            name: "unknown entity", line: 5, text: "    entity: subjekt",
            message: "5:13: error: there is no entity 'subjekt'; did you mean 'subject'?"),
        Case(
            name: "unknown field", line: 7, text: "      - {oid: I.SEX, field: sexx}",
            message: "7:29: error: there is no field 'sexx'; did you mean 'sex'?"),
        Case(
            name: "no target", line: 7, text: "      - {oid: I.SEX}",
            message: "7:9: error: a line needs 'field', 'supplement', 'flags' or 'notSubmitted'"),
        Case(
            name: "no source", line: 7, text: "      - {field: sex}", message: "7:9: error: a line needs 'oid'"),
        Case(
            name: "two sources", line: 7, text: "      - {oid: I.SEX, value: F, field: sex}",
            message: "7:9: error: 'oid' and 'value' must be given one at a time"),
        Case(
            name: "two lines to one place", line: 8, text: "      - {oid: I.BRTHDAT, field: sex}",
            message: "8:9: error: the place 'sex' is given twice, first at mapping.yaml:7:9; keep one of them"),
        Case(
            name: "date format for a text", line: 7, text: "      - {oid: I.SEX, field: sex, format: yyyy-MM-dd}",
            message: "7:9: error: field 'sex' takes a text, and this line gives a date"),
        Case(
            name: "wrong date format", line: 8, text: "      - {oid: I.BRTHDAT, field: birthDate, format: yy}",
            message: "8:52: error: 'format' must be made of yyyy, MM, MMM, dd, HH, mm, ss and separators"),
        Case(
            name: "constant of another type", line: 8, text: "      - {value: tomorrow, field: birthDate}",
            message: "8:9: error: field 'birthDate' takes a date, and this line gives the text 'tomorrow'"),
        Case(
            name: "no way back", line: 14, text: "      - {oid: I.AESEV, field: severity, map: {1: MILD, 2: MILD}}",
            message: "error: several codes (1, 2) become 'MILD', and the way back is not said; add preferred: {MILD: 1}"
        ),
        Case(
            name: "unknown list", line: 14, text: "      - {oid: I.AESEV, field: severity, list: SEVERITY}",
            message: "error: there is no list 'SEVERITY'"),
        Case(
            name: "unknown terminology", line: 14, text: "      - {oid: I.AESEV, field: severity, terms: AESEVV}",
            message: "error: there is no code list of CDISC's terminology 'AESEVV'; did you mean 'AESEV'?"),
        Case(
            name: "missing study file", line: 2, text: "study: nowhere.yaml",
            message: "nowhere.yaml: error: cannot open the file: No such file or directory"),
        Case(
            name: "missing base", line: 2, text: "extends: nowhere.yaml",
            message: "nowhere.yaml: error: cannot open the file: No such file or directory"),
    ]

    @Test(arguments: cases) func `a mistake in the mapping`(_ mistake: Case) async throws {
        let folder = try TemporaryFolder()
        var lines = try Fixtures.text("Interchange/mapping.yaml").split(
            separator: "\n", omittingEmptySubsequences: false
        ).map(String.init)
        lines[mistake.line - 1] = mistake.text
        let mapping = try folder.write(lines.joined(separator: "\n"), to: "mapping.yaml")
        try folder.write(try Fixtures.text("Interchange/study.yaml"), to: "study.yaml")
        let run = try await FaultRun(["sound.xml"], mapping: mapping, in: folder)
        #expect(run.exit == .usage)
        #expect(run.errors.count == 1)
        let message = run.errors.first ?? ""
        #expect(message.contains(mistake.message), "\(message)")
        #expect(message.hasPrefix("mapping.yaml:") || message.hasPrefix("nowhere.yaml: "), "\(message)")
        #expect(run.left == ["mapping.yaml", "study.yaml"])
    }

    @Test func `OIDs that the export lacks are told once each, with the mapping's line`() async throws {
        let folder = try TemporaryFolder()
        let more = """
                  - {oid: I.AETREM, field: modifiedTerm}
                  - {oid: I.AETREM, notSubmitted: twice}
              - oid: IG.VS
                entity: vitalSigns
                items:
                  - {oid: I.VS, field: original}

            """
        let mapping = try folder.write(try Fixtures.text("Interchange/mapping.yaml") + more, to: "mapping.yaml")
        try folder.write(try Fixtures.text("Interchange/study.yaml"), to: "study.yaml")
        let run = try await FaultRun(["sound.xml"], mapping: mapping, in: folder)
        #expect(run.exit == .done)
        #expect(
            run.summary.split(separator: "\n").filter { $0.contains("which the inputs have neither") }.map {
                String($0.prefix { $0 != "," })
            } == [
                "    mapping.yaml:15:9: warning: the mapping names ItemOID 'I.AETREM'",
                "    mapping.yaml:17:5: warning: the mapping names ItemGroupOID 'IG.VS'",
            ])
    }

    @Test func `no mapping at all`() async throws {
        let run = try await FaultRun(["sound.xml"]) { $0.mapping = nil }
        #expect(run.exit == .usage)
        #expect(
            run.errors == [
                "error: no mapping says what the items of this export mean; give one by --mapping; `rialto mapping "
                    + "draft` makes a first one"
            ])
    }

    @Test(arguments: [
        ("title: No identifier\n", "s.yaml:1:1: error: a study needs 'studyID'"),
        ("studyID: A B\n", "s.yaml:1:10: error: 'studyID' must be ASCII without blanks"),
        ("studyID: A\nsitez: []\n", "s.yaml:2:1: error: unknown key 'sitez'; did you mean 'sites'?"),
        ("studyID: A\ncutoff: 2020-02-30\n", "s.yaml:2:9: error: 'cutoff' must be a whole date such as 2019-07-19"),
    ])
    func `a mistake in study.yaml`(_ text: String, _ message: String) async throws {
        let folder = try TemporaryFolder()
        let study = try folder.write(text, to: "s.yaml")
        let run = try await FaultRun(["sound.xml"], study: study, in: folder)
        #expect(run.exit == .usage)
        #expect(run.errors == [message])
        #expect(run.left == ["s.yaml"])
    }
}
