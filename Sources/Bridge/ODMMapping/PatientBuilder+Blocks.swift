import ClinicalModel
import Mapping
import ODM
import Values

extension PatientBuilder {
    /// Makes what a block says of the group at hand.
    mutating func take(_ block: ODMPlan.Block, group: Int, decoder: inout Decoder) {
        for slot in block.conditionItems where current[Int(slot)] >= 0 {
            fates[Int(current[Int(slot)])] = .mapped
        }
        if block.entity.isSingleton {
            var subject = patient.subject
            for index in block.operations { run(plan.operations[index], on: &subject, group: group, &decoder) }
            patient.subject = subject
            recordOfGroup[group] = PatientBuilder.subjectRecord
            return
        }
        if !block.pivots.isEmpty {
            pivot(block, group: group, decoder: &decoder)
            return
        }
        var record = newRecord(block, group: group, suffix: "")
        for index in block.operations { run(plan.operations[index], on: &record, group: group, &decoder) }
        append(record, block: block, group: group)
    }

    private mutating func newRecord(_ block: ODMPlan.Block, group: Int, suffix: String) -> Record {
        let source = records.groups[group]
        var record = Record(
            kind: block.entity, key: RecordKey(path(group) + suffix, isWeak: isWeak(group)),
            origin: Origin(source: source.source, line: source.line, column: source.column))
        record.values.reserve(block.operations.count + 8)
        return record
    }

    private mutating func append(_ record: Record, block: ODMPlan.Block, group: Int) {
        let index = patient.records.count
        patient.records.append(record)
        groupOfRecord.append(group)
        if recordOfGroup[group] < 0 { recordOfGroup[group] = Int32(index) }
        if block.takesVisit, VisitTable.isVisited(block.entity), let event = ancestor(.studyEvent, from: group) {
            eventOfRecord.append((index, event))
        }
    }

    /// One finding for each test whose item says something.
    private mutating func pivot(_ block: ODMPlan.Block, group: Int, decoder: inout Decoder) {
        // The lines that all tests share are run once and copied.
        var shared = Record(kind: block.entity, key: RecordKey(""))
        for index in block.operations { run(plan.operations[index], on: &shared, group: group, &decoder) }
        for test in block.pivots {
            let item = current[Int(test.slot)]
            guard item >= 0 else { continue }
            let state = records.items[Int(item)].state
            guard state == .value || state == .null else { continue }
            var record = newRecord(block, group: group, suffix: "#" + test.code)
            record.origin = origin(item: Int(item), group: group)
            record.values = shared.values
            record.supplements = shared.supplements
            record.values[.testCode] = test.testCode
            record.values[.test] = test.test
            if state == .null {
                fates[Int(item)] = .mapped
                record.values[.status] = .text("NOT DONE")
                if let reason = records.text(records.items[Int(item)].reason) {
                    record.values[.reasonNotDone] = .text(reason)
                }
            } else if !result(test, item: Int(item), on: &record, group: group, &decoder) {
                continue
            }
            for index in test.operations { run(plan.operations[index], on: &record, group: group, &decoder) }
            append(record, block: block, group: group)
        }
    }

    /// Fills in the result of a test; false when it was refused.
    private mutating func result(
        _ test: ODMPlan.CompiledPivot, item: Int, on record: inout Record, group: Int, _ decoder: inout Decoder
    ) -> Bool {
        let original: String
        if test.list == -1 {
            original = withText(item) { String(decoding: $0, as: UTF8.self) }
        } else {
            guard let translated = translate(item, list: test.list, group: group, &decoder) else { return false }
            original = translated
        }
        fates[item] = .mapped
        record.values[.original] = .text(original)
        setUnit(test, item: item, on: &record, decoder)
        let (comparator, number) = PatientBuilder.comparison(original)
        if let comparator { record.values[.originalComparator] = .text(comparator) }
        guard let unit = test.standardUnit, test.scale >= 0, let number else { return true }
        let scale = plan.scales[Int(test.scale)]
        guard
            let standard = number.multiplied(by: scale.numerator, over: scale.denominator, digits: scale.digits)
        else {
            refuse(
                "odm.number-range", "the result has too many digits to be converted exactly",
                remedy: "map it without a standard unit", item: item, group: group)
            return false
        }
        record.values[.standard] = .text((comparator ?? "") + standard.description)
        if comparator == nil { record.values[.standardNumber] = .number(standard) }
        record.values[.standardUnit] = unit
        return true
    }

    private mutating func setUnit(
        _ test: ODMPlan.CompiledPivot, item: Int, on record: inout Record, _ decoder: borrowing Decoder
    ) {
        if test.unitSlot >= 0, let unitItem = currentItem(test.unitSlot) {
            record.values[.originalUnit] = .text(withText(unitItem) { String(decoding: $0, as: UTF8.self) })
            fates[unitItem] = .mapped
        } else if records.items[item].unit >= 0 {
            record.values[.originalUnit] = .text(decoder.unit(names[records.items[item].unit]))
        } else if let unit = test.unit {
            record.values[.originalUnit] = unit
        }
    }

    /// A result's comparator and number: `<0.01` is `<` and 0.01. A text that is neither is no number.
    static func comparison(_ text: String) -> (comparator: String?, number: Decimal?) {
        let comparators = ["<=", ">=", "<", ">", "≤", "≥", "~"]
        guard let comparator = comparators.first(where: { text.hasPrefix($0) }) else { return (nil, Decimal(text)) }
        let rest = text.dropFirst(comparator.count).drop { $0 == " " }
        guard let number = Decimal(rest) else { return (nil, nil) }
        return (comparator == "≤" ? "<=" : comparator == "≥" ? ">=" : comparator, number)
    }
}
