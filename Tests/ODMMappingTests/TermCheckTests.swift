import ClinicalModel
import ODMMapping
import TestSupport
import Testing
import Values

/// `terms` while patients are made: a value is kept, and said of it is what it is to the list.
@Suite struct TermCheckTests {
    private func diagnostics(_ value: String, terms: String, field: String = "serious") throws -> [Diagnostic] {
        let mapping = """
            language: 1
            itemGroups:
              - oid: IG.AE
                entity: adverseEvent
                items:
                  - {oid: I.TERM, field: term}
                  - {oid: I.X, field: \(field), terms: \(terms)}
            """
        let export = DoorHarness.export(DoorHarness.group("IG.AE", [("I.TERM", "Fever"), ("I.X", value)]))
        let (results, _) = try DoorHarness().patients(export, mapping: mapping)
        let record = try #require(results.first?.patient.records.first)
        let field: FieldID = field == "serious" ? .serious : .location
        #expect(record.text(field) == value, "it is kept")
        return results[0].diagnostics
    }

    @Test func aValueOfTheListIsFine() throws { #expect(try diagnostics("Y", terms: "NY").isEmpty) }

    @Test func anUnknownValueOfAClosedListIsAnError() throws {
        let said = try diagnostics("MAYBE", terms: "C66742")
        #expect(said.map(\.code) == ["odm.not-in-terms"])
        #expect(said.first?.severity == .error)
        #expect(said.first?.value == "MAYBE")
        #expect(said.first?.message.contains("MAYBE") == false)
        #expect(said.first?.location?.line == 3)
    }

    @Test func otherCaseAndSynonymAreWarningsWithTheRightValue() throws {
        let otherCase = try diagnostics("y", terms: "NY")
        #expect(otherCase.map(\.code) == ["odm.term-case"])
        #expect(otherCase.first?.severity == .warning)
        #expect(otherCase.first?.remedy.contains("'Y'") == true)
        let synonym = try diagnostics("Yes", terms: "NY")
        #expect(synonym.map(\.code) == ["odm.term-synonym"])
        #expect(synonym.first?.remedy.contains("'Y'") == true)
    }

    @Test func aListThatMayBeExtendedSaysNothing() throws {
        #expect(try diagnostics("UPPER PAW", terms: "LOC", field: "location").isEmpty)
    }
}
