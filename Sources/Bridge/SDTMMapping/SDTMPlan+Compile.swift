import ClinicalModel
public import Mapping
import SDTM
import Terminology
import Values

extension SDTMPlan {
    /// Compiles a study's plan from the domain mappings; of two mappings of one domain the error names both. Without a
    /// supplemental mapping the built-in one holds.
    ///
    /// - Parameter qualifiers: The supplemental qualifiers that the source's mapping names, so that no other gets their names.
    public init(
        study: StudyDescription, domains mappings: [DomainMapping], supplemental stated: SupplementalMapping? = nil,
        qualifiers: [MappedQualifier] = [], options: SDTMOptions = .init()
    ) throws(MappingError) {
        self.study = study
        self.options = options
        let supplemental: SupplementalMapping
        if let stated { supplemental = stated } else { supplemental = try .embedded() }
        let version = options.sdtmig ?? study.sdtmig ?? "3.4"
        sdtmig = version
        cutoff = options.cutoff ?? study.study.cutoff
        if let stated = study.study.cutoff, let chosen = options.cutoff, stated != chosen {
            throw .conflict(
                what: "the cut-off \(chosen) that was asked for", first: study.places["cutoff"] ?? Location(path: ""),
                at: study.places["cutoff"] ?? Location(path: "--cutoff"))
        }
        let guide = try Self.known(.sdtmig, version, "sdtmig", study, asked: options.sdtmig != nil) {
            version throws(TerminologyError) in
            try Terminology.sdtmig(version)
        }
        let package = try Self.known(
            .sdtmCT,
            options.controlledTerminology ?? study.controlledTerminology
                ?? Terminology.availableVersions(of: .sdtmCT).last ?? "", "ct", study,
            asked: options.controlledTerminology != nil
        ) { version throws(TerminologyError) in try Terminology.codeLists(version) }
        ctcae = try (options.ctcae ?? study.ctcae).map { version throws(MappingError) in
            try Self.known(.ctcae, version, "ctcae", study, asked: options.ctcae != nil) {
                version throws(TerminologyError) in
                try Terminology.ctcae(version)
            }
        }
        let newest = Terminology.availableVersions(of: .sdtmig).last.flatMap {
            $0 == version ? nil : try? Terminology.sdtmig($0)
        }
        var diagnostics: [Diagnostic] = []
        var plans: [DomainPlan] = []
        var definitions: [DatasetDefinition] = []
        var supplements: [DatasetDefinition] = []
        var domainOfKind = [Int](repeating: -1, count: EntityKind.allCases.count)
        var places: [String: Location] = [:]
        guard mappings.contains(where: { $0.entity == .subject }) else {
            throw .missingKey(
                "DM", in: "the set of domain mappings", at: mappings.first?.location ?? Location(path: ""))
        }
        let subjectDomains = mappings.count { $0.variables.contains { $0.source == .usubjid } }
        for mapping in mappings {
            if let first = places.updateValue(mapping.location, forKey: mapping.domain) {
                throw .duplicate(what: "domain", name: mapping.domain, first: first, at: mapping.location)
            }
            guard domainOfKind[Int(mapping.entity.rawValue)] < 0 else {
                throw .duplicate(
                    what: "entity", name: mapping.entity.name,
                    first: mappings.first { $0.entity == mapping.entity }?.location ?? mapping.location,
                    at: mapping.location)
            }
            let hasSubject = mapping.variables.contains { $0.source == .usubjid }
            let compiler = DomainCompiler(
                mapping: mapping, guide: guide.domain(mapping.domain),
                newest: newest?.domain(mapping.domain), supplemental: supplemental,
                named: qualifiers.filter { $0.entity == mapping.entity })
            try compiler.checkLabels()
            let plan = try compiler.plan(
                checks: compiler.checks(package: package, study: study), dataset: plans.count,
                supplemental: hasSubject ? mappings.count + supplements.count : -1)
            domainOfKind[Int(mapping.entity.rawValue)] = plans.count
            definitions.append(compiler.definition(of: plan))
            if hasSubject { supplements.append(DomainCompiler.supplementDefinition(mapping)) }
            plans.append(plan)
        }
        assert(supplements.count == subjectDomains)
        datasets = definitions + supplements + [DomainCompiler.relations]
        relationsDataset = definitions.count + supplements.count
        domains = plans
        let withSubject = plans.indices.filter { plans[$0].hasSubject }
        self.subjectDomains =
            (withSubject.filter { plans[$0].kind != .comment } + withSubject.filter { plans[$0].kind == .comment })
            .map { ($0, plans[$0].kind) }
        self.domainOfKind = domainOfKind
        var sites: [String: Int] = [:]
        for (index, site) in study.study.sites.enumerated() {
            for name in [site.id] + site.aliases { sites[name] = index }
        }
        siteOfName = sites
        zones = Self.zones(of: study, folder: options.zoneFolder, &diagnostics)
        visits = study.study.visits.map { ($0.number.normalized, $0.name, $0.day) }
        if study.study.elements.isEmpty {
            diagnostics.append(
                Diagnostic(
                    "study.no-elements", .note, "the study says no elements: EPOCH, TAETORD and SE are not derived",
                    remedy: "add 'elements' to study.yaml", at: study.places[""]))
        }
        self.diagnostics = diagnostics
    }

    /// A version of a standard; when there is none the error lists those that there are.
    private static func known<Standard>(
        _ standard: Terminology.Standard, _ version: String, _ key: String, _ study: StudyDescription,
        asked: Bool, _ find: (String) throws(TerminologyError) -> Standard
    ) throws(MappingError) -> Standard {
        do throws(TerminologyError) {
            return try find(version)
        } catch {
            throw .wrongValue(
                of: key, expected: Terminology.availableVersions(of: standard).joined(separator: " or "),
                at: (asked ? nil : study.places[key]) ?? Location(path: "--\(key)"))
        }
    }
}

extension SDTMPlan {
    /// Reads the sites' time zones, each once. One that cannot be read is reported: values may do without it.
    private static func zones(
        of study: StudyDescription, folder: String, _ diagnostics: inout [Diagnostic]
    ) -> [String: ZoneRules] {
        var zones: [String: ZoneRules] = [:]
        var seen: Set<String> = []
        for site in study.study.sites where !site.timeZone.isEmpty && seen.insert(site.timeZone).inserted {
            do throws(FileError) {
                zones[site.timeZone] = try ZoneRules(site.timeZone, folder: folder)
            } catch {
                diagnostics.append(
                    Diagnostic(
                        "study.no-zone-data", .warning,
                        "the time zone '\(site.timeZone)' cannot be read from \(error.path) (\(error.reason)): times with "
                            + "an offset from UTC get no study day",
                        remedy: "install tzdata, or correct the zone's name", at: study.places["sites"]))
            }
        }
        return zones
    }
}
