import Conversion
import Mapping
import Testing

/// Sites whose metadata stand in files of their own.
extension GatheringTests {
    /// The metadata of a site that codes severity in its own way.
    private func metadata(of study: String, _ decode: String) -> String {
        document([
            metadata.replacing("<Study OID=\"S\">", with: "<Study OID=\"\(study)\">").replacing("MILD", with: decode)
        ])
    }

    private func site(_ study: String, from first: Int) -> String {
        let subjects = (first..<first + 120).map { number in
            subject(
                "\(number)",
                group("IG.DM", "1", [("I.SEX", "F")])
                    + (0..<40).map { group("IG.AE", "\($0)", [("I.TERM", "Term \($0)"), ("I.SEV", "1")]) }.joined())
        }
        return document([data(subjects.joined()).replacing("StudyOID=\"S\"", with: "StudyOID=\"\(study)\"")])
    }

    @Test func eachSiteIsDecodedByItsOwnMetadataFileWithAnyNumberOfWorkers() async throws {
        let study = GatheringTests.study + "studyOIDs: [S, T]\n"
        let inputs = [site("S", from: 1000), site("T", from: 2000)]
        let metadata = [metadata(of: "T", "SEVERE"), metadata(of: "S", "MILD")]
        let one = try await convert(inputs, study: study, metadata: metadata)
        let rows = try #require(one.files["AE"]).split(whereSeparator: \.isNewline).dropFirst()
        #expect(rows.count == 9600)
        #expect(rows.allSatisfy { $0.contains(",S-1") ? $0.contains(",MILD") : $0.contains(",SEVERE") })
        for jobs in 2...4 {
            let several = try await convert(inputs, jobs: jobs, study: study, metadata: metadata)
            #expect(several.files == one.files)
        }
    }
}
