public import ClinicalModel
import Values

/// The catalogue of entities and fields that mapping files name, as `mapping fields` prints it and `mappings/canon.md`
/// holds it.
///
/// For one entity it lists the fields that a variable of its SDTM domain holds, in the order of the guide; for all it
/// lists every field of the canon.
public struct FieldCatalogue: Sendable {
    /// One field as it is listed.
    public struct Row: Sendable, Hashable {
        /// The name used in mapping files.
        public var name: String
        /// What values it takes.
        public var type: String
        /// `semantic` or `derived`.
        public var equality: String
        /// The SDTM variables that hold it.
        public var variables: String
        /// What it means.
        public var meaning: String
    }

    /// The entity; nil for all.
    public let entity: EntityKind?
    /// The fields.
    public let rows: [Row]

    /// Makes the catalogue of all fields, or of those of one entity. For an entity without an SDTM domain it lists the
    /// fields that its records have.
    public init(entity: EntityKind? = nil) throws(MappingError) {
        self.entity = entity
        guard let entity, let domain = entity.domain else {
            rows = FieldDefinition.all.filter { entity?.accepts($0.id) ?? true }
                .map { Row($0, variables: $0.variables, meaning: $0.meaning) }
            return
        }
        let mapping = try DomainMapping.embedded().first { $0.domain == domain }
        var rows: [Row] = []
        for variable in mapping?.variables ?? [] {
            guard case .field(let field) = variable.source else { continue }
            rows.append(Row(field.definition, variables: variable.name, meaning: variable.label))
        }
        for field in FieldDefinition.all where field.variables.isEmpty && entity.accepts(field.id) {
            rows.append(Row(field, variables: "", meaning: field.meaning))
        }
        self.rows = rows
    }

    /// For people on a terminal: one line a field.
    public func text() -> String {
        var lines: [String] = []
        let columns = [rows.map(\.name), rows.map(\.type), rows.map(\.equality), rows.map(\.variables)]
            .map { column in column.map(\.utf8.count).max() ?? 0 }
        if let entity {
            lines.append("\(entity.name)\(entity.domain.map { " (\($0))" } ?? ", which has no SDTM domain")")
        }
        for row in rows {
            let cells = [row.name, row.type, row.equality, row.variables]
            lines.append(
                zip(cells, columns).map { $0 + String(repeating: " ", count: $1 - $0.utf8.count) }
                    .joined(separator: "  ") + "  " + row.meaning)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// As Markdown: the file `mappings/canon.md` when no entity is given.
    public func markdown() -> String {
        var lines: [String] = []
        if let entity {
            lines.append("# \(entity.name)\(entity.domain.map { ": SDTM \($0)" } ?? "")")
        } else {
            lines += [
                "# The canon: entities and fields", "",
                "Made by `rialto mapping fields --format markdown`; do not edit. These are the names that mapping files use.",
                "", "## Entities", "", "| Entity | SDTM domain | Class |", "|---|---|---|",
            ]
            for kind in EntityKind.allCases {
                let family = kind.generalClass == .none ? "" : kind.generalClass.rawValue
                lines.append("| `\(kind.name)` | \(kind.domain ?? "") | \(family) |")
            }
            lines += [
                "", "## Fields", "",
                "Equality: *semantic* fields are compared always; *derived* ones are computed on writing and checked on "
                    + "reading. `--` in a variable stands for the domain's prefix.",
            ]
        }
        lines += ["", "| Field | Type | Equality | SDTM variables | Meaning |", "|---|---|---|---|---|"]
        for row in rows {
            lines.append("| `\(row.name)` | \(row.type) | \(row.equality) | \(row.variables) | \(row.meaning) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension FieldCatalogue.Row {
    init(_ field: FieldDefinition, variables: String, meaning: String) {
        self.init(
            name: field.name, type: field.type.rawValue, equality: field.equality.rawValue, variables: variables,
            meaning: meaning)
    }
}
