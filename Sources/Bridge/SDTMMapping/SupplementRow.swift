import ClinicalModel
import Mapping
import SDTM

/// A row of SUPP--, without what all rows of a patient and dataset have in common.
struct SupplementRow: Sendable {
    /// IDVARVAL.
    var identifyingValue: String
    /// QNAM.
    var name: String
    /// QLABEL.
    var label: String
    /// QVAL.
    var value: String
    /// QORIG.
    var origin: String
    /// QEVAL.
    var evaluator: String

    /// Whether it comes before another by SUPPQUAL's keys. IDVARVAL is a text, and 10 comes before 2.
    func precedes(_ other: SupplementRow) -> Bool {
        if identifyingValue != other.identifyingValue {
            return identifyingValue.utf8.lexicographicallyPrecedes(other.identifyingValue.utf8)
        }
        return name.utf8.lexicographicallyPrecedes(other.name.utf8)
    }
}

extension PatientEncoding {
    /// The rows of a patient's SUPP-- in the order of its keys: STUDYID, RDOMAIN, USUBJID and IDVAR are the same in all.
    func supplementDataset(_ domain: DomainPlan) -> DatasetRows {
        var rows = DatasetRows(variableCount: 10)
        for row in supplementRows.sorted(by: { $0.precedes($1) }) {
            rows.beginRow()
            rows.text(plan.study.study.studyID)
            rows.text(domain.code)
            rows.text(result.usubjid)
            rows.text(domain.identifyingVariable)
            rows.text(row.identifyingValue)
            rows.text(row.name)
            rows.text(row.label)
            rows.text(row.value)
            rows.text(row.origin)
            rows.text(row.evaluator)
            rows.endRow()
        }
        return rows
    }
}
