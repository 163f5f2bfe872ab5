/// How a verb ended; the numbers are the process's exit codes.
public enum ExitCode: Int32, Sendable {
    /// Done.
    case done = 0
    /// Issues at or above `--fail-on`, differences found, or something refused under `--keep-going`.
    case issues = 1
    /// Wrong usage, or a study that is not described completely.
    case usage = 2
    /// An input that cannot be read.
    case unreadable = 3
    /// Delivered in part.
    case partial = 4

    /// The graver of two, for several inputs.
    public func worse(_ other: ExitCode) -> ExitCode { rawValue >= other.rawValue ? self : other }
}
