import Values
import Yams

/// A node of a mapping file with its place: the one way in which this module reads YAML.
///
/// Scalars are always text here: `1`, `Y` and `no` stay what they are.
struct YAMLNode {
    private enum Content {
        case scalar(String, isNull: Bool)
        case mapping([(key: YAMLNode, value: YAMLNode)])
        case sequence([YAMLNode])
    }

    private let content: Content
    /// Where it stands.
    let location: Location

    /// More nodes than any mapping has: aliases of aliases can stand for more than fits into memory.
    private static let mostNodes = 1_000_000

    /// Parses a document.
    init(text: String, path: String) throws(MappingError) {
        let composed: Node?
        do {
            // Without rules for tags: scalars are texts, and the rules are regular expressions tried on each.
            composed = try Yams.compose(yaml: text, .basic)
        } catch let error as YamlError {
            throw YAMLNode.error(error, path: path)
        } catch {
            throw .notYAML(reason: "\(error)", at: Location(path: path))
        }
        guard let composed else { throw .notYAML(reason: "the document is empty", at: Location(path: path)) }
        var left = Self.mostNodes
        try self.init(composed, path: path, nodesLeft: &left)
    }

    /// The parser's tree as arrays: its own nodes are costly to copy, and every look at one is a copy.
    private init(_ node: Node, path: String, nodesLeft: inout Int) throws(MappingError) {
        let mark = node.mark
        location = Location(path: path, line: mark?.line ?? 0, column: mark?.column ?? 0)
        nodesLeft -= 1
        guard nodesLeft > 0 else {
            throw .notYAML(reason: "it has more than \(Self.mostNodes) parts, aliases counted", at: location)
        }
        switch node {
        case .scalar(let scalar):
            let isNull =
                scalar.style == .plain
                && (scalar.string.isEmpty || scalar.string == "~" || scalar.string == "null")
            content = .scalar(scalar.string, isNull: isNull)
        case .mapping(let mapping):
            var entries: [(key: YAMLNode, value: YAMLNode)] = []
            entries.reserveCapacity(mapping.count)
            for (key, value) in mapping {
                entries.append(
                    (
                        try YAMLNode(key, path: path, nodesLeft: &nodesLeft),
                        try YAMLNode(value, path: path, nodesLeft: &nodesLeft)
                    ))
            }
            content = .mapping(entries)
        case .sequence(let sequence):
            var elements: [YAMLNode] = []
            elements.reserveCapacity(sequence.count)
            for element in sequence { elements.append(try YAMLNode(element, path: path, nodesLeft: &nodesLeft)) }
            content = .sequence(elements)
        case .alias(let alias):
            throw .notYAML(reason: "the alias '\(alias.anchor.rawValue)' stands for nothing", at: location)
        }
    }

    /// The text of a scalar; nil for a mapping, a sequence or an explicit null.
    var scalar: String? {
        if case .scalar(let text, isNull: false) = content { text } else { nil }
    }

    /// The entries of a mapping, in order.
    var entries: [(key: YAMLNode, value: YAMLNode)]? {
        if case .mapping(let entries) = content { entries } else { nil }
    }

    /// The elements of a sequence.
    var elements: [YAMLNode]? {
        if case .sequence(let elements) = content { elements } else { nil }
    }

    /// The value of a key of a mapping.
    subscript(key: String) -> YAMLNode? {
        guard case .mapping(let entries) = content else { return nil }
        for entry in entries {
            if case .scalar(let text, _) = entry.key.content, text == key { return entry.value }
        }
        return nil
    }

    /// Refuses keys outside `known`, keys given twice, and anything but a mapping.
    func requireKeys(_ known: [String], in place: String) throws(MappingError) {
        guard let entries else { throw .wrongValue(of: place, expected: "a mapping of keys to values", at: location) }
        var seen: [String: Location] = [:]
        for (key, _) in entries {
            guard let name = key.scalar else { throw .wrongValue(of: place, expected: "text keys", at: key.location) }
            guard known.contains(name) else { throw .unknownKey(name, known: known, at: key.location) }
            if let first = seen[name] { throw .duplicate(what: "key", name: name, first: first, at: key.location) }
            seen[name] = key.location
        }
    }

    /// The text of a key that must be there.
    func requiredText(_ key: String, in place: String) throws(MappingError) -> String {
        guard let child = self[key] else { throw .missingKey(key, in: place, at: location) }
        return try child.requiredScalar(key)
    }

    /// The text of a key, when it is there.
    func text(_ key: String) throws(MappingError) -> String? {
        guard let child = self[key] else { return nil }
        return try child.requiredScalar(key)
    }

    /// This node's text.
    func requiredScalar(_ name: String) throws(MappingError) -> String {
        guard let scalar else { throw .wrongValue(of: name, expected: "one text", at: location) }
        return scalar
    }

    /// The texts of a key that holds one text or a list of texts; empty when it is not there.
    func texts(_ key: String) throws(MappingError) -> [String] {
        guard let child = self[key] else { return [] }
        if let scalar = child.scalar { return [scalar] }
        guard let elements = child.elements else {
            throw .wrongValue(of: key, expected: "a text or a list of texts", at: child.location)
        }
        var texts: [String] = []
        for element in elements { texts.append(try element.requiredScalar(key)) }
        return texts
    }

    /// Whether a key says yes: `true`, `yes` or `Y`.
    func flag(_ key: String) throws(MappingError) -> Bool {
        guard let child = self[key] else { return false }
        switch child.scalar {
        case "true", "yes", "Y": return true
        case "false", "no", "N": return false
        default: throw .wrongValue(of: key, expected: "true or false", at: child.location)
        }
    }

    /// An integer key.
    func integer(_ key: String) throws(MappingError) -> Int? {
        guard let child = self[key] else { return nil }
        guard let value = Int(try child.requiredScalar(key)) else {
            throw .wrongValue(of: key, expected: "a whole number", at: child.location)
        }
        return value
    }

    /// The elements of a key that must hold a list; empty when it is not there.
    func list(_ key: String) throws(MappingError) -> [YAMLNode] {
        guard let child = self[key] else { return [] }
        guard let elements = child.elements else {
            throw .wrongValue(of: key, expected: "a list", at: child.location)
        }
        return elements
    }

    private static func error(_ error: YamlError, path: String) -> MappingError {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            .notYAML(reason: problem, at: Location(path: path, line: mark.line, column: mark.column))
        case .duplicatedKeysInMapping(let keys, let context):
            .notYAML(
                reason: "a key is given twice: \(keys.map { "\($0)" }.joined(separator: ", "))",
                at: Location(path: path, line: context.mark.line, column: context.mark.column))
        default: .notYAML(reason: "\(error)", at: Location(path: path))
        }
    }
}
