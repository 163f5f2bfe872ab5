import ClinicalModel
import Mapping
import Testing
import Values

/// study.yaml: what it gives, and the place of every mistake.
struct StudyFileTests {
    private func parse(_ text: String) throws -> StudyDescription {
        try StudyFile.parse(text: text, path: "study.yaml")
    }

    @Test func everythingButTheStudyIdentifierIsOptional() throws {
        let study = try parse("studyID: RIALTO")
        #expect(study.study.studyID == "RIALTO")
        #expect(study.usubjid == .standard)
        #expect(study.subjid == .subjectKey)
        #expect(study.referenceDates.firstTreatment.first == DateRule(.first, of: .exposure, [.start]))
        #expect(study.referenceDates.lastTreatment.first == DateRule(.last, of: .exposure, [.end, .start]))
        #expect(study.referenceDates.referenceStart == nil)
    }

    @Test func readsAWholeStudy() throws {
        let study = try parse(
            """
            studyID: RIALTO
            title: Blinatumomab
            usubjid: "{STUDYID}.{SITEID}.{SUBJID}"
            subjid: "{SITEID}-{SUBJECTKEY}"
            sdtmig: 3.4
            ct: 2025-03-28
            ctcae: 5.0
            cutoff: 2019-07-19
            sites:
              - {id: 101, aliases: [LOC.1, Klinik], country: DEU, timeZone: Europe/Berlin, investigator: {id: I1, name: Dr A}}
            epochs: [SCREENING, TREATMENT]
            elements:
              - {code: SCRN, name: Screening, epoch: SCREENING, starts: {subject: informedConsent}}
              - {code: CON, name: Consolidation, duration: P28D, startRule: first dose, starts: {first: exposure.start, where: {cycle: [C1, C2]}}}
            arms:
              - {code: B, name: Blin, path: [SCRN, {element: CON, epoch: TREATMENT, branch: x, transition: y}]}
            visits:
              - {number: 1.5, name: V, day: -7, studyEventOID: SE.V, repeatKey: 2}
            treatments: [BLINATUMOMAB]
            referenceDates:
              RFSTDTC: [{first: exposure.start}, {subject: informedConsent}]
              RFENDTC: {last: [exposure.end, exposure.start]}
            age: {daysBelow: 10, monthsBelow: 36, at: RFICDTC}
            trialSummary:
              - {code: SSTYP, parameter: Study Type, value: INTERVENTIONAL}
            eligibility:
              - {code: INCL01, text: Young, category: INCLUSION, version: "2"}
            dictionaries: {MedDRA: "22.0"}
            """)
        #expect(study.sdtmig == "3.4")
        #expect(study.ctcae == "5.0")
        #expect(study.controlledTerminology == "2025-03-28")
        #expect(study.study.cutoff?.description == "2019-07-19")
        #expect(study.study.sites.first?.aliases == ["LOC.1", "Klinik"])
        #expect(study.study.sites.first?.investigatorName == "Dr A")
        #expect(study.study.arms.first?.path.map(\.epoch) == ["SCREENING", "TREATMENT"])
        #expect(study.elementStarts["SCRN"] == [DateRule(.first, of: .subject, [.informedConsent])])
        #expect(
            study.elementStarts["CON"] == [
                DateRule(.first, of: .exposure, [.start], where: [FieldCondition(.cycle, in: ["C1", "C2"])])
            ])
        #expect(study.study.visits.first?.number.description == "1.5")
        #expect(study.study.visits.first?.repeatKey == "2")
        #expect(study.referenceDates.referenceStart?.count == 2)
        #expect(study.referenceDates.referenceEnd == [DateRule(.last, of: .exposure, [.end, .start])])
        #expect(study.age.monthsBelow == 36)
        #expect(study.age.reference == .informedConsent)
        #expect(study.study.records.map(\.kind) == [.trialSummary, .eligibilityCriterion])
        #expect(study.study.dictionaries == ["MedDRA": "22.0"])
    }

    @Test(arguments: [
        ("title: x", "mapping.missing-key", 1), ("studyID: A B", "mapping.wrong-value", 1),
        ("studyID: X\nstudyId: Y", "mapping.unknown-key", 2), ("studyID: X\ncutoff: 2019-07", "mapping.wrong-value", 2),
        ("studyID: X\nusubjid: \"{STUDYID}-{SITEID}\"", "mapping.wrong-value", 2),
        ("studyID: X\nusubjid: \"{STUDY}-{SUBJID}\"", "mapping.unknown-name", 2),
        ("studyID: X\nsubjid: \"{SUBJID}\"", "mapping.wrong-value", 2),
        ("studyID: X\nsites:\n  - {id: 1, aliases: [A]}\n  - {id: A}", "mapping.duplicate", 4),
        ("studyID: X\nsites:\n  - {id: 1, country: DE}", "mapping.wrong-value", 3),
        ("studyID: X\nsites:\n  - {id: 1, timeZone: CET+1}", "mapping.wrong-value", 3),
        ("studyID: X\nelements:\n  - {code: TOOLONGXX, name: N}", "mapping.wrong-value", 3),
        ("studyID: X\nepochs: [A]\nelements:\n  - {code: E, name: N, epoch: B}", "mapping.unknown-name", 4),
        ("studyID: X\nelements:\n  - {code: E, name: N, starts: {first: exposur.start}}", "mapping.unknown-name", 3),
        ("studyID: X\nelements:\n  - {code: E, name: N, starts: {first: exposure.dose}}", "mapping.type-mismatch", 3),
        (
            "studyID: X\nelements:\n  - {code: E, name: N, starts: {first: exposure.start, last: exposure.end}}",
            "mapping.wrong-value", 3
        ),
        ("studyID: X\narms:\n  - {code: A, name: N, path: [E]}", "mapping.unknown-name", 3),
        ("studyID: X\nvisits:\n  - {number: 1, name: A}\n  - {number: 1.0, name: B}", "mapping.duplicate", 4),
        ("studyID: X\nvisits:\n  - {number: 1, name: A, day: 0}", "mapping.wrong-value", 3),
        ("studyID: X\ntrialSummary:\n  - {code: A, parameter: B}", "mapping.missing-key", 3),
        ("studyID: X\neligibility:\n  - {code: A, text: B, category: C}", "mapping.wrong-value", 3),
        ("studyID: X\nage: {at: BRTHDTC}", "mapping.wrong-value", 2), ("studyID: [", "mapping.not-yaml", 2),
    ])
    func mistakesHaveTheirPlace(text: String, code: String, line: Int) throws {
        let error = #expect(throws: MappingError.self) { try parse(text) }
        #expect(error?.diagnostic.code == code)
        #expect(error?.diagnostic.location?.path == "study.yaml")
        #expect(error?.diagnostic.location?.line == line)
    }

    @Test func statementsOfTwoSourcesAreJoinedAndMustNotContradict() throws {
        var study = try parse("studyID: X\ntitle: T\nsites:\n  - {id: 1}")
        try study.merge(try StudyFile.parse(text: "studyID: X\nctcae: 5.0\nsites:\n  - {id: 1}", path: "mapping.yaml"))
        #expect(study.ctcae == "5.0")
        #expect(study.study.title == "T")
        let error = #expect(throws: MappingError.self) {
            try study.merge(try StudyFile.parse(text: "studyID: X\ntitle: U", path: "mapping.yaml"))
        }
        #expect(error?.diagnostic.location == Location(path: "mapping.yaml", line: 2, column: 8))
        #expect(error?.diagnostic.message.contains("study.yaml:2:8") == true)
        #expect(throws: MappingError.self) {
            try study.merge(try StudyFile.parse(text: "studyID: X\nsites:\n  - {id: 2}", path: "mapping.yaml"))
        }
        #expect(throws: MappingError.self) {
            try study.merge(try StudyFile.parse(text: "studyID: Y", path: "mapping.yaml"))
        }
    }
}
