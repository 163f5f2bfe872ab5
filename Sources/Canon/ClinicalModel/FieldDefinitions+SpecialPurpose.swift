extension FieldDefinition {
    /// Subject, visits, cycles and trial design.
    static let specialPurpose: [FieldDefinition] = [
        .init(.relatedDomain, "relatedDomain", .text, .semantic, "RDOMAIN", "Related Domain Abbreviation"),
        .init(.relatedVariable, "relatedVariable", .text, .semantic, "IDVAR", "Identifying Variable"),
        .init(.relatedValue, "relatedValue", .text, .semantic, "IDVARVAL", "Identifying Variable Value"),
        .init(.commentReference, "commentReference", .text, .semantic, "--REF", "Comment Reference"),
        .init(.text, "text", .text, .semantic, "--VAL", "Text of the comment or value"),
        .init(.subjectID, "subjectID", .text, .semantic, "SUBJID", "Subject Identifier for the Study"),
        .init(.referenceStart, "referenceStart", .date, .derived, "RFSTDTC", "Subject Reference Start Date/Time"),
        .init(.referenceEnd, "referenceEnd", .date, .derived, "RFENDTC", "Subject Reference End Date/Time"),
        .init(.firstTreatment, "firstTreatment", .date, .derived, "RFXSTDTC", "Date/Time of First Study Treatment"),
        .init(.lastTreatment, "lastTreatment", .date, .derived, "RFXENDTC", "Date/Time of Last Study Treatment"),
        .init(
            .firstChallenge, "firstChallenge", .date, .semantic, "RFCSTDTC", "Date/Time of First Challenge Agent Admin"),
        .init(.lastChallenge, "lastChallenge", .date, .semantic, "RFCENDTC", "Date/Time of Last Challenge Agent Admin"),
        .init(.informedConsent, "informedConsent", .date, .semantic, "RFICDTC", "Date/Time of Informed Consent"),
        .init(
            .endOfParticipation, "endOfParticipation", .date, .semantic, "RFPENDTC", "Date/Time of End of Participation"
        ),
        .init(.deathDate, "deathDate", .date, .semantic, "DTHDTC", "Date/Time of Death"),
        .init(.deathFlag, "deathFlag", .text, .derived, "DTHFL", "Subject Death Flag"),
        .init(.siteID, "siteID", .text, .semantic, "SITEID", "Study Site Identifier"),
        .init(.investigatorID, "investigatorID", .text, .semantic, "INVID", "Investigator Identifier"),
        .init(.investigatorName, "investigatorName", .text, .semantic, "INVNAM", "Investigator Name"),
        .init(.birthDate, "birthDate", .date, .semantic, "BRTHDTC", "Date/Time of Birth"),
        .init(.age, "age", .number, .derived, "AGE", "Age"),
        .init(.ageUnit, "ageUnit", .text, .derived, "AGEU", "Age Units"),
        .init(.sex, "sex", .text, .semantic, "SEX", "Sex"),
        .init(.race, "race", .set, .semantic, "RACE", "Race"),
        .init(.ethnicity, "ethnicity", .text, .semantic, "ETHNIC", "Ethnicity"),
        .init(.armCode, "armCode", .text, .semantic, "ARMCD", "Planned Arm Code"),
        .init(.arm, "arm", .text, .semantic, "ARM", "Description of Planned Arm"),
        .init(.actualArmCode, "actualArmCode", .text, .semantic, "ACTARMCD", "Actual Arm Code"),
        .init(.actualArm, "actualArm", .text, .semantic, "ACTARM", "Description of Actual Arm"),
        .init(.armNullReason, "armNullReason", .text, .semantic, "ARMNRS", "Reason Arm and/or Actual Arm is Null"),
        .init(.unplannedArm, "unplannedArm", .text, .semantic, "ACTARMUD", "Description of Unplanned Actual Arm"),
        .init(.country, "country", .text, .semantic, "COUNTRY", "Country"),
        .init(.elementCode, "elementCode", .text, .semantic, "ETCD", "Element Code"),
        .init(.element, "element", .text, .semantic, "ELEMENT", "Description of Element"),
        .init(
            .unplannedDescription, "unplannedDescription", .text, .semantic, "--UPDES",
            "Description of what was unplanned"),
        .init(.milestoneType, "milestoneType", .text, .semantic, "MIDSTYPE", "Disease Milestone Type"),
        .init(.contactMode, "contactMode", .text, .semantic, "--CNTMOD", "Contact Mode"),
        .init(.epidemicChange, "epidemicChange", .text, .semantic, "--EPCHGI", "Epi/Pandemic Related Change Indicator"),
        .init(.branch, "branch", .text, .semantic, "TABRANCH", "Branch"),
        .init(.transition, "transition", .text, .semantic, "TATRANS", "Transition Rule"),
        .init(
            .scheduleOrder, "scheduleOrder", .number, .semantic, "TDORDER", "Sequence of Planned Assessment Schedule"),
        .init(.anchorVariable, "anchorVariable", .text, .semantic, "TDANCVAR", "Anchor Variable Name"),
        .init(.anchorOffset, "anchorOffset", .text, .semantic, "TDSTOFF", "Offset from the Anchor"),
        .init(.plannedInterval, "plannedInterval", .text, .semantic, "TDTGTPAI", "Planned Assessment Interval"),
        .init(
            .plannedIntervalMinimum, "plannedIntervalMinimum", .text, .semantic, "TDMINPAI",
            "Planned Assessment Interval Minimum"),
        .init(
            .plannedIntervalMaximum, "plannedIntervalMaximum", .text, .semantic, "TDMAXPAI",
            "Planned Assessment Interval Maximum"),
        .init(
            .maximumAssessments, "maximumAssessments", .number, .semantic, "TDNUMRPT",
            "Maximum Number of Actual Assessments"),
        .init(.startRule, "startRule", .text, .semantic, "TESTRL TVSTRL", "Rule for Start of Element"),
        .init(.endRule, "endRule", .text, .semantic, "TEENRL TVENRL", "Rule for End of Element"),
        .init(.criterionRule, "criterionRule", .text, .semantic, "TIRL", "Inclusion/Exclusion Criterion Rule"),
        .init(.criteriaVersion, "criteriaVersion", .text, .semantic, "TIVERS", "Protocol Criteria Versions"),
        .init(.milestoneDefinition, "milestoneDefinition", .text, .semantic, "TMDEF", "Disease Milestone Definition"),
        .init(
            .milestoneRepetition, "milestoneRepetition", .text, .semantic, "TMRPT",
            "Disease Milestone Repetition Indicator"),
        .init(
            .parameterCode, "parameterCode", .text, .semantic, "TSPARMCD --PARMCD", "Trial Summary Parameter Short Name"
        ),
        .init(.parameter, "parameter", .text, .semantic, "TSPARM --PARM", "Trial Summary Parameter"),
        .init(.parameterValue, "parameterValue", .text, .semantic, "TSVAL", "Parameter Value"),
        .init(.parameterNullFlavor, "parameterNullFlavor", .text, .semantic, "TSVALNF", "Parameter Value Null Flavor"),
        .init(.parameterValueCode, "parameterValueCode", .text, .semantic, "TSVALCD", "Parameter Value Code"),
        .init(
            .parameterTerminology, "parameterTerminology", .text, .semantic, "TSVCDREF",
            "Name of the Reference Terminology"),
        .init(
            .parameterTerminologyVersion, "parameterTerminologyVersion", .text, .semantic, "TSVCDVER",
            "Version of the Reference Terminology"),
        .init(.cycleNumber, "cycleNumber", .number, .semantic, "", "Number of the cycle within the treatment course"),
        .init(.cycleKind, "cycleKind", .text, .semantic, "", "Kind of cycle: induction, consolidation, maintenance"),
        .init(.cycleOrdinal, "cycleOrdinal", .number, .semantic, "", "Ordinal of the cycle within its kind"),
        .init(.screeningNumber, "screeningNumber", .text, .semantic, "", "Screening number"),
        .init(.consentVersion, "consentVersion", .text, .semantic, "", "Version of the consent form that was signed"),
        .init(
            .associatedPersonID, "associatedPersonID", .text, .semantic, "",
            "Identifier of an associated person, such as a donor (APID)"),
        .init(
            .relationToSubject, "relationToSubject", .text, .semantic, "",
            "Relationship of the associated person to the subject (SREL)"),
    ]
}
