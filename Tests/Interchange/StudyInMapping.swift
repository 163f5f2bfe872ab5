import Rialto
import TestSupport
import Testing

/// What a mapping says of its study, in a `study:` part or a file that it names.
struct StudyInMapping {
    private static let blocks = """
        language: 1
        itemGroups:
          - {oid: IG.DM, entity: subject, items: [{oid: I.SEX, field: sex, decode: true}]}
        """

    private func run(_ study: String, given: String? = nil) async throws -> FaultRun {
        let folder = try TemporaryFolder()
        let mapping = try folder.write(study + StudyInMapping.blocks, to: "m.yaml")
        let path = try given.map { try folder.write($0, to: "s.yaml") }
        return try await FaultRun(["sound.xml"], mapping: mapping, study: path, in: folder)
    }

    private static let part = """
        study:
          studyID: INLINE
          title: A study
          usubjid: "{STUDYID}-X-{SUBJID}"
          referenceDates: {RFSTDTC: none}

        """

    @Test func `a study part says what study.yaml would`() async throws {
        let run = try await run(StudyInMapping.part)
        #expect(run.exit == .done, "\(run.errors)")
        #expect(run.column("USUBJID", of: "dm") == ["INLINE-X-001", "INLINE-X-002", "INLINE-X-003"])
    }

    @Test func `--study and the mapping add to each other`() async throws {
        let run = try await run(
            StudyInMapping.part, given: "studyID: INLINE\nsites: [{id: '1', aliases: [S.FAULTS]}]\n")
        #expect(run.exit == .done, "\(run.errors)")
        #expect(run.column("USUBJID", of: "dm").first == "INLINE-X-001")
        #expect(run.column("SITEID", of: "dm").first == "1")
    }

    @Test(arguments: [
        ("studyID: OTHER", "2:12", "'studyID'", "1:10"), ("studyID: INLINE\ntitle: Another", "3:10", "'title'", "2:8"),
        ("studyID: INLINE\nusubjid: \"{STUDYID}-{SUBJID}\"", "4:12", "'usubjid'", "2:10"),
        ("studyID: INLINE\nreferenceDates: {RFSTDTC: {first: exposure.start}}", "5:19", "'referenceDates'", "2:17"),
    ]) func `a contradiction is refused with both places`(
        given: String, place: String, key: String, first: String
    ) async throws {
        let run = try await run(StudyInMapping.part, given: given + "\n")
        #expect(run.exit == .usage)
        #expect(run.errors == ["m.yaml:\(place): error: \(key) contradicts s.yaml:\(first)"])
        #expect(run.left == ["m.yaml", "s.yaml"])
    }

    @Test func `a file that the mapping names is held against --study as a whole`() async throws {
        let folder = try TemporaryFolder()
        let mapping = try folder.write("study: own.yaml\n" + StudyInMapping.blocks, to: "m.yaml")
        _ = try folder.write("studyID: S\nctcae: 4.03\nreferenceDates: {RFSTDTC: none}\n", to: "own.yaml")
        let study = try folder.write("studyID: S\nctcae: 5.0\n", to: "s.yaml")
        let run = try await FaultRun(["sound.xml"], mapping: mapping, study: study, in: folder)
        #expect(run.exit == .usage)
        #expect(run.errors == ["own.yaml:2:8: error: 'ctcae' contradicts s.yaml:2:8"])
    }

    @Test func `a mistake in the part has its place`() async throws {
        let run = try await run("study:\n  studyID: S\n  sits: []\n")
        #expect(run.exit == .usage)
        #expect(run.errors == ["m.yaml:3:3: error: unknown key 'sits'; did you mean 'sites'?"])
    }
}
