import ClinicalModel
import Mapping
import ODM
import ODMMapping
import Testing
import Values

@Suite struct ODMDoorTests {
    private let adverseEvents = """
        language: 1
        itemGroups:
          - oid: IG.AE
            entity: adverseEvent
            when: {item: I.YN, in: [Y]}
            items:
              - {oid: I.TERM, field: term}
              - {oid: I.ST, field: start, format: [yyyy-MM-dd, "dd MMM yyyy"], unknown: [UN, UNK]}
              - {oid: I.GR, field: grade, map: {"1": "1", "3": "3"}}
              - {oid: I.NOTE, notSubmitted: internal note}
        """

    @Test func aMappedRecordBecomesAnEventWithItsKeyAndOrigin() throws {
        let odm = DoorHarness.export(
            DoorHarness.group("IG.AE", [("I.YN", "Y"), ("I.TERM", "Headache"), ("I.ST", "03 MAR 2018"), ("I.GR", "3")]))
        let (results, accounts) = try DoorHarness().patients(odm, mapping: adverseEvents)
        let patient = try #require(results.first?.patient)
        let event = try #require(patient.records.first)
        #expect(event.kind == .adverseEvent)
        #expect(event.text(.term) == "Headache")
        #expect(event.date(.start) == PartialDate(year: 2018, month: 3, day: 3))
        #expect(event.text(.grade) == "3")
        #expect(event.key == RecordKey("SE.1/F.1/IG.AE[1]"))
        #expect(event.origin.line == 3)
        // SUBJID is the SDTM door's to make, by study.yaml's pattern.
        #expect(patient.subject.text(.subjectID) == nil)
        #expect(patient.key.subject == "001")
        #expect(accounts.total(.mapped) == 4)
        #expect(results[0].diagnostics.isEmpty)
    }

    @Test func partsOfADateThatAreUnknownStayUnknown() throws {
        let odm = DoorHarness.export(
            DoorHarness.group("IG.AE", [("I.YN", "Y"), ("I.TERM", "X"), ("I.ST", "UN MAR 2018")]))
        let (results, _) = try DoorHarness().patients(odm, mapping: adverseEvents)
        #expect(results[0].patient.records.first?.date(.start)?.description == "2018-03")
    }

    @Test func aDateThatDoesNotExistIsRefusedWithItsPlace() throws {
        let odm = DoorHarness.export(
            DoorHarness.group("IG.AE", [("I.YN", "Y"), ("I.TERM", "X"), ("I.ST", "2020-02-30")]))
        let (results, accounts) = try DoorHarness().patients(odm, mapping: adverseEvents)
        let diagnostic = try #require(results[0].diagnostics.first)
        #expect(diagnostic.code == "odm.invalid-date")
        #expect(diagnostic.location?.line == 3)
        #expect(!diagnostic.text().contains("2020-02-30"))
        #expect(results[0].patient.records.first?.date(.start) == nil)
        #expect(accounts.total(.refused) == 1)
    }

    @Test func aCodeOutsideTheListIsRefused() throws {
        let odm = DoorHarness.export(DoorHarness.group("IG.AE", [("I.YN", "Y"), ("I.TERM", "X"), ("I.GR", "9")]))
        let (results, _) = try DoorHarness().patients(odm, mapping: adverseEvents)
        #expect(results[0].diagnostics.map(\.code) == ["odm.not-in-list"])
    }

    @Test func whatNoLineNamesIsCarriedWithItsAddress() throws {
        let odm = DoorHarness.export(
            DoorHarness.group("IG.AE", [("I.YN", "Y"), ("I.TERM", "X"), ("I.EXTRA", "keep me"), ("I.NOTE", "n")])
                + DoorHarness.group("IG.QOL", [("I.Q1", "4")]))
        let (results, accounts) = try DoorHarness().patients(odm, mapping: adverseEvents)
        let patient = results[0].patient
        #expect(patient.records[0].supplements.map(\.address).contains("SE.1/F.1/IG.AE[1]/I.EXTRA"))
        #expect(patient.supplements.map(\.address) == ["SE.1#2/F.1/IG.QOL[1]/I.Q1"])
        #expect(accounts.total(.supplement) == 2)
        #expect(accounts.total(.notSubmitted) == 1)
        #expect(accounts.unmappedBlocks == ["F.1/IG.QOL": 1])
    }

    @Test func aGateThatSaysNoIsKept() throws {
        let odm = DoorHarness.export(DoorHarness.group("IG.AE", [("I.YN", "N")]))
        let (results, accounts) = try DoorHarness().patients(odm, mapping: adverseEvents)
        #expect(results[0].patient.records.isEmpty)
        #expect(results[0].patient.supplements.map(\.value) == [.text("N")])
        #expect(accounts.total(.supplement) == 1)
    }

    @Test func eachTestOfAPivotBecomesAFinding() throws {
        let mapping = """
            language: 1
            itemGroups:
              - oid: IG.LB
                entity: laboratory
                set: {category: HEMATOLOGY}
                items: [{oid: I.DT, field: date}]
                pivot:
                  - {oid: I.WBC, test: WBC, name: Leukocytes, unit: 10^9/L, set: {specimen: BLOOD}}
                  - {oid: I.HGB, test: HGB, name: Hemoglobin, unit: g/dL, standard: {unit: g/L, scale: "10"}}
                  - {oid: I.MRD, test: MRD, name: Minimal Residual Disease}
            """
        let odm = DoorHarness.export(
            DoorHarness.group(
                "IG.LB", [("I.DT", "2018-01-02"), ("I.WBC", "4.0"), ("I.HGB", "9.5"), ("I.MRD", "&lt;1E-4")]))
        let (results, _) = try DoorHarness().patients(odm, mapping: mapping)
        let records = results[0].patient.records
        #expect(records.map { $0.text(.testCode) } == ["WBC", "HGB", "MRD"])
        #expect(records.map { $0.text(.original) } == ["4.0", "9.5", "<1E-4"])
        #expect(records[0].text(.specimen) == "BLOOD")
        #expect(records[1].text(.specimen) == nil)
        #expect(records[1].number(.standardNumber)?.description == "95")
        #expect(records[2].text(.originalComparator) == "<")
        #expect(records.allSatisfy { $0.date(.date)?.description == "2018-01-02" })
        #expect(records[2].key.text == "SE.1/F.1/IG.LB[1]#MRD")
    }

    @Test func visitsComeFromTheStudyAndUnplannedOnesFollowTheirPredecessor() throws {
        var harness = DoorHarness()
        harness.study.visits = [
            StudyVisit(number: Decimal(significand: 1), name: "SCREENING", studyEventOID: "SE.1"),
            StudyVisit(number: Decimal(significand: 2), name: "DAY 15", studyEventOID: "SE.2"),
        ]
        func event(_ oid: String, _ date: String) -> String {
            DoorHarness.group("IG.LB", [("I.DT", date), ("I.WBC", "4")])
                .replacing("SE.1", with: oid)
        }
        let mapping = """
            language: 1
            itemGroups:
              - oid: IG.LB
                entity: laboratory
                items: [{oid: I.DT, field: date}]
                pivot: [{oid: I.WBC, test: WBC, name: Leukocytes}]
            """
        let odm = DoorHarness.export(
            event("SE.1", "2018-01-01") + event("SE.UNS", "2018-01-09") + event("SE.2", "2018-01-15"))
        let (results, _) = try harness.patients(odm, mapping: mapping)
        let records = results[0].patient.records
        #expect(records.map { $0.text(.visitNumber) } == ["1", "1.01", "2"])
    }

    @Test func twoBlocksThatContradictEachOtherAreReported() throws {
        let mapping = """
            language: 1
            itemGroups:
              - {oid: IG.A, entity: subject, items: [{oid: I.SEX, field: sex}]}
              - {oid: IG.B, entity: subject, items: [{oid: I.SEX2, field: sex}]}
            """
        let odm = DoorHarness.export(
            DoorHarness.group("IG.A", [("I.SEX", "F")]) + DoorHarness.group("IG.B", [("I.SEX2", "M")]))
        let (results, _) = try DoorHarness().patients(odm, mapping: mapping)
        #expect(results[0].patient.subject.text(.sex) == "F")
        #expect(results[0].diagnostics.map(\.code) == ["odm.conflict"])
    }
}
