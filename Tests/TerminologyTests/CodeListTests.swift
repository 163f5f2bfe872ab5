import Terminology
import Testing

@Suite("CDISC SDTM controlled terminology 2025-03-28")
struct CodeListTests {
    let package: CodeListPackage

    init() throws { package = try Terminology.codeLists("2025-03-28") }

    @Test func holdsTheWholePackage() {
        #expect(package.id == "sdtmct-2025-03-28")
        #expect(package.version == "2025-03-28")
        #expect(package.count == 1158)
        #expect(package.termCount == 43_698)
        #expect(package.count { !$0.isExtensible } == 889)
        #expect(package.count { $0.isExtensible } == 269)
        #expect(package.reduce(0) { $0 + $1.count } == 43_698)
    }

    @Test func aListIsFoundByNameAndByCode() throws {
        let byName = try package.codeList("NY")
        let byCode = try package.codeList("C66742")
        #expect(byName == byCode)
        #expect(byName.packageID == "sdtmct-2025-03-28")
        #expect(byName.name == "No Yes Response")
        #expect(byName.map(\.submissionValue) == ["N", "NA", "U", "Y"])
        #expect(!byName.isExtensible)
        #expect(try package.codeList("UNIT").isExtensible)
        #expect(package.codeList(ifPresent: "ny") == nil)
        #expect(package.codeList(ifPresent: "C49488") == nil, "a term's code is no list's code")
        #expect(package.codeList(ifPresent: "") == nil)
    }

    @Test func everyListAndTermIsFoundByItsOwnNames() {
        for list in package {
            #expect(package.codeList(code: list.code)?.submissionValue == list.submissionValue)
            #expect(package.codeList(submissionValue: list.submissionValue)?.code == list.code)
            for term in list {
                let value = term.submissionValue
                guard list.index(of: value) == term.index, list.term(code: term.code) == term,
                    list.terms(ignoringCase: value.lowercased()).contains(term),
                    term.synonyms.allSatisfy({ list.terms(synonym: $0).contains(term) })
                else {
                    Issue.record("\(list.code) \(value) is not found")
                    return
                }
            }
        }
    }

    @Test func aTermHasCodeSynonymsAndPreferredTerm() throws {
        let unknown = try #require(package.codeList("NY").term(submissionValue: "U"))
        #expect(unknown.code == "C17998")
        #expect(unknown.synonyms == ["U", "UNK", "Unknown"])
        #expect(unknown.preferredTerm == "Unknown")
        let response = try package.codeList("ONCRSR")
        #expect(response.term(submissionValue: "CR")?.code == "C4870")
        #expect(response.term(code: "C209681")?.submissionValue == "CRh")
    }

    @Test func caseMatters() throws {
        let response = try package.codeList("ONCRSR")
        #expect(response.contains("CRi"))
        #expect(!response.contains("CRI"))
        #expect(response.terms(ignoringCase: "CRI").map(\.submissionValue) == ["CRi"])
        // The single pair of the package that differs in case only: pascal and per year.
        let units = try package.codeList("UNIT")
        #expect(units.term(submissionValue: "Pa")?.preferredTerm == "Pascal")
        #expect(units.term(submissionValue: "PA")?.preferredTerm == "Per Year")
        #expect(Set(units.terms(ignoringCase: "pa").map(\.submissionValue)) == ["Pa", "PA"])
    }

    @Test func bytesAreSearchedLikeText() throws {
        let units = try package.codeList("UNIT")
        let bytes = Array("mg/m2/day ".utf8)
        let whole = units.index(of: bytes.span.extracting(0..<9))
        #expect(whole != nil && whole == units.index(of: "mg/m2/day"))
        let withBlank = units.contains(bytes.span)
        #expect(!withBlank, "a trailing blank is not the value")
        #expect(!units.contains(""))
        #expect(!units.contains("mg\u{0}"))
    }

    @Test func anAmbiguousSynonymGivesAllItsTerms() throws {
        let units = try package.codeList("UNIT")
        #expect(units.terms(synonym: "AU").count == 6)
        #expect(units.terms(synonym: "mg/mL").map(\.submissionValue) == ["g/L"])
        #expect(units.terms(synonym: "au").isEmpty)
        #expect(units.terms(synonym: "au", ignoringCase: true).count >= 6)
        #expect(units.terms(synonym: "").isEmpty)
    }

    @Test func aMatchSaysHowATextStandsToTheList() throws {
        let response = try package.codeList("ONCRSR")
        let metabolic = try #require(response.term(submissionValue: "CMR"))
        // CMR is a submission value, complete metabolic response, though it is also a synonym of MOLECULAR CR.
        #expect(response.match("CMR") == .exact(metabolic))
        #expect(response.terms(synonym: "CMR").map(\.submissionValue).contains("MOLECULAR CR"))
        let complete = try #require(response.term(submissionValue: "CR"))
        #expect(response.match("cr") == .caseDiffers([complete]))
        #expect(response.match("Complete Remission") == .synonym(response.terms(synonym: "Complete Remission")))
        #expect(response.terms(synonym: "Complete Remission").contains(complete))
        #expect(response.match("complete remission") == response.match("Complete Remission"))
        #expect(response.match("cured") == .none)
    }

    @Test func testCodesAndTestNamesArePairedByConcept() throws {
        let codes = try package.codeList("ONCRTSCD"), names = try package.codeList("C96781")
        #expect(codes.holdsShortNames && !names.holdsShortNames)
        #expect(codes.partner == names && names.partner == codes)
        let best = try #require(codes.term(submissionValue: "OVRLRESP"))
        let name = try #require(codes.counterpart(of: best))
        #expect(name.submissionValue == "Overall Response")
        #expect(names.counterpart(of: name) == best)
        #expect(try package.codeList("LBTESTCD").partner?.code == "C67154")
        #expect(try package.codeList("TSPARMCD").partner?.submissionValue == "TSPARM")
        #expect(try package.codeList("NY").partner == nil)
        #expect(package.count { $0.partner != nil } == 808)
        for list in package {
            guard let partner = list.partner else { continue }
            #expect(partner.partner?.code == list.code)
            #expect(list.holdsShortNames != partner.holdsShortNames)
            #expect(Set(list.map(\.code)) == Set(partner.map(\.code)))
        }
    }

    @Test func badCodesFindNothing() throws {
        let list = try package.codeList("NY")
        for code in ["", "C", "49488", "c49488", "C049488", "C49488 ", "C99999999999", "C-1", "C4.5"] {
            #expect(list.term(code: code) == nil, "\(code)")
            #expect(package.codeList(code: code) == nil, "\(code)")
        }
    }
}
