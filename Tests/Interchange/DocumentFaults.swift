import Foundation
import Rialto
import TestSupport
import Testing

/// Files that are no sound XML: one located message each, and nothing written; with `--keep-going` the patients before the
/// fault arrive.
struct DocumentFaults {
    struct Case: CustomTestStringConvertible, Sendable {
        let input: String
        let message: String
        /// Who arrives with `--keep-going`; nobody when the fault comes before all data.
        let arrive: [String]
        var testDescription: String { input }
    }

    static let cases = [
        Case(
            input: "truncated.xml",
            message: "truncated.xml:63:28: error: the document ends too early: what is open here is never closed; the "
                + "file is cut off, or a tag or quote lacks its end; export or copy it again", arrive: ["001", "002"]),
        Case(
            input: "wrong-encoding.xml",
            message:
                "wrong-encoding.xml:49:51: error: the bytes do not fit the document's encoding: these bytes are not "
                + "text in it; correct the encoding in the XML declaration, or the file's encoding", arrive: ["001"]),
        Case(
            input: "undeclared-encoding.xml",
            message: "undeclared-encoding.xml:1:40: error: the bytes do not fit the document's encoding: Unsupported "
                + "encoding X-NOBODY; correct the encoding in the XML declaration, or the file's encoding", arrive: []),
        Case(
            input: "billion-laughs.xml",
            message: "billion-laughs.xml:3:21: error: the document declares the entity 'lol'; entity declarations are "
                + "refused for safety; export without a DTD's internal subset", arrive: []),
        Case(
            input: "external-entity.xml",
            message: "external-entity.xml:3:46: error: the document declares the entity 'secret'; entity declarations "
                + "are refused for safety; export without a DTD's internal subset", arrive: []),
        Case(
            input: "duplicate-attribute.xml",
            message: "duplicate-attribute.xml:45:60: error: the XML is not well-formed: Attribute ItemOID redefined; "
                + "export the file again, or repair it at this place", arrive: ["001"]),
    ]

    @Test(arguments: cases) func `stops with one located message`(_ fault: Case) async throws {
        let run = try await FaultRun(fault.input)
        #expect(run.exit == .unreadable)
        #expect(run.errors == [fault.message])
        #expect(run.summary.isEmpty)
        #expect(run.left == [])
    }

    @Test(arguments: cases) func `keeps what came before`(_ fault: Case) async throws {
        let run = try await FaultRun(fault.input, keepGoing: true)
        #expect(run.patients == fault.arrive)
        if fault.arrive.isEmpty {
            #expect(run.exit == .unreadable)
            #expect(run.errors == [fault.message])
            #expect(run.left == [])
        } else {
            #expect(run.exit == .issues)
            // The subject at the break is refused, too.
            let interrupted = run.listed.filter { $0.contains("the file breaks off within this subject") }
            #expect(run.listed.filter { !interrupted.contains($0) } == [fault.message])
            #expect(interrupted.count <= 1)
        }
    }

    @Test func `another sound file arrives all the same`() async throws {
        let run = try await FaultRun(["sound.xml", "billion-laughs.xml"], keepGoing: true)
        #expect(run.exit == .issues)
        #expect(run.patients == ["001", "002", "003"])
        #expect(run.listed.count == 1)
    }

    @Test func `10 000 levels of nesting`() async throws {
        let sound = try Fixtures.text("Interchange/sound.xml")
        let deep = String(repeating: "<x>", count: 10_000) + String(repeating: "</x>", count: 10_000)
        let end = "</SubjectData>\n    <SubjectData SubjectKey=\"003\">"
        let text = sound.replacingOccurrences(of: end, with: deep + end)
        #expect(text != sound)
        let folder = try TemporaryFolder()
        let path = try folder.write(text, to: "deep.xml")
        let run = try await FaultRun([path], in: folder)
        #expect(run.exit == .unreadable)
        #expect(run.errors.count == 1)
        #expect(run.errors.first?.hasPrefix("deep.xml:54:") == true)
        #expect(run.errors.first?.contains("error: elements are nested more than") == true)
        #expect(run.left == ["deep.xml"])
        let going = try await FaultRun([path], keepGoing: true, in: folder)
        #expect(going.exit == .issues)
        #expect(going.patients == ["001"])
    }
}
