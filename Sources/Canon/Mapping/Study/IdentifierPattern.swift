public import Values

/// A pattern such as `{STUDYID}-{SITEID}-{SUBJID}` by which an identifier is put together.
public struct IdentifierPattern: Sendable, Hashable {
    /// A piece of a pattern.
    public enum Part: Sendable, Hashable {
        /// Text that stands as it is.
        case text(String)
        /// STUDYID.
        case studyID
        /// SITEID.
        case siteID
        /// SUBJID.
        case subjectID
        /// The source's subject key.
        case subjectKey
        /// The screening number.
        case screeningNumber
    }

    /// The pieces in order.
    public let parts: [Part]

    /// `{SUBJECTKEY}`.
    public static let subjectKey = IdentifierPattern(parts: [.subjectKey])

    /// `{STUDYID}-{SITEID}-{SUBJID}`.
    public static let standard = IdentifierPattern(
        parts: [.studyID, .text("-"), .siteID, .text("-"), .subjectID])

    static let names: [(name: String, part: Part)] = [
        ("STUDYID", .studyID), ("SITEID", .siteID), ("SUBJID", .subjectID), ("SUBJECTKEY", .subjectKey),
        ("SCREENING", .screeningNumber),
    ]

    init(parts: [Part]) { self.parts = parts }

    /// Reads a pattern; refuses an unknown name, a brace without its other half, and a pattern that is the same for all.
    public init(_ text: String, key: String, at location: Location) throws(MappingError) {
        var parts: [Part] = []
        var rest = text[...]
        while !rest.isEmpty {
            let open = rest.firstIndex(of: "{") ?? rest.endIndex
            if open > rest.startIndex { parts.append(.text(String(rest[..<open]))) }
            guard open < rest.endIndex else { break }
            rest = rest[rest.index(after: open)...]
            guard let close = rest.firstIndex(of: "}") else {
                throw .wrongValue(of: key, expected: "a pattern whose braces are closed", at: location)
            }
            let name = String(rest[..<close])
            guard let part = Self.names.first(where: { $0.name == name })?.part else {
                throw .unknownName(
                    what: "placeholder", name: "{\(name)}",
                    suggestion: MappingError.nearest(name, in: Self.names.map(\.name)).map { "{\($0)}" },
                    at: location)
            }
            parts.append(part)
            rest = rest[rest.index(after: close)...]
        }
        let tells = parts.contains { part in
            switch part {
            case .subjectID, .subjectKey, .screeningNumber: true
            case .text, .studyID, .siteID: false
            }
        }
        guard tells else {
            throw .wrongValue(
                of: key,
                expected:
                    "a pattern with {SUBJID}, {SUBJECTKEY} or {SCREENING}: without one it tells no two patients apart",
                at: location)
        }
        self.parts = parts
    }
}
