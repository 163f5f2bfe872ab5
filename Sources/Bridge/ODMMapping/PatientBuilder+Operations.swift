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
        switch operation.fetch {
        case .constant:
            store(plan.constants[Int(operation.slot)], operation, on: &record, item: nil, group: group)
        case .context:
            guard let text = contextText(operation.slot, group: group) else { return }
            store(.text(text), operation, on: &record, item: nil, group: group)
        case .checkboxes: checkboxes(operation, on: &record, group: group)
        case .unit:
            guard let item = currentItem(operation.slot), let unit = unit(ofItem: item, group: group, &decoder),
                let text = translateText(unit, operation, item: item, group: group, &decoder)
            else { return }
            store(.text(text), operation, on: &record, item: nil, group: group)
        case .lookup: lookup(operation, on: &record, group: group, &decoder)
        case .item:
            let item = current[Int(operation.slot)]
            guard item >= 0 else { return }
            fetch(operation, item: Int(item), on: &record, group: group, &decoder)
        }
    }

    /// Brings one item's value to its target.
    private mutating func fetch(
        _ operation: ODMPlan.Operation, item: Int, on record: inout RecordDraft, group: Int, _ decoder: inout Decoder
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
        if operation.dateReader >= 0, operation.list == -1 {
            readDate(operation, item: item, on: &record, group: group)
            return
        }
        let text: String
        if operation.list == -1 {
            text = operation.store == .number ? trimmed(item) : self.text(item)
        } else {
            guard let translated = translate(item, list: operation.list, group: group, &decoder) else { return }
            text = translated
        }
        storeText(text, operation, on: &record, item: item, group: group)
        keepOriginal(operation, item: item, on: &record, group: group)
    }

    func trimmed(_ item: Int) -> String { withText(item) { String(decoding: $0, as: UTF8.self) } }

    private mutating func storeText(
        _ text: String, _ operation: ODMPlan.Operation, on record: inout RecordDraft, item: Int, group: Int
    ) {
        guard operation.store == .number else {
            store(.text(text), operation, on: &record, item: item, group: group)
            return
        }
        guard var number = Decimal(text) else {
            refuse(
                "odm.not-a-number", "item '\(name(item))' should be a number and is not",
                remedy: "correct it in the source, or map it to a text field", item: item, group: group)
            return
        }
        if operation.scale >= 0 {
            let scale = plan.scales[Int(operation.scale)]
            guard
                let scaled = number.multiplied(by: scale.numerator, over: scale.denominator, digits: scale.digits)
            else {
                refuse(
                    "odm.number-range", "item '\(name(item))' has too many digits to be converted exactly",
                    remedy: "map it without a factor", item: item, group: group)
                return
            }
            number = scaled
        }
        store(.number(number), operation, on: &record, item: item, group: group)
    }

    private mutating func readDate(
        _ operation: ODMPlan.Operation, item: Int, on record: inout RecordDraft, group: Int
    ) {
        let reader = Int(operation.dateReader)
        let timeItem = operation.timeSlot >= 0 ? currentItem(operation.timeSlot) : nil
        let reading: DateReader.Reading
        if let timeItem {
            reading = withText(item) { date in
                withText(timeItem) { time in plan.dateReaders[reader].read(date, time: time) }
            }
        } else {
            reading = withText(item) { plan.dateReaders[reader].read($0) }
        }
        switch reading {
        case .date(let date): store(.date(date), operation, on: &record, item: item, group: group)
        case .unknown:
            store(.missing(.reason("UNKNOWN")), operation, on: &record, item: item, group: group)
        case .invalid:
            refuse(
                "odm.invalid-date",
                "item '\(name(item))' is not a date that exists in any of the formats of the mapping",
                remedy: "correct it in the source, or add its format to the line", item: item, group: group)
        }
        if let timeItem, fates[timeItem] == .unseen { fates[timeItem] = fates[item] }
    }

    /// A value through a list or the export's decodes; nil when it was refused.
    mutating func translate(_ item: Int, list: Int32, group: Int, _ decoder: inout Decoder) -> String? {
        if list == ODMPlan.decode {
            if let decode = withText(
                item, { decoder.decode($0, item: records.items[item].name, in: records.groups[group], names: names) })
            {
                return decode
            }
            refuse(
                "odm.not-in-code-list", "the value of item '\(name(item))' is not in the export's code list",
                remedy: "correct it in the source, or map its code with 'map'", item: item, group: group)
            return nil
        }
        if let index = withText(item, { plan.lists[Int(list)].index(of: $0) }) {
            return plan.lists[Int(list)].targets[index]
        }
        switch plan.lists[Int(list)].otherwise {
        case .keep: return trimmed(item)
        case .value(let value): return value
        case .refuse:
            refuse(
                "odm.not-in-list", "the code of item '\(name(item))' is not in the mapping's list",
                remedy: "add the code to the list, or say else: keep", item: item, group: group)
            return nil
        }
    }

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
        if let item {
            refuse("odm.conflict", message, remedy: remedy, item: item, group: group)
            return
        }
        let place = records.groups[group]
        diagnostics.append(
            Diagnostic(
                "odm.conflict", .error, message, remedy: remedy,
                at: Location(
                    path: sources.indices.contains(Int(place.source)) ? sources[Int(place.source)] : "",
                    line: Int(place.line), column: Int(place.column)), patient: records.subjectKey))
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
