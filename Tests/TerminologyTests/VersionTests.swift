import Terminology
import Testing
import Values

@Suite("Terminologies are known by version")
struct VersionTests {
    @Test func theVersionsAreListed() {
        #expect(Terminology.availableVersions(of: .sdtmCT) == ["2025-03-28"])
        #expect(Terminology.availableVersions(of: .ctcae) == ["4.03", "5.0", "6.0"])
        #expect(Terminology.availableVersions(of: .sdtmig) == ["3.2", "3.3", "3.4"])
        #expect(Terminology.availableVersions(of: .unitUCUM) == ["2025-03-28"])
    }

    @Test func anIdentifierIsAsGoodAsAVersion() throws {
        #expect(try Terminology.codeLists("sdtmct-2025-03-28").id == Terminology.codeLists("2025-03-28").id)
        #expect(try Terminology.ctcae("ctcae-5.0").version == "5.0")
    }

    @Test(arguments: ["2024-03-29", "", "2025-03-28 ", "../tables/ctcae-5.0", "sdtmct-"])
    func aPackageThatIsNotThereIsRefusedNamingThoseThatAre(version: String) {
        let place = Location(path: "study.yaml", line: 4, column: 7)
        let error = #expect(throws: TerminologyError.self) { try Terminology.codeLists(version, at: place) }
        #expect(error == .unknownVersion(version, of: .sdtmCT, available: ["2025-03-28"], at: place))
        #expect(
            error?.description == """
                study.yaml:4:7: error: there is no version '\(version)' of CDISC SDTM controlled terminology; \
                use one of: 2025-03-28
                """)
    }

    @Test func otherVersionsAreRefusedToo() {
        #expect(throws: TerminologyError.unknownVersion("3", of: .ctcae, available: ["4.03", "5.0", "6.0"], at: nil)) {
            try Terminology.ctcae("3")
        }
        #expect(throws: TerminologyError.unknownVersion("3.1", of: .sdtmig, available: ["3.2", "3.3", "3.4"], at: nil))
        {
            try Terminology.sdtmig("3.1")
        }
        #expect(throws: TerminologyError.self) { try Terminology.units("2020-01-01") }
    }

    @Test func anUnknownCodeListIsRefusedWithItsPackage() throws {
        let package = try Terminology.codeLists("2025-03-28")
        let place = Location(path: "mappings/odm/rialto.yaml", line: 12, column: 30)
        let error = #expect(throws: TerminologyError.self) { try package.codeList("YESNO", at: place) }
        #expect(error == .unknownCodeList("YESNO", package: "sdtmct-2025-03-28", at: place))
        #expect(error?.diagnostic.location == place)
        #expect(error?.description.contains("sdtmct-2025-03-28 has no code list 'YESNO'") == true)
    }
}
