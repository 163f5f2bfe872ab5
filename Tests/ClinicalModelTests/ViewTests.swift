import ClinicalModel
import Testing
import Values

/// Typed views over a patient's records.
struct ViewTests {
    private func record(_ kind: EntityKind, _ key: String, _ values: [FieldID: Value] = [:]) -> Record {
        var record = Record(kind: kind, key: RecordKey(key))
        for (field, value) in values { record.values[field] = value }
        return record
    }

    private func patient(_ records: [Record]) -> Patient {
        var patient = Patient(key: PatientKey(study: "S", subject: "001"))
        patient.records = records
        return patient
    }

    @Test func aViewRefusesRecordsOfOtherKinds() {
        #expect(Event(record(.laboratory, "1")) == nil)
        #expect(Finding(record(.response, "1")) == nil)
        #expect(Intervention(record(.exposure, "1")) == nil)
        #expect(Enrolment(record(.visit, "1")) == nil)
        #expect(Lesion(record(.lesionMeasurement, "1")) == nil)
        #expect(Event(kind: .subject, key: RecordKey("1")) == nil)
    }

    /// One record has one home: of the views, exactly one shows each kind that happens to a patient.
    @Test func everyKindOfAPatientHasExactlyOneView() {
        let views: [(EntityKind) -> Bool] = [
            Enrolment.holds, Cycle.holds, Exposure.holds, Response.holds, Lesion.holds, LesionMeasurement.holds,
            Event.holds, Finding.holds, Intervention.holds, Visit.holds, Element.holds, EligibilityAnswer.holds,
            Specimen.holds, ClinicalModel.Comment.holds, AssociatedPerson.holds, DiseaseMilestone.holds,
        ]
        for kind in EntityKind.allCases {
            #expect(views.count { $0(kind) } == (kind.generalClass == .trialDesign ? 0 : 1), "\(kind.name)")
        }
    }

    @Test func sequencesGiveTheRecordsOfTheirViewInOrder() {
        let patient = patient([
            record(.adverseEvent, "A"), record(.laboratory, "L"), record(.disposition, "D"), record(.response, "R"),
            record(.exposure, "E"), record(.procedure, "P"), record(.associatedPerson, "X"),
        ])
        #expect(patient.events.map(\.key.text) == ["A", "D"])
        #expect(patient.events.map(\.kind) == [.adverseEvent, .disposition])
        #expect(patient.findings.map(\.key.text) == ["L"])
        #expect(patient.responses.map(\.key.text) == ["R"])
        #expect(patient.interventions.map(\.key.text) == ["P"])
        #expect(patient.associatedPersons.map(\.key.text) == ["X"])
        #expect(Array(patient.lesions).isEmpty)
        #expect(patient.views(of: Exposure.self).map(\.key.text) == ["E"])
    }

    @Test func aViewWritesThroughToItsRecord() throws {
        var patient = patient([record(.adverseEvent, "A", [.grade: .text("3")])])
        var event = try #require(Event(patient.records[0]))
        event.grade = "4"
        event.start = PartialDate(year: 2018, month: 3)
        patient.records[0] = event.record
        #expect(patient.records[0].text(.grade) == "4")
        #expect(patient.events.first?.start?.description == "2018-03")
        patient.enrolment.siteID = "101"
        #expect(patient.subject.text(.siteID) == "101")
    }

    @Test func aDeathAndARelapseAreSaidByTheirStandardTerms() {
        let patient = patient([
            record(.disposition, "D", [.standardizedTerm: .text("DEATH")]),
            record(.clinicalEvent, "C", [.standardizedTerm: .text("DISEASE RELAPSE")]),
            record(.adverseEvent, "A", [.standardizedTerm: .text("DEATH")]),
        ])
        #expect(patient.events.map(\.isDeath) == [true, false, false])
        #expect(patient.events.map(\.isRelapse) == [false, true, false])
    }

    @Test func oncologyNamesAreOtherNamesOfTheSameFields() throws {
        var lesion = try #require(Lesion(kind: .lesion, key: RecordKey("T")))
        lesion.lesionID = "T01"
        #expect(lesion.linkID == "T01")
        lesion.result.standard.text = "TARGET"
        #expect(lesion.identification == "TARGET")
        var response = try #require(Response(kind: .response, key: RecordKey("R")))
        response.response = "CR"
        #expect(response.result.standard.text == "CR")
        #expect(response.record.values.entries.count == 1)
    }

    @Test func recordsFindThoseThatTheyReferTo() throws {
        var infusion = record(.exposureAsCollected, "E", [.cycle: .text("C1")])
        var interruption = record(.exposureAsCollected, "I")
        interruption.parent = infusion.key
        infusion.values[.treatment] = .text("BLINATUMOMAB")
        let patient = patient([
            record(.cycle, "C2", [.cycleNumber: .number(Decimal(significand: 2))]),
            record(.cycle, "C1", [.cycleNumber: .number(Decimal(significand: 1))]), infusion, interruption,
            record(.lesion, "T", [.linkID: .text("T01")]), record(.lesionMeasurement, "M", [.linkID: .text("T01")]),
            record(.lesionMeasurement, "N", [.linkID: .text("T02")]),
        ])
        let exposures = Array(patient.exposures)
        #expect(exposures.map(\.isInterruption) == [false, true])
        #expect(patient.cycle(of: exposures[0])?.number?.description == "1")
        #expect(patient.cycle(of: exposures[1]) == nil)
        #expect(patient.interruptions(of: exposures[0]).map(\.key.text) == ["I"])
        let lesion = try #require(patient.lesions.first)
        #expect(patient.measurements(of: lesion).map(\.key.text) == ["M"])
    }

    @Test func aResultKeepsWhatWasWrittenBesideTheStandard() throws {
        var finding = try #require(
            Finding(
                record(
                    .laboratory, "L",
                    [
                        .original: .text("<1E-4"), .originalComparator: .text("<"), .standard: .text("<0.0001"),
                        .standardUnit: .missing(.null),
                    ])))
        #expect(finding.result.original.text == "<1E-4")
        #expect(finding.result.original.comparator == "<")
        #expect(finding.result.standard.comparator == "<")
        #expect(finding.result.standard.number == nil)
        finding.result.original.unit = "fraction of 1"
        #expect(finding.record.text(.originalUnit) == "fraction of 1")
        #expect(finding.record.missing(.standardUnit) == .null)
        finding.result.standard.text = "<LLOQ"
        #expect(finding.result.standard.comparator == nil)
    }

    @Test func codesStandApartByLevel() throws {
        var record = record(
            .adverseEvent, "A",
            [
                .term: .text("headake"), .modifiedTerm: .text("headache"), .standardizedTerm: .text("Headache"),
                .codingBodySystem: .text("Nervous system disorders"),
                .codingPrimarySystemOrganClass: .text("Investigations"), .codingVersion: .text("22.0"),
            ])
        try record.setCoding(
            Coding(system: "MedDRA", version: "22.0", code: "9000001", display: "Headache", role: .preferredTerm))
        let coded = try #require(Event(record)).coded
        #expect(coded.verbatim == "headake")
        #expect(coded.modifiedVerbatim == "headache")
        #expect(coded[.preferredTerm]?.code == "9000001")
        #expect(coded[.preferredTerm]?.system == "MedDRA")
        #expect(coded[.bodySystem]?.display == "Nervous system disorders")
        #expect(coded[.primarySystemOrganClass]?.display == "Investigations")
        #expect(coded[.lowestLevelTerm] == nil)
    }

    @Test func aCodeThatTheRecordCannotHoldIsRefusedWhole() {
        var event = record(.adverseEvent, "A")
        #expect(throws: ClinicalModelError.self) {
            try event.setCoding(Coding(system: "MedDRA", code: "not a number", display: "X", role: .preferredTerm))
        }
        #expect(event.values.entries.isEmpty)
        var medication = record(.concomitantMedication, "M")
        #expect(throws: ClinicalModelError.self) {
            try medication.setCoding(Coding(code: "1", display: "X", role: .highLevelTerm))
        }
        #expect(throws: Never.self) {
            try medication.setCoding(
                Coding(system: "WHODrug", code: "L01", display: "ANTINEOPLASTIC", role: .drugClass))
        }
        #expect(medication.text(.drugClassCode) == "L01")
    }
}
