/// The number of a field of the canon: what a value means, whatever entity it stands on.
///
/// The same field serves every entity of a class (`start` is AESTDTC of an adverse event and EXSTDTC of an exposure).
/// ``FieldDefinition`` holds each field's name, type and meaning; numbers are not stable across versions of Rialto and
/// are never written to a file.
public enum FieldID: UInt16, CaseIterable, Sendable, Hashable {
    // Fields of several classes
    case sequence, groupID, sponsorID, linkID, linkGroup, modifiedTerm, standardizedTerm, category, subcategory
    case prespecified, occurrence, status, reasonNotDone, visitNumber, visit, visitDay, elementOrder, epoch, start
    case end, startDay, endDay, duration, startRelativeToReferencePeriod, endRelativeToReferencePeriod
    case startRelativeToTimePoint, startReferenceTimePoint, endRelativeToTimePoint, endReferenceTimePoint, referenceID
    case location, laterality, directionality, portionOrTotality, fasting, timePoint, timePointNumber
    case plannedElapsedTime, timePointReference, timePointReferenceDate, date, day, device, codingBodySystem, grade
    case cycle, codingSystem, codingVersion
    // Interventions
    case treatment, drugClass, drugClassCode, dose, doseText, doseUnit, doseForm, doseFrequency, route, indication
    case totalDailyDose, doseRegimen, reasonForDoseAdjustment, reasonDiscontinued, mood, reasonForOccurrence, lot
    case strength, strengthUnit, milestone, relationToMilestone, milestoneDate
    // Events
    case term, codingLowestLevelTerm, codingLowestLevelTermCode, codingPreferredTermCode, codingHighLevelTerm
    case codingHighLevelTermCode, codingHighLevelGroupTerm, codingHighLevelGroupTermCode, codingBodySystemCode
    case codingPrimarySystemOrganClass, codingPrimarySystemOrganClassCode, severity, serious, actionTaken
    case otherActionTaken, actionTakenWithDevice, causality, relationToDevice, relationToNonStudyTreatment, pattern
    case outcome, seriousCancer, seriousCongenitalAnomaly, seriousDisability, seriousDeath, seriousHospitalization
    case seriousLifeThreatening, seriousOverdose, seriousMedicallyImportant, seriousIntervention
    case unanticipatedDeviceEffect, relationToNonDeviceActivity, relationToDeviceProcedure, concomitantTreatmentGiven
    case accountableParty, accountablePartyID, eventDateType
    // Findings
    case testCode, test, original, originalUnit, standard, standardNumber, standardUnit, laboratoryName, specimen
    case anatomicalRegion, specimenCondition, method, baselineFlag, sublineageMarkers, cellState, cellStateMarkers
    case testCondition, testConditionAgent, bindingAgent, antibodyClone, markers, gate, gateDefinition
    case sponsorTestDescription, testPanel, resultScale, resultType, collectedSummaryResultType
    case normalRangeOriginalLow, normalRangeOriginalHigh, normalRangeStandardLow, normalRangeStandardHigh
    case normalRangeIndicator, loinc, analysisMethod, lastBeforeExposureFlag, derivedFlag, clinicallySignificant
    case position, evaluator, evaluatorID, resultCategory, beatNumber, externalFile, lead, repetitionNumber
    case nonHostOrganism, testDetail, originalReference, standardReference, standardReferenceNumber, inheritability
    case genomeReference, chromosome, genomicSymbol, genomicSymbolType, geneticLocation, geneticSubregion
    case sequenceIdentifier, publishedVariant, copyIdentifier, runIdentifier, lowerLimitOfQuantitation, testObjective
    case moleculeSecreted, normalRangeStandardText, specimenUsable, lowerLimitOfDetection, methodSensitivity, toxicity
    case pointInTimeFlag, plannedDuration, focus, agent, agentConcentration, agentConcentrationUnit, acceptedFlag
    case upperLimitOfQuantitation, evaluationInterval, evaluationIntervalText, assessmentIntervalStart
    case assessmentIntervalEnd, object, originalComparator
    // Subject, visits, cycles and trial design
    case relatedDomain, relatedVariable, relatedValue, commentReference, text, subjectID, referenceStart, referenceEnd
    case firstTreatment, lastTreatment, firstChallenge, lastChallenge, informedConsent, endOfParticipation, deathDate
    case deathFlag, siteID, investigatorID, investigatorName, birthDate, age, ageUnit, sex, race, ethnicity, armCode
    case arm, actualArmCode, actualArm, armNullReason, unplannedArm, country, elementCode, element
    case unplannedDescription, milestoneType, contactMode, epidemicChange, branch, transition, scheduleOrder
    case anchorVariable, anchorOffset, plannedInterval, plannedIntervalMinimum, plannedIntervalMaximum
    case maximumAssessments, startRule, endRule, criterionRule, criteriaVersion, milestoneDefinition
    case milestoneRepetition, parameterCode, parameter, parameterValue, parameterNullFlavor, parameterValueCode
    case parameterTerminology, parameterTerminologyVersion, cycleNumber, cycleKind, cycleOrdinal, screeningNumber
    case consentVersion, associatedPersonID, relationToSubject
}
