public import Values

/// What is wrong with a JSON text (RFC 8259); each case says where.
public enum JSONError: LocatedError {
    /// The text breaks the grammar: something else was expected here.
    case syntax(expected: String, at: Location)
    /// The text ends before what begins at this place does.
    case truncated(at: Location)
    /// The bytes are not UTF-8, or are of another encoding.
    case notUTF8(reason: String, at: Location)
    /// A `\u` escape is half of a surrogate pair.
    case loneSurrogate(at: Location)
    /// A member's name stands twice in one object.
    case duplicateMember(name: String, at: Location)
    /// Containers are nested more deeply than the limit.
    case tooDeep(limit: Int, at: Location)
    /// A string or number is longer than the limit in bytes.
    case tooLarge(limit: Int, at: Location)
    /// The file cannot be read.
    case file(FileError)

    /// The error as a value.
    public var diagnostic: Diagnostic {
        switch self {
        case .syntax(let expected, let place):
            Diagnostic(
                "json.syntax", .error, "the JSON is not well-formed: \(expected) is expected",
                remedy: "export the file again, or repair it at this place", at: place)
        case .truncated(let place):
            Diagnostic(
                "json.truncated", .error, "the text ends too early: what begins here is never closed",
                remedy: "the file is cut off; export or copy it again", at: place)
        case .notUTF8(let reason, let place):
            Diagnostic(
                "json.encoding", .error, "the text is not UTF-8: \(reason)",
                remedy: "JSON is exchanged in UTF-8; convert the file", at: place)
        case .loneSurrogate(let place):
            Diagnostic(
                "json.lone-surrogate", .error, "the escape is one half of a surrogate pair and stands for no character",
                remedy: "correct the source: a character beyond U+FFFF takes two escapes", at: place)
        case .duplicateMember(let name, let place):
            Diagnostic(
                "json.duplicate-member", .error, "the member '\(name)' stands twice in one object",
                remedy: "remove one: readers differ in which of the two they take", at: place)
        case .tooDeep(let limit, let place):
            Diagnostic(
                "json.too-deep", .error, "arrays and objects are nested more than \(limit) deep",
                remedy: "this is no export of a trial's data; nothing was read beyond this place", at: place)
        case .tooLarge(let limit, let place):
            Diagnostic(
                "json.too-large", .error, "a string or number is longer than \(limit) bytes",
                remedy: "shorten it; nothing was read beyond this place", at: place)
        case .file(let error): error.diagnostic
        }
    }
}
