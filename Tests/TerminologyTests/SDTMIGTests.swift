import Terminology
import Testing

@Suite("SDTMIG variables")
struct SDTMIGTests {
    /// The 3.2 source has 1,143 rows, of which one, in TU, is empty.
    @Test(arguments: [("3.2", 1142, 46), ("3.3", 1723, 59), ("3.4", 1917, 63)])
    func eachVersionHasItsVariables(version: String, variables: Int, domains: Int) throws {
        let guide = try Terminology.sdtmig(version)
        #expect(guide.version == version)
        #expect(guide.count == domains)
        #expect(guide.reduce(0) { $0 + $1.variables.count } == variables)
        let classes: Set = [
            "Interventions", "Events", "Findings", "Findings About", "Special-Purpose", "Trial Design",
            "Study Reference", "Relationship",
        ]
        for domain in guide {
            #expect(guide.domain(domain.code) == domain)
            #expect(classes.contains(domain.domainClass))
            #expect(domain.variables.map(\.order) == domain.variables.map(\.order).sorted())
            #expect(Set(domain.variables.map(\.name)).count == domain.variables.count)
            for variable in domain.variables {
                #expect((1...8).contains(variable.name.utf8.count))
                #expect(!variable.label.isEmpty && variable.label.first != " " && variable.label.last != " ")
                #expect(variable.label.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != 0x5C })
                #expect(variable.label.utf8.count <= 40)
                // For RELREC and SUPPQUAL the 3.2 source says neither.
                if version != "3.2" || domain.domainClass != "Relationship" {
                    #expect(variable.role != nil && variable.core != nil, "\(variable.name)")
                }
            }
        }
    }

    @Test func aDomainComesInTheGuidesOrder() throws {
        let ae = try #require(Terminology.sdtmig("3.4").domain("AE"))
        #expect(ae.domainClass == "Events")
        #expect(ae.variables.count == 60)
        #expect(ae.variables.prefix(5).map(\.name) == ["STUDYID", "DOMAIN", "USUBJID", "SPDEVID", "AESEQ"])
        #expect(ae.variables.map(\.order) == Array(1...60))
        #expect(ae.variables.count { $0.core == .required } == 6)
        #expect(ae.variables.count { $0.core == .expected } == 16)
        #expect(ae.variables.count { $0.core == .permissible } == 38)
    }

    @Test func aVariableHasAllThatTheGuideSays() throws {
        let ae = try #require(Terminology.sdtmig("3.4").domain("AE"))
        let term = try #require(ae.variable("AETERM"))
        #expect(term.label == "Reported Term for the Adverse Event")
        #expect(term.type == .char && term.role == .topic && term.core == .required)
        #expect(term.codeListCodes.isEmpty)
        #expect(ae.variable("AESEQ")?.type == .num)
        #expect(ae.variable("AESER")?.codeListCodes == ["C66742"])
        #expect(ae.variable("AEDECOD")?.describedValueDomain == "MedDRA")
        #expect(ae.variable("DOMAIN")?.valueList == "AE")
        let disposition = try #require(Terminology.sdtmig("3.4").domain("DS")?.variable("DSDECOD"))
        #expect(disposition.codeListCodes == ["C66727", "C114118", "C150811"])
        #expect(
            try Terminology.sdtmig("3.3").domain("DS")?.variable("DSDECOD")?.codeListCodes == ["C114118", "C66727"])
    }

    @Test func whatAVersionLacksIsNil() throws {
        let added = ["SPDEVID", "AEACNDEV", "AERLDEV", "AESINTV", "AEUNANT", "AERLPRT", "AERLPRC"]
        let old = try #require(Terminology.sdtmig("3.3").domain("AE"))
        let new = try #require(Terminology.sdtmig("3.4").domain("AE"))
        for name in added { #expect(old.variable(name) == nil && new.variable(name) != nil, "\(name)") }
        #expect(try Terminology.sdtmig("3.3").domain("LB")?.variable("LBSTREFC") != nil)
        #expect(try Terminology.sdtmig("3.4").domain("LB")?.variable("LBSTREFC") == nil)
        #expect(try Terminology.sdtmig("3.2").domain("CP") == nil)
        #expect(try Terminology.sdtmig("3.4").domain("ae") == nil)
        #expect(try Terminology.sdtmig("3.4").domain("") == nil)
    }

    @Test func theTemplateOfSupplementsHasOneNameInAllVersions() throws {
        let names = [
            "STUDYID", "RDOMAIN", "USUBJID", "IDVAR", "IDVARVAL", "QNAM", "QLABEL", "QVAL", "QORIG", "QEVAL",
        ]
        for version in Terminology.availableVersions(of: .sdtmig) {
            let template = try #require(Terminology.sdtmig(version).domain("SUPPQUAL"))
            #expect(template.variables.map(\.name) == names)
            #expect(try Terminology.sdtmig(version).domain("RELREC")?.domainClass == "Relationship")
        }
    }

    @Test func slipsOfTheSourcesAreMended() throws {
        let sequence = try #require(Terminology.sdtmig("3.4").domain("GF")?.variable("GFSEQID"))
        #expect(sequence.label == "Sequence Identifier")
        let guide = try Terminology.sdtmig("3.2")
        #expect(guide.domain("PP")?.variable("PPENINT")?.role == .timing)
        #expect(guide.domain("TR")?.variable("TRMETHOD")?.type == .char)
        #expect(guide.domain("TU")?.variables.map(\.order).contains(19) == false)
        #expect(guide.domain("RELREC")?.variables.first?.core == nil)
        #expect(guide.domain("CO")?.variable("IDVAR") != nil && guide.domain("CO")?.variable("IDVARVAL") != nil)
        #expect(guide.domain("CO")?.variable("CODTC")?.describedValueDomain == "ISO 8601")
        #expect(guide.domain("EG")?.variable("EGXFN") != nil)
        #expect(guide.domain("IS")?.variable("ISSEQ")?.type == .num)
        #expect(guide.domain("IS")?.variable("ISGRPID")?.type == .char)
        #expect(guide.domain("TI")?.variable("IETESTCD")?.label == "Incl/Excl Criterion Short Name")
        // Lists that were renamed after 3.2: (TUMIDENT) and (FRQ).
        #expect(guide.domain("TU")?.variable("TUSTRESC")?.codeListCodes == ["C123650"])
        #expect(guide.domain("PR")?.variable("PRDOSFRQ")?.codeListCodes == ["C71113"])
        #expect(guide.domain("AE")?.variable("AESTDTC")?.describedValueDomain == "ISO 8601")
    }

    @Test func theCodeListsOfTheGuideAreInTheControlledTerminology() throws {
        let package = try Terminology.codeLists("2025-03-28")
        for version in Terminology.availableVersions(of: .sdtmig) {
            let codes = try Terminology.sdtmig(version).flatMap(\.variables).flatMap(\.codeListCodes)
            // C85495 (MSRESCAT) was retired before this package.
            #expect(Set(codes).filter { package.codeList(code: $0) == nil }.isSubset(of: ["C85495"]))
        }
    }
}
