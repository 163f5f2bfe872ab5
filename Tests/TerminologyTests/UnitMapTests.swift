import Terminology
import Testing

@Suite("CDISC UNIT and UCUM")
struct UnitMapTests {
    let units: UnitMap

    init() throws { units = try Terminology.units("2025-03-28") }

    @Test func everyCDISCUnitIsThereMappedOrNot() throws {
        let list = try Terminology.codeLists("2025-03-28").codeList("UNIT")
        #expect(units.count == 929)
        #expect(Set(units.map(\.cdisc)) == Set(list.map(\.submissionValue)))
        // 575 proposals, less the seven that the review in Tests/Tools/make-tables refused.
        #expect(units.count { $0.ucum != nil } == 568)
        let byMethod = Dictionary(grouping: units, by: \.method).mapValues(\.count)
        #expect(byMethod == [.rule: 529, .synonym: 10, .openStudyBuilder: 24, .hand: 5, nil: 361])
        for unit in units { #expect(list.term(submissionValue: unit.cdisc)?.code == unit.code) }
    }

    @Test(arguments: [
        ("10^9/L", "10*9/L"), ("%", "%"), ("g/L", "g/L"), ("mg/dL", "mg/dL"), ("U/L", "U/L"), ("umol/L", "umol/L"),
        ("ug/m2/day", "ug/m2/d"), ("ug/day", "ug/d"), ("kg", "kg"), ("cm", "cm"), ("DAYS", "d"), ("YEARS", "a"),
        ("C", "Cel"), ("F", "[degF]"), ("mmHg", "mm[Hg]"), ("IU/mL", "[IU]/mL"), ("mg/m2", "mg/m2"), ("HOURS", "h"),
        ("mL/min/1.73 m2", "mL/min/{1.73_m2}"), ("g/m2*h", "g/m2/h"), ("mL/100g/min", "mL/(10*2.g)/min"),
    ])
    func unitsOfTrialsMapBothWays(cdisc: String, ucum: String) {
        #expect(units.ucum(forCDISC: cdisc) == ucum)
        #expect(units.units(forUCUM: ucum).map(\.cdisc).contains(cdisc))
    }

    @Test func spellingsThatMeanSomethingElseInUCUMAreNotTaken() {
        // PA is per year and not peta-ampere, mph no milliphot, Mrad in UCUM capitals, Pa pascal.
        #expect(units.ucum(forCDISC: "PA") == "/a")
        #expect(units.ucum(forCDISC: "Pa") == "Pa")
        #expect(units.ucum(forCDISC: "pa") == nil)
        #expect(units.ucum(forCDISC: "mph") == "[mi_i]/h")
        #expect(units.ucum(forCDISC: "Mrad") == "MRAD")
    }

    @Test(arguments: [
        "AU/mL", "Absorbance U", "Absorbance U/min", "Absorbance U/mL", "FINGERTIP LENGTH UNIT", "FINGERTIP UNIT",
        "ft3",
        "CAPLET", "/10 HPFs",
    ])
    func aUnitWithoutAnEqualStaysUnmapped(cdisc: String) throws {
        let unit = try #require(units.unit(forCDISC: cdisc))
        #expect(unit.ucum == nil && unit.method == nil)
    }

    @Test func aUCUMCodeOfTwoUnitsGivesBoth() {
        #expect(units.units(forUCUM: "mm[Hg]").map(\.cdisc) == ["mmHg", "Torr"])
        #expect(units.units(forUCUM: "[arb'U]/mL").map(\.cdisc) == ["Arbitrary U/mL"])
        let ambiguous = Dictionary(grouping: units.compactMap(\.ucum), by: \.self).filter { $0.value.count > 1 }
        #expect(Array(ambiguous.keys) == ["mm[Hg]"])
    }

    @Test func whatIsNoUnitIsNotFound() {
        #expect(units.unit(forCDISC: "MG/DL") == nil)
        #expect(units.unit(forCDISC: "") == nil)
        #expect(units.units(forUCUM: "").isEmpty, "unmapped units must not be found by an empty code")
        #expect(units.units(forUCUM: "MM[HG]").isEmpty)
    }
}
