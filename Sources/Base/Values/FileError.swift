/// What went wrong with a file.
public struct FileError: LocatedError {
    /// The file.
    public let path: String
    /// What was tried: `open`, `read`, `write`, `rename`.
    public let operation: String
    /// The system's reason, such as `No such file or directory`.
    public let reason: String

    /// Makes an error; ``last(_:_:)`` makes one from `errno`.
    public init(path: String, operation: String, reason: String) {
        self.path = path
        self.operation = operation
        self.reason = reason
    }

    /// The error as a diagnostic.
    public var diagnostic: Diagnostic {
        Diagnostic("file.\(operation)", .error, "cannot \(operation) the file: \(reason)", at: Location(path: path))
    }
}
