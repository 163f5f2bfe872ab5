import Conversion
import Mapping
import Testing
import Values

/// What the books say of patients and data that cannot stand in the datasets.
extension GatheringTests {
    private var adverseEvent: String { group("IG.AE", "1", [("I.TERM", "A")]) }

    /// The SDTM door refuses a patient without a known site.
    @Test func aPatientWhomTheDoorRefusesIsBookedRefused() async throws {
        let lost = subject("1", adverseEvent).replacing(
            "<StudyEventData ", with: "<SiteRef LocationOID=\"99\"/><StudyEventData ")
        let sited = subject("2", adverseEvent).replacing(
            "<StudyEventData ", with: "<SiteRef LocationOID=\"01\"/><StudyEventData ")
        let study = GatheringTests.study + "sites:\n  - {id: \"01\"}\n"
        let (_, accounts) = try await convert([document([metadata, data(lost, sited)])], study: study, keepGoing: true)
        #expect(accounts.patients == 1)
        #expect(accounts.refusedPatients == ["1"])
        #expect(accounts.total(.refused) == 2)
        #expect(accounts.entities["adverseEvent"] == 1)
        #expect(accounts.imbalance == 0)
    }

    /// The sink refuses the second patient with one USUBJID, by the source's key.
    @Test func aPatientWhomTheSinkRefusesIsBookedRefused() async throws {
        let other = data(subject("1", adverseEvent)).replacing("StudyOID=\"S\"", with: "StudyOID=\"T\"")
        let (_, accounts) = try await convert(
            [document([metadata, data(subject("1", adverseEvent)), other])],
            study: GatheringTests.study + "studyOIDs: [S, T]\n", keepGoing: true)
        #expect(accounts.patients == 1)
        #expect(accounts.refusedPatients == ["1"])
        #expect(accounts.total(.mapped) == 1)
        #expect(accounts.total(.refused) == 1)
        #expect(accounts.imbalance == 0)
    }

    private func withReference(_ items: [(String, String)]) -> String {
        let reference =
            "<ReferenceData StudyOID=\"S\" MetaDataVersionOID=\"1\">" + group("IG.AE", "1", items)
            + group("IG.DM", "1", [("I.SEX", "F")]) + "</ReferenceData>"
        return document([metadata, reference, data(subject("1", adverseEvent))])
    }

    @Test func referenceDataOfSubjectsDomainsAreCarried() async throws {
        let (files, accounts) = try await convert([withReference([("I.TERM", "REFVALUE")])], keepGoing: true)
        #expect(files["carry/records.ndjson"]?.contains("REFVALUE") == true)
        #expect(files["carry/records.ndjson"]?.contains("\"field\":\"sex\"") == true)
        #expect(accounts.imbalance == 0)
    }

    @Test func anErrorInReferenceDataIsRefusedOrListed() async throws {
        let wrong = withReference([("I.TERM", "A"), ("I.NOPE", "1")])
        let error = await #expect(throws: ConversionError.self) { try await self.convert([wrong]) }
        #expect(error?.diagnostic.code == "odm.undefined-oid")
        let (_, accounts) = try await convert([wrong], keepGoing: true)
        #expect(accounts.diagnostics.contains { $0.code == "odm.undefined-oid" && $0.count == 1 })
    }
}
