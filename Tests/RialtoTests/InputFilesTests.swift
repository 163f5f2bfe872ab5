import TestSupport
import Testing
import Values

@testable import Rialto

@Suite("Inputs") struct InputFilesTests {
    @Test(arguments: [
        (#"<?xml version="1.0"?><!-- x --><ODM xmlns="http://www.cdisc.org/ns/odm/v1.3"/>"#, InputFormat.odm),
        (#"<!DOCTYPE ODM SYSTEM "ODM.dtd"><odm:ODM xmlns:odm="http://www.cdisc.org/ns/odm/v1.3">"#, .odm),
        (#"<!DOCTYPE ODM [<!ENTITY a "b">]> <ODM>"#, .odm),
        (#"<ODM xmlns="http://www.cdisc.org/ns/odm/v1.3" xmlns:def="http://www.cdisc.org/ns/def/v2.1">"#, .define),
        ("\u{FEFF}<ODM/>", .odm),
        (#"{"datasetJSONCreationDateTime":"2024-01-01T00:00:00", "rows":[]}"#, .datasetJSON),
        ("{\"datasetJSONVersion\":\"1.1.0\"}\n[\"a\",1]\n", .ndjson),
        (#"{"resourceType":"Patient"}"#, .fhir),
        ("STUDYID,USUBJID\nS,1\n", .csv), ("\"A\",\"B\"\r\n\"x, y\",\"z\"\r\n", .csv),
        ("HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!", .xpt),
    ])
    func formatsAreRecognisedByContent(_ text: String, _ format: InputFormat) {
        #expect(InputFormat(recognizing: Array(text.utf8)) == format)
    }

    @Test(arguments: [
        "", " ", "<html><body/></html>", "<!DOCTYPE html><html>", "{\"a\":1}", "Dear reader, hello\nand, so, on\n",
        "a: b\nc: d\n", "a\tb\n1\t2\n", "<!-- only",
    ])
    func otherContentIsNotRecognised(_ text: String) {
        #expect(InputFormat(recognizing: Array(text.utf8)) == nil)
    }

    @Test func compressedAndUTF16ContentIsRecognised() {
        #expect(InputFormat(recognizing: [0x1F, 0x8B, 8]) == .dsjc)
        #expect(InputFormat(recognizing: [0x78, 0x9C, 1]) == .dsjc)
        let little = "<ODM/>".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        #expect(InputFormat(recognizing: [0xFF, 0xFE] + little) == .odm)
        #expect(InputFormat(recognizing: little) == .odm)
    }

    @Test func aFolderMeansItsFilesInByteOrder() throws {
        let folder = try TemporaryFolder()
        for name in ["b.xml", "a.xml", "Z.txt", "sub/c.xml", ".hidden.xml"] { try folder.write("<ODM/>", to: name) }
        try folder.write("notes", to: "README")
        let inputs = try InputFiles([folder.path + "/"])
        #expect(inputs.files.map(\.path) == ["Z.txt", "a.xml", "b.xml"].map(folder.file))
        #expect(inputs.ignored == ["README", "sub"].map(folder.file))
        #expect(inputs.size == 18)
    }

    @Test func anOutputAmongTheInputsIsAUsageError() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("<ODM/>", to: "in/a.xml")
        try folder.write("<ODM/>", to: "other/b.xml")
        let inputs = try InputFiles([path])
        #expect(inputs.file(directlyIn: folder.file("other/../in/"))?.path == path)
        for free in ["other", "in/sdtm", "none", ""] { #expect(inputs.file(directlyIn: folder.file(free)) == nil) }
        let recorder = Recorder()
        let options = ConvertOptions(inputs: [path], target: .sdtm, output: folder.file("in"))
        #expect(await Verbs.convert(options, console: recorder.console()) == .usage)
        #expect(recorder.messages.contains("among the inputs"))
        #expect(folder.files == ["in/a.xml", "other/b.xml"])
    }

    @Test func whatCannotBeTakenIsNamed() throws {
        let folder = try TemporaryFolder()
        let text = try folder.write("notes", to: "notes.xml")
        for (input, code) in [
            (text, "input.unknown-format"), (folder.path, "input.empty-folder"), ("/dev/null", "input.not-a-file"),
            (folder.file("none"), "file.open"),
        ] {
            let error = #expect(throws: InputError.self) { _ = try InputFiles([input]) }
            #expect(error?.diagnostic.code == code)
            #expect(error?.diagnostic.location?.path == input)
        }
    }
}
