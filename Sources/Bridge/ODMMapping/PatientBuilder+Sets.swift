import ClinicalModel
import Mapping
import ODM
import Values

extension PatientBuilder {
    /// Whether an item has several values of one name in its group (ODM 2.0's `Value` children).
    func isRepeated(_ item: Int, group: Int) -> Bool {
        guard records.items[item].kind == .valueElement else { return false }
        let next = item + 1
        return itemRange(records.groups[group]).contains(next) && records.items[next].name == records.items[item].name
    }

    mutating func several(
        _ operation: ODMPlan.Operation, item: Int, on record: inout RecordDraft, group: Int, _ decoder: inout Decoder
    ) {
        var codes: [String] = []
        for other in itemRange(records.groups[group]) where records.items[other].name == records.items[item].name {
            guard records.items[other].state == .value else { continue }
            for part in trimmed(other).utf8.split(separator: operation.separator, omittingEmptySubsequences: true) {
                let code = String(decoding: part, as: UTF8.self).trimmingBlanks
                guard let translated = translateText(code, operation, item: other, group: group, &decoder) else {
                    return
                }
                codes.append(translated)
            }
            fates[other] = .mapped
        }
        if codes.isEmpty { return }
        store(
            codes.count == 1 ? single(codes[0], operation) : .set(codes), operation, on: &record, item: item,
            group: group)
        keepOriginal(operation, item: item, on: &record, group: group)
    }

    /// Keeps the text as it was where the line says so.
    mutating func keepOriginal(_ operation: ODMPlan.Operation, item: Int, on record: inout RecordDraft, group: Int) {
        guard operation.original >= 0, fates[item] == .mapped else { return }
        let name = plan.supplements[Int(operation.original)]
        record.supplements.append(supplement(name, .text(text(item)), item: item, group: group))
    }

    /// A select-multiple of which each code sets a field of its own.
    mutating func flags(_ operation: ODMPlan.Operation, item: Int, on record: inout RecordDraft, group: Int) {
        let flags = plan.flags[Int(operation.target)]
        for other in itemRange(records.groups[group]) where records.items[other].name == records.items[item].name {
            guard records.items[other].state == .value else { continue }
            let text = trimmed(other)
            let codes =
                operation.separator == 0
                ? [text]
                : text.utf8.split(separator: operation.separator).map {
                    String(decoding: $0, as: UTF8.self).trimmingBlanks
                }
            var fields: [FieldID] = []
            for code in codes {
                guard let flag = flags.first(where: { $0.code == code }) else {
                    refuse(
                        "odm.not-in-list", "a code of item '\(name(item))' is not among the mapping's flags",
                        remedy: "correct it in the source, or add the code to 'flags'", item: other, group: group)
                    fields = []
                    break
                }
                fields.append(flag.field)
            }
            if fields.isEmpty { continue }
            for field in fields { record.values[field] = .text("Y") }
            fates[other] = .mapped
        }
    }

    func single(_ code: String, _ operation: ODMPlan.Operation) -> Value {
        operation.store == .set ? .set([code]) : .text(code)
    }

    mutating func translateText(
        _ code: String, _ operation: ODMPlan.Operation, item: Int, group: Int, _ decoder: inout Decoder
    ) -> String? {
        if operation.list == -1 { return code }
        var code = code
        if operation.list == ODMPlan.decode {
            let decode = code.withUTF8 {
                decoder.decode(
                    UnsafeRawBufferPointer($0), item: records.items[item].name, in: records.groups[group], names: names)
            }
            if let decode { return decode }
        } else {
            let list = plan.lists[Int(operation.list)]
            if let index = code.withUTF8({ list.index(of: UnsafeRawBufferPointer($0)) }) { return list.targets[index] }
            switch list.otherwise {
            case .keep: return code
            case .value(let value): return value
            case .refuse: break
            }
        }
        refuse(
            "odm.not-in-list", "a code of item '\(name(item))' is not in the list that translates it",
            remedy: "correct it in the source, or add the code to the list", item: item, group: group)
        return nil
    }

    mutating func checkboxes(_ operation: ODMPlan.Operation, on record: inout RecordDraft, group: Int) {
        var codes: [String] = []
        for box in plan.checkboxes[Int(operation.slot)] {
            guard let item = currentItem(box.slot) else { continue }
            switch trimmed(item).lowercased() {
            case "1", "true", "yes", "y", "checked", "on":
                codes.append(box.code)
                fates[item] = .mapped
            case "0", "false", "no", "n", "unchecked", "off": fates[item] = .mapped
            default:
                refuse(
                    "odm.not-a-checkbox", "item '\(name(item))' is neither ticked nor unticked",
                    remedy: "correct it in the source: 1 or 0", item: item, group: group)
            }
        }
        if codes.isEmpty { return }
        store(
            codes.count == 1 ? single(codes[0], operation) : .set(codes), operation, on: &record, item: nil,
            group: group)
    }
}
