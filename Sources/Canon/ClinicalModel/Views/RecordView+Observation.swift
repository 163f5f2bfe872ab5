public import Values

/// What every observation has in common, whatever its class: the identifiers, qualifiers and timing variables that SDTM
/// 2.0 allows in all three general observation classes.
public protocol ObservationView: RecordView {}

extension ObservationView {
    /// Category (--CAT).
    public var category: String? {
        get { record[text: .category] }
        set { record[text: .category] = newValue }
    }

    /// Subcategory (--SCAT).
    public var subcategory: String? {
        get { record[text: .subcategory] }
        set { record[text: .subcategory] = newValue }
    }

    /// Completion status: `NOT DONE` or absent (--STAT).
    public var status: String? {
        get { record[text: .status] }
        set { record[text: .status] = newValue }
    }

    /// Reason not done (--REASND).
    public var reasonNotDone: String? {
        get { record[text: .reasonNotDone] }
        set { record[text: .reasonNotDone] = newValue }
    }

    /// Identifier that ties records of one domain together (--GRPID).
    public var groupID: String? {
        get { record[text: .groupID] }
        set { record[text: .groupID] = newValue }
    }

    /// Reference identifier, such as an accession number (--REFID).
    public var referenceID: String? {
        get { record[text: .referenceID] }
        set { record[text: .referenceID] = newValue }
    }

    /// Sponsor-defined identifier (--SPID).
    public var sponsorID: String? {
        get { record[text: .sponsorID] }
        set { record[text: .sponsorID] = newValue }
    }

    /// Identifier that ties records of different domains together (--LNKID).
    public var linkID: String? {
        get { record[text: .linkID] }
        set { record[text: .linkID] = newValue }
    }

    /// Identifier that ties groups of records together (--LNKGRP).
    public var linkGroup: String? {
        get { record[text: .linkGroup] }
        set { record[text: .linkGroup] = newValue }
    }

    /// Anatomical location (--LOC).
    public var location: String? {
        get { record[text: .location] }
        set { record[text: .location] = newValue }
    }

    /// Side of the body (--LAT).
    public var laterality: String? {
        get { record[text: .laterality] }
        set { record[text: .laterality] = newValue }
    }

    /// The reported text as modified to be coded (--MODIFY).
    public var modifiedTerm: String? {
        get { record[text: .modifiedTerm] }
        set { record[text: .modifiedTerm] = newValue }
    }

    /// Visit number (VISITNUM).
    public var visitNumber: Decimal? {
        get { record[number: .visitNumber] }
        set { record[number: .visitNumber] = newValue }
    }

    /// Visit name (VISIT).
    public var visit: String? {
        get { record[text: .visit] }
        set { record[text: .visit] = newValue }
    }

    /// Epoch (EPOCH).
    public var epoch: String? {
        get { record[text: .epoch] }
        set { record[text: .epoch] = newValue }
    }

    /// When it was collected (--DTC).
    public var date: PartialDate? {
        get { record[date: .date] }
        set { record[date: .date] = newValue }
    }

    /// When it began (--STDTC).
    public var start: PartialDate? {
        get { record[date: .start] }
        set { record[date: .start] = newValue }
    }

    /// When it ended (--ENDTC).
    public var end: PartialDate? {
        get { record[date: .end] }
        set { record[date: .end] = newValue }
    }

    /// Duration as collected, ISO 8601 (--DUR).
    public var duration: String? {
        get { record[text: .duration] }
        set { record[text: .duration] = newValue }
    }

    /// The key of the cycle that the observation belongs to; ``Patient/cycle(of:)`` finds it.
    public var cycle: RecordKey? {
        get { record[text: .cycle].map { RecordKey($0) } }
        set { record[text: .cycle] = newValue?.text }
    }

    /// Whether the source says that it was not done (--STAT).
    public var isNotDone: Bool { status == "NOT DONE" }
}
