extension FieldDefinition {
    /// Events.
    static let events: [FieldDefinition] = [
        .init(.term, "term", .text, .semantic, "--TERM", "Reported term"),
        .init(.codingLowestLevelTerm, "coding.lowestLevelTerm", .text, .semantic, "--LLT", "Lowest Level Term"),
        .init(
            .codingLowestLevelTermCode, "coding.lowestLevelTerm.code", .number, .semantic, "--LLTCD",
            "Lowest Level Term Code"),
        .init(
            .codingPreferredTermCode, "coding.preferredTerm.code", .number, .semantic, "--PTCD", "Preferred Term Code"),
        .init(.codingHighLevelTerm, "coding.highLevelTerm", .text, .semantic, "--HLT", "High Level Term"),
        .init(
            .codingHighLevelTermCode, "coding.highLevelTerm.code", .number, .semantic, "--HLTCD", "High Level Term Code"
        ),
        .init(
            .codingHighLevelGroupTerm, "coding.highLevelGroupTerm", .text, .semantic, "--HLGT", "High Level Group Term"),
        .init(
            .codingHighLevelGroupTermCode, "coding.highLevelGroupTerm.code", .number, .semantic, "--HLGTCD",
            "High Level Group Term Code"),
        .init(
            .codingBodySystemCode, "coding.bodySystem.code", .number, .semantic, "--BDSYCD",
            "Body System or Organ Class Code"),
        .init(
            .codingPrimarySystemOrganClass, "coding.primarySystemOrganClass", .text, .semantic, "--SOC",
            "Primary System Organ Class"),
        .init(
            .codingPrimarySystemOrganClassCode, "coding.primarySystemOrganClass.code", .number, .semantic, "--SOCCD",
            "Primary System Organ Class Code"),
        .init(.severity, "severity", .text, .semantic, "--SEV", "Severity/Intensity"),
        .init(.serious, "serious", .text, .semantic, "--SER", "Serious Event"),
        .init(.actionTaken, "actionTaken", .text, .semantic, "--ACN", "Action Taken with Study Treatment"),
        .init(.otherActionTaken, "otherActionTaken", .text, .semantic, "--ACNOTH", "Other Action Taken"),
        .init(
            .actionTakenWithDevice, "actionTakenWithDevice", .text, .semantic, "--ACNDEV", "Action Taken with Device"),
        .init(.causality, "causality", .text, .semantic, "--REL", "Causality"),
        .init(.relationToDevice, "relationToDevice", .text, .semantic, "--RLDEV", "Relationship of Event to Device"),
        .init(
            .relationToNonStudyTreatment, "relationToNonStudyTreatment", .text, .semantic, "--RELNST",
            "Relationship to Non-Study Treatment"),
        .init(.pattern, "pattern", .text, .semantic, "--PATT", "Pattern of Adverse Event"),
        .init(.outcome, "outcome", .text, .semantic, "--OUT", "Outcome of Adverse Event"),
        .init(.seriousCancer, "seriousCancer", .text, .semantic, "--SCAN", "Involves Cancer"),
        .init(
            .seriousCongenitalAnomaly, "seriousCongenitalAnomaly", .text, .semantic, "--SCONG",
            "Congenital Anomaly or Birth Defect"),
        .init(
            .seriousDisability, "seriousDisability", .text, .semantic, "--SDISAB",
            "Persist or Signif Disability/Incapacity"),
        .init(.seriousDeath, "seriousDeath", .text, .semantic, "--SDTH", "Results in Death"),
        .init(
            .seriousHospitalization, "seriousHospitalization", .text, .semantic, "--SHOSP",
            "Requires or Prolongs Hospitalization"),
        .init(.seriousLifeThreatening, "seriousLifeThreatening", .text, .semantic, "--SLIFE", "Is Life Threatening"),
        .init(.seriousOverdose, "seriousOverdose", .text, .semantic, "--SOD", "Occurred with Overdose"),
        .init(
            .seriousMedicallyImportant, "seriousMedicallyImportant", .text, .semantic, "--SMIE",
            "Other Medically Important Serious Event"),
        .init(
            .seriousIntervention, "seriousIntervention", .text, .semantic, "--SINTV",
            "Needs Intervention to Prevent Impairment"),
        .init(
            .unanticipatedDeviceEffect, "unanticipatedDeviceEffect", .text, .semantic, "--UNANT",
            "Unanticipated Adverse Device Effect"),
        .init(
            .relationToNonDeviceActivity, "relationToNonDeviceActivity", .text, .semantic, "--RLPRT",
            "Rel of AE to Non-Dev-Rel Study Activity"),
        .init(
            .relationToDeviceProcedure, "relationToDeviceProcedure", .text, .semantic, "--RLPRC",
            "Rel of AE to Device-Related Procedure"),
        .init(
            .concomitantTreatmentGiven, "concomitantTreatmentGiven", .text, .semantic, "--CONTRT",
            "Concomitant or Additional Trtmnt Given"),
        .init(.accountableParty, "accountableParty", .text, .semantic, "--PARTY", "Accountable Party"),
        .init(
            .accountablePartyID, "accountablePartyID", .text, .semantic, "--PRTYID",
            "Identification of Accountable Party"),
        .init(.eventDateType, "eventDateType", .text, .semantic, "--EVDTYP", "Medical History Event Date Type"),
    ]
}
