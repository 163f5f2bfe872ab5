import Values

/// Conditions, and the records that lookups mean.
extension BlockParser {
    func condition(_ node: YAMLNode) throws(MappingError) -> Condition {
        try node.requireKeys(["item", "in", "present", "number", "all", "any", "not"], in: "a condition")
        let item = try node.text("item")
        let given = ["in", "present", "number", "all", "any", "not"].filter { node[$0] != nil }
        if given.count > 1 {
            throw .wrongValue(
                of: given.joined(separator: "' and '"), expected: "given one at a time", at: node.location)
        }
        if let item {
            if node["in"] != nil {
                let values = try node.texts("in")
                guard !values.isEmpty else {
                    throw .wrongValue(
                        of: "in", expected: "one value or more", at: node["in"]?.location ?? node.location)
                }
                return .isIn(item, values)
            }
            if node["present"] != nil {
                return try node.flag("present") ? .present(item) : .not(.present(item))
            }
            if node["number"] != nil {
                return try node.flag("number") ? .isNumber(item) : .not(.isNumber(item))
            }
            throw .missingKey("in', 'present' or 'number", in: "a condition on an item", at: node.location)
        }
        if ["in", "present", "number"].contains(given.first) {
            throw .missingKey("item", in: "a condition with '\(given[0])'", at: node.location)
        }
        if node["all"] != nil { return .all(try conditions(node, "all")) }
        if node["any"] != nil { return .any(try conditions(node, "any")) }
        if let part = node["not"] { return .not(try condition(part)) }
        throw .missingKey("item', 'all', 'any' or 'not", in: "a condition", at: node.location)
    }

    private func conditions(_ node: YAMLNode, _ key: String) throws(MappingError) -> [Condition] {
        var parts: [Condition] = []
        for child in try node.list(key) { parts.append(try condition(child)) }
        guard !parts.isEmpty else {
            throw .wrongValue(of: key, expected: "one condition or more", at: node[key]?.location ?? node.location)
        }
        return parts
    }

    func lookup(_ node: YAMLNode, itemAllowed: Bool, also: [String] = []) throws(MappingError) -> Lookup {
        try node.requireKeys(
            ["oid", "same", "match", "when"] + (itemAllowed ? ["item"] : ["during"]) + also, in: "a lookup")
        var match: [Lookup.Match] = []
        if let node = node["match"] {
            guard let entries = node.entries else {
                throw .wrongValue(of: "match", expected: "own items and the other record's items", at: node.location)
            }
            for (own, other) in entries {
                match.append(
                    Lookup.Match(
                        own: try own.requiredScalar("an own item"), other: try other.requiredScalar("the other item")))
            }
        }
        let name = try node.text("same") ?? "subject"
        guard let scope = Lookup.Scope(rawValue: name) else {
            throw .wrongValue(
                of: "same", expected: "one of subject, event, form, parent, own",
                at: node["same"]?.location ?? node.location
            )
        }
        if scope == .own, let child = node["during"] {
            throw .wrongValue(of: "during", expected: "left out with 'same: own'", at: child.location)
        }
        return Lookup(
            oid: try node.requiredText("oid", in: "a lookup"), item: itemAllowed ? try node.text("item") : nil,
            scope: scope, match: match,
            condition: try node["when"].map { (child) throws(MappingError) in try condition(child) },
            isDuring: itemAllowed ? false : try node.flag("during"), location: node.location)
    }
}
