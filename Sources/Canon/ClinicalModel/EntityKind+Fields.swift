/// Which fields a kind of record has.
///
/// Observations have all variables of their general class, with the identifiers and timing variables that SDTM 2.0 allows
/// in every class (section 3.1), whatever their domain's table in the guide lists. The other kinds have what their
/// dataset has. A field that a domain has no variable for goes to SUPP--.
extension EntityKind {
    /// Whether records of this kind have the field.
    public func accepts(_ field: FieldID) -> Bool { EntityKind.holders[Int(rawValue)][Int(field.rawValue)] }

    /// The fields that records of this kind have, in the order of their numbers.
    public var fields: [FieldID] { FieldID.allCases.filter { accepts($0) } }

    /// For each kind and field whether the kind has it.
    private static let holders: [[Bool]] = allCases.map { kind in
        var row = [Bool](repeating: false, count: FieldID.allCases.count)
        for field in kind.fieldList { row[Int(field.rawValue)] = true }
        return row
    }

    private var fieldList: [FieldID] {
        switch generalClass {
        case .interventions: EntityKind.observation + EntityKind.interventions
        case .events: EntityKind.observation + EntityKind.events
        case .findings: EntityKind.observation + EntityKind.findings
        case .specialPurpose, .trialDesign, .none: ownFields
        }
    }

    /// Identifiers, timing and the qualifiers that all three classes of observations have.
    private static let observation: [FieldID] = [
        .sequence, .groupID, .referenceID, .sponsorID, .linkID, .linkGroup, .device, .nonHostOrganism, .focus,
        .associatedPersonID, .relationToSubject,
        .visitNumber, .visit, .visitDay, .elementOrder, .epoch, .date, .start, .end, .day, .startDay, .endDay,
        .duration, .timePoint, .timePointNumber, .plannedElapsedTime, .timePointReference, .timePointReferenceDate,
        .milestone, .relationToMilestone, .milestoneDate, .startRelativeToReferencePeriod,
        .endRelativeToReferencePeriod, .startRelativeToTimePoint, .startReferenceTimePoint, .endRelativeToTimePoint,
        .endReferenceTimePoint, .assessmentIntervalStart, .assessmentIntervalEnd, .evaluationInterval,
        .evaluationIntervalText, .pointInTimeFlag, .plannedDuration, .cycle,
        .category, .subcategory, .status, .reasonNotDone, .location, .laterality, .directionality, .portionOrTotality,
        .modifiedTerm,
    ]

    private static let interventions: [FieldID] = [
        .treatment, .drugClass, .drugClassCode, .dose, .doseText, .doseUnit, .doseForm, .doseFrequency, .route,
        .indication, .totalDailyDose, .doseRegimen, .reasonForDoseAdjustment, .reasonDiscontinued, .mood, .lot,
        .strength, .strengthUnit, .standardizedTerm, .prespecified, .occurrence, .reasonForOccurrence, .codingSystem,
        .codingVersion, .fasting,
    ]

    private static let events: [FieldID] = [
        .term, .codingLowestLevelTerm, .codingLowestLevelTermCode, .codingPreferredTermCode, .codingHighLevelTerm,
        .codingHighLevelTermCode, .codingHighLevelGroupTerm, .codingHighLevelGroupTermCode, .codingBodySystemCode,
        .codingPrimarySystemOrganClass, .codingPrimarySystemOrganClassCode, .severity, .serious, .actionTaken,
        .otherActionTaken, .actionTakenWithDevice, .causality, .relationToDevice, .relationToNonStudyTreatment,
        .pattern, .outcome, .seriousCancer, .seriousCongenitalAnomaly, .seriousDisability, .seriousDeath,
        .seriousHospitalization, .seriousLifeThreatening, .seriousOverdose, .seriousMedicallyImportant,
        .seriousIntervention, .unanticipatedDeviceEffect, .relationToNonDeviceActivity, .relationToDeviceProcedure,
        .concomitantTreatmentGiven, .accountableParty, .accountablePartyID, .eventDateType, .standardizedTerm,
        .prespecified, .occurrence, .reasonForOccurrence, .codingSystem, .codingVersion, .codingBodySystem, .grade,
        .toxicity,
    ]

    private static let findings: [FieldID] = [
        .testCode, .test, .original, .originalUnit, .standard, .standardNumber, .standardUnit, .laboratoryName,
        .specimen, .anatomicalRegion, .specimenCondition, .method, .baselineFlag, .sublineageMarkers, .cellState,
        .cellStateMarkers, .testCondition, .testConditionAgent, .bindingAgent, .antibodyClone, .markers, .gate,
        .gateDefinition, .sponsorTestDescription, .testPanel, .resultScale, .resultType, .collectedSummaryResultType,
        .normalRangeOriginalLow, .normalRangeOriginalHigh, .normalRangeStandardLow, .normalRangeStandardHigh,
        .normalRangeIndicator, .loinc, .analysisMethod, .lastBeforeExposureFlag, .derivedFlag, .clinicallySignificant,
        .position, .evaluator, .evaluatorID, .resultCategory, .beatNumber, .externalFile, .lead, .repetitionNumber,
        .testDetail, .originalReference, .standardReference, .standardReferenceNumber, .inheritability,
        .genomeReference, .chromosome, .genomicSymbol, .genomicSymbolType, .geneticLocation, .geneticSubregion,
        .sequenceIdentifier, .publishedVariant, .copyIdentifier, .runIdentifier, .lowerLimitOfQuantitation,
        .testObjective, .moleculeSecreted, .normalRangeStandardText, .specimenUsable, .lowerLimitOfDetection,
        .methodSensitivity, .toxicity, .agent, .agentConcentration, .agentConcentrationUnit, .acceptedFlag,
        .upperLimitOfQuantitation, .object, .originalComparator, .fasting, .codingBodySystem, .grade,
    ]

    /// The fields of a kind that is no observation.
    private var ownFields: [FieldID] {
        switch self {
        case .subject:
            [
                .date, .day, .subjectID, .referenceStart, .referenceEnd, .firstTreatment, .lastTreatment,
                .firstChallenge, .lastChallenge, .informedConsent, .endOfParticipation, .deathDate, .deathFlag, .siteID,
                .investigatorID, .investigatorName, .birthDate, .age, .ageUnit, .sex, .race, .ethnicity, .armCode, .arm,
                .actualArmCode, .actualArm, .armNullReason, .unplannedArm, .country, .screeningNumber, .consentVersion,
            ]
        case .visit:
            [
                .visitNumber, .visit, .visitDay, .prespecified, .occurrence, .reasonForOccurrence, .start, .end,
                .startDay, .endDay, .unplannedDescription, .contactMode, .epidemicChange, .cycle,
            ]
        case .element:
            [
                .sequence, .elementCode, .element, .elementOrder, .epoch, .start, .end, .startDay, .endDay,
                .unplannedDescription, .cycle,
            ]
        case .comment:
            [
                .sequence, .relatedDomain, .relatedVariable, .relatedValue, .commentReference, .text, .evaluator,
                .evaluatorID, .date, .day, .cycle,
            ]
        case .diseaseMilestone:
            [
                .sequence, .milestone, .milestoneType, .start, .end, .startDay, .endDay, .cycle,
            ]
        case .trialArm:
            [
                .armCode, .arm, .elementOrder, .elementCode, .element, .branch, .transition, .epoch,
            ]
        case .trialElement:
            [
                .elementCode, .element, .startRule, .endRule, .plannedDuration,
            ]
        case .trialVisit:
            [
                .visitNumber, .visit, .visitDay, .armCode, .arm, .startRule, .endRule,
            ]
        case .eligibilityCriterion:
            [
                .testCode, .test, .category, .subcategory, .criterionRule, .criteriaVersion,
            ]
        case .trialSummary:
            [
                .sequence, .groupID, .parameterCode, .parameter, .parameterValue, .parameterNullFlavor,
                .parameterValueCode, .parameterTerminology, .parameterTerminologyVersion,
            ]
        case .diseaseAssessmentSchedule:
            [
                .scheduleOrder, .anchorVariable, .anchorOffset, .plannedInterval, .plannedIntervalMinimum,
                .plannedIntervalMaximum, .maximumAssessments,
            ]
        case .trialMilestone:
            [
                .milestoneType, .milestoneDefinition, .milestoneRepetition,
            ]
        case .nonHostOrganismIdentifier:
            [
                .sequence, .nonHostOrganism, .parameterCode, .parameter, .text,
            ]
        case .cycle:
            [
                .groupID, .referenceID, .sponsorID, .category, .subcategory, .cycleNumber, .cycleKind, .cycleOrdinal,
                .elementCode, .element, .elementOrder, .epoch, .treatment, .start, .end, .startDay, .endDay, .duration,
                .visitNumber, .visit, .visitDay, .occurrence, .status, .reasonNotDone, .reasonDiscontinued,
            ]
        case .specimenRecord:
            [
                .groupID, .referenceID, .sponsorID, .category, .subcategory, .specimen, .anatomicalRegion,
                .specimenCondition, .specimenUsable, .location, .laterality, .directionality, .portionOrTotality,
                .method, .laboratoryName, .fasting, .status, .reasonNotDone, .date, .day, .start, .end, .startDay,
                .endDay, .visitNumber, .visit, .visitDay, .epoch, .timePoint, .timePointNumber, .plannedElapsedTime,
                .timePointReference, .timePointReferenceDate, .cycle,
            ]
        case .associatedPerson:
            [
                .groupID, .referenceID, .sponsorID, .associatedPersonID, .relationToSubject, .sex, .birthDate, .age,
                .ageUnit, .race, .ethnicity, .country, .date, .day,
            ]
        default: []
        }
    }
}
