import ClinicalModel
import Mapping
import ODM
import ODMMapping
import Testing
import Values

/// One source record that says several things.
@Suite struct SplitTests {
    @Test func aRecordIsSplitIntoThosePartsWhoseConditionsHold() throws {
        let mapping = """
            language: 1
            itemGroups:
              - oid: IG.DX
                split:
                  - as: DX
                    entity: medicalHistory
                    set: {term: Leukaemia}
                    items: [{oid: I.DAT, field: start}]
                  - as: TRI21
                    entity: medicalHistory
                    when: {item: I.TRI21, present: true}
                    set: {term: Trisomy 21, prespecified: Y}
                    items: [{oid: I.TRI21, field: occurrence}]
                  - as: T1719
                    entity: medicalHistory
                    when: {item: I.T1719, present: true}
                    set: {term: t(17;19)}
                    items: [{oid: I.T1719, field: occurrence}]
                  - as: DM
                    entity: subject
                    items: [{oid: I.SEX, field: sex}]
            """
        let odm = DoorHarness.export(
            DoorHarness.group("IG.DX", [("I.DAT", "2017-05"), ("I.TRI21", "N"), ("I.SEX", "F")]))
        let (results, accounts) = try DoorHarness().patients(odm, mapping: mapping)
        let patient = try #require(results.first?.patient)
        #expect(patient.records.map { $0.text(.term) } == ["Leukaemia", "Trisomy 21"])
        #expect(patient.records.map(\.key.text) == ["SE.1/F.1/IG.DX[1]", "SE.1/F.1/IG.DX[1]#TRI21"])
        #expect(patient.records[1].text(.occurrence) == "N")
        #expect(patient.subject.text(.sex) == "F")
        #expect(accounts.total(.mapped) == 3)
    }

    @Test func anInterruptionBelongsToTheIntervalThatItInterrupts() throws {
        let mapping = """
            language: 1
            itemGroups:
              - oid: IG.INF
                when: {item: I.KIND, in: [INF]}
                split:
                  - as: EC
                    entity: exposureAsCollected
                    items: &times
                      - {oid: I.FROM, field: start}
                      - {oid: I.TO, field: end}
                  - as: EX
                    entity: exposure
                    items: *times
                    relate: [{oid: IG.INF, same: own}]
              - oid: IG.INF
                when: {item: I.KIND, in: [INT]}
                entity: exposureAsCollected
                items: *times
                parent: {oid: IG.INF, same: event, when: {item: I.KIND, in: [INF]}, during: true}
            """
        func row(_ key: Int, _ kind: String, _ from: String, _ to: String) -> String {
            """
            <ItemGroupData ItemGroupOID="IG.INF" ItemGroupRepeatKey="\(key)"><ItemData ItemOID="I.KIND" Value="\(kind)"/>\
            <ItemData ItemOID="I.FROM" Value="\(from)"/><ItemData ItemOID="I.TO" Value="\(to)"/></ItemGroupData>
            """
        }
        let odm = DoorHarness.export(
            "<StudyEventData StudyEventOID=\"SE.1\"><FormData FormOID=\"F.1\">"
                + row(1, "INF", "2018-01-01T09:00", "2018-01-05T10:00")
                + row(2, "INT", "2018-01-05T10:00", "2018-01-07T12:00")
                + row(3, "INF", "2018-01-07T12:00", "2018-01-29T09:00")
                + row(4, "INT", "2018-01-10T12:00", "2018-01-10T12:30")
                + row(5, "INT", "2018-02-10", "2018-02-11") + "</FormData></StudyEventData>")
        let (results, _) = try DoorHarness().patients(odm, mapping: mapping)
        let patient = try #require(results.first?.patient)
        let interruptions = patient.records.filter { ["2", "4", "5"].contains($0.key.text.dropLast().suffix(1)) }
        #expect(
            interruptions.map { $0.parent?.text } == ["SE.1/F.1/IG.INF[1]", "SE.1/F.1/IG.INF[3]", nil])
        // A dosing interval as collected and the exposure that it is are related records.
        #expect(
            patient.relations.map { $0.members.map(\.text) } == [
                ["SE.1/F.1/IG.INF[1]#EX", "SE.1/F.1/IG.INF[1]"], ["SE.1/F.1/IG.INF[3]#EX", "SE.1/F.1/IG.INF[3]"],
            ])
        #expect(results[0].diagnostics.isEmpty)
    }

    @Test func everyFindingOfAGroupIsRelatedToItsLesion() throws {
        let mapping = """
            language: 1
            itemGroups:
              - {oid: IG.TU, entity: lesion, items: [{oid: I.NUM, field: linkID}]}
              - oid: IG.TR
                entity: lesionMeasurement
                items: [{oid: I.OF, field: linkID}]
                pivot:
                  - {oid: I.L, test: LDIAM, name: Longest Diameter}
                  - {oid: I.P, test: LPERP, name: Longest Perpendicular}
                relate: [{oid: IG.TU, match: {I.OF: I.NUM}}]
            """
        let odm = DoorHarness.export(
            DoorHarness.group("IG.TU", [("I.NUM", "L1")]) + DoorHarness.group("IG.TU", [("I.NUM", "L2")], key: "2")
                + DoorHarness.group("IG.TR", [("I.OF", "L2"), ("I.L", "20"), ("I.P", "14")]))
        let (results, _) = try DoorHarness().patients(odm, mapping: mapping)
        let relation = try #require(results.first?.patient.relations.first)
        #expect(
            relation.members.map(\.text) == [
                "SE.1#3/F.1/IG.TR[1]#LDIAM", "SE.1#3/F.1/IG.TR[1]#LPERP", "SE.1#2/F.1/IG.TU[2]",
            ])
    }

    @Test(arguments: [
        ("{item: I.KIND, in: [CHEMO, BLIN]}", true), ("{item: I.KIND, present: true}", true),
        ("{not: {item: I.KIND, in: [HSCT]}}", true), ("{any: [{item: I.KIND, in: [CHEMO]}]}", true),
        ("{item: I.KIND, in: [CHEMO]}", false),
        ("{all: [{item: I.KIND, in: [CHEMO]}, {item: I.TRT, present: true}]}", false),
    ]) func whatAConditionDoesNotTellIsCarried(condition: String, isCarried: Bool) throws {
        let block = "entity: concomitantMedication, items: [{oid: I.TRT, field: treatment}]"
        let odm = DoorHarness.export(DoorHarness.group("IG.CM", [("I.KIND", "CHEMO"), ("I.TRT", "drug")]))
        for rest in ["when: \(condition), \(block)", "split: [{as: CM, when: \(condition), \(block)}]"] {
            let mapping = "language: 1\nitemGroups:\n  - {oid: IG.CM, \(rest)}\n"
            let (results, accounts) = try DoorHarness().patients(odm, mapping: mapping)
            let record = try #require(results[0].patient.records.first)
            #expect(record.supplements.map(\.value) == (isCarried ? [.text("CHEMO")] : []))
            #expect(accounts.total(.supplement) == (isCarried ? 1 : 0))
            #expect(accounts.total(.mapped) == (isCarried ? 1 : 2))
        }
    }

    @Test func aBlockThatSubmitsNothingSaysWhyAndKeepsTheValues() throws {
        let mapping = """
            language: 1
            itemGroups:
              - {oid: IG.AE, when: {item: I.YN, in: [N]}, notSubmitted: nothing to report}
            """
        let odm = DoorHarness.export(DoorHarness.group("IG.AE", [("I.YN", "N")]))
        let (results, accounts) = try DoorHarness().patients(odm, mapping: mapping)
        #expect(accounts.total(.notSubmitted) == 1)
        #expect(results[0].patient.supplements.map(\.address) == ["SE.1/F.1/IG.AE[1]/I.YN"])
        #expect(accounts.unmappedBlocks.isEmpty)
    }
}
