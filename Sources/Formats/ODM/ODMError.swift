public import Values
public import XMLStream

/// What is wrong with an ODM file; each case says where.
public enum ODMError: LocatedError {
    /// The file could not be opened or read.
    case file(FileError)
    /// The file is not readable XML.
    case xml(XMLError)
    /// The document is XML, but not ODM: its root element is `root`.
    case notODM(root: String, at: Location)
    /// One subject's values take more than 2 GB.
    case subjectTooLarge(at: Location)
    /// An OID or key of data is longer than any system makes them.
    case keyTooLong(bytes: Int, limit: Int, at: Location)
    /// Spooled records cannot be decoded: `reason`.
    case corruptRecords(reason: String)

    /// The error as a diagnostic.
    public var diagnostic: Diagnostic {
        switch self {
        case .file(let error): error.diagnostic
        case .xml(let error): error.diagnostic
        case .notODM(let root, let place):
            Diagnostic(
                "odm.not-odm", .error, "this is not an ODM document: its root element is '\(root)'",
                remedy: "give a CDISC ODM 1.1 to 1.3.2 or 2.0 export", at: place)
        case .subjectTooLarge(let place):
            Diagnostic(
                "odm.subject-too-large", .error, "the values of one subject take more than 2 GB",
                remedy: "export files (base64 items) apart from the data", at: place)
        case .keyTooLong(let bytes, let limit, let place):
            Diagnostic(
                "odm.key-too-long", .error, "an OID or key has \(bytes) bytes, and \(limit) are the most",
                remedy: "shorten it in the source; nothing was read beyond this place", at: place)
        case .corruptRecords(let reason):
            Diagnostic("odm.corrupt-records", .error, "temporary records cannot be read back: \(reason)")
        }
    }
}
