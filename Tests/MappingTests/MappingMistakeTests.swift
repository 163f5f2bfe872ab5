import Mapping
import TestSupport
import Testing
import Values

/// One file for each kind of mistake that the language itself refuses: `Tests/Fixtures/Mapping/mistakes/language`. What
/// must be said stands at the end of each file.
@Suite struct MappingMistakeTests {
    static let names = [
        "bad-format", "constant-no-number", "date-into-text", "field-not-held", "missing-key", "no-way-back",
        "not-yaml", "option-without-effect",
        "pivot-of-event",
        "qnam-too-long", "several-mistakes", "split-too-long", "two-lines-one-place", "two-sources", "unknown-entity",
        "unknown-field",
        "unknown-key", "unknown-list", "unknown-terms", "wrong-language",
    ]

    @Test(arguments: names) func isRefusedWithItsPlace(_ name: String) throws {
        let text = try Fixtures.text("Mapping/mistakes/language/\(name).yaml")
        let expected = text.split(separator: "\n").filter { $0.hasPrefix("# expect: ") }.map {
            String($0.dropFirst(10))
        }
        var mistakes: [MappingError] = []
        do throws(MappingError) {
            _ = try MappingDocument(checking: text, path: "m.yaml", mistakes: &mistakes, load: noOtherFile)
        } catch {
            mistakes.append(error)
        }
        #expect(mistakes.map { $0.description.replacing("m.yaml:", with: "") } == expected)
        #expect(throws: MappingError.self) { try MappingDocument(text: text, path: "m.yaml", load: noOtherFile) }
    }

    private func noOtherFile(_ path: String) throws(MappingError) -> String {
        throw .missingKey(path, in: "test", at: Location(path: path))
    }
}
