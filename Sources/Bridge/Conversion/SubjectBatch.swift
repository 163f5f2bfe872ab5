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
    /// The books of each input, in the order of reading.
    var inputs: [(path: String, counts: ODMCounts)] = []
    /// What the readers said.
    var diagnostics: [Diagnostic] = []
    /// Data that belong to no subject.
    var reference: [SubjectRecords] = []
    /// Names and metadata at the end.
    var names = NameTable()
    /// The metadata at the end.
    var library = MetaDataLibrary()
}
