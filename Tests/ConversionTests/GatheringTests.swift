import Conversion
import Mapping
import SDTM
import TestSupport
import Testing
import Values

@Suite struct GatheringTests {
    let mapping = """
        language: 1
        subjectData:
          - {entity: subject, items: [{attribute: SiteRef/@LocationOID, field: siteID}]}
        itemGroups:
          - {oid: IG.DM, entity: subject, items: [{oid: I.SEX, field: sex}]}
          - {oid: IG.AE, entity: adverseEvent, items: [{oid: I.TERM, field: term}, {oid: I.SEV, field: severity, decode: true}]}
        """

    let metadata = """
        <Study OID="S"><GlobalVariables><StudyName>S</StudyName><StudyDescription>d</StudyDescription>\
        <ProtocolName>S</ProtocolName></GlobalVariables><MetaDataVersion OID="1" Name="1">\
        <ItemDef OID="I.SEX" Name="Sex" DataType="text"/><ItemDef OID="I.TERM" Name="Term" DataType="text"/>\
        <ItemDef OID="I.SEV" Name="Severity" DataType="text"><CodeListRef CodeListOID="CL"/></ItemDef>\
        <CodeList OID="CL" Name="CL" DataType="text"><CodeListItem CodedValue="1"><Decode>\
        <TranslatedText>MILD</TranslatedText></Decode></CodeListItem></CodeList></MetaDataVersion></Study>
        """

    func subject(_ key: String, _ groups: String) -> String {
        """
        <SubjectData SubjectKey="\(key)"><StudyEventData StudyEventOID="SE"><FormData FormOID="F">\(groups)\
        </FormData></StudyEventData></SubjectData>
        """
    }

    func group(_ oid: String, _ key: String, _ items: [(String, String)]) -> String {
        "<ItemGroupData ItemGroupOID=\"\(oid)\" ItemGroupRepeatKey=\"\(key)\">"
            + items.map { "<ItemData ItemOID=\"\($0.0)\" Value=\"\($0.1)\"/>" }.joined() + "</ItemGroupData>"
    }

    func document(_ parts: [String], type: String = "Snapshot") -> String {
        """
        <ODM xmlns="http://www.cdisc.org/ns/odm/v1.3" ODMVersion="1.3.2" FileType="\(type)" FileOID="F" \
        CreationDateTime="2019-08-01T00:00:00">\(parts.joined(separator: "\n"))</ODM>
        """
    }

    func data(_ subjects: String...) -> String {
        "<ClinicalData StudyOID=\"S\" MetaDataVersionOID=\"1\">" + subjects.joined(separator: "\n") + "</ClinicalData>"
    }

    static let study = "studyID: S\nusubjid: \"{STUDYID}-{SUBJID}\"\nreferenceDates: {RFSTDTC: none}\n"

    /// Converts and gives the files' texts with the books.
    func convert(
        _ documents: [String], jobs: Int = 1, study text: String = GatheringTests.study,
        keepGoing: Bool = false, metadata: [String] = []
    ) async throws -> (files: [String: String], accounts: Accounts) {
        let folder = try TemporaryFolder()
        var paths: [String] = []
        for (index, text) in documents.enumerated() { paths.append(try folder.write(text, to: "in-\(index).xml")) }
        let document = try MappingDocument(text: mapping, path: "mapping.yaml") { (path) throws(MappingError) in
            throw .missingKey(path, in: "test", at: Location(path: path))
        }
        let study = try StudyFile.parse(text: text, path: "study.yaml")
        var conversion = ODMToSDTM(
            inputs: paths, mapping: document, study: study, domains: try DomainMapping.embedded(),
            output: folder.path + "/out", timestamp: try #require(PartialDate(year: 2024, month: 1, day: 1)))
        for (index, text) in metadata.enumerated() {
            conversion.metadata.append(try folder.write(text, to: "metadata-\(index).xml"))
        }
        conversion.format = .csv
        conversion.jobs = jobs
        conversion.keepGoing = keepGoing
        let accounts = try await conversion.run()
        var files: [String: String] = [:]
        for output in accounts.outputs {
            let name =
                output.kind == .carry ? "carry/" + output.path.split(separator: "/").suffix(1).joined() : output.dataset
            files[name] = String(decoding: try readBytes(output.path), as: UTF8.self)
        }
        return (files, accounts)
    }

    var whole: String {
        document([
            metadata,
            data(
                subject(
                    "1",
                    group("IG.DM", "1", [("I.SEX", "F")]) + group("IG.AE", "1", [("I.TERM", "A"), ("I.SEV", "1")])
                        + group("IG.AE", "2", [("I.TERM", "B")])),
                subject("2", group("IG.DM", "1", [("I.SEX", "M")]))),
        ])
    }

    @Test func aPatientWhoComesAgainIsGatheredIntoOne() async throws {
        let scattered = document([
            metadata,
            data(
                subject("1", group("IG.DM", "1", [("I.SEX", "F")])),
                subject("2", group("IG.DM", "1", [("I.SEX", "M")])),
                subject("1", group("IG.AE", "1", [("I.TERM", "A"), ("I.SEV", "1")])),
                subject("1", group("IG.AE", "2", [("I.TERM", "B")]))),
        ])
        let expected = try await convert([whole])
        let found = try await convert([scattered])
        #expect(found.files == expected.files)
        #expect(found.accounts.imbalance == 0)
        #expect(found.accounts.patients == 2)
    }

    @Test func aPatientInTwoFilesIsGatheredIntoOne() async throws {
        let first = document([metadata, data(subject("1", group("IG.DM", "1", [("I.SEX", "F")])))])
        let second = document([
            data(
                subject("2", group("IG.DM", "1", [("I.SEX", "M")])),
                subject(
                    "1",
                    group("IG.AE", "1", [("I.TERM", "A"), ("I.SEV", "1")]) + group("IG.AE", "2", [("I.TERM", "B")])))
        ])
        #expect(try await convert([first, second]).files == (try await convert([whole])).files)
    }

    @Test func metadataBehindTheDataAreKnownInTime() async throws {
        let late = document([
            data(
                subject(
                    "1",
                    group("IG.DM", "1", [("I.SEX", "F")]) + group("IG.AE", "1", [("I.TERM", "A"), ("I.SEV", "1")])
                        + group("IG.AE", "2", [("I.TERM", "B")])),
                subject("2", group("IG.DM", "1", [("I.SEX", "M")]))), metadata,
        ])
        #expect(try await convert([late]).files == (try await convert([whole])).files)
    }

    @Test func transactionsComeToTheirFinalState() async throws {
        let transactions = document(
            [
                metadata,
                data(
                    subject("1", group("IG.DM", "1", [("I.SEX", "M")])),
                    subject("2", group("IG.DM", "1", [("I.SEX", "M")])),
                    subject("1", group("IG.AE", "1", [("I.TERM", "X"), ("I.SEV", "1")])),
                    subject("1", group("IG.DM", "1", [("I.SEX", "F")])),
                    subject("1", group("IG.AE", "2", [("I.TERM", "B")])),
                    subject("1", group("IG.AE", "1", [("I.TERM", "A")]))
                ).replacing("<SubjectData ", with: "<SubjectData TransactionType=\"Upsert\" "),
            ], type: "Transactional")
        let found = try await convert([transactions])
        #expect(found.files == (try await convert([whole])).files)
        #expect(found.accounts.total(.superseded) == 2)
        #expect(found.accounts.imbalance == 0)
    }

    @Test(arguments: [2, 3, 8]) func theNumberOfWorkersChangesNoByte(_ jobs: Int) async throws {
        let subjects = (0..<200).map { number in
            subject(
                "\(number)",
                group("IG.DM", "1", [("I.SEX", number % 2 == 0 ? "F" : "M")])
                    + (0..<60).map { group("IG.AE", "\($0)", [("I.TERM", "Term \(number) \($0)"), ("I.SEV", "1")]) }
                    .joined())
        }
        let many = document([metadata, data(subjects.joined(separator: "\n"))])
        let one = try await convert([many])
        let several = try await convert([many], jobs: jobs)
        #expect(several.files == one.files)
        #expect(several.accounts.total(.mapped) == one.accounts.total(.mapped))
    }

    @Test func dataWithoutASubjectAreCarried() async throws {
        let reference = document([
            metadata.replacing(
                "<CodeList OID", with: "<ItemDef OID=\"I.LAB\" Name=\"Laboratory\" DataType=\"text\"/><CodeList OID"),
            "<ReferenceData StudyOID=\"S\" MetaDataVersionOID=\"1\">" + group("IG.LAB", "1", [("I.LAB", "Central")])
                + "</ReferenceData>",
            data(subject("1", group("IG.DM", "1", [("I.SEX", "F")]))),
        ])
        let (files, accounts) = try await convert([reference])
        #expect(accounts.imbalance == 0)
        #expect(accounts.total(.supplement) == 1)
        #expect(files.contains { $0.key.hasPrefix("carry/") && $0.value.contains("Central") })
    }

    @Test func metadataThatContradictEachOtherAreRefused() async throws {
        let first = document([metadata, data(subject("1", group("IG.AE", "1", [("I.SEV", "1")])))])
        let second = document([
            metadata.replacing("MILD", with: "SEVERE"), data(subject("2", group("IG.AE", "1", [("I.SEV", "1")]))),
        ])
        let error = await #expect(throws: ConversionError.self) { try await self.convert([first, second]) }
        #expect(error?.diagnostic.code == "odm.metadata-contradict")
    }

    @Test func theStudysPatternMakesTheSubjectIdentifier() async throws {
        let study = """
            studyID: S
            referenceDates: {RFSTDTC: none}
            usubjid: "{STUDYID}-{SUBJID}"
            subjid: "{SITEID}-{SUBJECTKEY}"
            sites:
              - {id: "101", aliases: [S], country: DEU, timeZone: Europe/Berlin}

            """
        let found = try await convert([whole], study: study)
        #expect(found.files["DM"]?.contains(",S-101-1,101-1,") == true)
    }

    @Test func aSecondChildOfTheSameKeyIsRefusedWhole() async throws {
        let first = document([metadata, data(subject("1", group("IG.DM", "1", [("I.SEX", "F")])))])
        let second = document([
            data(subject("1", group("IG.DM", "1", [("I.SEX", "M")]) + group("IG.AE", "1", [("I.TERM", "B")])))
        ])
        let found = try await convert([first, second], keepGoing: true)
        #expect(found.files["DM"]?.contains(",F") == true)
        #expect(found.files["AE"] == nil)
        #expect(found.accounts.total(.refused) == 2)
        #expect(found.accounts.imbalance == 0)
        await #expect(throws: ConversionError.self) { try await convert([first, second]) }
    }
}
