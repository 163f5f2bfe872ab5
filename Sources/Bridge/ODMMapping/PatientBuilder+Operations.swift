import ClinicalModel
import Mapping
import ODM
import Values

extension PatientBuilder {
    /// Runs one line: fetch, translate, read as the target's type, store.
    mutating func run(
        _ operation: ODMPlan.Operation, on record: inout RecordDraft, group: Int, _ decoder: inout Decoder
    ) {
        guard holds(operation.condition) else { return }
        let count = diagnostics.count
        perform(operation, on: &record, group: group, &decoder)
        if diagnostics.count > count, diagnostics[count...].contains(where: { $0.severity == .error }) {
            switch operation.store {
            case .text, .number, .date, .set: refusedFields.append(operation.field)
            case .flags: refusedFields += plan.flags[Int(operation.target)].map(\.field)
            case .supplement, .none: break
            }
        }
    }

    private mutating func perform(
        _ operation: ODMPlan.Operation, on record: inout RecordDraft, group: Int, _ decoder: inout Decoder
    ) {
        switch operation.fetch {
        case .constant:
            store(plan.constants[Int(operation.slot)], operation, on: &record, item: nil, group: group)
        case .context:
            guard let key = contextText(operation.slot, group: group),
                let text = translateText(key, operation, item: nil, group: group, &decoder)
            else { return }
            storeText(text, operation, on: &record, item: nil, group: group)
            keepOriginal(key, operation, item: nil, on: &record, group: group)
        case .checkboxes: checkboxes(operation, on: &record, group: group)
        case .unit:
            guard let item = currentItem(operation.slot), let unit = unit(ofItem: item, group: group, &decoder),
                let text = translateText(unit.text, operation, item: unit.item, group: group, &decoder)
            else { return }
            storeText(text, operation, on: &record, item: unit.item, group: group)
            keepOriginal(unit.text, operation, item: unit.item, on: &record, group: group)
        case .lookup: lookup(operation, on: &record, group: group, &decoder)
        case .item:
            let item = current[Int(operation.slot)]
            guard item >= 0 else { return }
            let time = operation.timeSlot >= 0 ? currentItem(operation.timeSlot) : nil
            fetch(operation, item: Int(item), time: time, on: &record, group: group, &decoder)
        }
    }

    /// Brings one item's value to its target; `group` is the item's own, also where another record takes it.
    mutating func fetch(
        _ operation: ODMPlan.Operation, item: Int, time: Int?, on record: inout RecordDraft, group: Int,
        _ decoder: inout Decoder
    ) {
        let source = records.items[item]
        switch source.state {
        case .absent, .empty: return
        case .null:
            let reason = records.text(source.reason).map { Missing.reason($0) } ?? .null
            store(.missing(reason), operation, on: &record, item: item, group: group)
            return
        case .value: break
        }
        if operation.store == .flags {
            flags(operation, item: item, on: &record, group: group)
            return
        }
        if operation.separator != 0 || isRepeated(item, group: group) {
            several(operation, item: item, on: &record, group: group, &decoder)
            return
        }
        if operation.list != -1 {
            guard let translated = translate(item, list: operation.list, group: group, &decoder) else { return }
            storeText(translated, operation, on: &record, item: item, group: group)
        } else if operation.dateReader >= 0 {
            readDate(operation, item: item, time: time, on: &record, group: group)
        } else if operation.isNumeric {
            storeText(SourceText(trimmed(item)), operation, on: &record, item: item, group: group)
        } else {
            store(.text(text(item)), operation, on: &record, item: item, group: group)
        }
        if operation.original >= 0 { keepOriginal(text(item), operation, item: item, on: &record, group: group) }
    }

    func trimmed(_ item: Int) -> String { withText(item) { String(decoding: $0, as: UTF8.self) } }

    func name(_ item: Int) -> String { names[records.items[item].name] }

    private func contextText(_ slot: Int32, group: Int) -> String? {
        func key(_ level: GroupRecord.Level) -> String? {
            ancestor(level, from: group).flatMap { records.text(records.groups[$0].repeatKey) }
        }
        func oid(_ level: GroupRecord.Level) -> String? {
            ancestor(level, from: group).map { names[records.groups[$0].oid] }
        }
        switch ContextValue.allCases[Int(slot)] {
        case .subjectKey: return records.subjectKey
        case .studyOID: return patient.key.study
        case .studyEventOID: return oid(.studyEvent)
        case .studyEventRepeatKey: return key(.studyEvent)
        case .formOID: return oid(.form)
        case .formRepeatKey: return key(.form)
        case .itemGroupRepeatKey: return records.text(records.groups[group].repeatKey)
        }
    }

    // MARK: - Storing

    /// Stores a value where the operation says.
    mutating func store(
        _ value: Value, _ operation: ODMPlan.Operation, on record: inout RecordDraft, item: Int?, group: Int
    ) {
        if operation.terms >= 0 { checkTerms(value, operation, item: item, group: group) }
        switch operation.store {
        case .none:
            if let item {
                fates[item] = .notSubmitted
                reasons[Int32(item)] = operation.target
            }
        case .supplement:
            let name = plan.supplements[Int(operation.target)]
            record.supplements.append(supplement(name, value, item: item, group: group))
            if let item { fates[item] = .mapped }
        case .flags:
            // Null for a reason chooses none of the codes: the item stays untaken, and is carried with its reason.
            break
        case .text, .number, .date, .set:
            var value = value
            if operation.store == .set, case .text(let text) = value { value = .set([text]) }
            // Several groups may fill the one subject, and several conditional lines one field; what they say must agree.
            if record.values.holds(operation.field), let present = record.values[operation.field], present != value,
                record.kind.isSingleton || written.contains(operation.field)
            {
                conflict(operation, isSubject: record.kind.isSingleton, item: item, group: group)
                return
            }
            if !record.kind.isSingleton { written.append(operation.field) }
            record.values.set(operation.field, value)
            if let item { fates[item] = .mapped }
        }
    }

    private mutating func conflict(_ operation: ODMPlan.Operation, isSubject: Bool, item: Int?, group: Int) {
        let message =
            "another \(isSubject ? "record" : "line") has already said something else of '\(operation.field.name)'"
        let remedy = "map one of the two, or give each its condition"
        refuse("odm.conflict", message, remedy: remedy, item: item, group: group)
    }

    mutating func supplement(_ name: SupplementName, _ value: Value, item: Int?, group: Int) -> Supplement {
        let address = path(group) + "/" + (item.map { self.name($0) } ?? name.name)
        return Supplement(
            address: address, name: name.name, label: name.label, value: value, origin: name.origin,
            evaluator: name.evaluator, place: item.map { origin(item: $0, group: group) } ?? Origin())
    }
}

extension String {
    /// The text without blanks around it.
    var trimmingBlanks: String {
        var bytes = utf8[...]
        while bytes.first == 0x20 { bytes = bytes.dropFirst() }
        while bytes.last == 0x20 { bytes = bytes.dropLast() }
        return bytes.count == utf8.count ? self : String(decoding: bytes, as: UTF8.self)
    }
}
