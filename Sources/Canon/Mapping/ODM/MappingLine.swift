public import ClinicalModel
public import Values

/// One line of a block: which value stands in which place.
public struct Line: Sendable {
    /// Where the value comes from.
    public var source: LineSource
    /// Where it goes.
    public var target: LineTarget
    /// How codes are translated on the way.
    public var list: ListUse?
    /// How dates and times are written in the source; empty for ISO 8601.
    public var formats: [DateFormat] = []
    /// What stands for an unknown component of a date.
    public var unknown: [String] = []
    /// The item that holds the time of the date.
    public var timeItem: String?
    /// What separates several codes in one value.
    public var separator: String?
    /// Whether numbers are written with a decimal comma; a point is none of theirs then.
    public var hasDecimalComma = false
    /// An exact factor and the digits to round to.
    public var scale: Scale?
    /// The CDISC code list that the values must be of, by code or submission value.
    public var terms: String?
    /// Only when this holds.
    public var condition: Condition?
    /// The name of the supplement that keeps the original where the line's translation cannot be undone.
    public var keepsOriginal: String?
    /// Where the line stands.
    public var location: Location
}

/// Where a line's value comes from.
public enum LineSource: Sendable {
    /// An item, or an attribute or vendor element by its path.
    case item(String)
    /// A value said in the mapping itself.
    case constant(String)
    /// Checkbox items, each with the code that a tick stands for.
    case checkboxes([Checkbox])
    /// An item of another record.
    case lookup(Lookup)
    /// Something that ODM says in a key.
    case context(ContextValue)
    /// The unit of an item's value, wherever the export says it.
    case unitOf(String)

    /// One checkbox.
    public struct Checkbox: Sendable {
        /// The item.
        public var item: String
        /// The code that a tick stands for.
        public var code: String
    }
}

/// What ODM says in keys and not in items.
public enum ContextValue: String, Sendable, CaseIterable {
    /// `SubjectKey`.
    case subjectKey
    /// `StudyOID` of the `ClinicalData`.
    case studyOID
    /// `StudyEventOID`.
    case studyEventOID
    /// `StudyEventRepeatKey`.
    case studyEventRepeatKey
    /// `FormOID`.
    case formOID
    /// `FormRepeatKey`.
    case formRepeatKey
    /// `ItemGroupRepeatKey`.
    case itemGroupRepeatKey
}

/// Where a line's value goes.
public enum LineTarget: Sendable {
    /// A field of the canon.
    case field(FieldID)
    /// A named supplement (SUPP--).
    case supplement(SupplementName)
    /// Of several codes each to a field of its own, which becomes `Y`.
    case flags([Flag])
    /// Nowhere, for the reason given: it stays in the carry folder.
    case notSubmitted(reason: String)

    /// A code of a select-multiple and the field that says that it was chosen.
    public struct Flag: Sendable {
        /// The code.
        public var code: String
        /// The field.
        public var field: FieldID
    }
}

/// A supplement's names.
public struct SupplementName: Sendable {
    /// QNAM.
    public var name: String
    /// QLABEL.
    public var label: String
    /// QORIG.
    public var origin: String
    /// QEVAL.
    public var evaluator: String
}

/// How a line translates codes.
public enum ListUse: Sendable {
    /// Through a list of the mapping.
    case list(ValueList)
    /// Through the decodes of the export's own code list.
    case decode
}

/// A list of source codes and what they become.
public struct ValueList: Sendable {
    /// Source code and target, in file order.
    public var pairs: [(source: String, target: String)]
    /// What happens to a code that is not in the list.
    public var otherwise: Otherwise
    /// For a target that several codes become: the one that is written back.
    public var preferred: [String: String]
    /// Where the list stands.
    public var location: Location

    /// What happens to a code that is not in the list.
    public enum Otherwise: Sendable {
        /// It is refused with its place.
        case refuse
        /// It is kept as it is.
        case keep
        /// It becomes this.
        case value(String)
    }
}

/// An exact factor: `numerator / denominator`.
public struct Scale: Sendable {
    /// The numerator.
    public var numerator: Int64
    /// The denominator.
    public var denominator: Int64
    /// Where a product that does not end is rounded, as ``Decimal/multiplied(by:over:digits:)`` says.
    public var digits: Int16?

    /// What leaves a number as it is.
    public static let one = Scale(numerator: 1, denominator: 1)
}

/// An item that becomes a finding of its own: the pivot from a wide form to tests.
public struct Pivot: Sendable {
    /// The item with the result.
    public var item: String
    /// --TESTCD.
    public var testCode: String
    /// --TEST.
    public var test: String
    /// The unit said in the mapping.
    public var unit: String?
    /// The item that holds the unit.
    public var unitItem: String?
    /// How the source's words for units are translated.
    public var units: ListUse?
    /// The item with the lower limit of the reference range, in the result's unit.
    public var low: String?
    /// The item with the upper limit of the reference range, in the result's unit.
    public var high: String?
    /// The result in standard units.
    public var standard: Standard?
    /// How coded results are translated for the original result.
    public var list: ListUse?
    /// Whether results and limits are written with a decimal comma.
    public var hasDecimalComma = false
    /// Lines for this test alone: ranges, specimen, method, status.
    public var lines: [Line] = []
    /// Where it stands.
    public var location: Location

    /// The result in standard form: a number in the standard unit, or a code of a list.
    public struct Standard: Sendable {
        /// --STRESU; empty for a coded result.
        public var unit = ""
        /// The factor from the test's ``Pivot/unit``; nil when ``factors`` say it unit by unit, or when results are in the
        /// standard unit. A result in a third unit is refused.
        public var scale: Scale?
        /// The factor from each original unit. A result in another unit is refused: its standard result is not known.
        public var factors: [Factor] = []
        /// The list that gives the standard result of a source code.
        public var list: ListUse?
    }

    /// The exact factor from one unit to the standard unit.
    public struct Factor: Sendable {
        /// The original unit, after translation.
        public var unit: String
        /// The factor.
        public var scale: Scale
    }
}
