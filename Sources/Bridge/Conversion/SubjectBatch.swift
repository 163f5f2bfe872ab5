import Mapping
import ODM
import Values

/// A numbered piece of work: whole patients, about a quarter megabyte of records.
struct SubjectBatch: Sendable {
    /// Its place in the order of output, from 0.
    var number: Int
    /// All occurrences of each patient, in document order.
    var subjects: [[SubjectRecords]] = []
    /// The names as they were when the batch was cut.
    var names = NameTable()
    /// The metadata as they were known then.
    var library = MetaDataLibrary()
    /// Grows whenever the metadata do, so that a worker knows when to look again.
    var libraryVersion = 0

    /// How many bytes of records make a batch.
    static let size = 1 << 18
}

/// A reader of ODM inputs.
protocol ODMSource: BatchSource<SubjectBatch> {
    /// What was read so far.
    var summary: SourceSummary { get }
}

/// What a source has read.
struct SourceSummary: Sendable {
    /// One input's books.
    struct Input: Sendable {
        var path: String
        var amount: Accounts.Read
        var counts: ODMCounts
    }

    /// The books of each input, in the order of reading.
    var inputs: [Input] = []
    /// What the readers said.
    var diagnostics: [Diagnostic] = []
    /// The first input that could not be read to its end, under `--keep-going`.
    var failure: ConversionError?
    /// The books of data that were read and refused whole.
    var refused = Accounts()
    /// Data that belong to no subject.
    var reference: [SubjectRecords] = []
    /// Names and metadata at the end.
    var names = NameTable()
    /// The metadata at the end.
    var library = MetaDataLibrary()
    /// What of them the data have asked for.
    var asked = AskedMetaData()

    /// Books what was read. Audit records, signatures, queries, annotations and associations that were not kept are
    /// values read and dropped, one each.
    func book(into accounts: inout Accounts, keepAudit: Bool) {
        for input in inputs {
            var amount = input.amount
            let counts = input.counts
            // Associations stand apart from the subjects, and have no place even when the rest is kept.
            var dropped = [("Association", counts.associations)]
            if !keepAudit {
                dropped += [
                    ("AuditRecord", counts.auditRecords), ("Signature", counts.signatures), ("Query", counts.queries),
                    ("Annotation", counts.annotations),
                ]
            }
            for (name, count) in dropped where count > 0 {
                amount.audit += count
                accounts.count(.auditDropped, accounts.item(name), by: count)
            }
            accounts.read(input.path, amount)
        }
        accounts.merge(refused)
        for diagnostic in diagnostics + library.diagnostics { accounts.note(diagnostic) }
    }
}

extension ODMCounts {
    /// Audit records, signatures, queries, annotations and associations.
    var auditTrail: Int { auditRecords + signatures + queries + annotations + associations }
}
