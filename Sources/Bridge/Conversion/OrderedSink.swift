/// What results go to, in order, from one task at a time.
protocol BatchSink<Product>: AnyObject, SendableMetatype {
    /// The result of a batch.
    associatedtype Product: Sendable
    /// Takes the next result.
    func accept(_ product: Product) throws(ConversionError)
}

/// Hands results on in the order of their numbers, and holds workers back that are too far ahead.
actor OrderedSink<Sink: BatchSink> {
    private let sink: Sink
    private let window: Int
    private var waiting: [Int: Result<Sink.Product, ConversionError>] = [:]
    private var held: [CheckedContinuation<Void, Never>] = []
    private var next = 0
    /// The lowest-numbered error, once one was reached.
    private(set) var error: ConversionError?

    init(_ sink: sending Sink, window: Int) {
        self.sink = sink
        self.window = window
    }

    /// Takes a result; false when the run has failed and there is nothing more to do.
    func put(_ number: Int, _ result: Result<Sink.Product, ConversionError>) async -> Bool {
        while number >= next + window, error == nil {
            await withCheckedContinuation { held.append($0) }
        }
        waiting[number] = result
        while error == nil, let result = waiting.removeValue(forKey: next) {
            next += 1
            do throws(ConversionError) { try sink.accept(try result.get()) } catch { self.error = error }
        }
        let resumed = held
        held = []
        for continuation in resumed { continuation.resume() }
        return error == nil
    }

    /// Works with the sink, when all is put.
    func finish<Answer: Sendable>(
        _ work: @Sendable (Sink) throws(ConversionError) -> Answer
    ) throws(ConversionError) -> Answer {
        if let error { throw error }
        return try work(sink)
    }
}
