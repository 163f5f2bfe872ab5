import ClinicalModel
import Mapping
import ODM
import Values

extension PatientBuilder {
    /// Closes the books: every item gets its fate, and what no line took becomes a supplement with its address.
    mutating func close(bindings: inout DoorBindings, decoder: inout Decoder, accounts: inout Accounts) {
        for index in records.groups.indices {
            let group = records.groups[index]
            let binding = Int(bindingOfGroup[index])
            var kept = 0
            if group.oid >= 0, let sort = group.level.sort,
                !decoder.isDefined(group.oid, sort, in: group, names: names)
            {
                noteUndefined(group: index)
            }
            if group.itemCount == 0 { continue }
            let version = decoder.version(of: group, names: names)
            let defined = bindings.definedItems(binding, version: version)
            for item in itemRange(group) {
                let name = records.items[item].name
                // Nearly every item has a value, a line that took it, and a definition.
                if Int(name) < defined.count, defined[Int(name)] >= 0 {
                    let number = Int(defined[Int(name)])
                    if fates[item] == .mapped, records.items[item].state == .value, records.items[item].kind != .audit {
                        accounts.count(.mapped, number)
                    } else if book(item, number: number, group: index, accounts: &accounts) {
                        kept += 1
                    }
                    continue
                }
                let number = bindings.accountItem(binding, name: name, names: names, accounts: &accounts)
                if book(item, number: number, group: index, accounts: &accounts) { kept += 1 }
                let kind = records.items[item].kind
                if kind == .attribute || kind == .audit { continue }
                if decoder.isDefined(name, .item, in: group, names: names) {
                    bindings.setDefined(binding, name: name, number: number, names: names)
                } else {
                    noteUndefined(item, group: index)
                }
            }
            if kept > 0, taken[index] < 0, group.level == .itemGroup {
                accounts.countUnmapped(block: String(bindings.bindings[binding].prefix.dropLast()))
            }
        }
        var counts = [Int](repeating: 0, count: EntityKind.allCases.count)
        for record in patient.records { counts[Int(record.kind.rawValue)] += 1 }
        for kind in EntityKind.allCases where counts[Int(kind.rawValue)] > 0 {
            accounts.countEntity(kind.name, by: counts[Int(kind.rawValue)])
        }
        for diagnostic in diagnostics { accounts.note(diagnostic) }
    }

    /// An item that the metadata do not define may be a slip in one that they do: an error, so that a field that stays
    /// empty for it is not taken for an unanswered one. Its value is kept, by the mapping's line or under its address.
    private mutating func noteUndefined(_ item: Int, group: Int) {
        let name = name(item)
        diagnostics.append(
            Diagnostic(
                "odm.undefined-oid", .error,
                name.isEmpty
                    ? "an item without an ItemOID means nothing"
                    : "item '\(name)' is not defined in the export's metadata",
                remedy: "correct the OID in the source, or give the metadata that define it by --metadata",
                at: location(item: item, group: group), patient: records.subjectKey))
    }

    private mutating func noteUndefined(group index: Int) {
        let group = records.groups[index]
        let element =
            switch group.level {
            case .subject: "SubjectData"
            case .studyEvent: "StudyEventData"
            case .form: "FormData"
            case .itemGroup: "ItemGroupData"
            }
        let source = Int(group.source)
        diagnostics.append(
            Diagnostic(
                "odm.undefined-oid", .error, "\(element) '\(names[group.oid])' is not defined in the export's metadata",
                remedy: "correct the OID in the source, or give the metadata that define it by --metadata",
                at: Location(
                    path: sources.indices.contains(source) ? sources[source] : "", line: Int(group.line),
                    column: Int(group.column)), patient: records.subjectKey))
    }

    /// Books one item; true when it had a value and no line took it.
    private mutating func book(_ item: Int, number: Int, group: Int, accounts: inout Accounts) -> Bool {
        let record = records.items[item]
        if record.kind == .audit {
            accounts.count(.auditKept, number)
            carry(item, group: group)
            return false
        }
        switch (fates[item], record.state) {
        case (_, .absent), (_, .empty): accounts.count(.absent, number)
        case (.refused, _):
            accounts.count(.refused, number)
        case (.notSubmitted, _):
            let reason = reasons[Int32(item)].flatMap { plan.constants[Int($0)].text } ?? ""
            accounts.countNotSubmitted(number, reason: reason)
            carry(item, group: group)
        case (.mapped, .null): accounts.count(.null, number)
        case (.mapped, .value): accounts.count(.mapped, number)
        case (.unseen, .null):
            accounts.count(.null, number)
            carry(item, group: group)
            return true
        case (.unseen, .value):
            accounts.count(.supplement, number)
            carry(item, group: group)
            return true
        }
        return false
    }

    /// Keeps an item as a supplement of the record made of its group, else of the patient.
    private mutating func carry(_ item: Int, group: Int) {
        let record = records.items[item]
        let value: Value =
            record.state == .null
            ? .missing(records.text(record.reason).map { .reason($0) } ?? .null) : .text(text(item))
        let supplement = Supplement(
            address: path(group) + "/" + name(item), value: value, place: origin(item: item, group: group))
        switch recordOfGroup[group] {
        case PatientBuilder.subjectRecord: patient.subject.supplements.append(supplement)
        case -1: patient.supplements.append(supplement)
        case let index: patient.records[Int(index)].supplements.append(supplement)
        }
    }
}

extension GroupRecord.Level {
    /// What its OID names; nil for `SubjectData`, which has none.
    fileprivate var sort: Decoder.Sort? {
        switch self {
        case .subject: nil
        case .studyEvent: .studyEvent
        case .form: .form
        case .itemGroup: .itemGroup
        }
    }
}
