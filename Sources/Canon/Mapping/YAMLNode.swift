import Values
import Yams

/// A node of a mapping file with its place: the one way in which this module reads YAML.
///
/// Scalars are always text here: `1`, `Y` and `no` stay what they are.
struct YAMLNode {
    private let node: Node
    private let path: String

    /// Parses a document.
    init(text: String, path: String) throws(MappingError) {
        let composed: Node?
        do {
            composed = try Yams.compose(yaml: text, .basic)
        } catch let error as YamlError {
            throw YAMLNode.error(error, path: path)
        } catch {
            throw .notYAML(reason: "\(error)", at: Location(path: path))
        }
        guard let composed else { throw .notYAML(reason: "the document is empty", at: Location(path: path)) }
        self.init(node: composed, path: path)
    }

    private init(node: Node, path: String) {
        self.node = node
        self.path = path
    }

    /// Where it stands.
    var location: Location {
        let mark = node.mark
        return Location(path: path, line: mark?.line ?? 0, column: mark?.column ?? 0)
    }

    /// The text of a scalar; nil for a mapping, a sequence or an explicit null.
    var scalar: String? {
        guard case .scalar(let scalar) = node else { return nil }
        if scalar.style == .plain, scalar.string.isEmpty || scalar.string == "~" || scalar.string == "null" {
            return nil
        }
        return scalar.string
    }

    /// The entries of a mapping, in order.
    var entries: [(key: YAMLNode, value: YAMLNode)]? {
        guard case .mapping(let mapping) = node else { return nil }
        return mapping.map { (YAMLNode(node: $0.key, path: path), YAMLNode(node: $0.value, path: path)) }
    }

    /// The elements of a sequence.
    var elements: [YAMLNode]? {
        guard case .sequence(let sequence) = node else { return nil }
        return sequence.map { YAMLNode(node: $0, path: path) }
    }

    /// The value of a key of a mapping.
    subscript(key: String) -> YAMLNode? {
        guard case .mapping(let mapping) = node else { return nil }
        return mapping.first { $0.key.scalar?.string == key }.map { YAMLNode(node: $0.value, path: path) }
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
