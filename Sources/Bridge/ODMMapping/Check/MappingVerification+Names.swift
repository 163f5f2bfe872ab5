import Mapping
import ODM
import Values

/// OIDs, paths, lookups, conditions, and blocks that no record can reach.
extension MappingVerification {
    mutating func checkPlace(of block: MappingDocument.Block) {
        guard let definitions, let survey, !survey.groups.isEmpty || !definitions.isEmpty else { return }
        let known: [String]
        let what: String
        switch block.source {
        case .subjectData: return
        case .studyEvents: (what, known) = ("StudyEventOID", definitions.eventOIDs)
        case .forms: (what, known) = ("FormOID", definitions.forms.keys.sorted())
        case .itemGroups: (what, known) = ("ItemGroupOID", definitions.groups.map(\.oid))
        }
        requireKnown(block.oids, what, known, at: block.location)
        requireKnown(block.forms, "FormOID", definitions.forms.keys.sorted(), at: block.location)
        requireKnown(block.events, "StudyEventOID", definitions.eventOIDs, at: block.location)
        guard block.source == .itemGroups else { return }
        for oid in block.oids {
            guard let group = definitions.group(oid), !group.forms.isEmpty else { continue }
            for form in block.forms where definitions.forms[form] != nil && !group.forms.contains(form) {
                say(
                    "mapping.not-in-form", "item group '\(oid)' never stands in form '\(form)'",
                    remedy: "its forms are \(group.forms.joined(separator: ", "))", at: block.location)
            }
        }
    }

    private mutating func requireKnown(_ names: [String], _ what: String, _ known: [String], at location: Location) {
        for name in names where !known.contains(name) {
            say(
                "mapping.unknown-name", "there is no \(what) '\(name)' in the exports",
                remedy: remedy(name, among: known, else: "correct it, or give the metadata by --metadata"), at: location
            )
        }
    }

    /// A block behind one that takes every record of the same place never gets one.
    mutating func checkReach(of block: MappingDocument.Block, after others: ArraySlice<MappingDocument.Block>) {
        func covers(_ wide: [String], _ narrow: [String]) -> Bool {
            wide.isEmpty || (!narrow.isEmpty && narrow.allSatisfy(wide.contains))
        }
        let first = others.first { other in
            other.condition == nil && other.source == block.source && covers(other.oids, block.oids)
                && covers(other.forms, block.forms) && covers(other.events, block.events)
        }
        guard let first else { return }
        say(
            "mapping.unreachable", "no record reaches this block: the one at \(first.location) takes them all",
            remedy: "give the first a 'when', or put both together", at: block.location)
    }

    mutating func checkSource(of line: Line, in block: MappingDocument.Block) {
        switch line.source {
        case .item(let name), .unitOf(let name): checkItem(name, in: block, at: line.location)
        case .checkboxes(let boxes): for box in boxes { checkItem(box.item, in: block, at: line.location) }
        case .lookup(let lookup): check(lookup, in: block)
        case .constant, .context: break
        }
    }

    /// An item of the block's own group, or a path of its level.
    mutating func checkItem(_ name: String, in block: MappingDocument.Block, at location: Location) {
        guard let definitions, let survey else { return }
        if name.isPath { return checkPath(name, in: block, at: location) }
        guard block.source == .itemGroups else {
            say(
                "mapping.unknown-name", "'\(name)' is an item, and \(block.source.rawValue) has only attributes",
                remedy: "name it with 'attribute', or take it by 'lookup'", at: location)
            return
        }
        checkItem(name, inGroups: block.oids, definitions, survey, at: location)
    }

    private mutating func checkItem(
        _ name: String, inGroups oids: [String], _ definitions: SurveyedDefinitions, _ survey: ExportSurvey,
        at location: Location
    ) {
        let groups = oids.compactMap { definitions.group($0) }
        // A group that is not known has been reported once, for the block.
        guard groups.count == oids.count, !groups.contains(where: { $0.items.contains(name) }) else { return }
        let homes = definitions.groups.filter { $0.items.contains(name) }.map(\.oid)
        if let home = homes.first {
            say(
                "mapping.not-in-group", "item '\(name)' is not in item group '\(oids.joined(separator: "', '"))'",
                remedy: "it is in '\(home)'", at: location)
        } else {
            say(
                "mapping.unknown-name", "there is no ItemOID '\(name)' in the exports",
                remedy: remedy(
                    name, among: groups.flatMap(\.items), else: "correct it, or give the metadata by --metadata"),
                at: location)
        }
    }

    /// Vendor paths have no definitions: only data can tell. One that is never met is wrong when another one is like it.
    private mutating func checkPath(_ name: String, in block: MappingDocument.Block, at location: Location) {
        guard let survey, survey.subjects > 0 else { return }
        let level: GroupRecord.Level =
            switch block.source {
            case .subjectData: .subject
            case .studyEvents: .studyEvent
            case .forms: .form
            case .itemGroups: .itemGroup
            }
        let groups = survey.groups(level).filter { block.oids.isEmpty || block.oids.contains($0.key.oid) }
        guard !groups.isEmpty, !groups.contains(where: { $0.items[name] != nil }) else { return }
        let met = Set(groups.flatMap(\.order).filter(\.isPath)).sorted()
        if let near = MappingError.suggestion(for: name, among: met) {
            say(
                "mapping.unknown-name", "there is no attribute or element '\(name)' in the exports",
                remedy: "did you mean '\(near)'?", at: location)
        } else {
            say(
                "mapping.path-not-met", .warning, "no attribute or element '\(name)' is in these exports",
                remedy: met.isEmpty ? "" : "there are: \(met.prefix(12).joined(separator: ", "))", at: location)
        }
    }

    mutating func check(_ lookup: Lookup, in block: MappingDocument.Block) {
        guard let definitions, let survey else { return }
        let known = definitions.groups.map(\.oid)
        guard known.contains(lookup.oid) else {
            requireKnown([lookup.oid], "ItemGroupOID", known, at: lookup.location)
            return
        }
        if let item = lookup.item, !item.isPath {
            checkItem(item, inGroups: [lookup.oid], definitions, survey, at: lookup.location)
        }
        for pair in lookup.match {
            checkItem(pair.own, in: block, at: lookup.location)
            if !pair.other.isPath {
                checkItem(pair.other, inGroups: [lookup.oid], definitions, survey, at: lookup.location)
            }
        }
    }

    mutating func check(_ condition: Condition, in block: MappingDocument.Block, at location: Location) {
        switch condition {
        case .present(let item), .isNumber(let item): checkItem(item, in: block, at: location)
        case .isIn(let item, let values):
            checkItem(item, in: block, at: location)
            guard let list = definitions?.codeList(ofItem: item), !list.items.isEmpty else { return }
            let codes = list.items.map(\.codedValue)
            for value in values where !codes.contains(value) {
                say(
                    "mapping.not-in-code-list",
                    "the condition asks for '\(value)', which is not in code list '\(list.oid)' of item '\(item)'",
                    remedy: "its codes are \(codes.prefix(20).joined(separator: ", "))", at: location)
            }
        case .all(let parts), .any(let parts): for part in parts { check(part, in: block, at: location) }
        case .not(let part): check(part, in: block, at: location)
        }
    }
}
