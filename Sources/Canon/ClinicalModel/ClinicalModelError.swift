public import Values

/// A value that a record cannot take.
public enum ClinicalModelError: LocatedError {
    /// The field takes values of another type.
    case wrongType(FieldID, given: Value, origin: Origin)
    /// Records of this kind do not have the field.
    case notHeld(FieldID, by: EntityKind, origin: Origin)

    /// The error as a value; its place is known to whoever knows the sources, see ``diagnostic(sources:)``.
    public var diagnostic: Diagnostic { diagnostic(sources: []) }

    /// The error as a value, with the record's place in its source.
    ///
    /// - Parameter sources: The paths of the inputs, in the order in which they were read.
    public func diagnostic(sources: [String]) -> Diagnostic {
        switch self {
        case .wrongType(let field, let given, let origin):
            Diagnostic(
                "model.wrong-type", .error,
                "field '\(field.name)' takes a \(field.definition.type.rawValue), not a \(given.typeName)",
                remedy: "give a \(field.definition.type.rawValue), or keep the value as a supplement of the record",
                at: origin.location(in: sources), value: given.text)
        case .notHeld(let field, let kind, let origin):
            Diagnostic(
                "model.field-not-held", .error, "a record of kind '\(kind.name)' has no field '\(field.name)'",
                remedy: "keep the value as a supplement of the record; `rialto mapping fields --entity \(kind.name)` "
                    + "lists its fields",
                at: origin.location(in: sources))
        }
    }
}

extension Value {
    /// What it is, for messages.
    var typeName: String {
        switch self {
        case .text: "text"
        case .number: "number"
        case .date: "date"
        case .set: "set"
        case .missing: "missing value"
        }
    }
}

extension Origin {
    /// The place in words that people know; nil when the source is not among those given.
    ///
    /// - Parameter sources: The paths of the inputs, in the order in which they were read.
    public func location(in sources: [String]) -> Location? {
        guard sources.indices.contains(Int(source)) else { return nil }
        return Location(path: sources[Int(source)], line: Int(line), column: Int(column))
    }
}
