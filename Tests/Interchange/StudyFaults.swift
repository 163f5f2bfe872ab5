import Rialto
import TestSupport
import Testing

/// Inputs of two studies are never mixed unasked.
struct StudyFaults {
    static let message =
        "two-studies-in-one-file.xml:57:5: error: these data are of study 'S.OTHER', and those before of study "
        + "'S.FAULTS'; convert one study at a time; if both are one, name both in study.yaml, as aliases of sites or "
        + "under 'studyOIDs'"

    /// A mapping that says nothing of its study, so that the study given says it all.
    private static let alone = "mapping-without-study.yaml"

    @Test func `stops at the first patient of the second study`() async throws {
        let run = try await FaultRun("two-studies-in-one-file.xml")
        #expect(run.exit == .usage)
        #expect(run.errors == [StudyFaults.message])
        #expect(run.left == [])
    }

    @Test func `keep-going carries the first study and lists the other's patients`() async throws {
        let run = try await FaultRun("two-studies-in-one-file.xml", keepGoing: true)
        #expect(run.exit == .issues)
        #expect(run.listed == [StudyFaults.message])
        #expect(run.patients == ["001", "002"])
        #expect(run.summary.contains("carried: 2 patients, refused: 1"))
        #expect(run.summary.contains("source values is accounted for"))
    }

    @Test func `two files of two studies`() async throws {
        let run = try await FaultRun(["sound.xml", "other-study.xml"])
        #expect(run.exit == .usage)
        #expect(run.errors.count == 1)
        #expect(run.errors.first?.hasPrefix("sound.xml:29:5: error: these data are of study 'S.FAULTS'") == true)
    }

    @Test func `one name of any kind is taken`() async throws {
        let run = try await FaultRun("other-study.xml")
        #expect(run.exit == .done)
        #expect(run.patients == ["101", "102"])
    }

    @Test(arguments: [
        "studyOIDs: [S.FAULTS, S.OTHER]",
        "sites: [{id: '1', aliases: [S.FAULTS]}, {id: '2', aliases: [S.OTHER]}]",
    ])
    func `names in study.yaml make them one`(_ naming: String) async throws {
        let folder = try TemporaryFolder()
        let study = try folder.write(
            "studyID: FAULTS\nreferenceDates: {RFSTDTC: none}\nusubjid: \"{STUDYID}-{SUBJID}\"\n\(naming)\n",
            to: "s.yaml")
        let run = try await FaultRun(
            ["sound.xml", "other-study.xml"], mapping: StudyFaults.alone, study: study, in: folder)
        #expect(run.exit == .done, "\(run.errors)")
        #expect(run.patients == ["001", "002", "003", "101", "102"])
    }

    @Test func `a study that the list does not have is refused`() async throws {
        let folder = try TemporaryFolder()
        let study = try folder.write(
            "studyID: FAULTS\nreferenceDates: {RFSTDTC: none}\nusubjid: \"{STUDYID}-{SUBJID}\"\nstudyOIDs: S.FAULTS\n",
            to: "s.yaml")
        let run = try await FaultRun(["other-study.xml"], mapping: StudyFaults.alone, study: study, in: folder)
        #expect(run.exit == .usage)
        #expect(
            run.errors == [
                "other-study.xml:29:5: error: these data are of study 'S.OTHER', which is none of the 'studyOIDs' of "
                    + "study.yaml; leave the input out, or add the study there"
            ])
    }

    @Test func `a study that does not say its reference date is refused, and nothing is written`() async throws {
        let folder = try TemporaryFolder()
        let study = try folder.write("studyID: FAULTS\nusubjid: \"{STUDYID}-{SUBJID}\"\n", to: "s.yaml")
        let run = try await FaultRun(
            ["sound.xml"], mapping: StudyFaults.alone, study: study, keepGoing: true, in: folder)
        #expect(run.exit == .usage)
        #expect(
            run.errors == [
                "s.yaml:1:1: error: the study does not say how the subject reference start date (RFSTDTC) is found, on "
                    + "which all study days hang; add 'referenceDates: {RFSTDTC: {first: exposure.start}}' to study.yaml, "
                    + "or 'RFSTDTC: none' where the study has none"
            ])
        #expect(run.left == ["s.yaml"])
    }

    @Test func `one SubjectKey in two studies is two patients`() async throws {
        let folder = try TemporaryFolder()
        let sites = "sites: [{id: '1', aliases: [S.FAULTS]}, {id: '2', aliases: [S.OTHER]}]"
        let inputs = ["sound.xml", "other-study-same-key.xml"]
        let apart = try folder.write("studyID: FAULTS\nreferenceDates: {RFSTDTC: none}\n\(sites)\n", to: "apart.yaml")
        let run = try await FaultRun(inputs, mapping: StudyFaults.alone, study: apart, in: folder)
        #expect(run.exit == .done, "\(run.errors)")
        #expect(
            run.column("USUBJID", of: "dm").sorted() == [
                "FAULTS-1-001", "FAULTS-1-002", "FAULTS-1-003", "FAULTS-2-001", "FAULTS-2-102",
            ])
        let together = try folder.write(
            "studyID: FAULTS\nreferenceDates: {RFSTDTC: none}\nusubjid: \"{STUDYID}-{SUBJID}\"\n\(sites)\n",
            to: "together.yaml")
        let refused = try await FaultRun(
            inputs, mapping: StudyFaults.alone, study: together, output: "out2", in: folder)
        #expect(refused.exit == .unreadable)
        #expect(
            refused.errors == [
                "sound.xml:29:5: error: two patients get one USUBJID, the first at other-study-same-key.xml:29:5; make "
                    + "the pattern of USUBJID tell them apart, or correct the subject identifier in the source"
            ])
        let going = try await FaultRun(
            inputs, mapping: StudyFaults.alone, study: together, keepGoing: true, output: "out3", in: folder)
        #expect(going.exit == .issues)
        #expect(going.patients == ["001", "002", "003", "102"])
    }
}
