import Conversion
import Mapping
import Testing
import Values

/// Sites of which study.yaml says less than the export's AdminData.
extension GatheringTests {
    private func admin(_ country: String, behindData: Bool = false) -> String {
        let admin = """
            <AdminData><User OID="U"><Address><Country>FR</Country></Address></User><Location OID="LOC.1" Name="Clinic">\
            <MetaDataVersionRef StudyOID="S" MetaDataVersionOID="1" EffectiveDate="2019-01-01"/>\
            <Address><City>Leipzig</City><Country> \(country) </Country></Address></Location></AdminData>
            """
        let subject = subject("1", group("IG.DM", "1", [("I.SEX", "F")])).replacing(
            "<StudyEventData ", with: "<SiteRef LocationOID=\"LOC.1\"/><StudyEventData ")
        return document(behindData ? [metadata, data(subject), admin] : [metadata, admin, data(subject)])
    }

    private func messages(_ accounts: Accounts, _ code: String) -> Int {
        accounts.diagnostics.first { $0.code == code }?.count ?? 0
    }

    @Test(arguments: [("DE", false), ("DEU", false), ("de", true)])
    func theCountryComesFromTheLocationAndIsReported(_ country: String, _ behindData: Bool) async throws {
        let (files, accounts) = try await convert([admin(country, behindData: behindData)])
        #expect(files["DM"]?.contains(",DEU") == true)
        let said = accounts.diagnostics.first { $0.code == "odm.country-from-location" }?.first.first
        #expect(said?.message.contains("'LOC.1'") == true)
        #expect(said?.location?.line ?? 0 > 1)
        #expect(accounts.imbalance == 0)
    }

    @Test func studyYAMLGoesFirstAndIsCompleted() async throws {
        let listed = GatheringTests.study + "sites:\n  - {id: \"01\", aliases: [LOC.1]"
        let own = try await convert([admin("DE")], study: listed + ", country: GRC}\n")
        #expect(own.files["DM"]?.contains(",GRC") == true)
        #expect(messages(own.accounts, "odm.country-from-location") == 0)
        let completed = try await convert([admin("DE")], study: listed + "}\n")
        #expect(completed.files["DM"]?.contains(",DEU") == true)
    }

    @Test func aCountryThatIsNoneStaysEmptyAndIsReported() async throws {
        let (files, accounts) = try await convert([admin("Germany")])
        #expect(files["DM"]?.contains("Germany") == false)
        #expect(messages(accounts, "odm.unknown-country") == 1)
    }

    @Test func oneLocationInTwoCountriesIsRefused() async throws {
        let second = admin("GR").replacing("SubjectKey=\"1\"", with: "SubjectKey=\"2\"")
        let error = await #expect(throws: ConversionError.self) { try await self.convert([self.admin("DE"), second]) }
        #expect(error?.diagnostic.code == "odm.location-contradict")
    }

    /// The aliases name the StudyOID too, as exports that say no site need it.
    @Test func aSiteThatIsUnknownOrAnotherIsNeverTheOneOfTheStudyOID() async throws {
        let named = GatheringTests.study + "sites:\n  - {id: \"01\", aliases: [S], country: DEU}\n"
        let unknown = await #expect(throws: ConversionError.self) {
            try await self.convert([admin("DE")], study: named)
        }
        #expect(unknown?.diagnostic.code == "sdtm.unknown-site")
        let both = named + "  - {id: \"02\", aliases: [LOC.1], country: GRC}\n"
        let other = await #expect(throws: ConversionError.self) { try await self.convert([admin("DE")], study: both) }
        #expect(other?.diagnostic.code == "odm.site-conflict")
        #expect(other?.diagnostic.location?.line != nil)
    }
}
