import Dispatch
import Rialto
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A verb's run that an interrupt (Ctrl-C), SIGTERM or SIGHUP cancels, so that it removes what it has begun to write.
enum StoppableRun {
    private static let signals = [SIGINT, SIGTERM, SIGHUP]

    /// Runs a verb. When a signal has stopped it, the process ends by that signal, as its caller expects; a second signal
    /// ends it at once.
    static func of(_ verb: sending any VerbCommand) async throws -> Rialto.ExitCode {
        guard type(of: verb).isStoppable else { return try await verb.execute() }
        let work = Task { try await verb.execute() }
        let received = ReceivedSignal()
        let sources = signals.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                received.note(number)
                work.cancel()
                signal(number, SIG_DFL)
            }
            source.resume()
            return source
        }
        let code = try await work.value
        for source in sources { source.cancel() }
        if let number = received.number, code != .done {
            // Dispatch's source may have left the signal blocked.
            var mask = sigset_t()
            sigemptyset(&mask)
            sigaddset(&mask, number)
            pthread_sigmask(SIG_UNBLOCK, &mask, nil)
            signal(number, SIG_DFL)
            raise(number)
        }
        return code
    }
}

/// The first signal that came.
private final class ReceivedSignal: Sendable {
    private let first = Mutex<Int32?>(nil)

    var number: Int32? { first.withLock { $0 } }

    func note(_ number: Int32) { first.withLock { $0 = $0 ?? number } }
}
