extension FieldDefinition {
    /// Fields of several classes.
    static let common: [FieldDefinition] = [
        .init(.sequence, "sequence", .number, .derived, "--SEQ TSSEQ", "Sequence Number"),
        .init(.groupID, "groupID", .text, .semantic, "--GRPID TSGRPID", "Group ID"),
        .init(.sponsorID, "sponsorID", .text, .semantic, "--SPID", "Sponsor-Defined Identifier"),
        .init(.linkID, "linkID", .text, .semantic, "--LNKID", "Link ID"),
        .init(.linkGroup, "linkGroup", .text, .semantic, "--LNKGRP", "Link Group ID"),
        .init(.modifiedTerm, "modifiedTerm", .text, .semantic, "--MODIFY", "Modified reported term"),
        .init(
            .standardizedTerm, "standardizedTerm", .text, .semantic, "--DECOD",
            "Dictionary-derived or standardized term"),
        .init(.category, "category", .text, .semantic, "--CAT IECAT", "Category"),
        .init(.subcategory, "subcategory", .text, .semantic, "--SCAT IESCAT", "Subcategory"),
        .init(.prespecified, "prespecified", .text, .semantic, "--PRESP", "Whether the topic was pre-specified"),
        .init(.occurrence, "occurrence", .text, .semantic, "--OCCUR", "Whether it occurred"),
        .init(.status, "status", .text, .semantic, "--STAT", "Completion status (NOT DONE)"),
        .init(.reasonNotDone, "reasonNotDone", .text, .semantic, "--REASND", "Reason not done or not collected"),
        .init(.visitNumber, "visitNumber", .number, .derived, "VISITNUM", "Visit Number"),
        .init(.visit, "visit", .text, .derived, "VISIT", "Visit Name"),
        .init(.visitDay, "visitDay", .number, .derived, "VISITDY", "Planned Study Day of Visit"),
        .init(.elementOrder, "elementOrder", .number, .derived, "TAETORD", "Planned Order of Element within Arm"),
        .init(.epoch, "epoch", .text, .derived, "EPOCH", "Epoch"),
        .init(.start, "start", .date, .semantic, "--STDTC", "Start date and time"),
        .init(.end, "end", .date, .semantic, "--ENDTC", "End date and time"),
        .init(.startDay, "startDay", .number, .derived, "--STDY", "Study day of start"),
        .init(.endDay, "endDay", .number, .derived, "--ENDY", "Study day of end"),
        .init(.duration, "duration", .text, .semantic, "--DUR", "Duration as collected, ISO 8601"),
        .init(
            .startRelativeToReferencePeriod, "startRelativeToReferencePeriod", .text, .semantic, "--STRF",
            "Start Relative to Reference Period"),
        .init(
            .endRelativeToReferencePeriod, "endRelativeToReferencePeriod", .text, .semantic, "--ENRF",
            "End Relative to Reference Period"),
        .init(
            .startRelativeToTimePoint, "startRelativeToTimePoint", .text, .semantic, "--STRTPT",
            "Start Relative to Reference Time Point"),
        .init(
            .startReferenceTimePoint, "startReferenceTimePoint", .text, .semantic, "--STTPT",
            "Start Reference Time Point"),
        .init(
            .endRelativeToTimePoint, "endRelativeToTimePoint", .text, .semantic, "--ENRTPT",
            "End Relative to Reference Time Point"),
        .init(.endReferenceTimePoint, "endReferenceTimePoint", .text, .semantic, "--ENTPT", "End Reference Time Point"),
        .init(.referenceID, "referenceID", .text, .semantic, "--REFID", "Reference ID"),
        .init(.location, "location", .text, .semantic, "--LOC", "Location"),
        .init(.laterality, "laterality", .text, .semantic, "--LAT", "Laterality"),
        .init(.directionality, "directionality", .text, .semantic, "--DIR", "Directionality"),
        .init(.portionOrTotality, "portionOrTotality", .text, .semantic, "--PORTOT", "Portion or Totality"),
        .init(.fasting, "fasting", .text, .semantic, "--FAST", "Fasting Status"),
        .init(.timePoint, "timePoint", .text, .semantic, "--TPT", "Planned Time Point Name"),
        .init(.timePointNumber, "timePointNumber", .number, .semantic, "--TPTNUM", "Planned Time Point Number"),
        .init(
            .plannedElapsedTime, "plannedElapsedTime", .text, .semantic, "--ELTM",
            "Planned Elapsed Time from Time Point Ref"),
        .init(.timePointReference, "timePointReference", .text, .semantic, "--TPTREF", "Time Point Reference"),
        .init(
            .timePointReferenceDate, "timePointReferenceDate", .date, .semantic, "--RFTDTC",
            "Date/Time of Reference Time Point"),
        .init(.date, "date", .date, .semantic, "--DTC DMDTC", "Date and time of collection"),
        .init(.day, "day", .number, .derived, "--DY DMDY", "Study day of collection"),
        .init(.device, "device", .text, .semantic, "SPDEVID", "Sponsor Device Identifier"),
        .init(.codingBodySystem, "coding.bodySystem", .text, .semantic, "--BODSYS", "Body System or Organ Class"),
        .init(.grade, "grade", .text, .semantic, "--TOXGR", "Standard Toxicity Grade"),
        .init(.cycle, "cycle", .text, .semantic, "", "Key of the cycle that the record belongs to"),
        .init(
            .codingSystem, "coding.system", .text, .semantic, "",
            "Dictionary that the record was coded in, when it says so"),
        .init(.codingVersion, "coding.version", .text, .semantic, "", "Version of that dictionary"),
    ]
}
