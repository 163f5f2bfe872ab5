import ClinicalModel
public import Mapping
public import SDTM
import Terminology
public import Values

/// A study's way to SDTM, compiled once and shared by all workers: which kinds of records become which datasets, and at which
/// column each field stands.
public struct SDTMPlan: Sendable {
    /// The study.
    public let study: StudyDescription
    /// How patients become SDTM.
    public let options: SDTMOptions
    /// The SDTMIG version.
    public let sdtmig: String
    /// The cut-off that holds.
    public let cutoff: PartialDate?
    /// All datasets that the study can have, with all variables: domains first, then their SUPP--, then RELREC.
    public let datasets: [DatasetDefinition]
    /// What the caller should report: what the version lacks, what the study leaves open.
    public let diagnostics: [Diagnostic]

    let domains: [DomainPlan]
    /// The index in ``domains`` by entity kind; -1 for kinds without a domain.
    let domainOfKind: [Int]
    /// The domains with subjects in the order in which a patient is encoded: comments point at other records by --SEQ, so
    /// they come last.
    let subjectDomains: [(domain: Int, kind: EntityKind)]
    let relationsDataset: Int
    /// The CTCAE version by which grades are checked; nil when the study says none.
    let ctcae: CTCAE?
    let siteOfName: [String: Int]
    /// The sites' time zones by name, those that can be read.
    let zones: [String: ZoneRules]
    /// The study's visits by their numbers, which are normalized.
    let visits: [(number: Decimal, name: String, day: Int?)]

    /// The plan of a dataset's variable, such as `AE.AETERM`.
    public func variableName(dataset: Int, column: Int) -> String {
        "\(datasets[dataset].name).\(datasets[dataset].variables[column].name)"
    }

    /// The variables of a dataset that are written also when the whole study has no value for them.
    public func requiredVariables(ofDataset index: Int) -> Set<String> {
        guard index < domains.count else { return Set(datasets[index].variables.map(\.name)) }
        return Set(domains[index].columns.lazy.filter { $0.core != .permissible }.map(\.name))
    }
}

/// One domain, compiled.
struct DomainPlan: Sendable {
    struct Column: Sendable {
        let name: String
        let label: String
        let isNumeric: Bool
        let core: DomainVariable.Core
        let source: DomainVariable.Source
        /// For a number the column with its text as it was said (--STRESC of --STRESN); -1 when there is none.
        var digits = -1
        /// The qualifiers that hold what is too much for the variable.
        let pieces: PieceNames

        var isConstant: Bool {
            if case .field = source { false } else { true }
        }
    }

    /// Where a field without a column of its own goes.
    struct Qualifier: Sendable {
        let name: String
        let label: String
        let origin: String
        /// Whether the chosen SDTMIG version lacks the variable, which is reported.
        let isLacking: Bool
        let pieces: PieceNames
    }

    let code: String
    let kind: EntityKind
    /// Whether the chosen SDTMIG version lacks the domain.
    let isLacking: Bool
    let dataset: Int
    /// The SUPP-- dataset; -1 for domains without subjects.
    let supplemental: Int
    let columns: [Column]
    /// How many columns at the beginning are the same for all rows of a patient.
    let leadingConstants: Int
    /// The columns behind those that are the same for all rows, and no field's.
    let constants: ColumnSet
    /// The columns of required variables that hold a field.
    let required: ColumnSet
    /// By field number: the column; ``unmapped``; below that the qualifier with the number `-2 - route`.
    let routes: [Int16]
    let qualifiers: [Qualifier]
    /// By QNAM: the names of the pieces of the qualifiers that the source's mapping names.
    let named: [String: PieceNames]
    /// What values are held against, and the variable that has them.
    let checks: [(variable: String, check: ValueCheck)]
    /// By field number: its check; -1 for none.
    let checkOfField: [Int16]
    /// The fields by which rows are sorted, in order, without those that are the same for all rows of a patient.
    let keys: SortKeys
    /// IDVAR of SUPP--; empty when a subject has one record.
    let identifyingVariable: String
    /// Columns COVAL1, COVAL2, ... that continue a long text, and the field that they continue.
    let continuation: (field: FieldID, columns: Range<Int>)?

    static let unmapped: Int16 = -1

    /// The column of a field; -1 when there is none.
    func column(_ field: FieldID) -> Int { max(-1, Int(routes[Int(field.rawValue)])) }
    func has(_ field: FieldID) -> Bool { column(field) >= 0 }
    var hasSubject: Bool { supplemental >= 0 }
}
