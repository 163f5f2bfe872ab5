/// A reader of numbered batches of patients, in one format.
protocol BatchSource<Batch>: AnyObject, SendableMetatype {
    /// What a worker gets at a time: about a quarter megabyte of records, whole patients.
    associatedtype Batch: Sendable
    /// The number that the next batch will have, from 0.
    var nextNumber: Int { get }
    /// The next batch; nil at the end.
    func next() throws(ConversionError) -> Batch?
}

/// Where workers get their batches: the one reader, on whichever worker asks next.
actor BatchQueue<Source: BatchSource> {
    private let source: Source
    private var failed = false

    init(_ source: sending Source) { self.source = source }

    /// The next batch with its number; nil at the end. After an error there are no more.
    func next() -> (number: Int, batch: Result<Source.Batch, ConversionError>)? {
        if failed { return nil }
        let number = source.nextNumber
        do throws(ConversionError) {
            guard let batch = try source.next() else { return nil }
            return (number, .success(batch))
        } catch {
            failed = true
            return (number, .failure(error))
        }
    }

    /// Asks the source, when all is read.
    func ask<Answer: Sendable>(_ question: @Sendable (Source) -> Answer) -> Answer { question(source) }
}
