/// A message about an input, a mapping or an output, as a value: what is wrong, where, and what to do about it.
///
/// A message never contains a patient's values: they travel in ``value`` and are shown only when the user asks
/// (`--show-values`).
public struct Diagnostic: Sendable, Hashable {
    /// How much it matters.
    public enum Severity: String, Sendable, Hashable, CaseIterable, Comparable {
        /// Worth knowing; nothing was changed or lost.
        case note
        /// Carried, but somebody should look at it.
        case warning
        /// Something was refused.
        case error

        /// Notes come before warnings, warnings before errors.
        public static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }

        private var rank: Int {
            switch self {
            case .note: 0
            case .warning: 1
            case .error: 2
            }
        }
    }

    /// A stable identifier of the kind of message, such as `odm.undefined-oid`.
    public var code: String
    /// How much it matters.
    public var severity: Severity
    /// What is wrong, in one sentence without patient values.
    public var message: String
    /// What to do about it; empty when there is nothing to say.
    public var remedy: String
    /// Where it is.
    public var location: Location?
    /// The patient concerned, by the identifier used in the source.
    public var patient: String?
    /// The offending value, shown only on request.
    public var value: String?

    /// Makes a diagnostic.
    public init(
        _ code: String, _ severity: Severity = .error, _ message: String, remedy: String = "",
        at location: Location? = nil, patient: String? = nil, value: String? = nil
    ) {
        self.code = code
        self.severity = severity
        self.message = message
        self.remedy = remedy
        self.location = location
        self.patient = patient
        self.value = value
    }

    /// `file:line:column: error: what is wrong; what to do`, as the command line prints it.
    public func text(showValues: Bool = false) -> String {
        var line = location.map { "\($0): " } ?? ""
        line += "\(severity.rawValue): \(message)"
        if showValues, let value { line += " (value: \(value))" }
        if !remedy.isEmpty { line += "; \(remedy)" }
        return line
    }
}

/// An error that can say where it is and what to do: every module's error type is one.
public protocol LocatedError: Error, CustomStringConvertible {
    /// The error as a value for reports.
    var diagnostic: Diagnostic { get }
}

extension LocatedError {
    /// The diagnostic's one-line text, without patient values.
    public var description: String { diagnostic.text() }
}
