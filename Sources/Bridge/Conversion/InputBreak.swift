import Mapping
import ODM
import Values

/// An input that could not be read to its end (`--keep-going`), and which subjects that puts in doubt.
///
/// What the lost part would have said is not known. Of snapshots it can only add: what was read stands, and only the
/// subject that was being read is refused. In a run with transactions it may have changed or removed what other files
/// say, of any subject of its studies: the earlier state must not pass for the present one, so that all subjects of
/// these studies are refused. A file's studies are those of its `ClinicalData` and metadata up to the break; a file that
/// broke before any `ClinicalData` may be about all.
struct InputBreak: Sendable {
    /// Where it broke.
    let location: Location
    /// Whether it is a file of transactions; nil when it broke before it said so.
    let isTransactional: Bool?
    /// The StudyOIDs that it is about; nil when that is not known.
    var studies: Set<String>?
    /// The subject that was being read.
    var subject: (study: String, key: String)?

    init(at location: Location, isTransactional: Bool?) {
        self.location = location
        self.isTransactional = isTransactional
    }

    /// Whether the lost part may be about a study's subjects.
    func mayConcern(_ study: String) -> Bool { studies?.contains(study) ?? true }

    /// Why a subject of whom the lost part may say something is refused.
    var doubt: Diagnostic {
        Diagnostic(
            "conversion.subject-in-doubt", .error,
            "this file of transactions breaks off, and its lost part may change the subject: all of the subject is refused",
            remedy: "give the whole file", at: location)
    }

    /// Why the subject that was being read is refused.
    func interruption(of subject: String) -> Diagnostic {
        Diagnostic(
            "conversion.subject-interrupted", .error,
            "the file breaks off within this subject: all of the subject is refused", remedy: "give the whole file",
            at: location, patient: subject)
    }

    /// What the break means beyond the subjects that are listed.
    func warning(inTransactions: Bool) -> Diagnostic {
        let message: String
        if !inTransactions {
            message = "the rest of the file is not read: what only it holds is missing"
        } else if let studies {
            let listed = studies.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { "'\($0)'" }
            message =
                "the rest of the file is not read: it may concern any subject of \(listed.joined(separator: ", ")), "
                + "so that all of these are refused; a study that only the rest names would not be known"
        } else {
            message = "the file is not read: it may concern any subject, so that all are refused"
        }
        return Diagnostic(
            "conversion.input-broken", .warning, message, remedy: "give the whole file", at: location)
    }
}

extension Accounts {
    /// Books the values of records that are refused whole.
    mutating func countRefused(_ records: borrowing SubjectRecords, names: NameTable) {
        for record in records.items {
            let number = item(names[record.name])
            switch (record.kind, record.state) {
            case (.audit, _): count(.auditDropped, number)
            case (_, .absent), (_, .empty): count(.absent, number)
            default: count(.refused, number)
            }
        }
    }
}
