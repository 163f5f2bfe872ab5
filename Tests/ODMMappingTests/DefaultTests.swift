import ClinicalModel
import Mapping
import ODM
import ODMMapping
import Testing
import Values

/// `default`: what a field holds when no line gave it a value.
@Suite struct DefaultTests {
    private func convert(_ items: [(String, String)], _ block: String) throws -> ODMDoor.Result {
        let mapping = "language: 1\nitemGroups:\n  - {oid: IG.A, \(block)}\n"
        let odm = DoorHarness.export(DoorHarness.group("IG.A", items))
        return try #require(try DoorHarness().patients(odm, mapping: mapping).results.first)
    }

    private let exposure = """
        entity: exposure, default: {doseUnit: ug, dose: 5}, items: [{oid: I.U, field: doseUnit}, \
        {oid: I.D, field: dose}, {oid: I.T, field: treatment}]
        """

    @Test func standsWhereNothingWasSaidAndIsReported() throws {
        let result = try convert([("I.T", "BLIN"), ("I.D", "15")], exposure)
        let record = try #require(result.patient.records.first)
        #expect(record.text(.doseUnit) == "ug")
        #expect(record.number(.dose)?.description == "15")
        #expect(result.diagnostics.map(\.code) == ["odm.default"])
        let note = try #require(result.diagnostics.first)
        #expect(note.severity == .note)
        #expect(note.message.contains("'doseUnit'"))
        #expect(note.message.contains("mapping.yaml:3:"))
        #expect(note.location?.path == "export.xml")
        #expect(note.location?.line == 3)
    }

    @Test func neverStandsForWhatWasRefused() throws {
        let result = try convert([("I.T", "BLIN"), ("I.D", "much"), ("I.U", "mg")], exposure)
        #expect(result.diagnostics.map(\.code) == ["odm.not-a-number"])
        #expect(result.patient.records.first?.values[.dose] == nil)
    }

    @Test func nullIsAnAnswer() throws {
        let mapping = "language: 1\nitemGroups:\n  - {oid: IG.A, \(exposure)}\n"
        let odm = DoorHarness.export(
            """
            <StudyEventData StudyEventOID="SE"><FormData FormOID="F"><ItemGroupData ItemGroupOID="IG.A">\
            <ItemData ItemOID="I.D" IsNull="Yes"/><ItemData ItemOID="I.U" Value="mg"/></ItemGroupData></FormData>\
            </StudyEventData>
            """)
        let result = try #require(try DoorHarness().patients(odm, mapping: mapping).results.first)
        #expect(result.patient.records.first?.values[.dose] == .missing(.null))
        #expect(result.diagnostics.isEmpty)
    }

    @Test func holdsForEachTestOfAPivotThatDoesNotSayOtherwise() throws {
        let block = """
            entity: laboratory, default: {specimen: BLOOD}, pivot: [{oid: I.A, test: A, name: A}, \
            {oid: I.B, test: B, name: B, set: {specimen: URINE}}]
            """
        let result = try convert([("I.A", "1"), ("I.B", "2")], block)
        #expect(result.patient.records.map { $0.text(.specimen) } == ["BLOOD", "URINE"])
        #expect(result.diagnostics.map(\.code) == ["odm.default"])
    }

    @Test func ofTheSubjectStandsWhenNoGroupSaidAnything() throws {
        let mapping = """
            language: 1
            itemGroups:
              - {oid: IG.A, entity: subject, default: {ethnicity: UNKNOWN, sex: U}, items: [{oid: I.A, field: country}]}
              - {oid: IG.B, entity: subject, items: [{oid: I.S, field: sex}]}
            """
        let odm = DoorHarness.export(
            DoorHarness.group("IG.A", [("I.A", "DEU")]) + DoorHarness.group("IG.B", [("I.S", "F")]))
        let result = try #require(try DoorHarness().patients(odm, mapping: mapping).results.first)
        #expect(result.patient.subject.text(.sex) == "F")
        #expect(result.patient.subject.text(.ethnicity) == "UNKNOWN")
        #expect(result.diagnostics.map(\.code) == ["odm.default"])
    }

    @Test(arguments: [
        "entity: exposure, default: {dose: much}", "entity: exposure, default: {sex: F}",
        "entity: exposure, default: {nothing: F}", "entity: exposure, set: {dose: 1}, default: {dose: 2}",
        "notSubmitted: because, default: {dose: 1}", "entity: exposure, default: [dose]",
    ]) func aDefaultThatCannotStandIsRefused(block: String) throws {
        let error = #expect(throws: MappingError.self) { try convert([("I.A", "1")], block) }
        #expect(error?.diagnostic.location?.line == 3)
    }
}
