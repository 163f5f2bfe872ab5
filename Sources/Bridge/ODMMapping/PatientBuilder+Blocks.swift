import ClinicalModel
import Mapping
import ODM
import Values

extension PatientBuilder {
    /// Makes what a block says of the group at hand: its record, or those of its parts whose conditions hold.
    mutating func take(_ number: Int, group: Int, decoder: inout Decoder, draft: inout RecordDraft) {
        let block = plan.blocks[number]
        if block.value.notSubmitted >= 0 {
            for item in itemRange(records.groups[group]) where records.items[item].kind != .audit {
                fates[item] = .notSubmitted
                reasons[Int32(item)] = block.value.notSubmitted
            }
            return
        }
        guard !block.value.parts.isEmpty else {
            make(number, group: group, decoder: &decoder, draft: &draft)
            return
        }
        markConditionItems(block)
        for part in block.value.parts where holds(plan.blocks[part].value.condition) {
            make(part, group: group, decoder: &decoder, draft: &draft)
        }
    }

    private mutating func markConditionItems(_ block: Shared<ODMPlan.Block>) {
        for slot in block.value.conditionItems where current[Int(slot)] >= 0 {
            let item = Int(current[Int(slot)])
            if fates[item] == .unseen { fates[item] = .mapped }
        }
    }

    private mutating func make(_ number: Int, group: Int, decoder: inout Decoder, draft: inout RecordDraft) {
        let block = plan.blocks[number]
        markConditionItems(block)
        draft.kind = block.value.entity
        if block.value.entity.isSingleton {
            draft.values.add(patient.subject.values)
            swap(&draft.supplements, &patient.subject.supplements)
            refusedFields.removeAll(keepingCapacity: true)
            for index in block.value.operations { run(plan.operations[index], on: &draft, group: group, &decoder) }
            patient.subject.values = FieldValues(taking: &draft.values)
            swap(&draft.supplements, &patient.subject.supplements)
            refusedOfSubject += refusedFields
            if !block.value.defaults.isEmpty { subjectDefaults.append((number, group)) }
            if recordOfGroup[group] == -1 { recordOfGroup[group] = PatientBuilder.subjectRecord }
            return
        }
        if !block.value.pivots.isEmpty {
            pivot(number, group: group, decoder: &decoder, draft: &draft)
            return
        }
        begin(&draft, group: group)
        for index in block.value.operations { run(plan.operations[index], on: &draft, group: group, &decoder) }
        setDefaults(block.value.defaults, on: &draft, group: group)
        append(&draft, block, number, group: group, suffix: block.value.keySuffix)
    }

    private mutating func begin(_ draft: inout RecordDraft, group: Int) {
        let source = records.groups[group]
        draft.origin = Origin(source: source.source, line: source.line, column: source.column)
        if plan.hasKeys { _ = itemKey(of: group) }
        written.removeAll(keepingCapacity: true)
        refusedFields.removeAll(keepingCapacity: true)
    }

    /// Gives fields of which nothing was said the mapping's defaults, and says so. What was said and refused has none: a
    /// default in its place would pass for what the site meant.
    private mutating func setDefaults(_ defaults: Range<Int>, on record: inout RecordDraft, group: Int) {
        for index in defaults {
            let operation = plan.operations[index]
            guard !record.values.holds(operation.field), !refusedFields.contains(operation.field) else { continue }
            store(plan.constants[Int(operation.slot)], operation, on: &record, item: nil, group: group)
            diagnostics.append(
                Diagnostic(
                    "odm.default", .note,
                    "nothing is said of '\(operation.field.name)', and the default of the mapping stands "
                        + "(\(plan.locations[index]))", at: location(group: group), patient: records.subjectKey))
        }
    }

    /// The defaults of the subject, whose record several groups may fill.
    mutating func setSubjectDefaults() {
        if subjectDefaults.isEmpty { return }
        refusedFields = refusedOfSubject
        var subject = RecordDraft()
        subject.values.add(patient.subject.values)
        for (block, group) in subjectDefaults {
            setDefaults(plan.blocks[block].value.defaults, on: &subject, group: group)
        }
        patient.subject.values = FieldValues(taking: &subject.values)
        patient.subject.supplements += subject.supplements
    }

    private mutating func append(
        _ draft: inout RecordDraft, _ block: Shared<ODMPlan.Block>, _ number: Int, group: Int, suffix: String
    ) {
        let index = patient.records.count
        if block.value.takesVisit { setVisit(on: &draft, record: index, group: group) }
        patient.records.append(draft.take(key(of: group, suffix: suffix)))
        groupOfRecord.append(group)
        blockOfRecord.append(Int32(number))
        if recordOfGroup[group] == -1 { recordOfGroup[group] = Int32(index) }
    }

    /// One finding for each test whose item says something.
    private mutating func pivot(_ number: Int, group: Int, decoder: inout Decoder, draft: inout RecordDraft) {
        let block = plan.blocks[number]
        // Without a test there is no record: what all tests would share is carried as it is.
        guard block.value.pivots.contains(where: { says(current[Int($0.value.slot)]) }) else { return }
        let items = itemRange(records.groups[group])
        let fatesOfOtherParts = block.value.isPart ? Array(fates[items]) : []
        let count = patient.records.count
        // The lines that all tests share are run once and copied.
        written.removeAll(keepingCapacity: true)
        refusedFields.removeAll(keepingCapacity: true)
        for index in block.value.operations { run(plan.operations[index], on: &draft, group: group, &decoder) }
        let refusedOfAll = refusedFields
        let shared = FieldValues(taking: &draft.values)
        let sharedSupplements = draft.supplements
        for index in block.value.pivots.indices {
            let test = block.value.pivots[index]
            let item = current[Int(test.value.slot)]
            guard says(item) else { continue }
            if plan.hasKeys { _ = itemKey(of: group) }
            draft.origin = origin(item: Int(item), group: group)
            draft.values.add(shared)
            draft.values.add(test.value.template)
            if !sharedSupplements.isEmpty { draft.supplements = sharedSupplements }
            if records.items[Int(item)].state == .null {
                fates[Int(item)] = .mapped
                draft.values[.status] = .text("NOT DONE")
                if let reason = records.text(records.items[Int(item)].reason) {
                    draft.values[.reasonNotDone] = .text(reason)
                }
            } else if !result(test, item: Int(item), on: &draft, group: group, &decoder) {
                draft.clear()
                continue
            }
            // A test's own lines say more than those that all tests share.
            written.removeAll(keepingCapacity: true)
            refusedFields = refusedOfAll
            for index in test.value.operations { run(plan.operations[index], on: &draft, group: group, &decoder) }
            setDefaults(block.value.defaults, on: &draft, group: group)
            append(&draft, block, number, group: group, suffix: test.value.keySuffix)
        }
        draft.supplements = []
        guard patient.records.count == count else { return }
        // Every result was refused: nothing holds what was taken for them.
        for item in items where fates[item] == .mapped {
            fates[item] = block.value.isPart ? fatesOfOtherParts[item - items.lowerBound] : .unseen
        }
    }

    /// Whether an item holds a value, or null with or without a reason.
    private func says(_ item: Int32) -> Bool {
        guard item >= 0 else { return false }
        let state = records.items[Int(item)].state
        return state == .value || state == .null
    }
}
