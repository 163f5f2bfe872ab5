import Terminology
import Testing

@Suite("CTCAE")
struct CTCAETests {
    @Test(arguments: [("4.03", 790), ("5.0", 837), ("6.0", 850)])
    func eachVersionHasItsTerms(version: String, count: Int) throws {
        let ctcae = try Terminology.ctcae(version)
        #expect(ctcae.version == version)
        #expect(ctcae.count == count)
        #expect(Set(ctcae.map(\.soc)).count == 26)
        #expect(ctcae.count { $0.name.hasSuffix(" - Other, specify") } == 26)
        for term in ctcae {
            #expect(ctcae.term(term.name) == term)
            #expect(ctcae.term(term.name.uppercased()) == term)
            #expect(ctcae.term(lltCode: term.lltCode) == term)
            #expect(!term.grades.all.isEmpty)
        }
    }

    @Test func alopeciaHasNoGrade3InAnyVersion() throws {
        for version in Terminology.availableVersions(of: .ctcae) {
            let grades = try #require(Terminology.ctcae(version).grades(of: "Alopecia"))
            #expect(grades.all == [1, 2])
            #expect(!grades.contains(3))
        }
    }

    @Test func sepsisGainsGrade3InVersion5() throws {
        #expect(try Terminology.ctcae("4.03").grades(of: "Sepsis")?.all == [4, 5])
        #expect(try Terminology.ctcae("5.0").grades(of: "Sepsis")?.all == [3, 4, 5])
        #expect(try Terminology.ctcae("6.0").grades(of: "Sepsis")?.all == [3, 4, 5])
    }

    @Test(arguments: [
        ("Nausea", "4.03", [1, 2, 3]), ("Neutrophil count decreased", "5.0", [1, 2, 3, 4]),
        ("Febrile neutropenia", "5.0", [3, 4, 5]), ("Cardiac arrest", "4.03", [4, 5]),
        ("Cytokine release syndrome", "4.03", [1, 2, 3, 4, 5]), ("Agitation", "4.03", [1, 2, 3, 4, 5]),
        ("Agitation", "5.0", [1, 2, 3, 4]), ("Tumor lysis syndrome", "5.0", [3, 4, 5]),
        ("Tumor lysis syndrome", "6.0", [1, 2, 3, 4, 5]), ("Death NOS", "5.0", [5]), ("Aphonia", "5.0", [3]),
    ])
    func gradesThatExist(term: String, version: String, grades: [Int]) throws {
        #expect(try Terminology.ctcae(version).grades(of: term)?.all == grades)
    }

    @Test(arguments: [("4.03", [185, 262, 299]), ("5.0", [192, 286, 343]), ("6.0", [198, 287, 338])])
    func termsWithoutGrades1And4And5(version: String, counts: [Int]) throws {
        let ctcae = try Terminology.ctcae(version)
        #expect([1, 4, 5].map { grade in ctcae.count { !$0.grades.contains(grade) } } == counts)
    }

    @Test func gradeSetsNeedNotBeUnbroken() throws {
        let broken = try Terminology.ctcae("5.0").filter { $0.grades.all == [1, 3] }
        #expect(broken.count == 4)
        #expect(broken.first?.grades.contains(2) == false)
        #expect(broken.first?.grades.description == "1, 3")
    }

    @Test func onlyGradesOneToFiveCanExist() throws {
        let grades = try #require(Terminology.ctcae("5.0").grades(of: "Anemia"))
        for grade in [Int.min, -1, 0, 6, 8, 257, Int.max] { #expect(!grades.contains(grade)) }
    }

    @Test func aTermIsFoundInAnyCaseAndSpacing() throws {
        let ctcae = try Terminology.ctcae("4.03")
        let term = try #require(ctcae.term("Febrile neutropenia"))
        #expect(term.lltCode == 10_016_288)
        #expect(term.soc == "Blood and lymphatic system disorders")
        #expect(ctcae.term("  FEBRILE \u{A0}  neutropenia\t") == term)
        #expect(ctcae.term("Cardiac disorders -  Other, specify") != nil)
        #expect(ctcae.term("Febrileneutropenia") == nil)
        #expect(ctcae.term("") == nil)
        #expect(ctcae.term(" ") == nil)
    }

    @Test func aTermBelongsToItsVersion() throws {
        let icans = 10_083_347
        #expect(try Terminology.ctcae("5.0").term(lltCode: icans) == nil)
        #expect(try Terminology.ctcae("6.0").term(lltCode: icans)?.grades.all == [1, 2, 3, 4, 5])
        #expect(try Terminology.ctcae("5.0").term("Platelet count decreased") != nil)
        #expect(try Terminology.ctcae("6.0").grades(of: "Platelet count decreased") == nil)
        #expect(try Terminology.ctcae("6.0").term(lltCode: -1) == nil)
    }
}
