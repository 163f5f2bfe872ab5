public import Values

/// A finding's result: as it was written, and in standard form (SDTMIG 3.4, section 6.3.1: --ORRES, --STRESC and theirs).
public struct FindingResult: Sendable, Hashable {
    /// The result as written.
    public struct Original: Sendable, Hashable {
        /// The text as written, with its comparator (--ORRES).
        public var text: String?
        /// The unit as written (--ORRESU).
        public var unit: String?
        /// The comparator that stood before the number: `<`, `<=`, `>`, `>=`, `≤`, `≥` or `~`.
        public var comparator: String?
    }

    /// The result in standard form.
    public struct Standard: Sendable, Hashable {
        /// The text, with its comparator (--STRESC).
        public var text: String?
        /// The number; nil for a coded result and for one with a comparator (--STRESN).
        public var number: Decimal?
        /// The standard unit (--STRESU).
        public var unit: String?

        /// The comparator before the number in ``text``; nil when the text is no comparison with a number.
        public var comparator: String? {
            guard let text else { return nil }
            let comparators = ["<=", ">=", "<", ">", "≤", "≥", "~"]
            guard let found = comparators.first(where: { text.hasPrefix($0) }) else { return nil }
            let rest = text.dropFirst(found.count).drop { $0 == " " }
            return Decimal(rest) == nil ? nil : found
        }
    }

    /// The result as written.
    public var original = Original()
    /// The result in standard form.
    public var standard = Standard()

    /// No result.
    public init() {}

    init(_ record: Record) {
        original = Original(
            text: record.text(.original), unit: record.text(.originalUnit), comparator: record.text(.originalComparator)
        )
        standard = Standard(
            text: record.text(.standard), number: record.number(.standardNumber), unit: record.text(.standardUnit))
    }

    /// Writes what differs, so that a null with a reason stays where nothing was set.
    func write(to record: inout Record) {
        let old = FindingResult(record)
        if original.text != old.original.text { record[text: .original] = original.text }
        if original.unit != old.original.unit { record[text: .originalUnit] = original.unit }
        if original.comparator != old.original.comparator { record[text: .originalComparator] = original.comparator }
        if standard.text != old.standard.text { record[text: .standard] = standard.text }
        if standard.number != old.standard.number { record[number: .standardNumber] = standard.number }
        if standard.unit != old.standard.unit { record[text: .standardUnit] = standard.unit }
    }
}
