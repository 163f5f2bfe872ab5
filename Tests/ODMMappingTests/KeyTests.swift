import ClinicalModel
import Mapping
import ODM
import ODMMapping
import TestSupport
import Testing
import Values

/// `key`: the items that make the record's key in the place of repeat keys.
@Suite struct KeyTests {
    private let mapping = """
        language: 1
        itemGroups:
          - oid: IG.AE
            key: [I.NO]
            entity: adverseEvent
            items: [{oid: I.TERM, field: term}]
          - oid: IG.CM
            entity: concomitantMedication
            parent: {oid: IG.AE, match: {I.AENO: I.NO}}
            items:
              - {oid: I.TRT, field: treatment}
              - {lookup: {oid: IG.AE, match: {I.AENO: I.NO}}, field: linkID}
        """

    private func convert(_ groups: String, _ mapping: String? = nil) throws -> (ODMDoor.Result, Accounts) {
        let (results, accounts) = try DoorHarness().patients(
            DoorHarness.export(groups), mapping: mapping ?? self.mapping)
        return (try #require(results.first), accounts)
    }

    private func event(_ repeatKey: String, _ items: [(String, String)]) -> String {
        DoorHarness.group("IG.AE", items, key: repeatKey)
    }

    @Test func staysTheSameWhenRepeatKeysChange() throws {
        for repeatKey in ["1", "7"] {
            let (result, accounts) = try convert(event(repeatKey, [("I.NO", "12"), ("I.TERM", "Fever")]))
            let key = try #require(result.patient.records.first?.key)
            #expect(key.text == "SE.1/F.1/IG.AE{I.NO=12}")
            #expect(!key.isWeak)
            // The key holds the value.
            #expect(accounts.total(.mapped) == 2)
        }
    }

    /// Whether the other record stands before or after.
    @Test(arguments: [true, false]) func isTheKeyThatOthersPointTo(isBefore: Bool) throws {
        let event = event("1", [("I.NO", "12"), ("I.TERM", "Fever")])
        let medication = DoorHarness.group("IG.CM", [("I.TRT", "Paracetamol"), ("I.AENO", "12")])
        let (result, _) = try convert(isBefore ? event + medication : medication + event)
        let record = try #require(result.patient.records(of: .concomitantMedication).first)
        #expect(record.text(.linkID) == "SE.1/F.1/IG.AE{I.NO=12}")
        #expect(record.parent == result.patient.records(of: .adverseEvent).first?.key)
        #expect(result.diagnostics.isEmpty)
    }

    @Test func twoRecordsOfOneKeyAreRefusedAndKeptApart() throws {
        let items = [("I.NO", "12"), ("I.TERM", "Fever")]
        let (result, _) = try convert(event("1", items) + event("2", items))
        #expect(result.diagnostics.map(\.code) == ["odm.duplicate-key"])
        #expect(result.diagnostics.first?.location?.line == 3)
        #expect(result.patient.records.map(\.key.text) == ["SE.1/F.1/IG.AE{I.NO=12}", "SE.1#2/F.1/IG.AE[2]"])
    }

    @Test func aRecordWithoutItsKeyIsRefused() throws {
        let (result, _) = try convert(event("1", [("I.TERM", "Fever")]))
        #expect(result.diagnostics.map(\.code) == ["odm.no-key"])
        #expect(result.patient.records.map(\.key.text) == ["SE.1/F.1/IG.AE[1]"])
    }

    @Test func partsAndTestsAddTheirNames() throws {
        let mapping = """
            language: 1
            itemGroups:
              - oid: IG.AE
                key: [I.NO, I.TERM]
                split:
                  - {as: A, entity: adverseEvent, items: [{oid: I.TERM, field: term}]}
                  - {as: B, entity: laboratory, pivot: [{oid: I.X, test: X, name: X}]}
            """
        let (result, _) = try convert(event("1", [("I.NO", "1"), ("I.TERM", "T"), ("I.X", "5")]), mapping)
        #expect(
            result.patient.records.map(\.key.text) == [
                "SE.1/F.1/IG.AE{I.NO=1,I.TERM=T}", "SE.1/F.1/IG.AE{I.NO=1,I.TERM=T}#B.X",
            ])
    }

    @Test func anItemThatTheInputsLackIsToldOf() throws {
        let mapping = mapping.replacing("key: [I.NO]", with: "key: [I.NR]")
        let document = try MappingDocument(text: mapping, path: "m.yaml") { (path) throws(MappingError) in
            throw .missingKey(path, in: "test", at: Location(path: path))
        }
        let items = ["I.NO", "I.TERM", "I.TRT", "I.AENO"].map {
            "<ItemDef OID=\"\($0)\" Name=\"\($0)\" DataType=\"text\"/>"
        }
        let metadata = """
            <Study OID="S"><GlobalVariables/><MetaDataVersion OID="1" Name="1">\
            <ItemGroupDef OID="IG.AE" Name="AE" Repeating="Yes"/><ItemGroupDef OID="IG.CM" Name="CM" Repeating="Yes"/>\
            \(items.joined())</MetaDataVersion></Study>
            """
        let folder = try TemporaryFolder()
        let path = try folder.write(DoorHarness.export("", metadata: metadata), to: "export.xml")
        var reader = try ODMReader(path: path, sourceIndex: 0, names: NameTable())
        var library = MetaDataLibrary()
        while let event = try reader.next() {
            if case .study(let study) = event { library.add(study) }
        }
        let said = LackingOIDs(of: document, in: library, names: NameTable()).diagnostics
        #expect(said.count == 1)
        #expect(said.first?.message.contains("'I.NR'") == true)
    }

    @Test(arguments: [
        "entity: subject, key: I.NO", "notSubmitted: because, key: I.NO", "entity: adverseEvent, key: [I.NO, I.NO]",
        "entity: adverseEvent, key: []", "split: [{as: A, entity: adverseEvent, key: I.NO}]",
    ]) func aKeyThatCannotBeIsRefused(block: String) throws {
        let error = #expect(throws: MappingError.self) {
            try convert("", "language: 1\nitemGroups:\n  - {oid: IG.AE, \(block)}\n")
        }
        #expect(error?.diagnostic.location?.line == 3)
    }
}
