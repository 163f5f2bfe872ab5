import ClinicalModel
import Mapping
import ODM
import ODMMapping
import Testing
import Values

/// Kinds of lines beyond copying.
@Suite struct LineTests {
    private func patient(
        _ items: [(String, String)], _ lines: String, head: String = "", entity: String = "adverseEvent"
    ) throws -> ODMDoor.Result {
        let mapping = """
            language: 1
            \(head)
            itemGroups:
              - oid: IG.AE
                entity: \(entity)
                items: [\(lines)]
            """
        let odm = DoorHarness.export(DoorHarness.group("IG.AE", items))
        return try #require(try DoorHarness().patients(odm, mapping: mapping).results.first)
    }

    private let criteria = """
        {oid: I.C, split: ",", flags: {DTH: seriousDeath, HOSP: seriousHospitalization, LIFE: seriousLifeThreatening}}
        """

    @Test func eachCodeOfASelectMultipleSetsItsFlag() throws {
        let result = try patient([("I.C", "DTH, HOSP")], criteria)
        let event = try #require(result.patient.records.first)
        #expect(event.text(.seriousDeath) == "Y")
        #expect(event.text(.seriousHospitalization) == "Y")
        // What was not chosen is not said to be untrue.
        #expect(event.values[.seriousLifeThreatening] == nil)
    }

    @Test func aCodeWithoutAFlagIsRefusedAndSetsNothing() throws {
        let result = try patient([("I.C", "DTH,ODD")], criteria)
        #expect(result.diagnostics.map(\.code) == ["odm.not-in-list"])
        #expect(result.patient.records.first?.values[.seriousDeath] == nil)
    }

    @Test func theMappingsDatesHoldForLinesThatNameNoFormat() throws {
        let dates = "dates: {format: [yyyy-MM-dd, dd MMM yyyy, yyyy], unknown: [UN, UNK]}"
        for (written, read) in [
            ("2018-03-07", "2018-03-07"), ("07 MAR 2018", "2018-03-07"), ("UN MAR 2018", "2018-03"),
            ("UN UNK 2018", "2018"), ("2018", "2018"),
        ] {
            let result = try patient([("I.D", written)], "{oid: I.D, field: start}", head: dates)
            #expect(result.patient.records.first?.date(.start)?.description == read)
        }
        let refused = try patient([("I.D", "03/07/2018")], "{oid: I.D, field: start}", head: dates)
        #expect(refused.diagnostics.map(\.code) == ["odm.invalid-date"])
    }

    @Test func neitherADateNorItsTimeIsLostForTheOther() throws {
        let line = "{oid: I.D, field: start, time: I.T, unknown: [UN, UNK]}"
        func read(_ date: String, _ time: String) throws -> ODMDoor.Result {
            try patient([("I.D", date), ("I.T", time)], line)
        }
        // A time of which nothing is known stays as it was written, beside the date.
        let known = try read("2020-06-01", "UN:UN").patient.records.first
        #expect(known?.date(.start)?.description == "2020-06-01")
        #expect(known?.supplements.map(\.value) == [.text("UN:UN")])
        #expect(try read("UNK", "10:30").patient.records.first?.date(.start)?.description == "-----T10:30")
        let both = try read("2020-06-01", "10:15:30.250").patient.records.first
        #expect(both?.date(.start)?.description == "2020-06-01T10:15:30.250")
        #expect(both?.supplements.isEmpty == true)
        let noTime = try read("2020-06-01", "noon")
        #expect(noTime.diagnostics.map(\.code) == ["odm.invalid-time"])
        #expect(noTime.patient.records.first?.date(.start)?.description == "2020-06-01")
        let noDate = try read("2020-06-31", "10:30")
        #expect(noDate.diagnostics.map(\.code) == ["odm.invalid-date"])
        #expect(noDate.patient.records.first?.supplements.map(\.value) == [.text("10:30")])
    }

    @Test func aDoseThatIsNoNumberStandsAsText() throws {
        let lines = """
            {oid: I.D, field: dose, when: {item: I.D, number: true}}, \
            {oid: I.D, field: doseText, when: {item: I.D, number: false}}
            """
        let number = try patient([("I.D", "2.5")], lines, entity: "exposure").patient.records.first
        #expect(number?.number(.dose)?.description == "2.5")
        #expect(number?.values[.doseText] == nil)
        for text in ["2,5", "10-20"] {
            let record = try patient([("I.D", text)], lines, entity: "exposure").patient.records.first
            #expect(record?.values[.dose] == nil)
            #expect(record?.text(.doseText) == text)
        }
    }

    @Test func twoLinesThatSayDifferentThingsOfOneFieldAreRefused() throws {
        let lines = """
            {oid: I.A, field: term, when: {item: I.A, present: true}}, \
            {oid: I.B, field: term, when: {item: I.B, present: true}}
            """
        let result = try patient([("I.A", "Fever"), ("I.B", "Rash")], lines)
        #expect(result.diagnostics.map(\.code) == ["odm.conflict"])
        #expect(result.diagnostics.first?.location?.line == 3)
        #expect(result.patient.records.first?.text(.term) == "Fever")
        let same = try patient([("I.A", "Fever"), ("I.B", "Fever")], lines)
        #expect(same.diagnostics.isEmpty)
    }

    @Test(arguments: [
        ("split: []", "split"),
        ("split: [{entity: adverseEvent}]", "as"),
        ("split: [{as: A, entity: adverseEvent}, {as: A, entity: adverseEvent}]", "twice"),
        ("entity: adverseEvent, split: [{as: A, entity: adverseEvent}]", "entity"),
        ("entity: adverseEvent, items: [{oid: I, flags: {A: start}}]", "start"),
        ("entity: adverseEvent, items: [{oid: I, flags: {A: seriousDeath, B: seriousDeath}}]", "seriousDeath"),
        (
            "entity: laboratory, pivot: [{oid: I, test: T, name: T, standard: {unit: g, scale: 2, from: {g: 1}}}]",
            "from"
        ),
        ("entity: laboratory, pivot: [{oid: I, test: T, name: T, standard: {unit: g, map: {A: B}}}]", "standard"),
        ("notSubmitted: because, items: [{oid: I, field: term}]", "items"),
    ]) func aMistakeHasItsPlace(block: String, word: String) throws {
        let mapping = "language: 1\nitemGroups:\n  - {oid: IG.X, \(block)}\n"
        let error = #expect(throws: MappingError.self) {
            try MappingDocument(text: mapping, path: "m.yaml") { (path) throws(MappingError) in
                throw .missingKey(path, in: "test", at: Location(path: path))
            }
        }
        let diagnostic = try #require(error).diagnostic
        #expect(diagnostic.location?.line == 3)
        #expect("\(diagnostic.message) \(diagnostic.remedy)".contains(word))
    }
}
