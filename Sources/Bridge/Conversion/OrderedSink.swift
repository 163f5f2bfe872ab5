/// Hands results on in the order of their numbers, and holds workers back that are too far ahead.
actor OrderedSink<Product: Sendable> {
    private let window: Int
    private let accept: (Product) throws(ConversionError) -> Void
    private var waiting: [Int: Result<Product, ConversionError>] = [:]
    private var held: [CheckedContinuation<Void, Never>] = []
    private var next = 0
    /// The lowest-numbered error, once one was reached.
    private(set) var error: ConversionError?

    init(window: Int, accept: sending @escaping (Product) throws(ConversionError) -> Void) {
        self.window = window
        self.accept = accept
    }

    /// Takes a result; false when the run has failed and there is nothing more to do.
    func put(_ number: Int, _ result: Result<Product, ConversionError>) async -> Bool {
        while number >= next + window, error == nil {
            await withCheckedContinuation { held.append($0) }
        }
        waiting[number] = result
        while error == nil, let result = waiting.removeValue(forKey: next) {
            next += 1
            do throws(ConversionError) { try accept(try result.get()) } catch { self.error = error }
        }
        let resumed = held
        held = []
        for continuation in resumed { continuation.resume() }
        return error == nil
    }
}
