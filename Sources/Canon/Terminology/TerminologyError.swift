public import Values

/// What can be wrong with a request for a terminology.
public enum TerminologyError: LocatedError, Hashable {
    /// A standard that is known, in a version that is not.
    case unknownVersion(String, of: Terminology.Standard, available: [String], at: Location?)
    /// A code list that the package does not hold, by submission value or NCI code.
    case unknownCodeList(String, package: String, at: Location?)
    /// A table whose bytes are not those that `Tests/Tools/make-tables` writes.
    case damagedTable(name: String, reason: String)

    /// The error as a diagnostic.
    public var diagnostic: Diagnostic {
        switch self {
        case .unknownVersion(let version, let standard, let available, let location):
            Diagnostic(
                "terminology.unknown-version", .error, "there is no version '\(version)' of \(standard.title)",
                remedy: "use one of: \(available.joined(separator: ", "))", at: location)
        case .unknownCodeList(let name, let package, let location):
            Diagnostic(
                "terminology.unknown-code-list", .error, "\(package) has no code list '\(name)'",
                remedy: "name it by its submission value (NY) or its NCI code (C66742), in upper case", at: location)
        case .damagedTable(let name, let reason):
            Diagnostic(
                "terminology.damaged-table", .error, "the table is damaged: \(reason)",
                remedy: "make it again", at: Location(path: name))
        }
    }
}
