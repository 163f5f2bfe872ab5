import ClinicalModel
import Mapping
import ODM
import ODMMapping
import Testing
import Values

/// Results in several units, reference ranges, and where an export says a unit.
@Suite struct UnitTests {
    private let mapping = """
        language: 1
        itemGroups:
          - oid: IG.LB
            entity: laboratory
            pivot:
              - oid: I.HGB
                test: HGB
                name: Hemoglobin
                low: I.LO
                high: I.HI
                standard: {unit: g/L, from: {g/L: 1, g/dL: 10}}
              - {oid: I.MRD, test: LEUKCE, name: Leukemic Cells, unitItem: I.MRD.U, units: {PCT: "%"}, standard: {unit: fraction of 1, from: {"%": 1/100}, digits: 10}}
        """

    private let metadata = """
        <Study OID="S"><GlobalVariables><StudyName>S</StudyName><StudyDescription>S</StudyDescription>\
        <ProtocolName>S</ProtocolName></GlobalVariables><BasicDefinitions>\
        <MeasurementUnit OID="MU.GL" Name="g/L"><Symbol><TranslatedText>g/L</TranslatedText></Symbol></MeasurementUnit>\
        <MeasurementUnit OID="MU.GDL" Name="g/dL"><Symbol><TranslatedText>g/dL</TranslatedText></Symbol></MeasurementUnit>\
        </BasicDefinitions><MetaDataVersion OID="1" Name="1">\
        <ItemGroupDef OID="IG.LB" Name="LB" Repeating="Yes"/>\
        <ItemDef OID="I.HGB" Name="HGB" DataType="float"/><ItemDef OID="I.LO" Name="LO" DataType="float"/>\
        <ItemDef OID="I.HI" Name="HI" DataType="float"/><ItemDef OID="I.MRD" Name="MRD" DataType="text"/>\
        <ItemDef OID="I.MRD.U" Name="MRD.U" DataType="text"/>\
        <ItemDef OID="I.DOSE" Name="DOSE" DataType="float"><MeasurementUnitRef MeasurementUnitOID="MU.GL"/></ItemDef>\
        </MetaDataVersion></Study>
        """

    private func export(_ items: [(String, String, String?)]) -> String {
        let values = items.map { oid, value, unit in
            unit.map { unit in
                "<ItemData ItemOID=\"\(oid)\" Value=\"\(value)\"><MeasurementUnitRef MeasurementUnitOID=\"\(unit)\"/></ItemData>"
            } ?? "<ItemData ItemOID=\"\(oid)\" Value=\"\(value)\"/>"
        }
        return DoorHarness.export(
            "<StudyEventData StudyEventOID=\"SE.1\"><FormData FormOID=\"F.1\"><ItemGroupData ItemGroupOID=\"IG.LB\">"
                + values.joined() + "</ItemGroupData></FormData></StudyEventData>", metadata: metadata)
    }

    @Test func theFactorIsThatOfTheResultsOwnUnit() throws {
        for (value, unit, standard) in [
            ("9.4", "MU.GDL", "94"), ("94", "MU.GL", "94"), ("94.0", "MU.GL", "94.0"), ("9.40", "MU.GDL", "94.0"),
            ("0.00000041", "MU.GDL", "0.0000041"),
        ] {
            let (results, _) = try DoorHarness().patients(export([("I.HGB", value, unit)]), mapping: mapping)
            let record = try #require(results.first?.patient.records.first)
            #expect(record.text(.original) == value)
            #expect(record.text(.standard) == standard)
            #expect(record.text(.standardUnit) == "g/L")
        }
    }

    @Test func aSmallResultDoesNotBecomeZero() throws {
        let mapping = mapping.replacing("from: {g/L: 1, g/dL: 10}", with: "from: {g/dL: 1/1000}")
        let (results, _) = try DoorHarness().patients(export([("I.HGB", "0.0000004", "MU.GDL")]), mapping: mapping)
        #expect(results[0].patient.records.first?.text(.standard) == "0.0000000004")
    }

    @Test func aResultInAUnitWithoutAFactorIsRefused() throws {
        let (results, accounts) = try DoorHarness().patients(export([("I.HGB", "9.4", nil)]), mapping: mapping)
        #expect(results[0].patient.records.isEmpty)
        #expect(results[0].diagnostics.map(\.code) == ["odm.no-factor"])
        #expect(accounts.total(.refused) == 1)
    }

    @Test(arguments: [
        ("unit: g/dL, standard: {unit: g/L, scale: 10}", "MU.GDL", "94"),
        ("unit: g/dL, standard: {unit: g/L, scale: 10}", nil, "94"),
        ("standard: {unit: g/L, scale: 10}", nil, "94"),
        ("unit: g/dL, standard: {unit: g/L, scale: 10}", "MU.GL", "9.4"),
        ("unit: gm, units: {gm: g/dL}, standard: {unit: g/L, scale: 10}", "MU.GDL", "94"),
        ("standard: {unit: g/L}", "MU.GL", "9.4"), ("standard: {unit: g/L}", nil, "9.4"),
        ("unit: g/L, standard: {unit: g/L}", nil, "9.4"),
        ("standard: {unit: g/L}", "MU.GDL", nil), ("unit: g/dL, standard: {unit: g/L}", nil, nil),
        ("standard: {unit: g/L, scale: 10}", "MU.GDL", nil),
        ("unit: mg/L, standard: {unit: g/L, scale: 1/1000}", "MU.GDL", nil),
    ]) func aFactorHoldsForTheUnitThatItIsSaidOf(options: String, unit: String?, standard: String?) throws {
        let mapping = """
            language: 1
            itemGroups:
              - {oid: IG.LB, entity: laboratory, pivot: [{oid: I.HGB, test: HGB, name: Hemoglobin, \(options)}]}
            """
        let (results, _) = try DoorHarness().patients(export([("I.HGB", "9.4", unit)]), mapping: mapping)
        #expect(results[0].patient.records.first?.text(.standard) == standard)
        #expect(results[0].diagnostics.map(\.code) == (standard == nil ? ["odm.no-factor"] : []))
    }

    @Test func limitsAreConvertedWithTheResultAndRefusedInAnotherUnit() throws {
        let (results, _) = try DoorHarness().patients(
            export([("I.HGB", "9.4", "MU.GDL"), ("I.LO", "11.2", "MU.GDL"), ("I.HI", "146", "MU.GL")]), mapping: mapping
        )
        let record = try #require(results.first?.patient.records.first)
        #expect(record.text(.normalRangeOriginalLow) == "11.2")
        #expect(record.number(.normalRangeStandardLow)?.description == "112")
        #expect(record.text(.normalRangeOriginalHigh) == nil)
        #expect(results[0].diagnostics.map(\.code) == ["odm.limit-unit"])
    }

    @Test func aComparatorStaysWithTheConvertedResult() throws {
        let (results, _) = try DoorHarness().patients(
            export([("I.MRD", "&lt;0.01", nil), ("I.MRD.U", "PCT", nil)]), mapping: mapping)
        let record = try #require(results.first?.patient.records.first)
        #expect(record.text(.original) == "<0.01")
        #expect(record.text(.originalUnit) == "%")
        #expect(record.text(.standard) == "<0.0001")
        #expect(record.number(.standardNumber) == nil)
    }

    @Test func theUnitOfADoseIsTheOneThatItsDefinitionAllows() throws {
        let mapping = """
            language: 1
            itemGroups:
              - oid: IG.LB
                entity: exposure
                items: [{oid: I.DOSE, field: dose}, {unitOf: I.DOSE, field: doseUnit}]
            """
        let (results, _) = try DoorHarness().patients(export([("I.DOSE", "15", nil)]), mapping: mapping)
        let record = try #require(results.first?.patient.records.first)
        #expect(record.number(.dose)?.description == "15")
        #expect(record.text(.doseUnit) == "g/L")
    }
}
