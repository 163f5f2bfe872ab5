extension FieldDefinition {
    /// Findings.
    static let findings: [FieldDefinition] = [
        .init(.testCode, "testCode", .text, .semantic, "--TESTCD IETESTCD", "Short name of the test"),
        .init(.test, "test", .text, .semantic, "--TEST IETEST", "Name of the test"),
        .init(.original, "original", .text, .semantic, "--ORRES", "Result or Finding in Original Units"),
        .init(.originalUnit, "original.unit", .text, .semantic, "--ORRESU", "Original Units"),
        .init(.standard, "standard", .text, .semantic, "--STRESC", "Character Result/Finding in Std Format"),
        .init(
            .standardNumber, "standard.number", .number, .semantic, "--STRESN",
            "Numeric Result/Finding in Standard Units"),
        .init(.standardUnit, "standard.unit", .text, .semantic, "--STRESU", "Standard Units"),
        .init(.laboratoryName, "laboratoryName", .text, .semantic, "--NAM", "Name of the laboratory or vendor"),
        .init(.specimen, "specimen", .text, .semantic, "--SPEC", "Specimen type"),
        .init(.anatomicalRegion, "anatomicalRegion", .text, .semantic, "--ANTREG", "Anatomical Region of Specimen"),
        .init(.specimenCondition, "specimenCondition", .text, .semantic, "--SPCCND", "Specimen Condition"),
        .init(.method, "method", .text, .semantic, "--METHOD", "Method of Test or Examination"),
        .init(.baselineFlag, "baselineFlag", .text, .semantic, "--BLFL", "Baseline Flag"),
        .init(.sublineageMarkers, "sublineageMarkers", .text, .semantic, "--SBMRKS", "Sublineage Marker String"),
        .init(.cellState, "cellState", .text, .semantic, "--CELSTA", "Cell State"),
        .init(.cellStateMarkers, "cellStateMarkers", .text, .semantic, "--CSMRKS", "Cell State Marker String"),
        .init(.testCondition, "testCondition", .text, .semantic, "--TSTCND", "Test condition"),
        .init(.testConditionAgent, "testConditionAgent", .text, .semantic, "--CNDAGT", "Test Condition Agent"),
        .init(.bindingAgent, "bindingAgent", .text, .semantic, "--BDAGNT", "Binding Agent"),
        .init(.antibodyClone, "antibodyClone", .text, .semantic, "--ABCLID", "Antibody Clone Identifier"),
        .init(.markers, "markers", .text, .semantic, "--MRKSTR", "Marker String"),
        .init(.gate, "gate", .text, .semantic, "--GATE", "Gate"),
        .init(.gateDefinition, "gateDefinition", .text, .semantic, "--GATDEF", "Gate Definition"),
        .init(
            .sponsorTestDescription, "sponsorTestDescription", .text, .semantic, "--SPTSTD", "Sponsor Test Description"),
        .init(.testPanel, "testPanel", .text, .semantic, "--TSTPNL", "Test Panel"),
        .init(.resultScale, "resultScale", .text, .semantic, "--RESSCL", "Result Scale"),
        .init(.resultType, "resultType", .text, .semantic, "--RESTYP", "Result Type"),
        .init(
            .collectedSummaryResultType, "collectedSummaryResultType", .text, .semantic, "--COLSRT",
            "Collected Summary Result Type"),
        .init(
            .normalRangeOriginalLow, "normalRange.originalLow", .text, .semantic, "--ORNRLO",
            "Reference Range Lower Limit in Orig Unit"),
        .init(
            .normalRangeOriginalHigh, "normalRange.originalHigh", .text, .semantic, "--ORNRHI",
            "Reference Range Upper Limit in Orig Unit"),
        .init(
            .normalRangeStandardLow, "normalRange.standardLow", .number, .semantic, "--STNRLO",
            "Reference Range Lower Limit-Std Units"),
        .init(
            .normalRangeStandardHigh, "normalRange.standardHigh", .number, .semantic, "--STNRHI",
            "Reference Range Upper Limit-Std Units"),
        .init(.normalRangeIndicator, "normalRange.indicator", .text, .semantic, "--NRIND", "Reference Range Indicator"),
        .init(.loinc, "loinc", .text, .semantic, "--LOINC", "LOINC Code"),
        .init(.analysisMethod, "analysisMethod", .text, .semantic, "--ANMETH", "Analysis Method"),
        .init(
            .lastBeforeExposureFlag, "lastBeforeExposureFlag", .text, .derived, "--LOBXFL",
            "Last Observation Before Exposure Flag"),
        .init(.derivedFlag, "derivedFlag", .text, .semantic, "--DRVFL", "Derived Flag"),
        .init(
            .clinicallySignificant, "clinicallySignificant", .text, .semantic, "--CLSIG",
            "Clinically Significant, Collected"),
        .init(.position, "position", .text, .semantic, "--POS", "Position of Subject During Observation"),
        .init(.evaluator, "evaluator", .text, .semantic, "--EVAL", "Evaluator"),
        .init(.evaluatorID, "evaluatorID", .text, .semantic, "--EVALID", "Evaluator Identifier"),
        .init(.resultCategory, "resultCategory", .text, .semantic, "--RESCAT", "Result Category"),
        .init(.beatNumber, "beatNumber", .number, .semantic, "--BEATNO", "ECG Beat Number"),
        .init(.externalFile, "externalFile", .text, .semantic, "--XFN", "ECG External File Path"),
        .init(.lead, "lead", .text, .semantic, "--LEAD", "Lead Location Used for Measurement"),
        .init(.repetitionNumber, "repetitionNumber", .number, .semantic, "--REPNUM", "Repetition Number"),
        .init(.nonHostOrganism, "nonHostOrganism", .text, .semantic, "NHOID", "Non-Host Organism Identifier"),
        .init(.testDetail, "testDetail", .text, .semantic, "--TSTDTL", "Measurement, Test, or Examination Detail"),
        .init(
            .originalReference, "originalReference", .text, .semantic, "--ORREF", "Reference Result in Original Units"),
        .init(
            .standardReference, "standardReference", .text, .semantic, "--STREFC", "Reference Result in Standard Format"
        ),
        .init(
            .standardReferenceNumber, "standardReference.number", .number, .semantic, "--STREFN",
            "Numeric Reference Result in Std Units"),
        .init(.inheritability, "inheritability", .text, .semantic, "--INHERT", "Inheritability"),
        .init(.genomeReference, "genomeReference", .text, .semantic, "--GENREF", "Genome Reference"),
        .init(.chromosome, "chromosome", .text, .semantic, "--CHROM", "Chromosome Identifier"),
        .init(.genomicSymbol, "genomicSymbol", .text, .semantic, "--SYM", "Genomic Symbol"),
        .init(.genomicSymbolType, "genomicSymbolType", .text, .semantic, "--SYMTYP", "Genomic Symbol Type"),
        .init(.geneticLocation, "geneticLocation", .text, .semantic, "--GENLOC", "Genetic Location"),
        .init(.geneticSubregion, "geneticSubregion", .text, .semantic, "--GENSR", "Genetic Sub-Region"),
        .init(.sequenceIdentifier, "sequenceIdentifier", .text, .semantic, "--SEQID", "Sequence identifier"),
        .init(.publishedVariant, "publishedVariant", .text, .semantic, "--PVRID", "Published Variant Identifier"),
        .init(.copyIdentifier, "copyIdentifier", .text, .semantic, "--COPYID", "Copy Identifier"),
        .init(.runIdentifier, "runIdentifier", .text, .semantic, "--RUNID", "Run ID"),
        .init(
            .lowerLimitOfQuantitation, "lowerLimitOfQuantitation", .number, .semantic, "--LLOQ",
            "Lower Limit of Quantitation"),
        .init(.testObjective, "testObjective", .text, .semantic, "--TSTOPO", "Test Operational Objective"),
        .init(.moleculeSecreted, "moleculeSecreted", .text, .semantic, "--MSCBCE", "Molecule Secreted by Cells"),
        .init(
            .normalRangeStandardText, "normalRange.standardText", .text, .semantic, "--STNRC",
            "Reference Range for Char Rslt-Std Units"),
        .init(.specimenUsable, "specimenUsable", .text, .semantic, "--SPCUFL", "Specimen Usability for the Test"),
        .init(.lowerLimitOfDetection, "lowerLimitOfDetection", .text, .semantic, "--LLOD", "Lower Limit of Detection"),
        .init(.methodSensitivity, "methodSensitivity", .text, .semantic, "--TMTHSN", "Test Method Sensitivity"),
        .init(.toxicity, "toxicity", .text, .semantic, "--TOX", "Toxicity"),
        .init(.pointInTimeFlag, "pointInTimeFlag", .text, .semantic, "--PTFL", "Point in Time Flag"),
        .init(.plannedDuration, "plannedDuration", .text, .semantic, "--PDUR TEDUR", "Planned Duration"),
        .init(.focus, "focus", .text, .semantic, "FOCID", "Focus of Study-Specific Interest"),
        .init(.agent, "agent", .text, .semantic, "--AGENT", "Agent Name"),
        .init(.agentConcentration, "agentConcentration", .number, .semantic, "--CONC", "Agent Concentration"),
        .init(
            .agentConcentrationUnit, "agentConcentration.unit", .text, .semantic, "--CONCU", "Agent Concentration Units"
        ),
        .init(.acceptedFlag, "acceptedFlag", .text, .semantic, "--ACPTFL", "Accepted Record Flag"),
        .init(
            .upperLimitOfQuantitation, "upperLimitOfQuantitation", .number, .semantic, "--ULOQ",
            "Upper Limit of Quantitation"),
        .init(.evaluationInterval, "evaluationInterval", .text, .semantic, "--EVLINT", "Evaluation Interval"),
        .init(
            .evaluationIntervalText, "evaluationIntervalText", .text, .semantic, "--EVINTX", "Evaluation Interval Text"),
        .init(
            .assessmentIntervalStart, "assessmentIntervalStart", .text, .semantic, "--STINT",
            "Planned Start of Assessment Interval"),
        .init(
            .assessmentIntervalEnd, "assessmentIntervalEnd", .text, .semantic, "--ENINT",
            "Planned End of Assessment Interval"),
        .init(.object, "object", .text, .semantic, "--OBJ", "Object of the observation"),
        .init(
            .originalComparator, "original.comparator", .text, .semantic, "",
            "Comparator written with the original result: <, <=, >, >=, ~"),
    ]
}
