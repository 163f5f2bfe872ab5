/// The flow of every conversion: one reader, `jobs` workers, one writer that sees results in the reader's order.
///
/// Nothing below a batch is asynchronous. The writer's order does not depend on `jobs`, so neither do its bytes; the
/// window of results that wait for an earlier one is the back-pressure.
enum Pipeline {
    /// How far a worker may be ahead of the writer.
    static func window(jobs: Int) -> Int { 2 * jobs + 2 }

    /// Runs a conversion to the end of its source.
    ///
    /// - Parameters:
    ///   - queue: The reader.
    ///   - sink: The writer.
    ///   - jobs: How many workers.
    ///   - makeWorker: Makes a worker with caches and books of its own.
    /// - Returns: The workers' books.
    static func run<Source: BatchSource, Worker: BatchWorker & ~Copyable, Sink: BatchSink>(
        _ queue: BatchQueue<Source>, to sink: OrderedSink<Sink>, jobs: Int,
        makeWorker: @Sendable @escaping () -> Worker
    ) async throws(ConversionError) -> [Worker.Books]
    where Worker.Batch == Source.Batch, Worker.Product == Sink.Product {
        let books = await withTaskGroup(of: Worker.Books.self) { group in
            for _ in 0..<max(1, jobs) {
                group.addTask {
                    var worker = makeWorker()
                    while let (number, batch) = await queue.next() {
                        let result = batch.flatMap { worker.process($0) }
                        guard await sink.put(number, result) else { break }
                    }
                    return worker.books
                }
            }
            var books: [Worker.Books] = []
            for await book in group { books.append(book) }
            return books
        }
        if let error = await sink.error { throw error }
        return books
    }
}

/// What turns batches into results, alone on its task.
protocol BatchWorker: SendableMetatype, ~Copyable {
    /// What comes in.
    associatedtype Batch: Sendable
    /// What goes out.
    associatedtype Product: Sendable
    /// What it has counted.
    associatedtype Books: Sendable
    /// Turns a batch into its result.
    mutating func process(_ batch: Batch) -> Result<Product, ConversionError>
    /// What it has counted so far.
    var books: Books { get }
}
