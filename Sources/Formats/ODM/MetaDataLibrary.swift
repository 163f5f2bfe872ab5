public import Values

/// The studies of one or several files, from which the metadata of a `ClinicalData` is found.
///
/// ```swift
/// var library = MetaDataLibrary()
/// library.add(study)
/// let metaData = library.resolve(studyOID: "ST.1", metaDataVersionOID: "MDV.2")
/// print(metaData?.item("I.AGE")?.name ?? "not defined")
/// ```
public struct MetaDataLibrary: Sendable {
    /// The studies, in the order in which they were added.
    public private(set) var studies: [Study] = []
    /// What was odd about them: the same version twice with different definitions.
    public private(set) var diagnostics: [Diagnostic] = []

    /// The locations by OID; of two with one OID the first.
    public private(set) var locations: [String: AdminLocation] = [:]

    /// Grows when a study, a version or a unit is added that was not there.
    public private(set) var changes = 0

    /// The versions that each file defines, by study: data that name none are of their own file's.
    private var versionsOfFiles: [String: [String: [String]]] = [:]

    /// Makes an empty library.
    public init() {}

    /// Adds a study. One that is there already is completed: by the names it lacked, and by the versions it lacked; of
    /// two versions with the same OID the first counts, and the second is reported unless it says the same.
    public mutating func add(_ study: Study) {
        for version in study.metaDataVersions {
            var known = versionsOfFiles[version.location.path]?[study.oid] ?? []
            if !known.contains(version.oid) { known.append(version.oid) }
            versionsOfFiles[version.location.path, default: [:]][study.oid] = known
        }
        guard let index = studies.firstIndex(where: { $0.oid == study.oid }) else {
            studies.append(study)
            changes += 1
            return
        }
        if studies[index].name.isEmpty { studies[index].name = study.name }
        if studies[index].description.isEmpty { studies[index].description = study.description }
        if studies[index].protocolName.isEmpty { studies[index].protocolName = study.protocolName }
        for (oid, unit) in study.measurementUnits.sorted(by: { $0.key < $1.key }) {
            guard let first = studies[index].measurementUnits[oid] else {
                studies[index].measurementUnits[oid] = unit
                changes += 1
                continue
            }
            guard first.symbol != unit.symbol || first.name != unit.name else { continue }
            diagnostics.append(
                Diagnostic(
                    "odm.metadata-contradict", .error,
                    "MeasurementUnit '\(oid)' of study '\(study.oid)' is two units in two files",
                    remedy: "convert these exports apart, or export them again with one set of metadata",
                    at: study.metaDataVersions.first?.location))
        }
        for version in study.metaDataVersions {
            if let first = studies[index].metaDataVersions.first(where: { $0.oid == version.oid }) {
                guard !version.definesNothingBeyond(first) else { continue }
                let contradicts = version.contradicts(first)
                diagnostics.append(
                    Diagnostic(
                        contradicts ? "odm.metadata-contradict" : "odm.metadata-twice",
                        contradicts ? .error : .warning,
                        "MetaDataVersion '\(version.oid)' of study '\(study.oid)' "
                            + (contradicts
                                ? "says other things than the one at \(first.location)"
                                : "is defined twice; the one at \(first.location) counts"),
                        remedy: contradicts
                            ? "convert these exports apart, or export them again with one set of metadata"
                            : "give only the metadata that belongs to the data", at: version.location))
            } else {
                studies[index].metaDataVersions.append(version)
                changes += 1
            }
        }
    }

    /// Adds a location. One that is there already counts; another country for it is an error.
    public mutating func add(_ location: AdminLocation) {
        guard let first = locations[location.oid] else {
            locations[location.oid] = location
            return
        }
        if first.country.isEmpty { locations[location.oid]?.country = location.country }
        guard !first.country.isEmpty, !location.country.isEmpty, first.country != location.country else { return }
        diagnostics.append(
            Diagnostic(
                "odm.location-contradict", .error,
                "Location '\(location.oid)' is in another country than the one at \(first.location)",
                remedy: "convert these exports apart, or correct one", at: location.location))
    }

    /// The metadata that data of this study and version refer to, with what it includes; nil when there is none.
    ///
    /// A study that is not there, or not named, stands for the only one there is. A version that is not named stands
    /// for the one that the data's own file defines, or else for the study's only one; of several none can be meant, which
    /// is an error. A named version that the study does not have is looked for in the other studies, then
    /// stands for the study's only version. What was assumed is in ``ResolvedMetaData/diagnostics``. The dictionaries
    /// are built by this call: keep the result.
    ///
    /// - Parameter path: The file of the data.
    public func resolve(studyOID: String?, metaDataVersionOID: String?, path: String = "") -> ResolvedMetaData? {
        var notes: [Diagnostic] = []
        let chain = chain(studyOID, metaDataVersionOID, path, &notes)
        return chain.isEmpty ? nil : ResolvedMetaData(chain, notes)
    }

    /// What ``resolve(studyOID:metaDataVersionOID:path:)`` says was assumed or is missing, without building its
    /// dictionaries; nil when there are no metadata.
    public func assumptions(studyOID: String?, metaDataVersionOID: String?, path: String) -> [Diagnostic]? {
        var notes: [Diagnostic] = []
        return chain(studyOID, metaDataVersionOID, path, &notes).isEmpty ? nil : notes
    }

    /// What the answer of ``resolve(studyOID:metaDataVersionOID:path:)`` hangs on: when this stays the same, so does the
    /// answer. It costs little.
    public func basis(studyOID: String?, metaDataVersionOID: String?, path: String) -> [String] {
        var notes: [Diagnostic] = []
        let chain = chain(studyOID, metaDataVersionOID, path, &notes)
        var basis = chain.flatMap { [$0.study.oid, $0.version.oid, "\($0.study.measurementUnits.count)"] }
        // Data whose metadata have no units take them from all studies.
        if chain.allSatisfy({ $0.study.measurementUnits.isEmpty }) {
            basis.append("\(studies.reduce(0) { $0 + $1.measurementUnits.count })")
        }
        return basis + notes.map(\.code)
    }

    /// A version with those that it includes, the nearest first; empty when there is none.
    private func chain(
        _ studyOID: String?, _ metaDataVersionOID: String?, _ path: String, _ notes: inout [Diagnostic]
    ) -> [(study: Study, version: MetaDataVersion)] {
        guard let study = study(studyOID, version: metaDataVersionOID, &notes),
            let version = version(metaDataVersionOID, of: study, path, &notes)
        else { return [] }
        var chain: [(study: Study, version: MetaDataVersion)] = [version]
        while let include = chain[chain.count - 1].version.include {
            let place = chain[chain.count - 1].version.location
            guard let next = included(include) else {
                notes.append(
                    Diagnostic(
                        "odm.include-missing", .error,
                        "Include names MetaDataVersion '\(include.metaDataVersionOID)' of study '\(include.studyOID)', "
                            + "which is not there",
                        remedy: "give the file that holds it by --metadata", at: place))
                break
            }
            if chain.contains(where: { $0.study.oid == next.study.oid && $0.version.oid == next.version.oid }) {
                notes.append(
                    Diagnostic(
                        "odm.include-cycle", .error,
                        "the Include of MetaDataVersion '\(chain[chain.count - 1].version.oid)' leads back to "
                            + "'\(next.version.oid)'",
                        remedy: "what was found so far is used", at: place))
                break
            }
            chain.append(next)
        }
        return chain
    }

    private func study(_ oid: String?, version: String?, _ notes: inout [Diagnostic]) -> Study? {
        if let oid, let study = studies.first(where: { $0.oid == oid }) { return study }
        guard let only = studies.first, studies.count == 1 else { return nil }
        if let oid {
            notes.append(
                Diagnostic(
                    "odm.study-assumed", .warning,
                    "no metadata is there for study '\(oid)'; that of '\(only.oid)', the only one, is used"))
        }
        return only
    }

    private func version(
        _ oid: String?, of study: Study, _ path: String, _ notes: inout [Diagnostic]
    ) -> (study: Study, version: MetaDataVersion)? {
        if let oid, let version = study.metaDataVersions.first(where: { $0.oid == oid }) { return (study, version) }
        let last = study.metaDataVersions.last
        guard let oid else {
            let own = versionsOfFiles[path]?[study.oid] ?? []
            if own.count == 1, let version = study.metaDataVersions.first(where: { $0.oid == own[0] }) {
                return (study, version)
            }
            guard let last else { return nil }
            if study.metaDataVersions.count > 1 {
                notes.append(
                    Diagnostic(
                        "odm.version-ambiguous", .error,
                        "the data name no MetaDataVersion, and study '\(study.oid)' has "
                            + "\(study.metaDataVersions.count), of which their file does not define exactly one",
                        remedy: "name the version by MetaDataVersionOID, or leave out the metadata that are not theirs")
                )
            }
            return (study, last)
        }
        for other in studies {
            if let version = other.metaDataVersions.first(where: { $0.oid == oid }) { return (other, version) }
        }
        guard let last, study.metaDataVersions.count == 1 else { return nil }
        notes.append(
            Diagnostic(
                "odm.version-assumed", .warning,
                "study '\(study.oid)' has no MetaDataVersion '\(oid)'; its only one, '\(last.oid)', is used"))
        return (study, last)
    }

    private func included(
        _ include: (studyOID: String, metaDataVersionOID: String)
    ) -> (study: Study, version: MetaDataVersion)? {
        for study in studies where study.oid == include.studyOID {
            if let version = study.metaDataVersions.first(where: { $0.oid == include.metaDataVersionOID }) {
                return (study, version)
            }
        }
        return nil
    }
}

extension MetaDataVersion {
    /// Whether what this version defines is defined in the other too, in the same way as far as values depend on it.
    /// Whether an item or code list that both define means something else: data would be decoded by the wrong one.
    fileprivate func contradicts(_ other: MetaDataVersion) -> Bool {
        func differ<Definition, Core: Equatable>(
            _ own: [Definition], _ others: [Definition], _ oid: (Definition) -> String, _ core: (Definition) -> Core
        ) -> Bool {
            let known = Dictionary(others.map { (oid($0), core($0)) }) { first, _ in first }
            return own.contains { definition in known[oid(definition)].map { $0 != core(definition) } ?? false }
        }
        return differ(items, other.items, \.oid) { [$0.dataType?.rawValue, $0.codeListOID] + $0.measurementUnitOIDs }
            || differ(codeLists, other.codeLists, \.oid) { list in
                Dictionary(list.items.map { ($0.codedValue, $0.decode) }) { first, _ in first }
            }
    }

    fileprivate func definesNothingBeyond(_ other: MetaDataVersion) -> Bool {
        func agree<Definition, Core: Equatable>(
            _ definitions: KeyPath<MetaDataVersion, [Definition]>, _ oid: (Definition) -> String,
            _ core: (Definition) -> Core
        ) -> Bool {
            let known = Dictionary(other[keyPath: definitions].map { (oid($0), core($0)) }) { first, _ in first }
            return self[keyPath: definitions].allSatisfy { known[oid($0)] == core($0) }
        }
        return agree(\.items, \.oid) { [$0.name, $0.dataType?.rawValue, $0.codeListOID] + $0.measurementUnitOIDs }
            && agree(\.itemGroups, \.oid) { $0.refs.map(\.oid) }
            && agree(\.codeLists, \.oid) { $0.items.map { [$0.codedValue, $0.decode] } }
    }
}
