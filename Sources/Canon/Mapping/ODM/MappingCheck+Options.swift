import ClinicalModel
import Values

extension MappingCheck {
    /// Refuses options that a line's source and target leave without effect: an option is done, or it is an error.
    static func options(of line: Line, in node: YAMLNode) throws(MappingError) {
        let source = options(of: line.source)
        let target = options(of: line.target, in: node)
        for option in allOptions where node[option] != nil {
            guard let place = node[option]?.location else { continue }
            if !source.known.contains(option) {
                throw .wrongValue(of: option, expected: "left out: it does nothing to \(source.name)", at: place)
            }
            if !target.known.contains(option) {
                throw .wrongValue(of: option, expected: "left out: it does nothing to \(target.name)", at: place)
            }
        }
        if node["digits"] != nil, node["scale"] == nil {
            throw .missingKey("scale", in: "a line with 'digits'", at: node["digits"]?.location ?? node.location)
        }
        if line.list != nil, line.timeItem != nil {
            throw .wrongValue(
                of: "time", expected: "left out of a line that translates its dates",
                at: node["time"]?.location ?? node.location)
        }
        switch (line.source, line.target) {
        case (.item, _), (.lookup, .field), (.lookup, .supplement), (_, .field), (_, .supplement): break
        case (.lookup(let lookup), .flags) where lookup.item != nil: break
        case (_, .flags):
            throw .wrongValue(
                of: "flags", expected: "left out: \(source.name) has no codes to choose by", at: node.location)
        case (_, .notSubmitted):
            throw .wrongValue(
                of: "notSubmitted", expected: "left out: it is said of an item or attribute", at: node.location)
        }
    }

    private static let allOptions = [
        "map", "list", "decode", "format", "unknown", "time", "decimal", "scale", "split", "terms", "original", "label",
        "origin", "evaluator",
    ]
    private static let lists: Set<String> = ["map", "list", "decode"]
    private static let dates: Set<String> = ["format", "unknown", "time"]
    private static let numbers: Set<String> = ["decimal", "scale"]
    private static let names: Set<String> = ["label", "origin", "evaluator"]

    private static func options(of source: LineSource) -> (name: String, known: Set<String>) {
        let named = names.union(["terms"])
        switch source {
        case .item: return ("an item", Set(allOptions))
        case .lookup(let lookup):
            return lookup.item == nil ? ("a record's key", names) : ("an item of another record", Set(allOptions))
        case .context: return ("a key of ODM", Set(allOptions).subtracting(["decode", "time", "split"]))
        case .unitOf: return ("a unit", named.union(["map", "list", "original"]))
        case .checkboxes: return ("checkboxes, whose codes the mapping says", named)
        case .constant: return ("a value that the mapping says", named)
        }
    }

    private static func options(of target: LineTarget, in node: YAMLNode) -> (name: String, known: Set<String>) {
        let coded = lists.union(["split", "terms", "original"])
        switch target {
        case .field(let field):
            let name = "the field '\(field.name)', which is a \(field.definition.type.rawValue)"
            switch field.definition.type {
            case .text, .set: return (name, coded)
            case .number: return (name, lists.union(numbers).union(["original"]))
            case .date: return (name, lists.union(dates).union(["original"]))
            }
        case .supplement:
            // A supplement is what its options make of it: a number, a date, or a text.
            if !numbers.allSatisfy({ node[$0] == nil }) {
                return ("a supplement that is a number", lists.union(numbers).union(names).union(["original"]))
            }
            if !dates.allSatisfy({ node[$0] == nil }) {
                return ("a supplement that is a date", lists.union(dates).union(names).union(["original"]))
            }
            return ("a supplement", coded.union(names))
        case .flags: return ("flags", ["split"])
        case .notSubmitted: return ("what is not submitted", [])
        }
    }
}
