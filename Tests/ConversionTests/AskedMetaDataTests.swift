import Conversion
import Mapping
import Testing
import Values

/// Which metadata decode data, when files bring metadata of several versions or bring them late.
extension GatheringTests {
    private func metadata(version: String, _ decode: String) -> String {
        metadata.replacing("MetaDataVersion OID=\"1\"", with: "MetaDataVersion OID=\"\(version)\"")
            .replacing("MILD", with: decode)
    }

    /// Subjects with a code each, enough for several batches.
    private func many(_ count: Int, from first: Int) -> String {
        (first..<first + count).map { number in
            subject(
                "\(number)",
                group("IG.DM", "1", [("I.SEX", "F")])
                    + (0..<40).map { group("IG.AE", "\($0)", [("I.TERM", "Term \($0)"), ("I.SEV", "1")]) }.joined())
        }.joined()
    }

    private func unnamed(_ data: String) -> String { data.replacing(" MetaDataVersionOID=\"1\"", with: "") }

    private func refusal(_ documents: [String]) async -> String? {
        await #expect(throws: ConversionError.self) { try await self.convert(documents) }?.diagnostic.code
    }

    private func message(_ code: String, in accounts: Accounts) -> (count: Int, isLocated: Bool)? {
        accounts.diagnostics.first { $0.code == code }.map { ($0.count, $0.first.first?.location?.line != nil) }
    }

    @Test func dataThatNameNoVersionAreOfTheirOwnFilesOne() async throws {
        let first = document([metadata(version: "V1", "MILD"), unnamed(data(many(200, from: 1000)))])
        let second = document([metadata(version: "V2", "SEVERE"), unnamed(data(many(5, from: 2000)))])
        for documents in [[first, second], [second, first]] {
            let rows = try #require(try await convert(documents).files["AE"]).split(whereSeparator: \.isNewline)
            #expect(rows.count == 205 * 40 + 1)
            #expect(rows.dropFirst().allSatisfy { $0.contains("S-1") ? $0.contains("MILD") : $0.contains("SEVERE") })
        }
    }

    @Test(arguments: [1, 200])
    func dataThatMayBeOfEitherVersionAreRefused(_ count: Int) async throws {
        let bare = document([unnamed(data(many(count, from: 1000)))])
        let versions = [metadata(version: "V1", "MILD"), metadata(version: "V2", "SEVERE")].map { document([$0]) }
        #expect(await refusal([bare] + versions) == "odm.version-ambiguous")
    }

    @Test func metadataOfALaterFileAreKnownInTime() async throws {
        let bare = document([data(many(200, from: 1000))])
        let rows = try #require(try await convert([bare, document([metadata])]).files["AE"])
            .split(whereSeparator: \.isNewline)
        #expect(rows.count == 8001)
        #expect(rows.dropFirst().allSatisfy { $0.contains("MILD") })
    }

    @Test func whatIsAssumedIsSaidOnceAndWhatIsMissingIsRefused() async throws {
        let assumed = try await convert([
            document([metadata(version: "9", "MILD"), data(many(3, from: 1000))]),
            document([data(many(3, from: 2000))]),
        ])
        let said = try #require(message("odm.version-assumed", in: assumed.accounts))
        #expect(said.count == 1 && said.isLocated)
        let including = document([
            metadata.replacing(
                "Name=\"1\">", with: "Name=\"1\"><Include StudyOID=\"S\" MetaDataVersionOID=\"0\"/>"),
            data(many(1, from: 1000)),
        ])
        #expect(await refusal([including]) == "odm.include-missing")
    }
}
