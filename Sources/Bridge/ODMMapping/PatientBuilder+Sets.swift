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
        let values = values(of: item, group: group)
        if operation.isNumeric || operation.dateReader >= 0 {
            refuseSeveral(item, group: group)
            return
        }
        if operation.store == .none {
            for other in values { store(.text(""), operation, on: &record, item: other, group: group) }
            return
        }
        var codes: [String] = []
        for other in values {
            let parts =
                operation.separator == 0
                ? [trimmed(other)]
                : trimmed(other).utf8.split(separator: operation.separator, omittingEmptySubsequences: true)
                    .map { String(decoding: $0, as: UTF8.self).trimmingBlanks }
            for code in parts {
                guard let translated = translateText(code, operation, item: other, group: group, &decoder) else {
                    return
                }
                codes.append(translated.text)
            }
        }
        for other in values { fates[other] = .mapped }
        if codes.isEmpty { return }
        store(
            codes.count == 1 ? single(codes[0], operation) : .set(codes), operation, on: &record, item: item,
            group: group)
        if fates[item] == .refused {
            for other in values { fates[other] = .refused }
        }
        if operation.original >= 0 {
            let separator = operation.separator == 0 ? ";" : String(UnicodeScalar(operation.separator))
            keepOriginal(
                values.map { text($0) }.joined(separator: separator), operation, item: item, on: &record, group: group)
        }
    }

    /// The values of an item: all of its `Value` children that say something.
    private func values(of item: Int, group: Int) -> [Int] {
        itemRange(records.groups[group]).filter {
            records.items[$0].name == records.items[item].name && records.items[$0].state == .value
        }
    }

    /// Several values where one is meant: none of them can be chosen.
    mutating func refuseSeveral(_ item: Int, group: Int) {
        for other in values(of: item, group: group) {
            refuse(
                "odm.several-values", "item '\(name(item))' has several values where one is meant",
                remedy: "correct it in the source, or map it to a text field", item: other, group: group)
        }
    }

    /// Keeps the text as it was where the line says so and its value was taken.
    mutating func keepOriginal(
        _ text: String, _ operation: ODMPlan.Operation, item: Int?, on record: inout RecordDraft, group: Int
    ) {
        guard operation.original >= 0, item.map({ fates[$0] == .mapped }) ?? true else { return }
        let name = plan.supplements[Int(operation.original)]
        record.supplements.append(supplement(name, .text(text), item: item, group: group))
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
