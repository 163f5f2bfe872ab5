import TestSupport
import Testing

@testable import Rialto

@Suite("Inspect") struct InspectTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func inspect(
        _ inputs: [String], _ format: InspectOptions.Format = .json
    ) async -> (exit: ExitCode, output: String, messages: String) {
        let recorder = Recorder()
        let exit = await Verbs.inspect(InspectOptions(inputs: inputs, format: format), console: recorder.console())
        return (exit, recorder.output, recorder.messages)
    }

    private func export(_ subjects: String) -> String {
        """
        <ODM xmlns="http://www.cdisc.org/ns/odm/v1.3" ODMVersion="1.3.2" FileType="Snapshot" FileOID="f">
        <ClinicalData StudyOID="S1" MetaDataVersionOID="M">\(subjects)</ClinicalData></ODM>
        """
    }

    private func subject(_ key: String) -> String {
        """
        <SubjectData SubjectKey="\(key)"><StudyEventData StudyEventOID="E"><FormData FormOID="F">\
        <ItemGroupData ItemGroupOID="IG.DM"><ItemData ItemOID="I.A" Value="1"/><ItemData ItemOID="I.B" Value=""/>\
        <ItemDataString ItemOID="I.C">x</ItemDataString></ItemGroupData></FormData></StudyEventData></SubjectData>
        """
    }

    @Test func odmIsCountedAsItStands() async throws {
        let a = try folder.write(export(subject("001") + subject("002")), to: "a.xml")
        let b = try folder.write(export(subject("002")), to: "b.xml")
        let result = await inspect([b, a])
        let expected = """
            {
              "inputs": [
                {
                  "path": "\(a)",
                  "format": "odm",
                  "version": "1.3.2",
                  "fileType": "Snapshot",
                  "studies": [
                    "S1"
                  ],
                  "patients": 2,
                  "records": 2,
                  "values": 6,
                  "byKind": {
                    "IG.DM": 2
                  },
                  "warnings": []
                },
                {
                  "path": "\(b)",
                  "format": "odm",
                  "version": "1.3.2",
                  "fileType": "Snapshot",
                  "studies": [
                    "S1"
                  ],
                  "patients": 1,
                  "records": 1,
                  "values": 3,
                  "byKind": {
                    "IG.DM": 1
                  },
                  "warnings": []
                }
              ],
              "patients": 2,
              "records": 3,
              "values": 9
            }

            """
        #expect(result.exit == .done)
        #expect(difference(result.output, expected) == nil)
    }

    @Test func anInputThatCannotBeReadIsExitCode3AndTheOthersAreCounted() async throws {
        try folder.write(export(subject("001")), to: "good.xml")
        let bad = try folder.write("<ODM>\n<Study>\n</ODM>", to: "bad.xml")
        let result = await inspect([folder.path])
        #expect(result.exit == .unreadable)
        #expect(result.messages.hasPrefix("\(bad):3:"))
        #expect(result.messages.contains("error: "))
        #expect(result.output.contains("\"patients\": 1"))
    }

    @Test func csvRowsAndCellsAreCounted() async throws {
        let text = "STUDYID,USUBJID,AETERM\r\nS1,1,\"a, \"\"b\"\"\nc\"\r\nS1,1,\r\n\r\nS1,2,x"
        let path = try folder.write(text, to: "ae.csv")
        let result = await inspect([path], .text)
        #expect(result.exit == .done)
        #expect(
            result.output == "\(path): CSV\n  study: S1\n  2 patients, 3 records, 8 values\n    3  AE\n")
    }

    @Test func aCSVRowOfAnotherWidthIsWarnedOfAndAnOpenQuoteRefused() async throws {
        let wide = await inspect([try folder.write("A,B\n1,2\n\"3\",4,5\n", to: "wide.csv")])
        #expect(
            wide.exit == .done && wide.output.contains("wide.csv:3: warning: the row has 3 fields, and the header 2"))
        let open = await inspect([try folder.write("A,B\n1,2\n\"3,4\n", to: "open.csv")])
        #expect(open.exit == .unreadable && open.messages.contains("open.csv:3: error: the quoted field"))
    }

    @Test func formatsWithoutAReaderAreRefusedByName() async throws {
        let path = try folder.write(#"{"datasetJSONVersion":"1.1.0"}"#, to: "dm.json")
        let result = await inspect([path])
        #expect(result.exit == .unreadable)
        #expect(result.messages.hasPrefix("\(path): error: this is dataset-json, which this verb does not read"))
    }

    @Test(.enabled(if: RealFiles.areThere, "\(RealFiles.hint)")) func transportFilesOfBothVersionsAreCounted()
        async throws
    {
        // Counted with pyreadstat; Tests/Tools/check-inspect.py does so for all of them.
        let relrec = try RealFiles.path("sdtm/cdisc-dataset-json/relrec.xpt")
        let result = await inspect([relrec])
        #expect(result.exit == .done && result.output.contains("\"version\": \"5\""))
        let long = await inspect([try RealFiles.path("sdtm/sdtm-builder-xpt8")])
        #expect(long.exit == .done && long.output.contains("\"version\": \"8\""))
        #expect(!long.output.contains(": warning: "))
    }

    @Test(.enabled(if: RealFiles.areThere, "\(RealFiles.hint)")) func aCutTransportFileIsRefused() async throws {
        let bytes = try readBytes(RealFiles.path("sdtm/cdisc-dataset-json/dm.xpt"))
        for length in [0, 80, 400, 1000, bytes.count - 40] {
            let path = try folder.write(Array(bytes.prefix(length)), to: "cut-\(length).xpt")
            let result = await inspect([path])
            #expect(result.exit == .unreadable, "cut at \(length)")
            #expect(result.messages.hasPrefix(path))
        }
    }
}
