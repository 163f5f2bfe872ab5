import ClinicalModel
import Mapping
import ODMMapping
import Testing
import Values

/// Numbers of visits.
struct VisitTests {
    private let mapping = """
        language: 1
        itemGroups:
          - oid: IG.VS
            entity: vitalSigns
            items:
              - {oid: I.T, field: original}
              - {oid: I.D, field: date, format: yyyy-MM-dd}
              - {oid: I.V, field: visitNumber}
        """

    private func event(_ oid: String, _ key: Int?, date: String?, visitNumber: String? = nil) -> String {
        let items = [("I.T", "1")] + (date.map { [("I.D", $0)] } ?? []) + (visitNumber.map { [("I.V", $0)] } ?? [])
        let values = items.map { "<ItemData ItemOID=\"\($0.0)\" Value=\"\($0.1)\"/>" }.joined()
        let key = key.map { " StudyEventRepeatKey=\"\($0)\"" } ?? ""
        return """
            <StudyEventData StudyEventOID="\(oid)"\(key)><FormData FormOID="F"><ItemGroupData ItemGroupOID="IG.VS">\
            \(values)</ItemGroupData></FormData></StudyEventData>
            """
    }

    /// Converts with planned visits SE.1, SE.2 and so on of these numbers.
    private func convert(_ events: [String], planned: [String]) throws -> ODMDoor.Result {
        var harness = DoorHarness()
        harness.study.visits = try planned.enumerated().map { index, number in
            StudyVisit(number: try #require(Decimal(number)), name: "V\(number)", studyEventOID: "SE.\(index + 1)")
        }
        let text = DoorHarness.export(events.joined(separator: "\n"))
        return try #require(try harness.patients(text, mapping: mapping).results.first)
    }

    private func numbers(_ result: ODMDoor.Result) -> [Double] {
        result.patient.records.compactMap { $0.number(.visitNumber)?.double }
    }

    private func codes(_ result: ODMDoor.Result) -> [String] {
        result.diagnostics.map(\.code).filter { $0 != "odm.undefined-oid" }
    }

    @Test func moreThanAHundredStayBelowTheNextPlannedInTheirOrder() throws {
        let events =
            [event("SE.1", 1, date: "2019-01-01")]
            + (1...120).map { event("SE.U", $0, date: "2019-01-\($0 < 60 ? "02" : "03")") }
            + [event("SE.2", 1, date: "2019-02-01")]
        let result = try convert(events, planned: ["1", "2"])
        let found = numbers(result)
        #expect(found.count == 122)
        #expect(Set(found).count == 122)
        #expect(found == found.sorted())
        #expect(found.suffix(2) == [1.99021, 2])
        #expect(codes(result) == [])
    }

    @Test func aPlannedNumberIsNeverTaken() throws {
        let events = [event("SE.1", 1, date: "2019-01-01")] + (1...3).map { event("SE.U", $0, date: "2019-01-02") }
        #expect(numbers(try convert(events, planned: ["1", "1.02", "2"])) == [1, 1.01, 1.01001, 1.01002])
    }

    @Test func whatFindsNoNumberStaysEmptyAndIsReported() throws {
        let events = [event("SE.1", 1, date: "2019-01-01")] + (1...3).map { event("SE.U", $0, date: "2019-01-02") }
        let result = try convert(events, planned: ["1", "1.00002"])
        #expect(numbers(result) == [1, 1.00001])
        #expect(codes(result) == ["odm.unnumbered-visit", "odm.unnumbered-visit"])
    }

    @Test func anUnplannedVisitWithoutADateStaysEmptyAndIsReported() throws {
        let result = try convert([event("SE.1", 1, date: "2019-01-01"), event("SE.U", 1, date: nil)], planned: ["1"])
        #expect(codes(result) == ["odm.undated-visit"])
        #expect(result.diagnostics.last { $0.code == "odm.undated-visit" }?.location?.line == 4)
        #expect(numbers(result) == [1])
    }

    @Test func repeatsOfOnePlannedVisitDoNotShareItsNumber() throws {
        let result = try convert(
            [event("SE.1", 1, date: "2019-01-01"), event("SE.1", 2, date: "2019-01-05")], planned: ["1", "2"])
        #expect(numbers(result) == [1, 1.01])
        #expect(codes(result) == ["odm.repeated-visit"])
    }

    @Test func anEventInTwoPartsWithoutKeysIsOneVisit() throws {
        let result = try convert(
            [event("SE.1", nil, date: "2019-01-01"), event("SE.1", nil, date: "2019-01-01")], planned: ["1"])
        #expect(numbers(result) == [1, 1])
        #expect(codes(result) == [])
    }

    @Test func aStatedNumberWinsAndIsReported() throws {
        let result = try convert(
            [
                event("SE.1", 1, date: "2019-01-01", visitNumber: "7"),
                event("SE.U", 1, date: "2019-01-02", visitNumber: "1.01"), event("SE.U", 2, date: "2019-01-03"),
            ], planned: ["1"])
        #expect(numbers(result) == [7, 1.01, 1.02])
        #expect(codes(result) == ["odm.visit-override"])
    }

    private let partialMapping = """
        language: 1
        itemGroups:
          - {oid: IG.VS, entity: vitalSigns, items: [{oid: I.T, field: original}, {oid: I.D, field: date}]}
        """

    private func convertPartial(_ events: [String], zone: String) throws -> ODMDoor.Result {
        var harness = DoorHarness()
        harness.study.visits = try ["1", "2"].enumerated().map { index, number in
            StudyVisit(number: try #require(Decimal(number)), name: "V\(number)", studyEventOID: "SE.\(index + 1)")
        }
        var site = Site(id: "S")
        site.timeZone = zone
        harness.study.sites = [site]
        let text = DoorHarness.export(events.joined(separator: "\n"))
        return try #require(try harness.patients(text, mapping: partialMapping).results.first)
    }

    /// January as a whole lies on both sides of the planned visits.
    @Test func aPartialDateThatLeavesThePlaceOpenStaysEmptyAndIsReported() throws {
        let planned = [event("SE.1", 1, date: "2019-01-01"), event("SE.2", 1, date: "2019-01-08")]
        let open = try convertPartial(planned + [event("SE.U", 1, date: "2019-01")], zone: "UTC")
        #expect(numbers(open) == [1, 2])
        #expect(codes(open) == ["odm.undated-visit"])
        let decided = try convertPartial(planned + [event("SE.U", 1, date: "2019-02")], zone: "UTC")
        #expect(numbers(decided) == [1, 2, 2.01])
        #expect(codes(decided) == [])
    }

    /// 00:30 five hours east of UTC is the evening before; without the zone that is open.
    @Test func offsetsArePutIntoTheSitesTime() throws {
        let events = [
            event("SE.1", 1, date: "2019-01-01"), event("SE.2", 1, date: "2019-01-08"),
            event("SE.U", 1, date: "2019-01-08T00:30:00+05:00"), event("SE.U", 2, date: "2019-01-07T18:30:00Z"),
        ]
        #expect(numbers(try convertPartial(events, zone: "UTC")) == [1, 2, 1.02, 1.01])
        let open = try convertPartial(events, zone: "")
        #expect(numbers(open) == [1, 2])
        #expect(codes(open) == ["odm.undated-visit", "odm.undated-visit"])
    }
}
