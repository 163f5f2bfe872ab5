import Rialto
import Synchronization

/// A console whose texts a test can read.
final class Recorder: Sendable {
    private let texts = Mutex((output: "", messages: ""))

    var output: String { texts.withLock { $0.output } }
    var messages: String { texts.withLock { $0.messages } }

    func console(quiet: Bool = false, showValues: Bool = false, isTerminal: Bool = false) -> Console {
        Console(
            output: .init { text in self.texts.withLock { $0.output += text } },
            messages: .init { text in self.texts.withLock { $0.messages += text } }, quiet: quiet,
            showValues: showValues, isTerminal: isTerminal)
    }
}
