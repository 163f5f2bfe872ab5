public import ClinicalModel
public import Values

/// Fields that have no variable in SDTM and travel in SUPP-- under a name of their own: `mappings/sdtm/supp.yaml`.
///
/// ```yaml
/// supplemental:
///   - {field: cycle, name: CYCLEREF, label: Treatment Cycle, origin: Derived}
/// ```
public struct SupplementalMapping: Sendable {
    /// One field.
    public struct Line: Sendable {
        /// The field.
        public var field: FieldID
        /// QNAM, at most 8 characters.
        public var name: String
        /// QLABEL, at most 40 characters.
        public var label: String
        /// QORIG.
        public var origin: String
        /// Where the line stands.
        public var location: Location
    }

    /// The fields.
    public var lines: [Line]

    /// No fields.
    public init() { lines = [] }

    /// Reads and checks the file: fields must be known and named once, QNAM and QLABEL must fit.
    public init(text: String, path: String) throws(MappingError) {
        let node = try YAMLNode(text: text, path: path)
        try node.requireKeys(["supplemental"], in: "the supplemental mapping")
        lines = []
        for element in try node.list("supplemental") {
            let place = "a supplemental qualifier"
            try element.requireKeys(["field", "name", "label", "origin"], in: place)
            let fieldName = try element.requiredText("field", in: place)
            guard let field = FieldDefinition.named(fieldName)?.id else {
                throw .unknownName(
                    what: "field", name: fieldName,
                    suggestion: MappingError.nearest(fieldName, in: FieldDefinition.all.lazy.map(\.name)),
                    at: element["field"]?.location ?? element.location)
            }
            let line = Line(
                field: field, name: try element.requiredText("name", in: place),
                label: try element.requiredText("label", in: place), origin: try element.text("origin") ?? "CRF",
                location: element.location)
            guard line.name.utf8.count <= 8 else {
                throw .wrongValue(of: "name", expected: "at most 8 characters", at: element.location)
            }
            guard line.label.utf8.count <= 40 else {
                throw .wrongValue(of: "label", expected: "at most 40 characters", at: element.location)
            }
            if let first = lines.first(where: { $0.field == field || $0.name == line.name }) {
                throw .duplicate(
                    what: "supplemental qualifier", name: line.name, first: first.location, at: line.location)
            }
            lines.append(line)
        }
    }
}
