extension FieldDefinition {
    /// Interventions.
    static let interventions: [FieldDefinition] = [
        .init(.treatment, "treatment", .text, .semantic, "--TRT", "Reported name of the treatment"),
        .init(.drugClass, "drugClass", .text, .semantic, "--CLAS", "Class of the treatment"),
        .init(.drugClassCode, "drugClassCode", .text, .semantic, "--CLASCD", "Code of the treatment class"),
        .init(.dose, "dose", .number, .semantic, "--DOSE", "Dose per Administration"),
        .init(.doseText, "doseText", .text, .semantic, "--DOSTXT", "Dose Description"),
        .init(.doseUnit, "doseUnit", .text, .semantic, "--DOSU", "Dose Units"),
        .init(.doseForm, "doseForm", .text, .semantic, "--DOSFRM", "Dose Form"),
        .init(.doseFrequency, "doseFrequency", .text, .semantic, "--DOSFRQ", "Dosing Frequency per Interval"),
        .init(.route, "route", .text, .semantic, "--ROUTE", "Route of Administration"),
        .init(.indication, "indication", .text, .semantic, "--INDC", "Indication"),
        .init(.totalDailyDose, "totalDailyDose", .number, .semantic, "--DOSTOT", "Total Daily Dose"),
        .init(.doseRegimen, "doseRegimen", .text, .semantic, "--DOSRGM", "Intended Dose Regimen"),
        .init(
            .reasonForDoseAdjustment, "reasonForDoseAdjustment", .text, .semantic, "--ADJ", "Reason for Dose Adjustment"
        ),
        .init(
            .reasonDiscontinued, "reasonDiscontinued", .text, .semantic, "--RSDISC",
            "Reason the Intervention Was Discontinued"),
        .init(.mood, "mood", .text, .semantic, "--MOOD", "Mood"),
        .init(
            .reasonForOccurrence, "reasonForOccurrence", .text, .semantic, "--REASOC", "Reason for the occurrence value"
        ),
        .init(.lot, "lot", .text, .semantic, "--LOT", "Lot Number"),
        .init(.strength, "strength", .number, .semantic, "--PSTRG", "Pharmaceutical Strength"),
        .init(.strengthUnit, "strengthUnit", .text, .semantic, "--PSTRGU", "Pharmaceutical Strength Units"),
        .init(.milestone, "milestone", .text, .semantic, "MIDS", "Name of the disease milestone"),
        .init(
            .relationToMilestone, "relationToMilestone", .text, .semantic, "RELMIDS",
            "Temporal Relation to Milestone Instance"),
        .init(.milestoneDate, "milestoneDate", .date, .semantic, "MIDSDTC", "Disease Milestone Instance Date/Time"),
    ]
}
