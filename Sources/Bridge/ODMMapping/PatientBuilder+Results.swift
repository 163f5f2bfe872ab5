import ClinicalModel
import Mapping
import ODM
import Values

extension PatientBuilder {
    /// Fills in the result of a test; false when it was refused.
    mutating func result(
        _ test: Shared<ODMPlan.CompiledPivot>, item: Int, on record: inout RecordDraft, group: Int,
        _ decoder: inout Decoder
    ) -> Bool {
        let original: String
        if test.value.list == -1 {
            original = withText(item) { String(decoding: $0, as: UTF8.self) }
        } else {
            guard let translated = translate(item, list: test.value.list, group: group, &decoder) else { return false }
            original = translated
        }
        fates[item] = .mapped
        record.values.set(.original, .text(original))
        let unit = unit(of: test, item: item, group: group, &decoder)
        if let unit { record.values.set(.originalUnit, .text(unit)) }
        let (comparator, number) = PatientBuilder.comparison(original)
        if let comparator { record.values.set(.originalComparator, .text(comparator)) }
        if test.value.standardList != -1 {
            guard let code = translate(item, list: test.value.standardList, group: group, &decoder) else {
                return false
            }
            record.values.set(.standard, .text(code))
            return true
        }
        guard let standardUnit = test.value.standardUnit, let number else {
            limits(test, unit: unit, scale: nil, on: &record, group: group, &decoder)
            return true
        }
        guard let scale = scale(test, unit: unit) else {
            refuse(
                "odm.no-factor", "the unit of the result has no factor to the standard unit of the mapping",
                remedy: "add the unit to 'from', or correct it in the source", item: item, group: group)
            return false
        }
        guard let standard = number.converted(by: scale) else {
            refuse(
                "odm.number-range", "the result has too many digits to be converted exactly",
                remedy: "map it without a standard unit", item: item, group: group)
            return false
        }
        if let comparator {
            record.values.set(.standard, .text(comparator + standard.description))
        } else {
            // Nearly every number is written as it would be written here.
            let isAsWritten = scale.numerator == scale.denominator && PatientBuilder.isPlainNumber(original)
            record.values.set(.standard, .text(isAsWritten ? original : standard.description))
            record.values.set(.standardNumber, .number(standard))
        }
        record.values.set(.standardUnit, standardUnit)
        limits(test, unit: unit, scale: scale, on: &record, group: group, &decoder)
        return true
    }

    /// Whether a number is written as ``Decimal/description`` writes it: digits without a sign, an exponent or needless
    /// zeros in front, and a point only between digits.
    static func isPlainNumber(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            guard let first = bytes.first, let last = bytes.last, first != UInt8(ascii: "."), last != UInt8(ascii: "."),
                first != 0x30 || bytes.count == 1 || bytes[1] == UInt8(ascii: ".")
            else { return false }
            var points = 0
            for byte in bytes {
                if byte == UInt8(ascii: ".") { points += 1 } else if byte &- 0x30 > 9 { return false }
            }
            return points <= 1
        }
    }

    private func scale(_ test: Shared<ODMPlan.CompiledPivot>, unit: String?) -> Scale? {
        if test.value.scale >= 0 { return plan.scales[Int(test.value.scale)] }
        return test.value.factors.first { $0.unit == unit }.map { plan.scales[Int($0.scale)] }
    }

    /// The reference range, in the result's unit and in the standard unit.
    private mutating func limits(
        _ test: Shared<ODMPlan.CompiledPivot>, unit: String?, scale: Scale?, on record: inout RecordDraft, group: Int,
        _ decoder: inout Decoder
    ) {
        for isHigh in [false, true] {
            let slot = isHigh ? test.value.highSlot : test.value.lowSlot
            guard slot >= 0, let item = currentItem(slot) else { continue }
            if let own = self.unit(ofItem: item, group: group, &decoder), translated(own, test.value.unitList) != unit {
                refuse(
                    "odm.limit-unit", "the limit '\(name(item))' is in another unit than the result",
                    remedy: "correct it in the source", item: item, group: group)
                continue
            }
            let (text, number) = withText(item) { (String(decoding: $0, as: UTF8.self), Decimal(bytes: $0)) }
            record.values.set(isHigh ? .normalRangeOriginalHigh : .normalRangeOriginalLow, .text(text))
            fates[item] = .mapped
            // A limit such as "<5" is no number, and stands in the original unit only.
            guard var number else { continue }
            if let scale {
                guard let scaled = number.converted(by: scale) else { continue }
                number = scaled
            }
            record.values.set(isHigh ? .normalRangeStandardHigh : .normalRangeStandardLow, .number(number))
        }
    }

    /// The unit of a result: what the mapping's item says, else what the export says, else what the mapping says.
    private mutating func unit(
        of test: Shared<ODMPlan.CompiledPivot>, item: Int, group: Int, _ decoder: inout Decoder
    ) -> String? {
        var unit: String?
        if test.value.unitSlot >= 0, let unitItem = currentItem(test.value.unitSlot) {
            unit = withText(unitItem) { String(decoding: $0, as: UTF8.self) }
            fates[unitItem] = .mapped
        } else {
            unit = self.unit(ofItem: item, group: group, &decoder) ?? test.value.unit?.text
        }
        return unit.map { translated($0, test.value.unitList) }
    }

    /// What the export says of the unit of an item's value: with the value, in the item that the metadata name for it, or
    /// in the item's definition when that allows one unit only.
    mutating func unit(ofItem item: Int, group: Int, _ decoder: inout Decoder) -> String? {
        let record = records.items[item]
        if record.unit >= 0 { return decoder.unit(record.unit, in: records.groups[group], names: names) }
        let known = decoder.itemUnit(record.name, in: records.groups[group], names: names)
        if let name = known.item.flatMap({ names.find($0) }) {
            let found = itemRange(records.groups[group]).first {
                records.items[$0].name == name && records.items[$0].state == .value
            }
            if let found {
                fates[found] = .mapped
                return withText(found) { String(decoding: $0, as: UTF8.self) }
            }
        }
        return known.only
    }

    private func translated(_ unit: String, _ number: Int32) -> String {
        guard number >= 0 else { return unit }
        var text = unit
        let list = plan.lists[Int(number)]
        return text.withUTF8 { list.index(of: UnsafeRawBufferPointer($0)) }.map { list.targets[$0] } ?? text
    }

    /// A result's comparator and number: `<0.01` is `<` and 0.01. A text that is neither is no number.
    static func comparison(_ text: String) -> (comparator: String?, number: Decimal?) {
        var text = text
        return text.withUTF8 { bytes in
            guard let first = bytes.first else { return (nil, nil) }
            // Nearly every result begins with a digit.
            if first >= 0x30 && first <= 0x39 { return (nil, Decimal(bytes: UnsafeRawBufferPointer(bytes))) }
            for (written, comparator) in comparators where bytes.starts(with: written.utf8) {
                var rest = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[written.utf8.count...])
                while rest.first == 0x20 { rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst()) }
                guard let number = Decimal(bytes: rest) else { return (nil, nil) }
                return (comparator, number)
            }
            return (nil, Decimal(bytes: UnsafeRawBufferPointer(bytes)))
        }
    }

    /// Comparators as written, longer ones first, and as they are kept.
    private static let comparators = [
        ("<=", "<="), (">=", ">="), ("<", "<"), (">", ">"), ("≤", "<="), ("≥", ">="), ("~", "~"),
    ]
}

extension Decimal {
    /// The number in another unit: as it was written where the factor is one, else without zeros that the factor alone
    /// would add (9.4 g/dL are 94 g/L).
    fileprivate func converted(by scale: Scale) -> Decimal? {
        guard scale.numerator != scale.denominator else { return self }
        return multiplied(by: scale.numerator, over: scale.denominator, digits: scale.digits)?.normalized
    }
}
