public import Values

/// What is wrong with an XML document, or with what should become one; each case says where.
public enum XMLError: LocatedError {
    /// The document is not well-formed (XML 1.0) or its namespaces are wrong; `reason` is the parser's.
    case notWellFormed(reason: String, at: Location)
    /// The document ends before its root element does, or before a tag or quote that begins at this place does.
    case truncated(at: Location)
    /// The bytes are not of the encoding that the document declares, or the encoding is not known.
    case encoding(reason: String, at: Location)
    /// The document declares an entity: refused, whatever the entity is.
    case entityDeclaration(name: String, at: Location)
    /// Elements are nested more deeply than the limit.
    case tooDeep(limit: Int, at: Location)
    /// A name, a tag or a text is longer than its limit in bytes.
    case tooLarge(what: String, limit: Int, at: Location)
    /// A value to be written holds a character that XML cannot hold; `place` names its element and attribute.
    case unwritableCharacter(scalar: UInt32, place: String)
    /// A value to be written is not UTF-8; `place` names its element and attribute.
    case notUTF8(place: String)
    /// A name to be written is not an XML name.
    case invalidName(String)

    /// The error as a diagnostic.
    public var diagnostic: Diagnostic {
        switch self {
        case .notWellFormed(let reason, let place):
            return Diagnostic(
                "xml.not-well-formed", .error, "the XML is not well-formed: \(reason)",
                remedy: "export the file again, or repair it at this place", at: place)
        case .truncated(let place):
            return Diagnostic(
                "xml.truncated", .error, "the document ends too early: what is open here is never closed",
                remedy: "the file is cut off, or a tag or quote lacks its end; export or copy it again", at: place)
        case .encoding(let reason, let place):
            return Diagnostic(
                "xml.encoding", .error, "the bytes do not fit the document's encoding: \(reason)",
                remedy: "correct the encoding in the XML declaration, or the file's encoding", at: place)
        case .entityDeclaration(let name, let place):
            return Diagnostic(
                "xml.entity-declaration", .error, "the document declares the entity '\(name)'",
                remedy: "entity declarations are refused for safety; export without a DTD's internal subset", at: place)
        case .tooDeep(let limit, let place):
            return Diagnostic(
                "xml.too-deep", .error, "elements are nested more than \(limit) deep",
                remedy: "this is no export of a trial's data; nothing was read beyond this place", at: place)
        case .tooLarge(let what, let limit, let place):
            return Diagnostic(
                "xml.too-large", .error, "\(what) is longer than \(limit) bytes",
                remedy: "shorten it or split the file; nothing was read beyond this place", at: place)
        case .unwritableCharacter(let scalar, let place):
            return Diagnostic(
                "xml.unwritable-character", .error,
                "the value of \(place) holds the character U+\(hexadecimal(scalar)), which XML 1.0 cannot hold",
                remedy: "remove it from the source's value")
        case .notUTF8(let place):
            return Diagnostic(
                "xml.not-utf8", .error, "the value of \(place) is not UTF-8", remedy: "correct the source's encoding")
        case .invalidName(let name):
            return Diagnostic("xml.invalid-name", .error, "'\(name)' is not a name that XML allows")
        }
    }

    private func hexadecimal(_ scalar: UInt32) -> String {
        let digits = String(scalar, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }
}
