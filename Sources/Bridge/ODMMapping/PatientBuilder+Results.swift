import ClinicalModel
import Mapping
import ODM
import Values

extension PatientBuilder {
    /// Fills in the result of a test; false when it was refused.
    mutating func result(
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
        let unit = unit(of: test, item: item, decoder)
        if let unit { record.values[.originalUnit] = .text(unit) }
        let (comparator, number) = PatientBuilder.comparison(original)
        if let comparator { record.values[.originalComparator] = .text(comparator) }
        if test.standardList != -1 {
            guard let code = translate(item, list: test.standardList, group: group, &decoder) else { return false }
            record.values[.standard] = .text(code)
            return true
        }
        guard let standardUnit = test.standardUnit, let number else {
            limits(test, scale: nil, on: &record)
            return true
        }
        guard let scale = scale(test, unit: unit) else {
            refuse(
                "odm.no-factor", "the unit of the result has no factor to the standard unit of the mapping",
                remedy: "add the unit to 'from', or correct it in the source", item: item, group: group)
            return false
        }
        guard let standard = number.multiplied(by: scale.numerator, over: scale.denominator, digits: scale.digits)
        else {
            refuse(
                "odm.number-range", "the result has too many digits to be converted exactly",
                remedy: "map it without a standard unit", item: item, group: group)
            return false
        }
        record.values[.standard] = .text((comparator ?? "") + standard.description)
        if comparator == nil { record.values[.standardNumber] = .number(standard) }
        record.values[.standardUnit] = standardUnit
        limits(test, scale: scale, on: &record)
        return true
    }

    private func scale(_ test: ODMPlan.CompiledPivot, unit: String?) -> Scale? {
        if test.scale >= 0 { return plan.scales[Int(test.scale)] }
        return test.factors.first { $0.unit == unit }.map { plan.scales[Int($0.scale)] }
    }

    /// The reference range, in the result's unit and in the standard unit.
    private mutating func limits(_ test: ODMPlan.CompiledPivot, scale: Scale?, on record: inout Record) {
        let fields: [(slot: Int32, original: FieldID, standard: FieldID)] = [
            (test.lowSlot, .normalRangeOriginalLow, .normalRangeStandardLow),
            (test.highSlot, .normalRangeOriginalHigh, .normalRangeStandardHigh),
        ]
        for (slot, original, standard) in fields where slot >= 0 {
            guard let item = currentItem(slot) else { continue }
            let text = withText(item) { String(decoding: $0, as: UTF8.self) }
            record.values[original] = .text(text)
            fates[item] = .mapped
            // A limit such as "<5" is no number, and stands in the original unit only.
            guard var number = Decimal(text) else { continue }
            if let scale {
                guard
                    let scaled = number.multiplied(by: scale.numerator, over: scale.denominator, digits: scale.digits)
                else { continue }
                number = scaled
            }
            record.values[standard] = .number(number)
        }
    }

    /// The unit of a result: what its item says, else what its value refers to, else what the mapping says.
    private mutating func unit(of test: ODMPlan.CompiledPivot, item: Int, _ decoder: borrowing Decoder) -> String? {
        var unit: String?
        if test.unitSlot >= 0, let unitItem = currentItem(test.unitSlot) {
            unit = withText(unitItem) { String(decoding: $0, as: UTF8.self) }
            fates[unitItem] = .mapped
        } else if records.items[item].unit >= 0 {
            unit = decoder.unit(names[records.items[item].unit])
        } else {
            unit = test.unit?.text
        }
        guard var text = unit, test.unitList >= 0 else { return unit }
        let list = plan.lists[Int(test.unitList)]
        return text.withUTF8 { list.index(of: UnsafeRawBufferPointer($0)) }.map { list.targets[$0] } ?? text
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
