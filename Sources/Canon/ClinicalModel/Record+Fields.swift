public import Values

extension Record {
    /// A field's value; nil when absent. ``Value/missing(_:)`` is a value.
    public func get(_ field: FieldID) -> Value? { values[field] }

    /// Sets a field, checked against the field table: for code that takes values from outside without a mapping's plan.
    ///
    /// A null with a reason fits every field. A field of type text also takes a set: several codes to a question that
    /// SDTM answers with one variable (`MULTIPLE`).
    ///
    /// - Throws: ``ClinicalModelError`` when records of this kind do not have the field, or it takes another type; the
    ///   record is then as it was.
    public mutating func set(_ field: FieldID, _ value: Value) throws(ClinicalModelError) {
        guard kind.accepts(field) else { throw .notHeld(field, by: kind, origin: origin) }
        guard field.definition.accepts(value) else { throw .wrongType(field, given: value, origin: origin) }
        values[field] = value
    }

    /// Removes a field.
    public mutating func remove(_ field: FieldID) { values[field] = nil }

    /// Why a field has no value although its place is there; nil when it is absent or has a value.
    public func missing(_ field: FieldID) -> Missing? {
        if case .missing(let reason)? = values[field] { reason } else { nil }
    }

    /// The codes of a field: all of a set, one of a text, none when absent or missing.
    public func codes(_ field: FieldID) -> [String] {
        switch values[field] {
        case .set(let codes): codes
        case .missing, nil: []
        case .some(let value): value.text.map { [$0] } ?? []
        }
    }

    /// The derived values that the record stores: overrides, which win over what is computed on writing, and values
    /// given on reading (see ``FieldDefinition/isGivenOnReading``).
    public var storedDerivedValues: some Sequence<FieldValues.Entry> {
        values.entries.lazy.filter { $0.field.isDerived }
    }
}

extension FieldDefinition {
    /// Whether the field can take a value of this type.
    public func accepts(_ value: Value) -> Bool {
        switch (value, type) {
        case (.missing, _), (.text, .text), (.number, .number), (.date, .date), (.set, .set), (.set, .text): true
        default: false
        }
    }

    /// Whether the reading door stores this derived value in any case, so that its presence says nothing of an
    /// override: --SEQ as read from SDTM, to which SUPP--, CO and RELREC point, and the visit that was given once.
    public var isGivenOnReading: Bool {
        switch id {
        case .sequence, .visitNumber, .visit, .visitDay: true
        default: false
        }
    }
}

extension FieldID {
    /// Whether the field is computed on writing and stored only where its source says otherwise.
    public var isDerived: Bool { definition.equality == .derived }
}
