public import Values

/// A version of ODM, as far as versions differ for a reader.
public enum ODMVersion: String, Sendable, CaseIterable, Comparable {
    case v1_1 = "1.1"
    case v1_2 = "1.2"
    case v1_3 = "1.3"
    case v2_0 = "2.0"

    /// Older comes first.
    public static func < (a: ODMVersion, b: ODMVersion) -> Bool { a.rawValue < b.rawValue }

    /// The version that a namespace stands for.
    init?(namespace: String) {
        guard let version = namespace.split(separator: "/").last, version.hasPrefix("v") else { return nil }
        self.init(written: version.dropFirst())
    }

    /// The version that `1.3`, `1.3.0`, `1.3.2`, `2.0` and the like stand for.
    init?(written: some StringProtocol) {
        guard let version = ODMVersion.allCases.first(where: { written.hasPrefix($0.rawValue) }) else { return nil }
        self = version
    }
}

/// What the `ODM` element says about the file.
public struct DocumentAttributes: Sendable {
    /// `FileType`.
    public enum FileType: String, Sendable {
        /// The state at a moment; transaction types mean nothing.
        case snapshot = "Snapshot"
        /// Changes, to be applied in order.
        case transactional = "Transactional"
    }

    /// From what ``version`` was decided.
    public enum Basis: Sendable {
        /// The root's namespace.
        case namespace
        /// `ODMVersion`.
        case attribute
        /// Elements that only that version has.
        case content
    }

    /// The version decided: from the namespace, then from `ODMVersion`, then from the content.
    public var version = ODMVersion.v1_3
    /// From what the version was decided.
    public var basis = Basis.content
    /// `ODMVersion` as written.
    public var odmVersion: String?
    /// The root's namespace.
    public var namespace: String?
    /// `FileType`; a file that does not say is read as a snapshot.
    public var fileType = FileType.snapshot
    /// `FileOID`.
    public var fileOID: String?
    /// `PriorFileOID`.
    public var priorFileOID: String?
    /// `CreationDateTime` as written.
    public var creationDateTime: String?
    /// `AsOfDateTime` as written.
    public var asOfDateTime: String?
    /// `SourceSystem`.
    public var sourceSystem: String?
    /// `SourceSystemVersion`.
    public var sourceSystemVersion: String?
    /// Where the root element stands.
    public var location: Location
}

/// How much of what a reader has met so far, as it stands in the file.
public struct ODMCounts: Sendable {
    /// Distinct (`StudyOID`, `SubjectKey`).
    public var patients = 0
    /// `ItemGroupData` elements.
    public var itemGroups = 0
    /// `ItemData` elements, typed or not.
    public var items = 0
    /// `AuditRecord` elements, and OpenClinica's `AuditLog`.
    public var auditRecords = 0
    /// `Signature` elements.
    public var signatures = 0
    /// `Query` elements (ODM 2.0, Rave), and OpenClinica's `DiscrepancyNote`.
    public var queries = 0
    /// `Annotation` elements.
    public var annotations = 0
    /// `Association` elements.
    public var associations = 0
    /// `ItemGroupData` by `ItemGroupOID`.
    public var byItemGroup: [String: Int] = [:]

    /// Nothing counted yet.
    public init() {}
}
