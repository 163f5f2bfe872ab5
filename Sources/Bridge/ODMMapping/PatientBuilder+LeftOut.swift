import ClinicalModel
import Mapping
import ODM

/// Which items stand only in records and fields that the output leaves out.
///
/// It is found out afterwards, by the plan, and only for patients of whom something is left out: an item may stand in several
/// records (a cycle and the disposition at its end), so what became of its group does not say it.
extension PatientBuilder {
    /// Where the items of a patient stand.
    private struct Places {
        /// By item: whether it stands in something that the output has.
        var isKept: [Bool]
        /// By item: whether it stands in something that is left out.
        var isLeftOut: [Bool]
    }

    /// Rebooks what stands only in records (by their place among the patient's) and fields of the subject that are left out.
    mutating func leaveOut(
        records leftOut: Set<Int>, fields: Set<FieldID>, reason: String, bindings: inout DoorBindings,
        decoder: inout Decoder, accounts: inout Accounts
    ) {
        var places = Places(
            isKept: Array(repeating: false, count: fates.count), isLeftOut: Array(repeating: false, count: fates.count))
        var recordsOfGroup: [Int: [Int]] = [:]
        for (record, group) in groupOfRecord.enumerated() { recordsOfGroup[group, default: []].append(record) }
        for group in records.groups.indices where taken[group] >= 0 {
            place(
                group, made: recordsOfGroup[group] ?? [], leftOut: leftOut, fields: fields, slots: bindings.slots,
                decoder: &decoder, in: &places)
        }
        for (index, group) in records.groups.enumerated() {
            let made = recordsOfGroup[index] ?? []
            let isGone = !made.isEmpty && made.allSatisfy(leftOut.contains)
            // Supplements stand with the first record of their group.
            let holder = Int(recordOfGroup[index])
            for item in itemRange(group) where records.items[item].kind != .audit {
                let state = records.items[item].state
                guard state == .value || state == .null else { continue }
                let isOnlyLeftOut: Bool
                switch fates[item] {
                case .refused, .notSubmitted: continue
                case .unseen: isOnlyLeftOut = leftOut.contains(holder)
                case .mapped where !places.isKept[item] && !places.isLeftOut[item]:
                    // It decided which block took its record.
                    isOnlyLeftOut = isGone && recordOfGroup[index] != PatientBuilder.subjectRecord
                case .mapped: isOnlyLeftOut = !places.isKept[item]
                }
                guard isOnlyLeftOut else { continue }
                let number = bindings.accountItem(
                    Int(bindingOfGroup[index]), name: records.items[item].name, names: names, accounts: &accounts)
                let booked: Accounts.Fate = state == .null ? .null : fates[item] == .unseen ? .supplement : .mapped
                accounts.count(booked, number, by: -1)
                accounts.countNotSubmitted(number, reason: reason)
                self.leftOut[item] = reason
            }
        }
    }

    /// What the books must add when the patient is refused whole: the fates of all values are undone.
    mutating func refusal(bindings: inout DoorBindings, accounts: inout Accounts) -> Accounts {
        var refusal = Accounts()
        refusal.patients = -1
        refusal.countEntity(EntityKind.subject.name, by: -1)
        for record in patient.records { refusal.countEntity(record.kind.name, by: -1) }
        for (index, group) in records.groups.enumerated() {
            for item in itemRange(group) {
                let number = bindings.accountItem(
                    Int(bindingOfGroup[index]), name: records.items[item].name, names: names, accounts: &accounts)
                let own = refusal.item(accounts.addresses[number])
                if records.items[item].kind == .audit {
                    refusal.count(.auditKept, own, by: -1)
                    refusal.count(.auditDropped, own)
                    continue
                }
                let state = records.items[item].state
                guard state == .value || state == .null, fates[item] != .refused else { continue }
                if fates[item] == .notSubmitted || leftOut[item] != nil {
                    let reason = leftOut[item] ?? reasons[Int32(item)].flatMap { plan.constants[Int($0)].text } ?? ""
                    refusal.countNotSubmitted(own, reason: reason, by: -1)
                } else {
                    refusal.count(state == .null ? .null : fates[item] == .mapped ? .mapped : .supplement, own, by: -1)
                }
                refusal.count(.refused, own)
            }
        }
        return refusal
    }

    /// Marks the items that one group's blocks read.
    private mutating func place(
        _ group: Int, made: [Int], leftOut: Set<Int>, fields: Set<FieldID>, slots: [Int32], decoder: inout Decoder,
        in places: inout Places
    ) {
        enter(records.groups[group], slots: slots)
        defer { leave(records.groups[group], slots: slots) }
        let block = plan.blocks[Int(taken[group])]
        let parts = block.value.parts.filter { holds(plan.blocks[$0].value.condition) }
        for number in block.value.parts.isEmpty ? [Int(taken[group])] : parts {
            let block = plan.blocks[number].value
            func read(_ operations: Range<Int>, isGone: Bool) {
                for index in operations where holds(plan.operations[index].condition) {
                    let operation = plan.operations[index]
                    let isField = [.text, .number, .date, .set].contains(operation.store)
                    let isOut = block.entity.isSingleton ? isField && fields.contains(operation.field) : isGone
                    mark(items(of: operation, group: group, slots: slots, &decoder), isOut, in: &places)
                }
            }
            let records = made.filter { blockOfRecord[$0] == Int32(number) }
            guard block.entity.isSingleton || !records.isEmpty else { continue }
            read(block.operations, isGone: records.allSatisfy(leftOut.contains))
            for test in block.pivots {
                let key = key(of: group, suffix: test.value.keySuffix).text
                guard let record = records.first(where: { patient.records[$0].key.text == key }) else { continue }
                let isOut = leftOut.contains(record)
                for slot in [test.value.slot, test.value.unitSlot, test.value.lowSlot, test.value.highSlot] {
                    mark(items(ofSlot: slot, group: group, slots: slots, &decoder), isOut, in: &places)
                }
                read(test.value.operations, isGone: isOut)
            }
        }
    }

    private func mark(_ items: [Int], _ isOut: Bool, in places: inout Places) {
        for item in items { if isOut { places.isLeftOut[item] = true } else { places.isKept[item] = true } }
    }

    /// The items that an operation reads.
    private mutating func items(
        of operation: ODMPlan.Operation, group: Int, slots: [Int32], _ decoder: inout Decoder
    ) -> [Int] {
        switch operation.fetch {
        case .constant, .context: return []
        case .item, .unit:
            return items(ofSlot: operation.slot, group: group, slots: slots, &decoder)
                + items(ofSlot: operation.timeSlot, group: group, slots: slots, &decoder)
        case .checkboxes:
            return plan.checkboxes[Int(operation.slot)].flatMap { box in
                itemRange(records.groups[group]).filter { slots[Int(records.items[$0].name)] == box.slot }
            }
        case .lookup:
            let lookup = plan.lookups[Int(operation.slot)]
            guard lookup.slot >= 0, let found = find(lookup, from: group) else { return [] }
            return items(ofSlot: lookup.slot, group: found, slots: slots, &decoder)
        }
    }

    /// The items of a group that carry a plan item, and those that hold their units.
    private func items(ofSlot slot: Int32, group: Int, slots: [Int32], _ decoder: inout Decoder) -> [Int] {
        guard slot >= 0 else { return [] }
        let range = itemRange(records.groups[group])
        var found = range.filter { slots[Int(records.items[$0].name)] == slot }
        for item in found {
            let unit = decoder.itemUnit(records.items[item].name, in: records.groups[group], names: names).item
            guard let name = unit.flatMap({ names.find($0) }) else { continue }
            found += range.filter { records.items[$0].name == name }
        }
        return found
    }
}
