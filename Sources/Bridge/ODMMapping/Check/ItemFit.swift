import ClinicalModel
import ODM

/// Whether an item's data type can stand in a field: the one rule of checker and draft.
enum ItemFit {
    /// What a data type is, as far as fields care.
    enum Shape {
        case text, number, date, time, boolean, interval, binary
    }

    static func shape(_ type: ODMDataType) -> Shape {
        switch type {
        case .any, .text, .string, .URI: .text
        case .integer, .float, .decimal, .double, .hexFloat, .base64Float: .number
        case .date, .datetime, .partialDate, .partialDatetime, .incompleteDatetime, .incompleteDate: .date
        case .time, .partialTime, .incompleteTime: .time
        case .boolean: .boolean
        case .durationDatetime, .intervalDatetime: .interval
        case .hexBinary, .base64Binary: .binary
        }
    }

    /// What the item gives, in words, when it does not fit the field; nil when it does.
    ///
    /// - Parameters:
    ///   - isTranslated: Whether a list or the decodes stand between: then the targets count, not the codes.
    ///   - hasFormats: Whether date formats are stated, which read numbers such as `2019` too.
    static func misfit(
        _ type: ODMDataType, into field: FieldDefinition.ValueType, isTranslated: Bool, hasFormats: Bool
    ) -> String? {
        let given = "an item of data type \(type.rawValue)"
        switch (field, shape(type)) {
        case (_, .binary): return given
        case (_, _) where isTranslated: return nil
        case (.number, .date), (.number, .time), (.number, .boolean), (.number, .interval): return given
        case (.date, .time), (.date, .boolean), (.date, .interval): return given
        case (.date, .number): return hasFormats ? nil : given
        default: return nil
        }
    }
}
