public import Values

/// Why the model study could not be written.
public enum SampleError: LocatedError {
    /// A file could not be written.
    case file(FileError)
    /// A number of patients below 1.
    case noPatients
    /// A table of the model study was not embedded when the program was built.
    case missingTable(name: String)
    /// A table of the model study holds something that the generator cannot use.
    case invalidTable(reason: String, at: Location)
    /// A text of the tables that XML cannot hold.
    case unwritable(reason: String)

    /// The error as a diagnostic.
    public var diagnostic: Diagnostic {
        switch self {
        case .file(let error): return error.diagnostic
        case .noPatients:
            return Diagnostic(
                "sample.no-patients", .error, "the number of patients is below 1", remedy: "ask for one or more")
        case .missingTable(let name):
            return Diagnostic(
                "sample.missing-table", .error, "the table \(name) was not built into the program",
                remedy: "run Tests/Tools/make-tables --files and build again")
        case .invalidTable(let reason, let place):
            return Diagnostic(
                "sample.invalid-table", .error, "the model study's table is wrong: \(reason)",
                remedy: "repair the table, or make it again with Tests/Tools/make-cohort.py", at: place)
        case .unwritable(let reason):
            return Diagnostic("sample.unwritable", .error, reason, remedy: "repair the model study's tables")
        }
    }
}
