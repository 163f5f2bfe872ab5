public import Mapping
public import ODM
public import Values

/// The OIDs that a mapping names and that an export has neither in its metadata nor in its data: slips of the mapping, or
/// an export that lacks a form. Each is told once, at its first place in the mapping.
public struct LackingOIDs {
    /// One warning an OID, in the order of the mapping.
    public private(set) var diagnostics: [Diagnostic] = []
    private let names: NameTable
    private var events: Set<String> = []
    private var forms: Set<String> = []
    private var groups: Set<String> = []
    private var items: Set<String> = []
    private var told: Set<[String]> = []

    /// Looks a mapping's OIDs up.
    ///
    /// - Parameters:
    ///   - document: The mapping.
    ///   - library: The metadata of all inputs; without any nothing can be told.
    ///   - names: The names met in the data.
    public init(of document: MappingDocument, in library: MetaDataLibrary, names: NameTable) {
        self.names = names
        for version in library.studies.flatMap(\.metaDataVersions) {
            events.formUnion(version.studyEvents.map(\.oid))
            forms.formUnion(version.forms.map(\.oid))
            groups.formUnion(version.itemGroups.map(\.oid))
            items.formUnion(version.items.map(\.oid))
        }
        guard !items.isEmpty else { return }
        for block in document.blocks { look(at: block) }
    }

    private mutating func look(at block: MappingDocument.Block) {
        let place = block.location
        switch block.source {
        case .subjectData: break
        case .studyEvents: require(block.oids, "StudyEventOID", events, at: place)
        case .forms: require(block.oids, "FormOID", forms, at: place)
        case .itemGroups: require(block.oids, "ItemGroupOID", groups, at: place)
        }
        require(block.forms, "FormOID", forms, at: place)
        require(block.events, "StudyEventOID", events, at: place)
        // The items of a group that is not there are not there either, and its OID says so.
        if block.source == .itemGroups, !block.oids.contains(where: { isKnown($0, groups) }) { return }
        requireItems(block.keys + (block.condition?.items ?? []), at: place)
        for part in block.parts { requireItems(part.condition?.items ?? [], at: part.location) }
        for content in block.contents {
            for line in content.lines { look(at: line) }
            for pivot in content.pivots {
                requireItems(
                    [pivot.item] + [pivot.unitItem, pivot.low, pivot.high].compactMap { $0 }, at: pivot.location)
                for line in pivot.lines { look(at: line) }
            }
            if let parent = content.parent { look(at: parent) }
            for relation in content.relations { look(at: relation.to) }
        }
    }

    private mutating func look(at line: Line) {
        switch line.source {
        case .item(let item), .unitOf(let item): requireItems([item], at: line.location)
        case .checkboxes(let boxes): requireItems(boxes.map(\.item), at: line.location)
        case .lookup(let lookup): look(at: lookup)
        case .constant, .context: break
        }
        requireItems([line.timeItem].compactMap { $0 } + (line.condition?.items ?? []), at: line.location)
    }

    private mutating func look(at lookup: Lookup) {
        // A lookup of the group's own record, or of the one around it, may name no group.
        if !lookup.oid.isEmpty { require([lookup.oid], "ItemGroupOID", groups, at: lookup.location) }
        guard lookup.oid.isEmpty || isKnown(lookup.oid, groups) else { return }
        let named = [lookup.item].compactMap { $0 } + lookup.match.flatMap { [$0.own, $0.other] }
        requireItems(named + (lookup.condition?.items ?? []), at: lookup.location)
    }

    /// Attributes and vendor elements have no definitions, and are not asked for.
    private mutating func requireItems(_ names: [String], at location: Location) {
        require(names.filter { !$0.isPath }, "ItemOID", items, at: location)
    }

    private func isKnown(_ oid: String, _ known: Set<String>) -> Bool { known.contains(oid) || names.find(oid) != nil }

    private mutating func require(_ oids: [String], _ what: String, _ known: Set<String>, at location: Location) {
        for oid in oids where !isKnown(oid, known) && told.insert([what, oid]).inserted {
            diagnostics.append(
                Diagnostic(
                    "mapping.oid-not-in-export", .warning,
                    "the mapping names \(what) '\(oid)', which the inputs have neither in metadata nor in data",
                    remedy: "correct it if it is a slip; `rialto mapping check` says what there is instead",
                    at: location))
        }
    }
}
