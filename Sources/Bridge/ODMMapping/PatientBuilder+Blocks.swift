import ClinicalModel
import Mapping
import ODM
import Values

extension PatientBuilder {
    /// Makes what a block says of the group at hand: its record, or those of its parts whose conditions hold.
    mutating func take(_ number: Int, group: Int, decoder: inout Decoder) {
        let block = plan.blocks[number]
        if block.value.notSubmitted >= 0 {
            for item in itemRange(records.groups[group]) where records.items[item].kind != .audit {
                fates[item] = .notSubmitted
                reasons[Int32(item)] = block.value.notSubmitted
            }
            return
        }
        guard !block.value.parts.isEmpty else {
            make(number, group: group, decoder: &decoder)
            return
        }
        markConditionItems(block)
        for part in block.value.parts where holds(plan.blocks[part].value.condition) {
            make(part, group: group, decoder: &decoder)
        }
    }

    private mutating func markConditionItems(_ block: Shared<ODMPlan.Block>) {
        for slot in block.value.conditionItems where current[Int(slot)] >= 0 {
            let item = Int(current[Int(slot)])
            if fates[item] == .unseen { fates[item] = .mapped }
        }
    }

    private mutating func make(_ number: Int, group: Int, decoder: inout Decoder) {
        let block = plan.blocks[number]
        markConditionItems(block)
        if block.value.entity.isSingleton {
            var subject = patient.subject
            refusedFields.removeAll(keepingCapacity: true)
            for index in block.value.operations { run(plan.operations[index], on: &subject, group: group, &decoder) }
            patient.subject = subject
            refusedOfSubject += refusedFields
            if !block.value.defaults.isEmpty { subjectDefaults.append((number, group)) }
            if recordOfGroup[group] == -1 { recordOfGroup[group] = PatientBuilder.subjectRecord }
            return
        }
        if !block.value.pivots.isEmpty {
            pivot(number, group: group, decoder: &decoder)
            return
        }
        var record = newRecord(block, group: group, suffix: block.value.keySuffix)
        record.values.reserve(block.value.operations.count + 8)
        written.removeAll(keepingCapacity: true)
        refusedFields.removeAll(keepingCapacity: true)
        for index in block.value.operations { run(plan.operations[index], on: &record, group: group, &decoder) }
        setDefaults(block.value.defaults, on: &record, group: group)
        append(record, block: number, group: group)
    }

    /// Gives fields of which nothing was said the mapping's defaults, and says so. What was said and refused has none: a
    /// default in its place would pass for what the site meant.
    private mutating func setDefaults(_ defaults: Range<Int>, on record: inout Record, group: Int) {
        for index in defaults {
            let operation = plan.operations[index]
            guard record.values[operation.field] == nil, !refusedFields.contains(operation.field) else { continue }
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
        refusedFields = refusedOfSubject
        var subject = patient.subject
        for (block, group) in subjectDefaults {
            setDefaults(plan.blocks[block].value.defaults, on: &subject, group: group)
        }
        patient.subject = subject
    }

    private mutating func newRecord(_ block: Shared<ODMPlan.Block>, group: Int, suffix: String) -> Record {
        let source = records.groups[group]
        let key = plan.hasKeys ? itemKey(of: group) : nil
        return Record(
            kind: block.value.entity,
            key: RecordKey((key ?? path(group)) + suffix, isWeak: key == nil && isWeak(group)),
            origin: Origin(source: source.source, line: source.line, column: source.column))
    }

    private mutating func append(_ record: consuming Record, block number: Int, group: Int) {
        let block = plan.blocks[number]
        let index = patient.records.count
        patient.records.append(record)
        groupOfRecord.append(group)
        blockOfRecord.append(Int32(number))
        if recordOfGroup[group] == -1 { recordOfGroup[group] = Int32(index) }
        if block.value.takesVisit, VisitTable.isVisited(block.value.entity),
            let event = ancestor(.studyEvent, from: group)
        {
            eventOfRecord.append((index, event))
        }
    }

    /// One finding for each test whose item says something.
    private mutating func pivot(_ number: Int, group: Int, decoder: inout Decoder) {
        let block = plan.blocks[number]
        // Without a test there is no record: what all tests would share is carried as it is.
        guard block.value.pivots.contains(where: { says(current[Int($0.value.slot)]) }) else { return }
        let items = itemRange(records.groups[group])
        let fatesOfOtherParts = block.value.isPart ? Array(fates[items]) : []
        let count = patient.records.count
        // The lines that all tests share are run once and copied.
        var shared = Record(kind: block.value.entity, key: RecordKey(""))
        written.removeAll(keepingCapacity: true)
        refusedFields.removeAll(keepingCapacity: true)
        for index in block.value.operations { run(plan.operations[index], on: &shared, group: group, &decoder) }
        let refusedOfAll = refusedFields
        for test in block.value.pivots {
            let item = current[Int(test.value.slot)]
            guard says(item) else { continue }
            var record = newRecord(block, group: group, suffix: test.value.keySuffix)
            record.origin = origin(item: Int(item), group: group)
            // Room for the result, its standard form, the range and the visit.
            record.values = FieldValues(shared.values, test.value.template, reserving: 14)
            record.supplements = shared.supplements
            if records.items[Int(item)].state == .null {
                fates[Int(item)] = .mapped
                record.values[.status] = .text("NOT DONE")
                if let reason = records.text(records.items[Int(item)].reason) {
                    record.values[.reasonNotDone] = .text(reason)
                }
            } else if !result(test, item: Int(item), on: &record, group: group, &decoder) {
                continue
            }
            // A test's own lines say more than those that all tests share.
            written.removeAll(keepingCapacity: true)
            refusedFields = refusedOfAll
            for index in test.value.operations { run(plan.operations[index], on: &record, group: group, &decoder) }
            setDefaults(block.value.defaults, on: &record, group: group)
            append(record, block: number, group: group)
        }
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
