import ClinicalModel
import Values

extension MappingDocument {
    /// Reads a mapping file's text.
    ///
    /// - Parameter load: Gives the text of another mapping file that this one names with `extends`.
    public init(
        text: String, path: String, load: (String) throws(MappingError) -> String
    ) throws(MappingError) {
        var mistakes: [MappingError]?
        try self.init(text: text, path: path, mistakes: &mistakes, load: load)
    }

    /// Reads a mapping file's text as far as it can be read: a block, line or test with a mistake is left out, and its
    /// mistake is in `mistakes`. For checking only; such a document must not be run.
    public init(
        checking text: String, path: String, mistakes: inout [MappingError],
        load: (String) throws(MappingError) -> String
    ) throws(MappingError) {
        var found: [MappingError]? = []
        defer { mistakes = found ?? [] }
        try self.init(text: text, path: path, mistakes: &found, load: load)
    }

    /// With `mistakes` nil the first mistake is thrown.
    private init(
        text: String, path: String, mistakes: inout [MappingError]?, load: (String) throws(MappingError) -> String
    ) throws(MappingError) {
        let root = try YAMLNode(text: text, path: path)
        try root.requireKeys(
            ["language", "extends", "study", "lists", "dates", "itemGroups", "forms", "studyEvents", "subjectData"],
            in: "the mapping")
        let language = try root.requiredText("language", in: "the mapping")
        guard language == "1" else {
            throw .wrongValue(of: "language", expected: "1, the version that this Rialto reads", at: root.location)
        }
        self.path = path
        if let base = try root.text("extends") {
            let other = MappingDocument.sibling(base, of: path)
            self = try MappingDocument(text: try load(other), path: other, load: load)
            self.path = path
        }
        var parser = BlockParser(lists: lists, mistakes: mistakes)
        defer { mistakes = parser.mistakes }
        do throws(MappingError) { try readStudy(root["study"]) } catch { try parser.note(error) }
        try parser.readLists(root["lists"])
        lists = parser.lists
        try parser.readDates(root["dates"])
        for source in [Source.subjectData, .studyEvents, .forms, .itemGroups] {
            for node in try root.list(source.rawValue) {
                do throws(MappingError) {
                    let block = try parser.block(node, source: source)
                    // A study's block stands before those of the standard it extends, which it overrides.
                    add(block)
                } catch {
                    try parser.note(error)
                }
            }
        }
    }

    /// `study: study.yaml`, or what would stand in it; in the place of what an extended mapping says.
    private mutating func readStudy(_ node: YAMLNode?) throws(MappingError) {
        guard let node else { return }
        (study, studyPath) = (nil, nil)
        if node.entries == nil {
            studyPath = MappingDocument.sibling(try node.requiredScalar("study"), of: path)
        } else {
            study = try StudyFile.parse(node)
        }
    }

    /// Adds a block: before those of an extended mapping for the same record, after its own.
    private mutating func add(_ block: Block) {
        let shared = blocks.firstIndex { other in
            other.location.path != block.location.path && other.source == block.source
                && (block.oids.isEmpty || other.oids.contains { block.oids.contains($0) })
        }
        if let shared { blocks.insert(block, at: shared) } else { blocks.append(block) }
    }

    /// A path named in a file, relative to that file's folder.
    static func sibling(_ name: String, of path: String) -> String {
        if name.hasPrefix("/") { return name }
        guard let slash = path.lastIndex(of: "/") else { return name }
        return path[...slash] + name
    }
}

/// Reads blocks, lines and pivots.
struct BlockParser {
    var lists: [String: ValueList]
    /// Mistakes so far; nil when the first one ends the reading.
    var mistakes: [MappingError]?
    /// How dates are written where a line does not say it.
    var dates: (formats: [DateFormat], unknown: [String]) = ([], [])

    init(lists: [String: ValueList], mistakes: [MappingError]?) {
        self.lists = lists
        self.mistakes = mistakes
    }

    /// Keeps a mistake, or throws it.
    mutating func note(_ error: MappingError) throws(MappingError) {
        guard mistakes != nil else { throw error }
        mistakes?.append(error)
    }

    /// `dates: {format: [yyyy-MM-dd], unknown: [UN]}`: holds for every line to a date that names no format of its own.
    mutating func readDates(_ node: YAMLNode?) throws(MappingError) {
        guard let node else { return }
        try node.requireKeys(["format", "unknown"], in: "'dates'")
        dates = (try BlockParser.formats(node), try node.texts("unknown"))
    }

    mutating func readLists(_ node: YAMLNode?) throws(MappingError) {
        guard let node else { return }
        guard let entries = node.entries else {
            throw .wrongValue(of: "lists", expected: "a mapping of names to lists", at: node.location)
        }
        for (key, value) in entries {
            let name = try key.requiredScalar("a list's name")
            try value.requireKeys(["map", "else", "preferred"], in: "list '\(name)'")
            lists[name] = try valueList(value)
        }
    }

    mutating func block(_ node: YAMLNode, source: MappingDocument.Source) throws(MappingError) -> MappingDocument.Block
    {
        try node.requireKeys(
            [
                "oid", "form", "event", "entity", "when", "set", "items", "pivot", "parent", "relate", "visit", "split",
                "notSubmitted", "default", "key",
            ], in: "a block")
        let oids = try node.texts("oid")
        if source == .subjectData, !oids.isEmpty {
            throw .unknownKey("oid", known: ["entity", "when", "set", "items"], at: node.location)
        }
        if source != .subjectData, oids.isEmpty { throw .missingKey("oid", in: "a block", at: node.location) }
        let instead = ["split", "notSubmitted"].first { node[$0] != nil }
        if let instead {
            for key in [
                "entity", "set", "items", "default", "pivot", "parent", "relate", "visit", "split", "notSubmitted",
            ]
                + (instead == "split" ? [] : ["key"])
            where key != instead && node[key] != nil {
                throw .wrongValue(
                    of: key, expected: "left out of a block with '\(instead)'",
                    at: node[key]?.location ?? node.location)
            }
        }
        var block = MappingDocument.Block(source: source, oids: oids, entity: .subject, location: node.location)
        try requireOptions(of: source, in: node)
        block.forms = try node.texts("form")
        block.events = try node.texts("event")
        block.keys = try node.texts("key")
        switch instead {
        case "split": try readParts(node, into: &block)
        case "notSubmitted":
            block.condition = try node["when"].map { (child) throws(MappingError) in try condition(child) }
            block.notSubmitted = try node.requiredText("notSubmitted", in: "a block")
        default: try readContent(node, into: &block)
        }
        if let key = node["key"] { try MappingCheck.keys(of: block, at: key.location) }
        return block
    }

    /// Refuses what an element's place in ODM leaves without a meaning.
    private func requireOptions(of source: MappingDocument.Source, in node: YAMLNode) throws(MappingError) {
        let idle: [String] =
            switch source {
            case .subjectData: ["form", "event"]
            case .studyEvents: ["form"]
            case .forms, .itemGroups: []
            }
        for key in idle {
            guard let child = node[key] else { continue }
            throw .wrongValue(
                of: key, expected: "left out: a record of '\(source.rawValue)' has none", at: child.location)
        }
    }

    /// The parts of `split:`: each is a record of its own, made when its condition holds.
    private mutating func readParts(_ node: YAMLNode, into block: inout MappingDocument.Block) throws(MappingError) {
        block.condition = try node["when"].map { (child) throws(MappingError) in try condition(child) }
        var names: [String: Location] = [:]
        for child in try node.list("split") {
            try child.requireKeys(
                ["as", "entity", "when", "set", "items", "default", "pivot", "parent", "relate", "visit"],
                in: "a part of a split")
            var part = MappingDocument.Block(
                source: block.source, oids: block.oids, entity: .subject, location: child.location)
            part.part = try child.requiredText("as", in: "a part of a split")
            if let first = names.updateValue(child.location, forKey: part.part) {
                throw .duplicate(what: "part", name: part.part, first: first, at: child.location)
            }
            try readContent(child, into: &part)
            block.parts.append(part)
        }
        guard let first = block.parts.first else {
            throw .wrongValue(of: "split", expected: "a list of records", at: node["split"]?.location ?? node.location)
        }
        block.entity = first.entity
    }

    /// What a record becomes, and by which lines.
    private mutating func readContent(_ node: YAMLNode, into block: inout MappingDocument.Block) throws(MappingError) {
        let name = try node.requiredText("entity", in: "a block")
        guard let entity = EntityKind.named(name) else {
            throw .unknownName(
                what: "entity", name: name,
                suggestion: MappingError.nearest(name, in: EntityKind.allCases.map(\.name)),
                at: node["entity"]?.location ?? node.location)
        }
        block.entity = entity
        for key in ["parent", "relate", "visit"] where entity.isSingleton {
            guard let child = node[key] else { continue }
            throw .wrongValue(
                of: key, expected: "left out: a patient has one \(entity.name), without parents, relations and visits",
                at: child.location)
        }
        block.condition = try node["when"].map { (child) throws(MappingError) in try condition(child) }
        if node["visit"] != nil { block.takesVisit = try node.flag("visit") }
        block.lines = try constants(node, "set")
        for child in try node.list("items") {
            do throws(MappingError) { block.lines.append(try line(child)) } catch { try note(error) }
        }
        do throws(MappingError) { try MappingCheck.targets(of: block.lines) } catch { try note(error) }
        block.defaults = try constants(node, "default")
        do throws(MappingError) { try MappingCheck.defaults(of: block) } catch { try note(error) }
        for line in block.lines + block.defaults {
            do throws(MappingError) { try MappingCheck.fields(of: line, entity: entity) } catch { try note(error) }
        }
        for child in try node.list("pivot") {
            do throws(MappingError) { block.pivots.append(try pivot(child, block: block)) } catch { try note(error) }
        }
        if let parent = node["parent"] { block.parent = try lookup(parent, itemAllowed: false) }
        for child in try node.list("relate") {
            try child.requireKeys(["oid", "same", "match", "when", "during", "type"], in: "a relation")
            block.relations.append(
                Relate(to: try lookup(child, itemAllowed: false, also: ["type"]), type: try child.text("type") ?? ""))
        }
    }

    /// `set: {field: value}` or `default: {field: value}`: constants of the mapping.
    func constants(_ node: YAMLNode, _ key: String) throws(MappingError) -> [Line] {
        guard let node = node[key] else { return [] }
        guard let entries = node.entries else {
            throw .wrongValue(of: key, expected: "a mapping of fields to values", at: node.location)
        }
        var lines: [Line] = []
        for (key, value) in entries {
            let field = try self.field(try key.requiredScalar("a field"), at: key.location)
            let line = Line(
                source: .constant(try value.requiredScalar(field.name)), target: .field(field), location: key.location)
            try MappingCheck.types(of: line)
            lines.append(line)
        }
        return lines
    }

    func field(_ name: String, at location: Location) throws(MappingError) -> FieldID {
        guard let field = FieldDefinition.named(name) else {
            throw .unknownName(
                what: "field", name: name,
                suggestion: MappingError.nearest(name, in: FieldDefinition.all.map(\.name)), at: location)
        }
        return field.id
    }
}
