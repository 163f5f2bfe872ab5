import ClinicalModel
import Mapping
import ODM
import Values

/// Data types against field types, dates against their formats, codes against code lists.
extension MappingVerification {
    mutating func checkType(of line: Line, in block: MappingDocument.Block) {
        guard let definitions, case .field(let id) = line.target else { return }
        if let time = line.timeItem, let type = definitions.items[time]?.dataType {
            switch ItemFit.shape(type) {
            case .time, .text: break
            default:
                say(
                    "mapping.type-mismatch",
                    "'time' takes a time, and item '\(time)' is of data type \(type.rawValue)", at: line.location)
            }
        }
        let field = id.definition
        for name in line.itemNames {
            guard let type = definitions.items[name]?.dataType else { continue }
            let misfit = ItemFit.misfit(
                type, into: field.type, isTranslated: line.list != nil || line.isCheckboxes,
                hasFormats: !line.formats.isEmpty)
            guard let misfit else { continue }
            say(
                "mapping.type-mismatch",
                "field '\(field.name)' takes a \(field.type.rawValue), and this line gives \(misfit) ('\(name)')",
                remedy: "map it to another field, or to a supplement", at: line.location)
        }
    }

    /// The values of an item or path in the groups of a block.
    func tally(of name: String, in block: MappingDocument.Block, _ survey: ExportSurvey) -> ExportSurvey.Tally {
        var sum = ExportSurvey.Tally()
        let level: GroupRecord.Level =
            switch block.source {
            case .subjectData: .subject
            case .studyEvents: .studyEvent
            case .forms: .form
            case .itemGroups: .itemGroup
            }
        for oid in block.oids.isEmpty ? [nil] : block.oids.map(Optional.some) {
            sum.add(survey.tally(level, oid: oid, item: name))
        }
        return sum
    }

    mutating func checkCodes(of line: Line, in block: MappingDocument.Block) {
        guard let definitions, let use = line.list, case .item(let name) = line.source else {
            if case .list(let list)? = line.list {
                listUses[list.location, default: ListUses(list: list)].areKnown = false
            }
            return
        }
        let conditions = [outerCondition, block.condition, line.condition].compactMap { $0 }
        checkCodes(
            use, of: name, definitions, at: line.location, isSplit: line.separator != nil,
            possible: MappingVerification.codes(of: name, under: conditions))
    }

    private mutating func checkCodes(
        _ use: ListUse, of name: String, _ definitions: SurveyedDefinitions, at location: Location, isSplit: Bool,
        possible: Set<String>? = nil
    ) {
        let codeList = definitions.codeList(ofItem: name)
        switch use {
        case .decode:
            guard definitions.items[name] != nil else { return }
            guard let codeList, !codeList.items.isEmpty else {
                say(
                    "mapping.no-code-list", "item '\(name)' has no code list to decode with",
                    remedy: "leave 'decode' out, or map its codes with 'map'", at: location)
                return
            }
        case .list(let list):
            guard let codeList, !codeList.items.isEmpty else {
                listUses[list.location, default: ListUses(list: list)].areKnown = false
                return
            }
            let codes = codeList.items.map(\.codedValue)
            listUses[list.location, default: ListUses(list: list)].codes.formUnion(codes)
            listUses[list.location, default: ListUses(list: list)].codeLists.insert(codeList.oid)
            guard case .refuse = list.otherwise else { return }
            let mapped = Set(list.pairs.map(\.source))
            let missing = codeList.items.filter {
                !mapped.contains($0.codedValue) && possible?.contains($0.codedValue) ?? true
            }
            if !missing.isEmpty {
                let names = missing.map { item in
                    "'\(item.codedValue)'" + (item.decode.map { " (\($0.plainText(40)))" } ?? "")
                }
                say(
                    "mapping.code-not-mapped",
                    "the list does not say what becomes of \(names.joined(separator: ", ")) of code list "
                        + "'\(codeList.oid)': records with them would be refused",
                    remedy: "add them, or say else: keep", at: location)
            }
        }
        if definitions.items[name]?.isMultiSelect == true, !isSplit {
            say(
                "mapping.several-codes", .warning, "item '\(name)' can hold several codes in one value",
                remedy: "say what separates them: split: \",\"", at: location)
        }
    }

    /// The codes that an item can have where these conditions hold; nil when they do not limit it.
    private static func codes(of item: String, under conditions: [Condition]) -> Set<String>? {
        var possible: Set<String>?
        for condition in conditions {
            let codes: Set<String>? =
                switch condition {
                case .isIn(let name, let values) where name == item: Set(values)
                case .all(let parts): self.codes(of: item, under: parts)
                case .isIn, .isNumber, .present, .any, .not: nil
                }
            if let codes { possible = possible?.intersection(codes) ?? codes }
        }
        return possible
    }

    /// Codes of a list that no code list of its uses has: slips of the hand.
    mutating func checkListUses() {
        let uses = listUses.values.sorted {
            ($0.list.location.line, $0.list.location.column) < ($1.list.location.line, $1.list.location.column)
        }
        for use in uses where use.areKnown {
            for (code, _) in use.list.pairs where !use.codes.contains(code) {
                say(
                    "mapping.not-in-code-list",
                    "code '\(code)' is not in code list '\(use.codeLists.sorted().joined(separator: "', '"))'",
                    remedy: "its codes are \(use.codes.sorted().prefix(20).joined(separator: ", "))",
                    at: use.list.location)
            }
        }
    }

    mutating func check(_ pivot: Pivot, in block: MappingDocument.Block) {
        checkItem(pivot.item, in: block, at: pivot.location)
        for item in [pivot.unitItem, pivot.low, pivot.high].compactMap({ $0 }) {
            checkItem(item, in: block, at: pivot.location)
        }
        if let definitions {
            if let type = definitions.items[pivot.item]?.dataType, ItemFit.shape(type) == .binary {
                say(
                    "mapping.type-mismatch",
                    "a result takes a text or number, and item '\(pivot.item)' is of data type \(type.rawValue)",
                    at: pivot.location)
            }
            if let use = pivot.list {
                checkCodes(use, of: pivot.item, definitions, at: pivot.location, isSplit: false)
            }
        }
        checkNumbers(of: pivot, in: block)
        checkTest(pivot, in: block)
        for line in pivot.lines {
            checkSource(of: line, in: block)
            checkType(of: line, in: block)
            checkCodes(of: line, in: block)
            checkTerms(of: line, in: block)
        }
    }
}

extension Line {
    /// The items that give the line's value.
    var itemNames: [String] {
        switch source {
        case .item(let name), .unitOf(let name): [name]
        case .lookup(let lookup): lookup.item.map { [$0] } ?? []
        case .checkboxes(let boxes): boxes.map(\.item)
        case .constant, .context: []
        }
    }

    var isCheckboxes: Bool { if case .checkboxes = source { true } else { false } }
}
