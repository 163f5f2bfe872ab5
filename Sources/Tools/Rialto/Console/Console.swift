import Synchronization
public import Values

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// What the user sees: results on standard output; messages and progress on standard error.
///
/// Messages hold no patient's value unless `--show-values` was given, and no control characters: a terminal cannot be
/// steered from an input.
public final class Console: Sendable {
    /// Where texts go; tests collect them.
    public struct Sink: Sendable {
        let write: @Sendable (String) -> Void

        /// Makes a sink.
        public init(_ write: @escaping @Sendable (String) -> Void) { self.write = write }

        /// A file descriptor of the process. A reader who has gone away (`| head`) ends the output, not the work.
        public static func descriptor(_ number: Int32) -> Sink {
            Sink { text in
                var text = text
                _ = text.withUTF8 { writeAll(UnsafeRawBufferPointer($0), to: number) }
            }
        }
    }

    /// Whether patients' values may be shown.
    public let showValues: Bool
    /// Whether only errors and asked-for results are shown.
    public let quiet: Bool
    /// Whether progress is shown: standard error is a terminal, and not `--quiet`.
    public let showsProgress: Bool

    private let output: Sink
    private let messages: Sink
    /// Whether a progress line stands on the terminal.
    private let progressLine = Mutex(false)

    /// Makes a console on the given sinks.
    public init(output: Sink, messages: Sink, quiet: Bool = false, showValues: Bool = false, isTerminal: Bool = false) {
        self.output = output
        self.messages = messages
        self.quiet = quiet
        self.showValues = showValues
        showsProgress = isTerminal && !quiet
    }

    /// The process's own console.
    public static func standard(quiet: Bool, showValues: Bool) -> Console {
        Console(
            output: .descriptor(1), messages: .descriptor(2), quiet: quiet, showValues: showValues,
            isTerminal: isatty(2) == 1)
    }

    /// Prints a result to standard output.
    public func print(_ text: String) {
        clearProgress()
        output.write(text.hasSuffix("\n") ? text : text + "\n")
    }

    /// Prints a result to standard output unless `--quiet` was given.
    public func summarize(_ text: String) {
        if !quiet { print(Console.printable(text, keepingLines: true)) }
    }

    /// Prints a diagnostic to standard error; with `--quiet` only errors.
    public func report(_ diagnostic: Diagnostic) {
        guard !quiet || diagnostic.severity == .error else { return }
        clearProgress()
        messages.write(Console.printable(diagnostic.text(showValues: showValues)) + "\n")
    }

    /// Prints an error to standard error.
    public func report(_ error: any LocatedError) { report(error.diagnostic) }

    /// Prints what is wrong with the arguments to standard error, also with `--quiet`.
    public func complain(_ text: String) {
        clearProgress()
        messages.write(Console.printable(text, keepingLines: true) + "\n")
    }

    /// Shows a line that the next one replaces; nothing in a pipe.
    func showProgress(_ line: String) {
        guard showsProgress else { return }
        progressLine.withLock { shown in
            shown = true
            messages.write("\r\u{1B}[K" + Console.printable(line))
        }
    }

    /// Takes the progress line away.
    func clearProgress() {
        guard showsProgress else { return }
        progressLine.withLock { shown in
            if shown { messages.write("\r\u{1B}[K") }
            shown = false
        }
    }

    /// The text with control characters (also those of the C1 set, and of writing direction) made visible.
    static func printable(_ text: String, keepingLines: Bool = false) -> String {
        func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
            switch scalar.value {
            case 0x0A: keepingLines
            case 0x00...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: false
            default: true
            }
        }
        if text.unicodeScalars.allSatisfy(isHarmless) { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if isHarmless(scalar) {
                result.unicodeScalars.append(scalar)
            } else {
                result += "\\u{\(String(scalar.value, radix: 16))}"
            }
        }
        return result
    }
}
