import ClinicalModel
import Mapping
import ODM
import ODMMapping
import Testing
import Values

/// Values that must be refused at their place, and what becomes of what stands beside them.
@Suite struct ResultTests {
    private func convert(
        _ items: [(String, String)], _ block: String
    ) throws -> (result: ODMDoor.Result, accounts: Accounts) {
        let mapping = "language: 1\nitemGroups:\n  - {oid: IG.LB, \(block)}\n"
        let odm = DoorHarness.export(DoorHarness.group("IG.LB", items))
        let (results, accounts) = try DoorHarness().patients(odm, mapping: mapping)
        return (try #require(results.first), accounts)
    }

    @Test(arguments: [
        ("7.40", "7.40"), ("0", "0"), ("0.5", "0.5"), ("0.50", "0.50"), ("100", "100"), ("007", "7"), ("+7", "7"),
        ("-7", "-7"), (".5", "0.5"), ("5.", "5"), ("1e2", "100"), ("00.5", "0.5"), ("0.0", "0.0"), ("<0.60", "<0.60"),
        ("< 07", "<7"), ("123456789012345678", "123456789012345678"),
    ]) func aResultInItsStandardUnitIsWrittenAsANumber(written: String, expected: String) throws {
        let block =
            "entity: laboratory, pivot: [{oid: I.A, test: T, name: T, unit: g, standard: {unit: g, from: {g: 1}}}]"
        let record = try #require(
            try convert([("I.A", written.replacing("<", with: "&lt;"))], block).result.patient.records.first)
        #expect(record.text(.standard) == expected)
        #expect(record.text(.original) == written)
    }

    @Test func theKeyOfARecordThatComesLaterIsFound() throws {
        let mapping = """
            language: 1
            itemGroups:
              - oid: IG.A
                entity: exposure
                items:
                  - {oid: I.A, field: treatment}
                  - {lookup: {oid: IG.B}, field: linkID}
              - {oid: IG.B, entity: adverseEvent, items: [{oid: I.B, field: term}]}
            """
        let odm = DoorHarness.export(
            DoorHarness.group("IG.A", [("I.A", "drug")])
                + DoorHarness.group(
                    "IG.B", [("I.B", "Fever")],
                    key: "é\"2"
                        .replacing("\"", with: "&quot;")))
        let records = try #require(try DoorHarness().patients(odm, mapping: mapping).results.first).patient.records
        #expect(records.first?.text(.linkID) == records.last?.key.text)
        #expect(records.last?.key.text == "SE.1#2/F.1/IG.B[é\"2]")
    }

    // MARK: - Several values of one item (ODM 2.0)

    private func several(_ block: String) throws -> (result: ODMDoor.Result, accounts: Accounts) {
        let odm = """
            <ODM xmlns="http://www.cdisc.org/ns/odm/v2.0" ODMVersion="2.0" FileType="Snapshot" FileOID="F" \
            CreationDateTime="2019-08-01T00:00:00"><ClinicalData StudyOID="S" MetaDataVersionOID="1">
            <SubjectData SubjectKey="001"><StudyEventData StudyEventOID="SE"><ItemGroupData ItemGroupOID="IG.LB">
            <ItemData ItemOID="I.A"><Value>1</Value><Value>2</Value></ItemData>
            <ItemData ItemOID="I.B"><Value>kept</Value></ItemData>
            </ItemGroupData></StudyEventData></SubjectData></ClinicalData></ODM>
            """
        let mapping = "language: 1\nitemGroups:\n  - {oid: IG.LB, \(block)}\n"
        let (results, accounts) = try DoorHarness().patients(odm, mapping: mapping)
        return (try #require(results.first), accounts)
    }

    @Test(arguments: [
        "entity: exposure, items: [{oid: I.A, field: dose}, {oid: I.B, field: treatment}]",
        "entity: exposure, items: [{oid: I.A, field: start}, {oid: I.B, field: treatment}]",
        "entity: exposure, items: [{oid: I.A, supplement: Q, label: Q, scale: 2}, {oid: I.B, field: treatment}]",
        "entity: laboratory, pivot: [{oid: I.A, test: T, name: T}, {oid: I.B, test: U, name: U}]",
        "entity: laboratory, pivot: [{oid: I.B, test: U, name: U, low: I.A}]",
    ]) func severalValuesAreRefusedWhereOneIsMeant(block: String) throws {
        let (result, accounts) = try several(block)
        #expect(result.diagnostics.map(\.code) == ["odm.several-values", "odm.several-values"])
        #expect(result.diagnostics.allSatisfy { $0.location?.line == 3 })
        #expect(accounts.total(.refused) == 2)
        #expect(accounts.total(.mapped) == 1)
        #expect(result.patient.records.count == 1)
    }

    @Test func severalValuesOfATextAreASet() throws {
        let block = "entity: exposure, items: [{oid: I.A, field: treatment, original: ORIG, map: {\"1\": X, \"2\": Y}}]"
        let record = try #require(try several(block).result.patient.records.first)
        #expect(record.values[.treatment] == .set(["X", "Y"]))
        #expect(record.supplements.first { $0.name == "ORIG" }?.value == .text("1;2"))
    }

    @Test func severalValuesThatAreNotSubmittedAreAllBookedSo() throws {
        let (_, accounts) = try several("entity: exposure, items: [{oid: I.A, notSubmitted: because}]")
        #expect(accounts.total(.notSubmitted) == 2)
        #expect(accounts.total(.mapped) == 0)
    }

    @Test func severalValuesOfWhichOneIsRefusedAreNotMapped() throws {
        let (_, accounts) = try several("entity: exposure, items: [{oid: I.A, field: treatment, map: {\"1\": X}}]")
        #expect(accounts.total(.refused) == 1)
        // The other one is carried as it is.
        #expect(accounts.total(.supplement) == 2)
    }

    // MARK: - Decimal commas

    @Test(arguments: [
        "entity: laboratory, pivot: [{oid: I.A, test: HGB, name: H, unit: g/dL, standard: {unit: g/L, scale: 10}}]",
        "entity: laboratory, pivot: [{oid: I.A, test: INR, name: INR}]",
        "entity: exposure, items: [{oid: I.A, field: dose}]",
        "entity: exposure, items: [{oid: I.A, supplement: Q, label: Q, scale: 10}]",
    ]) func aCommaIsNotGuessedToBeADecimalSign(block: String) throws {
        for text in ["9,4", "1,500", "-0,5"] {
            let (result, accounts) = try convert([("I.A", text)], block)
            #expect(result.diagnostics.map(\.code) == ["odm.decimal-comma"])
            #expect(result.diagnostics.first?.location?.line == 3)
            #expect(result.diagnostics.first?.text().contains(text) == false)
            #expect(accounts.total(.refused) == 1)
        }
    }

    @Test func aComparatorDoesNotHideTheComma() throws {
        let block = "entity: laboratory, pivot: [{oid: I.A, test: MRD, name: M, standard: {unit: g, scale: 2}}]"
        #expect(try convert([("I.A", "&lt; 0,01")], block).result.diagnostics.map(\.code) == ["odm.decimal-comma"])
    }

    @Test func aCommaIsADecimalSignWhereTheMappingSaysSo() throws {
        let block = """
            entity: laboratory, pivot: [{oid: I.A, test: HGB, name: H, unit: g/dL, decimal: ",", low: I.L, high: I.H, \
            standard: {unit: g/L, scale: 10}}]
            """
        let items = [("I.A", "9,4"), ("I.L", "11,2"), ("I.H", "14")]
        let record = try #require(try convert(items, block).result.patient.records.first)
        #expect(record.text(.original) == "9,4")
        #expect(record.text(.standard) == "94")
        #expect(record.text(.normalRangeOriginalLow) == "11,2")
        #expect(record.number(.normalRangeStandardLow)?.description == "112")
        #expect(record.number(.normalRangeStandardHigh)?.description == "140")
        // Where the comma is the decimal sign, a point is none.
        let point = try convert([("I.A", "9.4")], "entity: exposure, items: [{oid: I.A, field: dose, decimal: ','}]")
        #expect(point.result.diagnostics.map(\.code) == ["odm.not-a-number"])
        let dose = try convert([("I.A", "9,4")], "entity: exposure, items: [{oid: I.A, field: dose, decimal: ','}]")
        #expect(dose.result.patient.records.first?.number(.dose)?.description == "9.4")
    }

    @Test func aResultWithADecimalCommaHasAStandardResultWithAPoint() throws {
        let block = "entity: laboratory, pivot: [{oid: I.A, test: HGB, name: H, unit: g/dL, decimal: ','}]"
        let record = try #require(try convert([("I.A", "9,40")], block).result.patient.records.first)
        #expect(record.text(.original) == "9,40")
        #expect(record.text(.standard) == "9.40")
        #expect(record.number(.standardNumber)?.description == "9.40")
        #expect(record.text(.standardUnit) == "g/dL")
    }

    // MARK: - Limits of what can be said

    @Test func aNumberWithTooManyDigitsIsSaidToBeOne() throws {
        for block in [
            "entity: exposure, items: [{oid: I.A, field: dose}]",
            "entity: laboratory, pivot: [{oid: I.A, test: T, name: T, standard: {unit: g, scale: 2}}]",
        ] {
            let diagnostic = try #require(try convert([("I.A", "1234567890123456789")], block).result.diagnostics.first)
            #expect(diagnostic.code == "odm.number-range")
            #expect(diagnostic.message.contains("18"))
        }
    }

    @Test func aTextIsItsOwnStandardResultAndItsLimitsAreConverted() throws {
        let block = """
            entity: laboratory, pivot: [{oid: I.A, test: HGB, name: H, unit: g/dL, low: I.L, \
            standard: {unit: g/L, scale: 10}}]
            """
        let record = try #require(
            try convert([("I.A", "clotted"), ("I.L", "11.2")], block).result.patient.records.first)
        #expect(record.text(.standard) == "clotted")
        #expect(record.values[.standardUnit] == nil)
        #expect(record.number(.normalRangeStandardLow)?.description == "112")
    }

    @Test(arguments: [
        ("5", "123456789012345678", "unit: g/dL, standard: {unit: g/L, scale: 123456789}", "odm.number-range"),
        ("5", "1234567890123456789", "unit: g/dL", "odm.number-range"),
        ("5", "12345678901234567,89", "unit: g/dL, decimal: ','", "odm.number-range"),
        ("clotted", "11.2", "unit: g/dL, standard: {unit: g/L, from: {g/L: 1}}", "odm.no-factor"),
        ("5", "&lt;5", "unit: g/dL, standard: {unit: g/L, scale: 10}", nil),
    ]) func aLimitThatCannotBeConvertedIsReported(
        written: String, limit: String, options: String, code: String?
    ) throws {
        let block = "entity: laboratory, pivot: [{oid: I.A, test: HGB, name: H, low: I.L, \(options)}]"
        let (result, accounts) = try convert([("I.A", written), ("I.L", limit)], block)
        let record = try #require(result.patient.records.first)
        #expect(record.text(.normalRangeOriginalLow) == limit.replacing("&lt;", with: "<"))
        #expect(record.number(.normalRangeStandardLow) == nil)
        #expect(accounts.total(.mapped) == 2)
        #expect(result.diagnostics.map(\.code) == (code.map { [$0] } ?? []))
        #expect(result.diagnostics.allSatisfy { $0.location?.line == 3 && $0.severity == .warning })
    }

    @Test func aCodedResultKeepsItsLimits() throws {
        let block = """
            entity: laboratory, pivot: [{oid: I.A, test: T, name: T, low: I.L, standard: {map: {P: POSITIVE}}}]
            """
        let (result, accounts) = try convert([("I.A", "P"), ("I.L", "0")], block)
        #expect(result.patient.records.first?.text(.normalRangeOriginalLow) == "0")
        #expect(accounts.total(.mapped) == 2)
    }

    // MARK: - What belongs to a refused result

    @Test func whatBelongsToARefusedResultIsCarried() throws {
        let block = """
            entity: laboratory, items: [{oid: I.D, field: date}], pivot: [{oid: I.A, test: HGB, name: H, unitItem: I.U, \
            low: I.L, standard: {unit: g/L, from: {g/dL: 10}}}]
            """
        let items = [("I.A", "94"), ("I.U", "mmol/L"), ("I.L", "8"), ("I.D", "2020-01-01")]
        let (result, accounts) = try convert(items, block)
        #expect(result.diagnostics.map(\.code) == ["odm.no-factor"])
        #expect(result.patient.records.isEmpty)
        #expect(accounts.total(.refused) == 1)
        #expect(accounts.total(.mapped) == 0)
        #expect(
            result.patient.supplements.map(\.value) == [.text("mmol/L"), .text("8"), .text("2020-01-01")])
    }

    @Test func withoutAnyResultWhatTestsShareIsCarried() throws {
        let block = "entity: laboratory, items: [{oid: I.D, field: date}], pivot: [{oid: I.A, test: T, name: T}]"
        let (result, accounts) = try convert([("I.D", "2020-01-01")], block)
        #expect(result.patient.records.isEmpty)
        #expect(accounts.total(.supplement) == 1)
        #expect(result.patient.supplements.map(\.value) == [.text("2020-01-01")])
    }

    @Test func aUnitThatItsListRefusesRefusesTheResult() throws {
        let mapping = """
            language: 1
            lists: {units: {map: {gm/dL: g/dL}}}
            itemGroups:
              - {oid: IG.LB, entity: laboratory, pivot: [{oid: I.A, test: T, name: T, unitItem: I.U, units: units}]}
            """
        func read(_ unit: String) throws -> ODMDoor.Result {
            let odm = DoorHarness.export(DoorHarness.group("IG.LB", [("I.A", "1"), ("I.U", unit)]))
            return try #require(try DoorHarness().patients(odm, mapping: mapping).results.first)
        }
        #expect(try read("gm/dL").patient.records.first?.text(.originalUnit) == "g/dL")
        #expect(try read("furlong").diagnostics.map(\.code) == ["odm.not-in-list"])
        #expect(try read("furlong").patient.records.isEmpty)
    }

    // MARK: - Lists and lookups

    @Test func whatAListKeepsIsReadAsItsFieldsType() throws {
        let line = "{oid: I.A, field: start, map: {X: '2020-01-01'}, else: keep, format: dd.MM.yyyy}"
        for (written, read) in [("X", "2020-01-01"), ("07.05.2019", "2019-05-07")] {
            let (result, _) = try convert([("I.A", written)], "entity: adverseEvent, items: [\(line)]")
            #expect(result.patient.records.first?.values[.start] == PartialDate(iso8601: read).map { .date($0) })
        }
        let (refused, _) = try convert([("I.A", "soon")], "entity: adverseEvent, items: [\(line)]")
        #expect(refused.diagnostics.map(\.code) == ["odm.invalid-date"])
        #expect(refused.patient.records.first?.values[.start] == nil)
    }

    @Test func aLookupReadsAsALineOfItsOwnWould() throws {
        let mapping = """
            language: 1
            itemGroups:
              - oid: IG.A
                entity: exposure
                items:
                  - {lookup: {oid: IG.B, item: I.D}, field: start, time: I.T, original: STORIG}
                  - {lookup: {oid: IG.B, item: I.N}, field: dose, scale: 10, decimal: ","}
                  - {context: studyEventRepeatKey, field: visitNumber}
            """
        let odm = DoorHarness.export(
            """
            <StudyEventData StudyEventOID="SE" StudyEventRepeatKey="3"><FormData FormOID="F">\
            <ItemGroupData ItemGroupOID="IG.A"><ItemData ItemOID="I.X" Value="x"/></ItemGroupData>\
            <ItemGroupData ItemGroupOID="IG.B"><ItemData ItemOID="I.D" Value="2020-05-07"/>\
            <ItemData ItemOID="I.T" Value="10:15"/><ItemData ItemOID="I.N" Value="1,5"/></ItemGroupData>\
            </FormData></StudyEventData>
            """)
        let result = try #require(try DoorHarness().patients(odm, mapping: mapping).results.first)
        let record = try #require(result.patient.records.first)
        #expect(record.date(.start)?.description == "2020-05-07T10:15")
        #expect(record.number(.dose)?.description == "15")
        #expect(record.number(.visitNumber)?.description == "3")
        #expect(record.supplements.first { $0.name == "STORIG" }?.value == .text("2020-05-07"))
    }
}
