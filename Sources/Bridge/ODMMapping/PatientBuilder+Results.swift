import ClinicalModel
import Mapping
import ODM
import Values

extension PatientBuilder {
    /// Fills in the result of a test; false when it was refused. What belongs to a result, its unit and its limits, is
    /// taken only with it: of a refused one it is carried as it is.
    mutating func result(
        _ test: Shared<ODMPlan.CompiledPivot>, item: Int, on record: inout RecordDraft, group: Int,
        _ decoder: inout Decoder
    ) -> Bool {
        guard !isRepeated(item, group: group) else {
            refuseSeveral(item, group: group)
            return false
        }
        let original: String
        if test.value.list == -1 {
            original = withText(item) { String(decoding: $0, as: UTF8.self) }
        } else {
            guard let translated = translate(item, list: test.value.list, group: group, &decoder) else { return false }
            original = translated.text
        }
        guard let unit = unit(of: test, item: item, group: group, &decoder) else { return false }
        guard let standard = standard(test, original, unit: unit?.text, item: item, group: group, &decoder) else {
            return false
        }
        fates[item] = .mapped
        if let item = unit?.item { fates[item] = .mapped }
        record.values.set(.original, .text(original))
        if let unit { record.values.set(.originalUnit, .text(unit.text)) }
        if let comparator = standard.comparator { record.values.set(.originalComparator, .text(comparator)) }
        if let text = standard.text { record.values.set(.standard, .text(text)) }
        if let number = standard.number { record.values.set(.standardNumber, .number(number)) }
        if let unit = standard.unit { record.values.set(.standardUnit, unit) }
        limits(test, unit: unit?.text, on: &record, group: group, &decoder)
        return true
    }

    /// The result in standard form, as far as the mapping says it; what it leaves open follows from the original.
    private struct Standard {
        var comparator: String?
        var text: String?
        var number: Decimal?
        var unit: Value?
    }

    /// The standard form of a result; nil when it was refused.
    private mutating func standard(
        _ test: Shared<ODMPlan.CompiledPivot>, _ original: String, unit: String?, item: Int, group: Int,
        _ decoder: inout Decoder
    ) -> Standard? {
        let (comparator, rest) = PatientBuilder.comparison(original)
        let hasComma = test.value.hasDecimalComma
        let number = Decimal(rest, withComma: hasComma)
        var standard = Standard(comparator: number == nil ? nil : comparator)
        if test.value.standardList != -1 {
            guard let code = translate(item, list: test.value.standardList, group: group, &decoder) else { return nil }
            standard.text = code.text
            return standard
        }
        var isAsWritten = false
        guard var number else {
            let isUnclear = test.value.list == -1 && !hasComma && Decimal(rest, withComma: true) != nil
            if isUnclear || (test.value.standardUnit != nil && Decimal.isTooLong(rest)) {
                refuseNumber(rest, hasComma: hasComma, item: item, group: group)
                return nil
            }
            // A text has no unit: it is its own standard result.
            if test.value.standardUnit != nil { standard.text = original }
            return standard
        }
        if let standardUnit = test.value.standardUnit {
            guard let scale = scale(test, unit: unit) else {
                refuse(
                    "odm.no-factor", "the unit of the result has no factor to the standard unit of the mapping",
                    remedy: "add the unit to 'from', or correct it in the source", item: item, group: group)
                return nil
            }
            guard let converted = number.converted(by: scale) else {
                refuse(
                    "odm.number-range", "the result has too many digits to be converted",
                    remedy: "map it without a standard unit", item: item, group: group)
                return nil
            }
            number = converted
            standard.unit = standardUnit
            isAsWritten = scale.numerator == scale.denominator && PatientBuilder.isPlainNumber(rest)
        } else if hasComma, rest.utf8.contains(0x2C) {
            // Nobody else could read the comma.
            standard.unit = unit.map { .text($0) }
        } else {
            return standard
        }
        // Nearly every number is written as it would be written here.
        let text = isAsWritten ? rest : number.description
        standard.text = comparator.map { $0 + text } ?? text
        if comparator == nil { standard.number = number }
        return standard
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

    /// The factor from a result's unit to the standard unit; nil when the mapping does not say it. A result of which no
    /// unit is said is in the unit that the mapping means.
    private func scale(_ test: Shared<ODMPlan.CompiledPivot>, unit: String?) -> Scale? {
        guard test.value.factors.isEmpty else {
            return test.value.factors.first { $0.unit == unit }.map { plan.scales[Int($0.scale)] }
        }
        if let unit, unit == test.value.standardUnit?.text { return .one }
        guard test.value.scale >= 0 else { return unit == nil ? .one : nil }
        let own = test.value.unit?.text.flatMap { translatedUnit($0, test.value.unitList) }
        return unit == nil || unit == own ? plan.scales[Int(test.value.scale)] : nil
    }

    /// The reference range, in the result's unit and, where it can be converted, in the standard unit.
    private mutating func limits(
        _ test: Shared<ODMPlan.CompiledPivot>, unit: String?, on record: inout RecordDraft, group: Int,
        _ decoder: inout Decoder
    ) {
        if test.value.lowSlot < 0, test.value.highSlot < 0 { return }
        let hasStandardUnit = test.value.standardUnit != nil
        let scale = hasStandardUnit ? scale(test, unit: unit) : nil
        for isHigh in [false, true] {
            let slot = isHigh ? test.value.highSlot : test.value.lowSlot
            guard slot >= 0, let item = currentItem(slot) else { continue }
            guard !isRepeated(item, group: group) else {
                refuseSeveral(item, group: group)
                continue
            }
            let own = self.unit(ofItem: item, group: group, &decoder)
            if let own, translatedUnit(own.text, test.value.unitList) != unit {
                refuse(
                    "odm.limit-unit", "the limit '\(name(item))' is in another unit than the result",
                    remedy: "correct it in the source", item: item, group: group)
                continue
            }
            let text = trimmed(item)
            let number = Decimal(text, withComma: test.value.hasDecimalComma)
            if number == nil, Decimal(text, withComma: true) != nil {
                refuseNumber(text, hasComma: false, item: item, group: group)
                continue
            }
            record.values.set(isHigh ? .normalRangeOriginalHigh : .normalRangeOriginalLow, .text(text))
            fates[item] = .mapped
            if let item = own?.item { fates[item] = .mapped }
            // A limit such as "<5" is no number, and stands in the original unit only.
            let plain = test.value.hasDecimalComma ? String(text.map { $0 == "," ? "." : $0 }) : text
            guard test.value.standardList == -1, number != nil || Decimal.isTooLong(plain) else { continue }
            guard !hasStandardUnit || scale != nil else {
                noteLimit(
                    "odm.no-factor", "its unit has no factor to the standard unit of the mapping",
                    remedy: "add the unit to 'from', or correct it in the source", item: item, group: group)
                continue
            }
            guard let number, let converted = scale.map({ number.converted(by: $0) }) ?? number else {
                noteLimit(
                    "odm.number-range", "it has more digits than a number here can have",
                    remedy: "correct it in the source, or map the result without a standard unit", item: item,
                    group: group)
                continue
            }
            record.values.set(isHigh ? .normalRangeStandardHigh : .normalRangeStandardLow, .number(converted))
        }
    }

    /// Reports a limit that stands in the original unit only, though it is a number.
    private mutating func noteLimit(_ code: String, _ reason: String, remedy: String, item: Int, group: Int) {
        diagnostics.append(
            Diagnostic(
                code, .warning, "the limit '\(name(item))' has no standard form: \(reason)", remedy: remedy,
                at: location(item: item, group: group), patient: records.subjectKey, value: text(item)))
    }

    /// A unit, and the item that says it where one does.
    typealias Unit = (text: String, item: Int?)

    /// The unit of a result: what the mapping's item says, else what the export says, else what the mapping says. Nil
    /// inside when nothing does, nil outside when it was refused.
    private mutating func unit(
        of test: Shared<ODMPlan.CompiledPivot>, item: Int, group: Int, _ decoder: inout Decoder
    ) -> Unit?? {
        var unit: Unit?
        if test.value.unitSlot >= 0, let unitItem = currentItem(test.value.unitSlot) {
            unit = (trimmed(unitItem), unitItem)
        } else {
            unit = self.unit(ofItem: item, group: group, &decoder) ?? test.value.unit?.text.map { ($0, nil) }
        }
        guard let unit else { return .some(nil) }
        guard let text = translatedUnit(unit.text, test.value.unitList) else {
            refuse(
                "odm.not-in-list", "the unit of the result is not in the mapping's list of units",
                remedy: "add it to the list, or say else: keep", item: item, group: group)
            return nil
        }
        return (text, unit.item)
    }

    /// What the export says of the unit of an item's value: with the value, in the item that the metadata name for it, or
    /// in the item's definition when that allows one unit only.
    mutating func unit(ofItem item: Int, group: Int, _ decoder: inout Decoder) -> Unit? {
        let record = records.items[item]
        if record.unit >= 0 { return (decoder.unit(record.unit, in: records.groups[group], names: names), nil) }
        let known = decoder.itemUnit(record.name, in: records.groups[group], names: names)
        if let name = known.item.flatMap({ names.find($0) }) {
            let found = itemRange(records.groups[group]).first {
                records.items[$0].name == name && records.items[$0].state == .value
            }
            if let found { return (trimmed(found), found) }
        }
        return known.only.map { ($0, nil) }
    }

    /// A unit through the mapping's list of units, if there is one; nil when the list refuses it.
    private func translatedUnit(_ unit: String, _ number: Int32) -> String? {
        guard number >= 0 else { return unit }
        var text = unit
        if let index = text.withUTF8({ plan.lists.span[Int(number)].index(of: UnsafeRawBufferPointer($0)) }) {
            return plan.lists[Int(number)].targets[index]
        }
        switch plan.lists[Int(number)].otherwise {
        case .keep: return unit
        case .value(let value): return value
        case .refuse: return nil
        }
    }

    /// A result's comparator and the rest: `<0.01` is `<` and `0.01`.
    static func comparison(_ text: String) -> (comparator: String?, rest: String) {
        // Nearly every result begins with a digit.
        guard let first = text.utf8.first, first < 0x30 || first > 0x39 else { return (nil, text) }
        for (written, comparator) in comparators where text.utf8.starts(with: written.utf8) {
            let rest = text.utf8.dropFirst(written.utf8.count)
            return (comparator, String(Substring(rest.drop { $0 == 0x20 })))
        }
        return (nil, text)
    }

    /// Comparators as written, longer ones first, and as they are kept.
    private static let comparators = [
        ("<=", "<="), (">=", ">="), ("<", "<"), (">", ">"), ("≤", "<="), ("≥", ">="), ("~", "~"),
    ]
}

extension Decimal {
    /// The number in another unit: as it was written where the factor is one.
    fileprivate func converted(by scale: Scale) -> Decimal? {
        guard scale.numerator != scale.denominator else { return self }
        return multiplied(by: scale.numerator, over: scale.denominator, digits: scale.digits)
    }
}
