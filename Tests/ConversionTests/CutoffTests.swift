import Conversion
import Mapping
import SDTM
import TestSupport
import Testing
import Values

/// What a cut-off leaves out is booked as not submitted, value by value, and carried.
@Suite struct CutoffTests {
    private let mapping = """
        language: 1
        itemGroups:
          - {oid: IG.DM, entity: subject, items: [{oid: I.SEX, field: sex}, {oid: I.DTH, field: deathDate}]}
          - oid: IG.AE
            when: {item: I.YN, in: [Y]}
            entity: adverseEvent
            items: [{oid: I.TERM, field: term}, {oid: I.STDAT, field: start}, {oid: I.WHY, notSubmitted: internal}]
          - oid: IG.CYCLE
            split:
              - {as: CY, entity: cycle, items: [{oid: I.STDAT, field: start}, {oid: I.ENDAT, field: end}]}
              - as: DS
                entity: disposition
                items: [{oid: I.ENDAT, field: start}, {oid: I.RSN, field: term}]
          - oid: IG.LB
            entity: laboratory
            items: [{oid: I.DAT, field: date}]
            pivot: [{oid: I.HGB, test: HGB, name: Hemoglobin}, {oid: I.WBC, test: WBC, name: Leukocytes}]
          - oid: IG.CM
            entity: concomitantMedication
            items:
              - {oid: I.TRT, field: treatment}
              - {field: indication, lookup: {oid: IG.AE, item: I.TERM}}
        """

    private func group(_ oid: String, _ key: String, _ items: [(String, String)]) -> String {
        "<ItemGroupData ItemGroupOID=\"\(oid)\" ItemGroupRepeatKey=\"\(key)\">"
            + items.map { "<ItemData ItemOID=\"\($0.0)\" Value=\"\($0.1)\"/>" }.joined() + "</ItemGroupData>"
    }

    private func convert(
        _ groups: [String], mapping: String? = nil
    ) async throws -> (files: [String: String], accounts: Accounts) {
        let folder = try TemporaryFolder()
        let oids = [
            "SEX", "DTH", "YN", "TERM", "STDAT", "WHY", "ENDAT", "RSN", "DAT", "HGB", "WBC", "TRT", "NOTE", "NO",
        ]
        let path = try folder.write(
            """
            <ODM xmlns="http://www.cdisc.org/ns/odm/v1.3" ODMVersion="1.3.2" FileType="Snapshot" FileOID="F" \
            CreationDateTime="2019-08-01T00:00:00"><Study OID="S"><GlobalVariables><StudyName>S</StudyName>\
            <StudyDescription>d</StudyDescription><ProtocolName>S</ProtocolName></GlobalVariables>\
            <MetaDataVersion OID="1" Name="1">\
            \(["DM", "AE", "CYCLE", "LB", "CM"].map { "<ItemGroupDef OID=\"IG.\($0)\" Name=\"x\" Repeating=\"Yes\"/>" }.joined())\
            \(oids.map { "<ItemDef OID=\"I.\($0)\" Name=\"x\" DataType=\"text\"/>" }.joined())\
            </MetaDataVersion></Study><ClinicalData StudyOID="S" MetaDataVersionOID="1"><SubjectData SubjectKey="1">\
            <StudyEventData StudyEventOID="SE"><FormData FormOID="F">\(groups.joined())</FormData></StudyEventData>\
            </SubjectData></ClinicalData></ODM>
            """, to: "in.xml")
        let document = try MappingDocument(text: mapping ?? self.mapping, path: "mapping.yaml") {
            (path) throws(MappingError) in
            throw .missingKey(path, in: "test", at: Location(path: path))
        }
        let study = try StudyFile.parse(
            text: "studyID: S\nusubjid: \"{STUDYID}-{SUBJID}\"\ncutoff: 2019-01-31\nreferenceDates: {RFSTDTC: none}\n",
            path: "study.yaml")
        var conversion = ODMToSDTM(
            inputs: [path], mapping: document, study: study, domains: try DomainMapping.embedded(),
            output: folder.path + "/out", timestamp: try #require(PartialDate(year: 2024, month: 1, day: 1)))
        conversion.format = .csv
        conversion.keepGoing = true
        let accounts = try await conversion.run()
        var files: [String: String] = [:]
        for output in accounts.outputs {
            let name = output.kind == .carry ? "carry/\(output.dataset)" : output.dataset
            files[name] = String(decoding: try readBytes(output.path), as: UTF8.self)
        }
        return (files, accounts)
    }

    /// How many values of an item had each fate.
    private func fates(_ address: String, _ accounts: Accounts) -> [Accounts.Fate: Int] {
        guard let item = accounts.addresses.firstIndex(of: "F/" + address) else { return [:] }
        return Dictionary(
            uniqueKeysWithValues: Accounts.Fate.allCases.map { ($0, accounts.total($0, item: item)) }.filter {
                $0.1 > 0
            })
    }

    @Test func whatIsLeftOutIsNotSubmitted() async throws {
        let (files, accounts) = try await convert([
            group("IG.DM", "1", [("I.SEX", "F"), ("I.DTH", "2019-03-01")]),
            group(
                "IG.AE", "1",
                [("I.YN", "Y"), ("I.TERM", "Fever"), ("I.STDAT", "2019-02-01"), ("I.WHY", "x"), ("I.NOTE", "n")]),
            // The cycle began before its end, which is another record's start.
            group("IG.CYCLE", "1", [("I.STDAT", "2019-01-10"), ("I.ENDAT", "2019-02-07"), ("I.RSN", "Relapse")]),
            group("IG.LB", "1", [("I.DAT", "2019-01-31"), ("I.HGB", "9")]),
            group("IG.LB", "2", [("I.DAT", "2019-02-01"), ("I.HGB", "10"), ("I.WBC", "3")]),
        ])
        #expect(accounts.imbalance == 0)
        #expect(fates("IG.DM/I.SEX", accounts) == [.mapped: 1])
        for item in [
            "DM/I.DTH", "AE/I.YN", "AE/I.TERM", "AE/I.STDAT", "AE/I.WHY", "AE/I.NOTE", "CYCLE/I.RSN", "LB/I.WBC",
        ] {
            #expect(fates("IG." + item, accounts) == [.notSubmitted: 1], "\(item)")
        }
        #expect(fates("IG.CYCLE/I.STDAT", accounts) == [.mapped: 1])
        #expect(fates("IG.CYCLE/I.ENDAT", accounts) == [.mapped: 1])
        #expect(fates("IG.LB/I.DAT", accounts) == [.mapped: 1, .notSubmitted: 1])
        #expect(fates("IG.LB/I.HGB", accounts) == [.mapped: 1, .notSubmitted: 1])
        let term = try #require(accounts.addresses.firstIndex(of: "F/IG.AE/I.TERM"))
        #expect(accounts.notSubmittedReasons(item: term).map(\.reason) == ["after the cut-off 2019-01-31"])
        let why = try #require(accounts.addresses.firstIndex(of: "F/IG.AE/I.WHY"))
        #expect(accounts.notSubmittedReasons(item: why).map(\.reason) == ["internal"])
        // Every value left out is in the carry folder.
        let carried = try ["AE", "DM", "DS", "LB"].map { try #require(files["carry/\($0)"], "\($0)") }.joined()
        for value in ["Fever", "2019-02-01", #""x""#, #""n""#, "Relapse", "2019-03-01", #""10""#, #""3""#] {
            #expect(carried.contains(value), "\(value)")
        }
        #expect(files["AE"] == nil && files["DS"] == nil)
    }

    /// A record whose key is made of items, in the place of repeat keys.
    @Test func aTestOfAKeyedRecordIsFound() async throws {
        let keyed = mapping.replacing("- oid: IG.LB\n", with: "- oid: IG.LB\n    key: [I.NO]\n")
        let (_, accounts) = try await convert(
            [
                group("IG.LB", "1", [("I.NO", "A"), ("I.DAT", "2019-01-31"), ("I.HGB", "9")]),
                group("IG.LB", "2", [("I.NO", "B"), ("I.DAT", "2019-02-01"), ("I.HGB", "10"), ("I.WBC", "3")]),
            ], mapping: keyed)
        #expect(accounts.imbalance == 0)
        #expect(fates("IG.LB/I.HGB", accounts) == [.mapped: 1, .notSubmitted: 1])
        #expect(fates("IG.LB/I.WBC", accounts) == [.notSubmitted: 1])
    }

    /// A value that another record has taken over stands in the output, though its own record does not.
    @Test func aValueThatAnotherRecordHasIsSubmitted() async throws {
        let (_, accounts) = try await convert([
            group("IG.AE", "1", [("I.YN", "Y"), ("I.TERM", "Fever"), ("I.STDAT", "2019-02-01")]),
            group("IG.CM", "1", [("I.TRT", "Ibuprofen")]),
        ])
        #expect(accounts.imbalance == 0)
        #expect(fates("IG.AE/I.TERM", accounts) == [.mapped: 1])
        #expect(fates("IG.AE/I.STDAT", accounts) == [.notSubmitted: 1])
        #expect(fates("IG.CM/I.TRT", accounts) == [.mapped: 1])
    }
}
