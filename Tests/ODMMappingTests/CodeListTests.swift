import Mapping
import ODMMapping
import Testing
import Values

/// A code without a code list is not the source's mistake.
@Suite struct CodeListTests {
    @Test func metadataThatAreNotThereAreSaid() throws {
        let mapping = """
            language: 1
            itemGroups:
              - {oid: IG.AE, entity: adverseEvent, items: [{oid: I.TERM, field: term, decode: true}]}
            """
        let (results, accounts) = try DoorHarness().patients(
            DoorHarness.export(DoorHarness.group("IG.AE", [("I.TERM", "3")])), mapping: mapping)
        let said = try #require(results.first?.diagnostics.first { $0.code == "odm.no-code-list" })
        #expect(said.message == "the export's metadata have no code list for item 'I.TERM'")
        #expect(said.remedy.hasPrefix("give the metadata by --metadata"))
        #expect(accounts.total(.refused) == 1)
    }
}
