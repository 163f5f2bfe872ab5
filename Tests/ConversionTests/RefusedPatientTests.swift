import Conversion
import Mapping
import Testing
import Values

/// What the books say of patients and data that cannot stand in the datasets.
extension GatheringTests {
    private var adverseEvent: String { group("IG.AE", "1", [("I.TERM", "A")]) }

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
