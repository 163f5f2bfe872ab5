/// What is known of a field: one table for mapping checker, doors, comparison, supplements and the printed catalogue.
public struct FieldDefinition: Sendable {
    /// What values the field takes.
    public enum ValueType: String, Sendable {
        /// Text or a code.
        case text
        /// An exact decimal number.
        case number
        /// A date or date and time at any precision.
        case date
        /// Several codes (select-multiple), in the order in which they were said.
        case set
    }

    /// How a difference between two studies counts (DESIGN, section 4).
    public enum Equality: String, Sendable {
        /// Compared always.
        case semantic
        /// Computed on writing, checked on reading. A value equal to the computed one is forgotten; one that differs is
        /// stored in the record like any other, and being stored is what makes it an override: it wins on writing.
        case derived
    }

    /// The field's number.
    public let id: FieldID
    /// The name used in mapping files, such as `coding.preferredTerm.code`.
    public let name: String
    /// What values it takes.
    public let type: ValueType
    /// How a difference counts.
    public let equality: Equality
    /// The SDTM variables that hold it, `--` standing for the domain's prefix; empty when SDTM has none.
    public let variables: String
    /// What it means.
    public let meaning: String

    init(
        _ id: FieldID, _ name: String, _ type: ValueType, _ equality: Equality, _ variables: String, _ meaning: String
    ) {
        self.id = id
        self.name = name
        self.type = type
        self.equality = equality
        self.variables = variables
        self.meaning = meaning
    }

    /// All fields, in the order of their numbers.
    public static let all: [FieldDefinition] = common + interventions + events + findings + specialPurpose

    private static let byName: [String: FieldID] = Dictionary(
        all.map { ($0.name, $0.id) }, uniquingKeysWith: { first, _ in first })

    /// The field with this name.
    public static func named(_ name: String) -> FieldDefinition? { byName[name].map { $0.definition } }
}

extension FieldID {
    /// What is known of the field.
    public var definition: FieldDefinition { FieldDefinition.all[Int(rawValue)] }

    /// The name used in mapping files.
    public var name: String { definition.name }
}
