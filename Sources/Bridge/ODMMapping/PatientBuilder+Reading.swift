import ClinicalModel
import Mapping
import ODM
import Values

/// A text on its way to a field.
struct SourceText {
    var text: String
    /// Whether the mapping itself says it, in the canon's own spelling: dates in ISO 8601, numbers with a point.
    var isCanonical = false

    init(_ text: String, isCanonical: Bool = false) {
        self.text = text
        self.isCanonical = isCanonical
    }
}

extension ODMPlan.Operation {
    /// Whether it gives a number: to a field, or to a supplement with a factor or a decimal comma.
    var isNumeric: Bool { store == .number || scale >= 0 || hasDecimalComma }
}

/// Texts as what their fields take: numbers, dates, codes.
extension PatientBuilder {
    /// Reads a text as what the operation gives, and stores it.
    mutating func storeText(
        _ source: SourceText, _ operation: ODMPlan.Operation, on record: inout RecordDraft, item: Int?, group: Int
    ) {
        if operation.isNumeric {
            guard let number = number(source, operation, item: item, group: group) else { return }
            store(.number(number), operation, on: &record, item: item, group: group)
        } else if operation.dateReader >= 0 {
            var text = source.text.trimmingBlanks
            let reading: DateReader.Reading
            if source.isCanonical {
                reading = PartialDate(iso8601: text).map { .date($0) } ?? .invalid
            } else {
                let reader = plan.dateReaders[Int(operation.dateReader)]
                reading = text.withUTF8 { reader.read(UnsafeRawBufferPointer($0)) }
            }
            storeDate(reading, operation, on: &record, item: item, group: group)
        } else {
            store(.text(source.text), operation, on: &record, item: item, group: group)
        }
    }

    private mutating func number(
        _ source: SourceText, _ operation: ODMPlan.Operation, item: Int?, group: Int
    ) -> Decimal? {
        let text = source.text.trimmingBlanks
        let hasComma = operation.hasDecimalComma && !source.isCanonical
        guard let number = Decimal(text, withComma: hasComma) else {
            refuseNumber(text, hasComma: hasComma, item: item, group: group)
            return nil
        }
        guard operation.scale >= 0 else { return number }
        let scale = plan.scales[Int(operation.scale)]
        if let scaled = number.multiplied(by: scale.numerator, over: scale.denominator, digits: scale.digits) {
            return scaled
        }
        refuse(
            "odm.number-range", "\(what(item)) has too many digits to be converted",
            remedy: "map it without a factor", item: item, group: group)
        return nil
    }

    /// Says why a text is no number.
    mutating func refuseNumber(_ text: String, hasComma: Bool, item: Int?, group: Int) {
        if Decimal.isTooLong(text) {
            refuse(
                "odm.number-range", "\(what(item)) has more digits than can be kept exactly: 18",
                remedy: "map it to a text field", item: item, group: group)
        } else if !hasComma, Decimal(text, withComma: true) != nil {
            refuse(
                "odm.decimal-comma",
                "\(what(item)) has a comma, which may be a decimal sign or stand between thousands",
                remedy: "say decimal: \",\" where it is the decimal sign, or correct it in the source", item: item,
                group: group)
        } else {
            refuse(
                "odm.not-a-number", "\(what(item)) should be a number and is not",
                remedy: "correct it in the source, or map it to a text field", item: item, group: group)
        }
    }

    mutating func readDate(
        _ operation: ODMPlan.Operation, item: Int, time: Int?, on record: inout RecordDraft, group: Int
    ) {
        // The span lends the reader without a copy of its parts.
        let reader = Int(operation.dateReader)
        let reading: DateReader.Reading
        if let time {
            let outcome: DateReader.TimeReading
            (reading, outcome) = withText(item) { date in
                withText(time) { plan.dateReaders.span[reader].read(date, time: $0) }
            }
            book(outcome, of: time, group: group)
        } else {
            reading = withText(item) { plan.dateReaders.span[reader].read($0) }
        }
        storeDate(reading, operation, on: &record, item: item, group: group)
    }

    private mutating func storeDate(
        _ reading: DateReader.Reading, _ operation: ODMPlan.Operation, on record: inout RecordDraft, item: Int?,
        group: Int
    ) {
        switch reading {
        case .date(let date): store(.date(date), operation, on: &record, item: item, group: group)
        case .unknown:
            store(.missing(.reason("UNKNOWN")), operation, on: &record, item: item, group: group)
        case .invalid:
            refuse(
                "odm.invalid-date", "\(what(item)) is not a date that exists in any of the formats of the mapping",
                remedy: "correct it in the source, or add its format to the line", item: item, group: group)
        }
    }

    /// What became of the item with a date's time: one that says nothing is carried as it is.
    private mutating func book(_ time: DateReader.TimeReading, of item: Int, group: Int) {
        switch time {
        case .joined: if fates[item] == .unseen { fates[item] = .mapped }
        case .idle: break
        case .invalid:
            refuse(
                "odm.invalid-time", "item '\(name(item))' is not a time that exists; its date is kept without it",
                remedy: "correct it in the source, or add its format to the line", item: item, group: group)
        case .contradicts:
            refuse(
                "odm.invalid-time", "item '\(name(item))' contradicts the time that stands with the date itself",
                remedy: "correct it in the source, or leave 'time' out of the line", item: item, group: group)
        }
    }

    // MARK: - Codes

    /// A value through a list or the export's decodes; nil when it was refused.
    mutating func translate(_ item: Int, list: Int32, group: Int, _ decoder: inout Decoder) -> SourceText? {
        if list == ODMPlan.decode {
            if let decode = withText(
                item, { decoder.decode($0, item: records.items[item].name, in: records.groups[group], names: names) })
            {
                return SourceText(decode)
            }
            guard decoder.hasCodeList(records.items[item].name, in: records.groups[group], names: names) else {
                refuse(
                    "odm.no-code-list", "the export's metadata have no code list for item '\(name(item))'",
                    remedy: "give the metadata by --metadata, or map its codes with 'map'", item: item, group: group)
                return nil
            }
            refuse(
                "odm.not-in-code-list", "the value of item '\(name(item))' is not in the export's code list",
                remedy: "correct it in the source, or map its code with 'map'", item: item, group: group)
            return nil
        }
        if let index = withText(item, { plan.lists.span[Int(list)].index(of: $0) }) {
            return SourceText(plan.lists[Int(list)].targets[index], isCanonical: true)
        }
        switch plan.lists[Int(list)].otherwise {
        case .keep: return SourceText(trimmed(item))
        case .value(let value): return SourceText(value, isCanonical: true)
        case .refuse:
            refuse(
                "odm.not-in-list", "the code of item '\(name(item))' is not in the mapping's list",
                remedy: "add the code to the list, or say else: keep", item: item, group: group)
            return nil
        }
    }

    /// A text through the operation's list, if it has one; nil when it was refused.
    mutating func translateText(
        _ code: String, _ operation: ODMPlan.Operation, item: Int?, group: Int, _ decoder: inout Decoder
    ) -> SourceText? {
        if operation.list == -1 { return SourceText(code) }
        var code = code
        if operation.list == ODMPlan.decode {
            let decode = item.flatMap { item in
                code.withUTF8 {
                    decoder.decode(
                        UnsafeRawBufferPointer($0), item: records.items[item].name, in: records.groups[group],
                        names: names)
                }
            }
            if let decode { return SourceText(decode) }
        } else {
            let list = plan.lists[Int(operation.list)]
            if let index = code.withUTF8({ list.index(of: UnsafeRawBufferPointer($0)) }) {
                return SourceText(list.targets[index], isCanonical: true)
            }
            switch list.otherwise {
            case .keep: return SourceText(code)
            case .value(let value): return SourceText(value, isCanonical: true)
            case .refuse: break
            }
        }
        refuse(
            "odm.not-in-list", "a code of \(what(item)) is not in the list that translates it",
            remedy: "correct it in the source, or add the code to the list", item: item, group: group)
        return nil
    }

    /// The source of a value in a message.
    func what(_ item: Int?) -> String { item.map { "item '\(name($0))'" } ?? "what this record's line takes" }
}
