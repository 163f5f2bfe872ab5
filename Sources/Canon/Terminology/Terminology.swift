public import Values

/// The terminologies that Rialto knows, each only in a version: which versions there are, and the way to one.
///
/// ```swift
/// let ctcae = try Terminology.ctcae("4.03")
/// ctcae.grades(of: "Alopecia")?.contains(3)    // false: Alopecia has grades 1 and 2
/// ```
public enum Terminology {
    /// A terminology or guide that is published in versions.
    public enum Standard: String, Sendable, Hashable, CaseIterable {
        /// CDISC SDTM Controlled Terminology; its version is the date of publication.
        case sdtmCT = "sdtmct"
        /// The National Cancer Institute's Common Terminology Criteria for Adverse Events.
        case ctcae
        /// CDISC UNIT to UCUM; its version is that of the CT whose units it maps.
        case unitUCUM = "unit-ucum"
        /// CDISC's SDTM Implementation Guide.
        case sdtmig

        /// The name for messages.
        public var title: String {
            switch self {
            case .sdtmCT: "CDISC SDTM controlled terminology"
            case .ctcae: "CTCAE"
            case .unitUCUM: "the map from CDISC units to UCUM"
            case .sdtmig: "the SDTMIG"
            }
        }

        var kind: BinaryTable.Kind {
            switch self {
            case .sdtmCT: .codeLists
            case .ctcae: .ctcae
            case .unitUCUM: .units
            case .sdtmig: .sdtmig
            }
        }
    }

    /// The versions of a standard that there are, in ascending order.
    public static func availableVersions(of standard: Standard) -> [String] {
        let start = "mappings/tables/\(standard.rawValue)-", end = ".table"
        return Embedded.names.compactMap { name in
            guard name.hasPrefix(start), name.hasSuffix(end) else { return nil }
            return String(name.dropFirst(start.count).dropLast(end.count))
        }
    }

    /// The code lists of CDISC SDTM CT by date (`2025-03-28`) or identifier (`sdtmct-2025-03-28`).
    ///
    /// `location` is where the version is named, for the error.
    public static func codeLists(
        _ version: String, at location: Location? = nil
    ) throws(TerminologyError) -> CodeListPackage {
        CodeListPackage(try table(.sdtmCT, version, location))
    }

    /// CTCAE of a version: `4.03`, `5.0` or `6.0`.
    public static func ctcae(_ version: String, at location: Location? = nil) throws(TerminologyError) -> CTCAE {
        CTCAE(try table(.ctcae, version, location))
    }

    /// The map from the units of CDISC SDTM CT of a date to UCUM.
    public static func units(_ version: String, at location: Location? = nil) throws(TerminologyError) -> UnitMap {
        UnitMap(try table(.unitUCUM, version, location))
    }

    /// The variables of the SDTMIG of a version: `3.2`, `3.3` or `3.4`.
    public static func sdtmig(_ version: String, at location: Location? = nil) throws(TerminologyError) -> SDTMIG {
        SDTMIG(try table(.sdtmig, version, location))
    }

    private static func table(
        _ standard: Standard, _ version: String, _ location: Location?
    ) throws(TerminologyError) -> BinaryTable {
        let prefix = "\(standard.rawValue)-"
        let name = version.hasPrefix(prefix) ? version : prefix + version
        guard let table = try BinaryTable(embedded: name, kind: standard.kind) else {
            throw .unknownVersion(version, of: standard, available: availableVersions(of: standard), at: location)
        }
        return table
    }
}
