import ClinicalModel
import Testing
import Values

/// Every typed property writes a field that its kinds have, with the field's type, and reads it back.
struct ViewPropertyTests {
    @Test func propertiesOfEnrolment() throws {
        let properties = Properties<Enrolment>(
            texts: [
                \.subjectID, \.screeningNumber, \.siteID, \.investigatorID, \.investigatorName, \.country,
                \.consentVersion, \.ageUnit, \.sex, \.ethnicity, \.armCode, \.arm, \.actualArmCode, \.actualArm,
                \.armNullReason, \.unplannedArm,
            ],
            numbers: [
                \.age
            ],
            dates: [
                \.consentDate, \.birthDate, \.endOfParticipation, \.deathDate,
            ],
            sets: [
                \.races
            ])
        try properties.check()
    }

    @Test func propertiesOfCycle() throws {
        let properties = Properties<Cycle>(
            texts: [
                \.cycleKind, \.elementCode, \.epoch,
            ],
            numbers: [
                \.number, \.ordinal,
            ],
            dates: [
                \.start, \.end,
            ])
        try properties.check()
    }

    @Test func propertiesOfExposure() throws {
        let properties = Properties<Exposure>(
            texts: [
                \.treatment, \.doseText, \.doseUnit, \.doseForm, \.doseFrequency, \.route, \.lot, \.mood, \.occurrence,
                \.reasonForOccurrence, \.reasonForDoseAdjustment, \.category, \.subcategory, \.status, \.reasonNotDone,
                \.groupID, \.referenceID, \.sponsorID, \.linkID, \.linkGroup, \.location, \.laterality, \.modifiedTerm,
                \.visit, \.epoch, \.duration,
            ],
            numbers: [
                \.dose, \.visitNumber,
            ],
            dates: [
                \.date, \.start, \.end,
            ])
        try properties.check()
    }

    @Test func propertiesOfResponse() throws {
        let properties = Properties<Response>(
            texts: [
                \.criteria, \.assessment, \.response, \.reportedResponse, \.category, \.subcategory, \.status,
                \.reasonNotDone, \.groupID, \.referenceID, \.sponsorID, \.linkID, \.linkGroup, \.location, \.laterality,
                \.modifiedTerm, \.visit, \.epoch, \.duration, \.testCode, \.test, \.specimen, \.method, \.evaluator,
                \.evaluatorID, \.resultCategory, \.baselineFlag, \.lastBeforeExposureFlag,
            ],
            numbers: [
                \.visitNumber
            ],
            dates: [
                \.assessmentDate, \.date, \.start, \.end,
            ])
        try properties.check()
    }

    @Test func propertiesOfLesion() throws {
        let properties = Properties<Lesion>(
            texts: [
                \.lesionID, \.reportedIdentification, \.identification, \.category, \.subcategory, \.status,
                \.reasonNotDone, \.groupID, \.referenceID, \.sponsorID, \.linkID, \.linkGroup, \.location, \.laterality,
                \.modifiedTerm, \.visit, \.epoch, \.duration, \.testCode, \.test, \.specimen, \.method, \.evaluator,
                \.evaluatorID, \.resultCategory, \.baselineFlag, \.lastBeforeExposureFlag,
            ],
            numbers: [
                \.visitNumber
            ],
            dates: [
                \.identificationDate, \.date, \.start, \.end,
            ])
        try properties.check()
    }

    @Test func propertiesOfLesionMeasurement() throws {
        let properties = Properties<LesionMeasurement>(
            texts: [
                \.lesionID, \.measure, \.measurementUnit, \.category, \.subcategory, \.status, \.reasonNotDone,
                \.groupID, \.referenceID, \.sponsorID, \.linkID, \.linkGroup, \.location, \.laterality, \.modifiedTerm,
                \.visit, \.epoch, \.duration, \.testCode, \.test, \.specimen, \.method, \.evaluator, \.evaluatorID,
                \.resultCategory, \.baselineFlag, \.lastBeforeExposureFlag,
            ],
            numbers: [
                \.measurement, \.visitNumber,
            ],
            dates: [
                \.measurementDate, \.date, \.start, \.end,
            ])
        try properties.check()
    }

    @Test func propertiesOfEvent() throws {
        let properties = Properties<Event>(
            texts: [
                \.term, \.standardizedTerm, \.prespecified, \.occurrence, \.grade, \.severity, \.serious,
                \.seriousDeath, \.seriousLifeThreatening, \.seriousHospitalization, \.actionTaken, \.otherActionTaken,
                \.causality, \.outcome, \.eventDateType, \.endRelativeToTimePoint, \.category, \.subcategory, \.status,
                \.reasonNotDone, \.groupID, \.referenceID, \.sponsorID, \.linkID, \.linkGroup, \.location, \.laterality,
                \.modifiedTerm, \.visit, \.epoch, \.duration,
            ],
            numbers: [
                \.visitNumber
            ],
            dates: [
                \.date, \.start, \.end,
            ])
        try properties.check()
    }

    @Test func propertiesOfFinding() throws {
        let properties = Properties<Finding>(
            texts: [
                \.laboratoryName, \.loinc, \.fasting, \.position, \.grade, \.toxicity, \.normalRangeIndicator,
                \.timePoint, \.object, \.category, \.subcategory, \.status, \.reasonNotDone, \.groupID, \.referenceID,
                \.sponsorID, \.linkID, \.linkGroup, \.location, \.laterality, \.modifiedTerm, \.visit, \.epoch,
                \.duration, \.testCode, \.test, \.specimen, \.method, \.evaluator, \.evaluatorID, \.resultCategory,
                \.baselineFlag, \.lastBeforeExposureFlag,
            ],
            numbers: [
                \.normalRangeLow, \.normalRangeHigh, \.visitNumber,
            ],
            dates: [
                \.date, \.start, \.end,
            ])
        try properties.check()
    }

    @Test func propertiesOfIntervention() throws {
        let properties = Properties<Intervention>(
            texts: [
                \.treatment, \.standardizedTerm, \.prespecified, \.occurrence, \.indication, \.doseText, \.doseUnit,
                \.doseFrequency, \.route, \.endRelativeToTimePoint, \.category, \.subcategory, \.status,
                \.reasonNotDone, \.groupID, \.referenceID, \.sponsorID, \.linkID, \.linkGroup, \.location, \.laterality,
                \.modifiedTerm, \.visit, \.epoch, \.duration,
            ],
            numbers: [
                \.dose, \.visitNumber,
            ],
            dates: [
                \.date, \.start, \.end,
            ])
        try properties.check()
    }

    @Test func propertiesOfVisit() throws {
        let properties = Properties<Visit>(
            texts: [
                \.name, \.occurrence, \.reasonForOccurrence, \.unplannedDescription, \.contactMode,
            ],
            numbers: [
                \.number, \.day,
            ],
            dates: [
                \.start, \.end,
            ])
        try properties.check()
    }

    @Test func propertiesOfElement() throws {
        let properties = Properties<Element>(
            texts: [
                \.code, \.name, \.epoch, \.unplannedDescription,
            ],
            numbers: [
                \.order
            ],
            dates: [
                \.start, \.end,
            ])
        try properties.check()
    }

    @Test func propertiesOfEligibilityAnswer() throws {
        let properties = Properties<EligibilityAnswer>(
            texts: [
                \.criterionID, \.criterion, \.answer, \.category, \.subcategory, \.status, \.reasonNotDone, \.groupID,
                \.referenceID, \.sponsorID, \.linkID, \.linkGroup, \.location, \.laterality, \.modifiedTerm, \.visit,
                \.epoch, \.duration, \.testCode, \.test, \.specimen, \.method, \.evaluator, \.evaluatorID,
                \.resultCategory, \.baselineFlag, \.lastBeforeExposureFlag,
            ],
            numbers: [
                \.visitNumber
            ],
            dates: [
                \.date, \.start, \.end,
            ])
        try properties.check()
    }

    @Test func propertiesOfSpecimen() throws {
        let properties = Properties<Specimen>(
            texts: [
                \.specimenID, \.type, \.anatomicalRegion, \.condition, \.usable, \.location, \.laterality, \.method,
                \.laboratoryName, \.visit,
            ],
            numbers: [
                \.visitNumber
            ],
            dates: [
                \.collected
            ])
        try properties.check()
    }

    @Test func propertiesOfComment() throws {
        let properties = Properties<ClinicalModel.Comment>(
            texts: [
                \.text, \.relatedDomain, \.relatedVariable, \.relatedValue, \.reference, \.evaluator,
            ],
            dates: [
                \.date
            ])
        try properties.check()
    }

    @Test func propertiesOfAssociatedPerson() throws {
        let properties = Properties<AssociatedPerson>(
            texts: [
                \.personID, \.relationToSubject, \.sex, \.ageUnit, \.ethnicity, \.country,
            ],
            numbers: [
                \.age
            ],
            dates: [
                \.birthDate
            ],
            sets: [
                \.races
            ])
        try properties.check()
    }

    @Test func propertiesOfDiseaseMilestone() throws {
        let properties = Properties<DiseaseMilestone>(
            texts: [
                \.name, \.type,
            ],
            dates: [
                \.start, \.end,
            ])
        try properties.check()
    }
}

/// The properties of one view, by type.
private struct Properties<View: RecordView> {
    var texts: [WritableKeyPath<View, String?>] = []
    var numbers: [WritableKeyPath<View, Decimal?>] = []
    var dates: [WritableKeyPath<View, PartialDate?>] = []
    var sets: [WritableKeyPath<View, [String]>] = []

    func check() throws {
        let date = try #require(PartialDate(iso8601: "2018-03"))
        var shown = 0
        for kind in EntityKind.allCases {
            guard let empty = View(kind: kind, key: RecordKey("K")) else { continue }
            shown += 1
            for path in texts { try check(path, "CR", empty: nil, in: empty) }
            for path in numbers { try check(path, Decimal(significand: 70, scale: 1), empty: nil, in: empty) }
            for path in dates { try check(path, date, empty: nil, in: empty) }
            for path in sets { try check(path, ["WHITE", "ASIAN"], empty: [], in: empty) }
        }
        #expect(shown > 0)
    }

    private func check<T: Equatable>(_ path: WritableKeyPath<View, T>, _ value: T, empty: T, in view: View) throws {
        var view = view
        view[keyPath: path] = value
        #expect(view[keyPath: path] == value)
        let entry = try #require(view.record.values.entries.first, "\(path)")
        #expect(view.record.values.entries.count == 1, "\(path)")
        var record = Record(kind: view.record.kind, key: view.key)
        #expect(throws: Never.self, "\(path)") { try record.set(entry.field, entry.value) }
        view[keyPath: path] = empty
        #expect(view.record.values.entries.isEmpty, "\(path)")
    }
}
