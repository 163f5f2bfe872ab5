import Values

/// A text that is equal to another only byte by byte: `é` in one code point is not `é` in two, for verbatim text is kept
/// as it was said.
struct ExactText: Hashable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (a: ExactText, b: ExactText) -> Bool { a.text.utf8.elementsEqual(b.text.utf8) }

    func hash(into hasher: inout Hasher) {
        var copy = text
        copy.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

/// A value in the form in which equal values are the same.
enum ExactValue: Hashable {
    case text(ExactText)
    /// The number, and its digits behind the point: 7.0 is not 7, but 1E2 is 100.
    case number(Decimal, digits: Int16)
    case date(PartialDate)
    case set([ExactText])
    case null
    case reason(ExactText)
    case notDone(ExactText?)
    case special(UInt8)

    /// - Parameter scope: Lexically, spellings count: the offset of a time, the exponent of a number, the order of codes.
    init(_ value: Value, scope: ComparisonScope) {
        switch value {
        case .text(let text): self = .text(ExactText(text))
        case .number(let number):
            self =
                scope == .lexical
                ? .number(number, digits: number.scale) : .number(number.normalized, digits: max(number.scale, 0))
        case .date(let date): self = .date(scope == .lexical ? date : date.inUTC)
        case .set(let codes):
            let ordered =
                scope == .lexical ? codes : codes.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            self = .set(ordered.map { ExactText($0) })
        case .missing(.null): self = .null
        case .missing(.reason(let reason)): self = .reason(ExactText(reason))
        case .missing(.notDone(let reason)): self = .notDone(reason.map { ExactText($0) })
        case .missing(.special(let letter)): self = .special(letter)
        }
    }
}

/// A supplement without its place, in the form in which equal ones are the same.
struct ExactSupplement: Hashable {
    let texts: [ExactText?]
    let value: ExactValue

    init(_ supplement: Supplement, scope: ComparisonScope) {
        texts = [
            ExactText(supplement.address), supplement.name.map { ExactText($0) }, ExactText(supplement.label),
            ExactText(supplement.origin), ExactText(supplement.evaluator),
        ]
        value = ExactValue(supplement.value, scope: scope)
    }
}

/// What a record says, without its own key and place: identical records have the same content.
struct RecordContent: Hashable {
    let kind: EntityKind
    let parent: ExactText?
    let fields: [FieldID]
    let values: [ExactValue]
    let supplements: [ExactSupplement: Int]

    /// - Parameter withGiven: Whether derived values count that a door stores in any case.
    init(_ record: Record, scope: ComparisonScope, withGiven: Bool) {
        kind = record.kind
        parent = record.parent.map { ExactText($0.text) }
        let entries = record.values.entries.filter { withGiven || !$0.field.definition.isGivenOnReading }
        fields = entries.map(\.field)
        values = entries.map { ExactValue($0.value, scope: scope) }
        supplements = Dictionary(
            record.supplements.map { (ExactSupplement($0, scope: scope), 1) }, uniquingKeysWith: +)
    }
}
