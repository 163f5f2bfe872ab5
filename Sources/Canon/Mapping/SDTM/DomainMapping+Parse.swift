import ClinicalModel
import Values

extension DomainMapping {
    /// Reads and checks a mapping file of a domain.
    ///
    /// Refused with their place: unknown keys, entities and fields, a variable or field given twice, a key that is no
    /// variable, a numeric variable of a field that is not a number, names and labels that a dataset cannot hold.
    public static func parse(text: String, path: String) throws(MappingError) -> DomainMapping {
        let node = try YAMLNode(text: text, path: path)
        try node.requireKeys(["domain", "label", "class", "entity", "keys", "variables"], in: "a domain mapping")
        let domain = try node.requiredText("domain", in: "a domain mapping")
        let entityName = try node.requiredText("entity", in: "a domain mapping")
        guard let entity = EntityKind.named(entityName) else {
            throw .unknownName(
                what: "entity", name: entityName,
                suggestion: MappingError.nearest(entityName, in: EntityKind.allCases.map(\.name)),
                at: node["entity"]?.location ?? node.location)
        }
        guard let list = node["variables"] else {
            throw .missingKey("variables", in: "a domain mapping", at: node.location)
        }
        var variables: [DomainVariable] = []
        var names: [String: Location] = [:]
        var fields: [FieldID: Location] = [:]
        for line in try node.list("variables") {
            let variable = try DomainVariable(line)
            if let first = names.updateValue(variable.location, forKey: variable.name) {
                throw .duplicate(what: "variable", name: variable.name, first: first, at: variable.location)
            }
            if case .field(let field) = variable.source,
                let first = fields.updateValue(variable.location, forKey: field)
            {
                throw .duplicate(what: "field", name: field.name, first: first, at: variable.location)
            }
            variables.append(variable)
        }
        guard !variables.isEmpty else {
            throw .wrongValue(of: "variables", expected: "a list of variables", at: list.location)
        }
        return DomainMapping(
            domain: domain, label: try node.requiredText("label", in: "a domain mapping"),
            domainClass: try node.requiredText("class", in: "a domain mapping"), entity: entity,
            keys: try keys(of: node, among: names), variables: variables, location: node.location)
    }

    private static func keys(
        of node: YAMLNode, among names: [String: Location]
    ) throws(MappingError) -> [String] {
        var seen: [String: Location] = [:]
        var keys: [String] = []
        for element in try node.list("keys") {
            let key = try element.requiredScalar("keys")
            guard names[key] != nil else {
                throw .unknownName(
                    what: "variable", name: key, suggestion: MappingError.nearest(key, in: names.keys.sorted()),
                    at: element.location)
            }
            if let first = seen.updateValue(element.location, forKey: key) {
                throw .duplicate(what: "key", name: key, first: first, at: element.location)
            }
            keys.append(key)
        }
        return keys
    }
}

extension DomainVariable {
    init(_ line: YAMLNode) throws(MappingError) {
        let place = "a variable"
        try line.requireKeys(["name", "label", "type", "core", "role", "field", "derive", "terms"], in: place)
        name = try line.requiredText("name", in: place)
        label = try line.requiredText("label", in: place)
        role = try line.text("role") ?? ""
        codeLists = try line.texts("terms")
        location = line.location
        guard name.utf8.count <= 8 else {
            throw .wrongValue(of: "name", expected: "at most 8 characters", at: line["name"]?.location ?? line.location)
        }
        guard label.utf8.count <= 40 else {
            throw .wrongValue(
                of: "label", expected: "at most 40 characters", at: line["label"]?.location ?? line.location)
        }
        type = try Self.choice("type", of: line, among: DataType.allCases.map { ($0.rawValue, $0) })
        core = try Self.choice("core", of: line, among: Core.allCases.map { ($0.rawValue, $0) })
        if let fieldName = try line.text("field") {
            if let derived = line["derive"] {
                throw .wrongValue(of: "derive", expected: "left out beside 'field'", at: derived.location)
            }
            source = .field(try Self.field(fieldName, type: type, of: line))
        } else {
            let sources: [(String, Source)] = [("studyID", .studyID), ("domain", .domain), ("usubjid", .usubjid)]
            source = try Self.choice("derive", of: line, among: sources)
        }
    }

    private static func field(_ name: String, type: DataType, of line: YAMLNode) throws(MappingError) -> FieldID {
        let place = line["field"]?.location ?? line.location
        guard let definition = FieldDefinition.named(name) else {
            throw .unknownName(
                what: "field", name: name,
                suggestion: MappingError.nearest(name, in: FieldDefinition.all.lazy.map(\.name)), at: place)
        }
        if type == .numeric, definition.type != .number {
            throw .typeMismatch(
                field: name, type: definition.type.rawValue, given: "a number (type: Num)", at: place)
        }
        return definition.id
    }

    private static func choice<Choice>(
        _ key: String, of line: YAMLNode, among choices: [(name: String, value: Choice)]
    ) throws(MappingError) -> Choice {
        let text = try line.requiredText(key, in: "a variable")
        guard let choice = choices.first(where: { $0.name == text }) else {
            throw .wrongValue(
                of: key, expected: choices.map(\.name).joined(separator: " or "),
                at: line[key]?.location ?? line.location)
        }
        return choice.value
    }
}
