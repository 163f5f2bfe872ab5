internal import CEmbedded

/// The model study as data: tab-separated tables in UTF-8, each with a header line.
public struct SampleTables: Sendable {
    /// The courses of the cohort (`samples/rialto/cohort.tsv`).
    public var cohort: [UInt8]
    /// The CTCAE terms that the courses name (`terms.tsv`).
    public var terms: [UInt8]
    /// The study, its sites and its case report form (`crf.tsv`).
    public var caseReportForm: [UInt8]

    /// Takes the tables' bytes.
    public init(cohort: [UInt8], terms: [UInt8], caseReportForm: [UInt8]) {
        (self.cohort, self.terms, self.caseReportForm) = (cohort, terms, caseReportForm)
    }

    /// The tables that were embedded when the program was built.
    public static func embedded() throws(SampleError) -> SampleTables {
        SampleTables(
            cohort: try bytes("cohort.tsv"), terms: try bytes("terms.tsv"), caseReportForm: try bytes("crf.tsv"))
    }

    private static func bytes(_ name: String) throws(SampleError) -> [UInt8] {
        let path = "samples/rialto/" + name
        guard let file = EmbeddedFile.named(path)?.pointee else { throw .missingTable(name: path) }
        return Array(UnsafeBufferPointer(start: file.bytes, count: file.length))
    }
}
