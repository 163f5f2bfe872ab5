import Conversion
import Mapping
import Testing
import Values

/// Inputs that break off, under `--keep-going`.
extension GatheringTests {
    private func sex(_ subject: String, _ sex: String) -> String {
        self.subject(subject, group("IG.DM", "1", [("I.SEX", sex)]))
    }

    private func transactions(_ parts: [String]) -> String {
        document(parts, type: "Transactional").replacing(
            "<SubjectData ", with: "<SubjectData TransactionType=\"Upsert\" ")
    }

    /// The document without what stands behind the text.
    private func cut(_ document: String, behind text: String) throws -> String {
        let range = try #require(document.firstRange(of: text))
        return String(document[..<range.upperBound])
    }

    private var twoStudies: String { GatheringTests.study + "studyOIDs: [S, T]\n" }

    private func ofT(_ subjects: String...) -> String {
        data(subjects.joined()).replacing("StudyOID=\"S\"", with: "StudyOID=\"T\"")
    }

    private func found(_ code: String, in accounts: Accounts) -> [String?] {
        accounts.diagnostics.filter { $0.code == code }.flatMap { $0.first.map(\.patient) }
    }

    @Test func aBrokenTransactionalFileRefusesAllSubjectsOfItsStudy() async throws {
        let first = transactions([metadata, data(sex("1", "F"), sex("2", "F")), ofT(sex("3", "F"))])
        let second = try cut(transactions([data(sex("1", "M"), sex("2", "M"))]), behind: "Value=\"M\"/>")
        let (files, accounts) = try await convert([first, second], study: twoStudies, keepGoing: true)
        #expect(files["DM"]?.contains("S-3,") == true)
        #expect(files["DM"]?.contains("S-1,") == false)
        #expect(files["DM"]?.contains("S-2,") == false)
        #expect(accounts.refusedPatients == ["1", "2"])
        #expect(found("conversion.subject-interrupted", in: accounts) == ["1"])
        #expect(found("conversion.subject-in-doubt", in: accounts) == ["2"])
        #expect(accounts.total(.refused) == 2)
        #expect(accounts.imbalance == 0)
    }

    @Test func aSubjectChangedBeforeTheBreakIsRefused() async throws {
        let first = transactions([metadata, data(sex("1", "F")), ofT(sex("3", "F"))])
        let second = try cut(transactions([data(sex("1", "M"), sex("9", "M"))]), behind: "</SubjectData>")
        let (files, accounts) = try await convert([first, second], study: twoStudies, keepGoing: true)
        #expect(files["DM"]?.contains("S-3,") == true)
        #expect(files["DM"]?.contains("S-1,") == false)
        #expect(accounts.refusedPatients == ["1"])
        #expect(accounts.total(.refused) == 2)
        let warning = accounts.diagnostics.first { $0.code == "conversion.input-broken" }?.first.first
        #expect(warning?.message.contains("any subject of 'S'") == true)
    }

    @Test func aTransactionalFileThatBreaksBeforeItsDataRefusesAll() async throws {
        let first = transactions([metadata, data(sex("1", "F")), ofT(sex("3", "F"))])
        let second = try cut(transactions([data(sex("1", "M"))]), behind: "CreationDateTime=\"2019-08-01T00:00:00\">")
        let error = await #expect(throws: ConversionError.self) {
            try await self.convert([first, second], study: self.twoStudies, keepGoing: true)
        }
        #expect(error?.diagnostic.location?.path.hasSuffix("in-1.xml") == true)
        #expect(error?.diagnostic.message.contains("every patient in doubt (2)") == true)
    }

    @Test func aBrokenSnapshotRefusesOnlyTheSubjectBeingRead() async throws {
        let first = document([metadata, data(sex("1", "F"), sex("2", "F"))])
        let second = try cut(
            document([data(sex("3", "M"), subject("2", group("IG.AE", "1", [("I.TERM", "A")])))]),
            behind: "Value=\"A\"/>")
        let (files, accounts) = try await convert([first, second], keepGoing: true)
        #expect(files["DM"]?.contains("S-1,") == true)
        #expect(files["DM"]?.contains("S-2,") == false)
        #expect(files["DM"]?.contains("S-3,") == true)
        #expect(accounts.refusedPatients == ["2"])
        #expect(accounts.imbalance == 0)
    }

    @Test func theSubjectBeingReadIsListedThoughNothingOfItWasKept() async throws {
        let broken = try cut(document([metadata, data(sex("1", "F"), sex("2", "M"))]), behind: "Value=\"M\"/>")
        let (_, accounts) = try await convert([broken], keepGoing: true)
        #expect(accounts.patients == 1)
        #expect(accounts.refusedPatients == ["2"])
    }
}
