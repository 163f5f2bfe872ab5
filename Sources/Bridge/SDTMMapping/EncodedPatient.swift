public import ClinicalModel
public import Mapping
public import SDTM
public import Values

/// A patient as SDTM: rows of each dataset, what the package cannot hold, and what was said on the way.
public struct EncodedPatient: Sendable {
    /// USUBJID; empty for the study's rows without a subject.
    public var usubjid: String
    /// The patient's identifier in the source; empty for the study's rows.
    public internal(set) var subject = ""
    /// What the books must add when the patient is refused after all, because of another one.
    public private(set) var refusal: Accounts?
    /// Where the patient's first record stands.
    public var location: Location?
    /// The rows, by the index of the dataset in ``SDTMPlan/datasets``.
    public internal(set) var rows: [(dataset: Int, rows: DatasetRows)] = []
    /// For each entry of ``rows``, which variables have a value.
    public internal(set) var used: [[Bool]] = []
    /// The rows of RELREC, by the number of the domain that they point into.
    var relations: [(domain: Int, rows: DatasetRows)] = []
    /// The QNAMs of SUPP--, each once a dataset, and again with another label.
    public internal(set) var qualifiers: [QualifierUse] = []
    /// Lines of NDJSON for the carry folder, by dataset.
    public internal(set) var carry: [(dataset: Int, lines: Int, bytes: [UInt8])] = []
    /// What was refused (errors) and what somebody should look at.
    public internal(set) var diagnostics: [Diagnostic] = []
    /// Values computed on writing.
    public internal(set) var derived: [VariableCount] = []
    /// Values written in other letters.
    public internal(set) var transliterated: [VariableCount] = []
    /// Rows of SUPP--.
    public internal(set) var supplements = 0
    /// Values that the package does not hold and the carry folder does.
    public internal(set) var carried = 0
    /// Values that were refused: each has an error among the diagnostics, and is carried.
    public internal(set) var refused = 0
    /// Records left out because they lie after the cut-off.
    public internal(set) var afterCutoff = 0
    /// Those records, by their place among the patient's.
    public internal(set) var leftOut: [Int] = []
    /// The subject's fields that were left out because they are after the cut-off.
    public internal(set) var leftOutFields: [FieldID] = []
    /// Records that Rialto made: Subject Elements and Subject Visits.
    public internal(set) var derivedRecords = 0

    /// How many values of a variable.
    public struct VariableCount: Sendable, Hashable {
        /// The dataset's index.
        public var dataset: Int
        /// The variable's index.
        public var column: Int
        /// How many.
        public var count: Int
    }

    /// A supplemental qualifier that a patient has.
    public struct QualifierUse: Sendable, Hashable {
        /// The dataset's index.
        public var dataset: Int
        /// QNAM.
        public var name: String
        /// QLABEL.
        public var label: String
        /// Where the first of its records stands.
        public var location: Location?
    }

    /// The carry lines of what belongs to no dataset: cycles, specimens, associated persons.
    public static let noDataset = -1

    /// Keeps what the books must add should the patient be refused after all: these, and what ``book(into:plan:)`` undone.
    public mutating func keep(refusal: Accounts, plan: SDTMPlan) {
        var refusal = refusal
        for count in derived {
            refusal.countDerived(plan.variableName(dataset: count.dataset, column: count.column), by: -count.count)
        }
        for count in transliterated {
            refusal.countTransliterated(
                plan.variableName(dataset: count.dataset, column: count.column), by: -count.count)
        }
        self.refusal = refusal
    }

    /// Books the counts and diagnostics.
    public func book(into accounts: inout Accounts, plan: SDTMPlan) {
        for count in derived {
            accounts.countDerived(plan.variableName(dataset: count.dataset, column: count.column), by: count.count)
        }
        for count in transliterated {
            accounts.countTransliterated(
                plan.variableName(dataset: count.dataset, column: count.column), by: count.count)
        }
        for diagnostic in diagnostics { accounts.note(diagnostic) }
    }
}
