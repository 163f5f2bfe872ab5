import ClinicalModel
import Terminology
import Values

extension BlockParser {
    private static let keys = [
        "oid", "attribute", "value", "checkboxes", "lookup", "context", "unitOf", "field", "supplement", "label",
        "origin",
        "evaluator", "flags", "notSubmitted", "map", "else", "preferred", "list", "decode", "format", "unknown", "time",
        "split",
        "decimal", "scale", "digits", "terms", "when", "original",
    ]

    /// One line of `items:`.
    func line(_ node: YAMLNode) throws(MappingError) -> Line {
        try node.requireKeys(BlockParser.keys, in: "a line")
        let source = try lineSource(node)
        var line = Line(source: source, target: try lineTarget(node), location: node.location)
        line.list = try listUse(node)
        line.formats = try BlockParser.formats(node)
        line.unknown = try node.texts("unknown")
        if case .field(let field) = line.target, field.definition.type == .date {
            if line.formats.isEmpty { line.formats = dates.formats }
            if line.unknown.isEmpty { line.unknown = dates.unknown }
        }
        line.timeItem = try node.text("time")
        line.separator = try separator(node)
        line.hasDecimalComma = try BlockParser.hasDecimalComma(node)
        line.scale = try scale(node)
        line.terms = try terms(node)
        line.condition = try node["when"].map { (child) throws(MappingError) in try condition(child) }
        line.keepsOriginal = try node.text("original")
        if let name = line.keepsOriginal { try checkQNAM(name, at: node["original"]?.location ?? node.location) }
        try MappingCheck.types(of: line)
        try MappingCheck.options(of: line, in: node)
        return line
    }

    static func formats(_ node: YAMLNode) throws(MappingError) -> [DateFormat] {
        var formats: [DateFormat] = []
        for text in try node.texts("format") {
            guard let format = DateFormat(text) else {
                throw .wrongValue(
                    of: "format", expected: "made of yyyy, MM, MMM, dd, HH, mm, ss and separators",
                    at: node["format"]?.location ?? node.location)
            }
            formats.append(format)
        }
        return formats
    }

    private func separator(_ node: YAMLNode) throws(MappingError) -> String? {
        guard let text = try node.text("split") else { return nil }
        guard text.utf8.count == 1, let byte = text.utf8.first, byte > 0x20, byte < 0x7F else {
            throw .wrongValue(
                of: "split", expected: "one ASCII character that is no blank; blanks around codes are left off",
                at: node["split"]?.location ?? node.location)
        }
        return text
    }

    /// `decimal: ","`.
    static func hasDecimalComma(_ node: YAMLNode) throws(MappingError) -> Bool {
        switch try node.text("decimal") {
        case nil, ".": return false
        case ",": return true
        default:
            throw .wrongValue(
                of: "decimal", expected: "',' or '.'", at: node["decimal"]?.location ?? node.location)
        }
    }

    /// A code list of CDISC's controlled terminology, by submission value or NCI code.
    private func terms(_ node: YAMLNode) throws(MappingError) -> String? {
        guard let name = try node.text("terms"), let package = CodeListPackage.newest else { return nil }
        guard package.codeList(ifPresent: name) != nil else {
            throw .unknownName(
                what: "code list of CDISC's terminology", name: name,
                suggestion: MappingError.nearest(name, in: package.lazy.map(\.submissionValue)),
                at: node["terms"]?.location ?? node.location)
        }
        return name
    }

    private func lineSource(_ node: YAMLNode) throws(MappingError) -> LineSource {
        let given = ["oid", "attribute", "value", "checkboxes", "lookup", "context", "unitOf"].filter {
            node[$0] != nil
        }
        guard given.count == 1, let key = given.first else {
            if given.isEmpty { throw .missingKey("oid", in: "a line", at: node.location) }
            throw .wrongValue(
                of: given.joined(separator: "' and '"), expected: "given one at a time", at: node.location)
        }
        switch key {
        case "oid": return .item(try node.requiredText("oid", in: "a line"))
        case "attribute":
            let name = try node.requiredText("attribute", in: "a line")
            return .item(name.contains("/") || name.hasPrefix("@") ? name : "@" + name)
        case "unitOf": return .unitOf(try node.requiredText("unitOf", in: "a line"))
        case "value": return .constant(try node.requiredText("value", in: "a line"))
        case "checkboxes":
            guard let entries = node["checkboxes"]?.entries else {
                throw .wrongValue(of: "checkboxes", expected: "a mapping of items to codes", at: node.location)
            }
            var boxes: [LineSource.Checkbox] = []
            for (item, code) in entries {
                boxes.append(
                    LineSource.Checkbox(
                        item: try item.requiredScalar("an item"), code: try code.requiredScalar("a code")))
            }
            return .checkboxes(boxes)
        case "lookup":
            guard let child = node["lookup"] else { throw .missingKey("lookup", in: "a line", at: node.location) }
            return .lookup(try lookup(child, itemAllowed: true))
        default:
            let name = try node.requiredText("context", in: "a line")
            guard let context = ContextValue(rawValue: name) else {
                throw .unknownName(
                    what: "context value", name: name,
                    suggestion: MappingError.nearest(name, in: ContextValue.allCases.map(\.rawValue)),
                    at: node["context"]?.location ?? node.location)
            }
            return .context(context)
        }
    }

    private func lineTarget(_ node: YAMLNode) throws(MappingError) -> LineTarget {
        let given = ["field", "supplement", "flags", "notSubmitted"].filter { node[$0] != nil }
        guard given.count == 1 else {
            if given.isEmpty {
                throw .missingKey("field', 'supplement', 'flags' or 'notSubmitted", in: "a line", at: node.location)
            }
            throw .wrongValue(
                of: given.joined(separator: "' and '"), expected: "given one at a time", at: node.location)
        }
        if let name = try node.text("field") {
            return .field(try field(name, at: node["field"]?.location ?? node.location))
        }
        if let name = try node.text("supplement") {
            try checkQNAM(name, at: node["supplement"]?.location ?? node.location)
            let label = try node.requiredText("label", in: "a supplement")
            guard label.utf8.count <= 40 else {
                throw .wrongValue(
                    of: "label", expected: "at most 40 characters", at: node["label"]?.location ?? node.location)
            }
            return .supplement(
                SupplementName(
                    name: name, label: label, origin: try node.text("origin") ?? "CRF",
                    evaluator: try node.text("evaluator") ?? ""))
        }
        if let child = node["flags"] { return .flags(try flags(child)) }
        return .notSubmitted(reason: try node.requiredText("notSubmitted", in: "a line"))
    }

    private func flags(_ node: YAMLNode) throws(MappingError) -> [LineTarget.Flag] {
        guard let entries = node.entries else {
            throw .wrongValue(of: "flags", expected: "a mapping of codes to fields", at: node.location)
        }
        var flags: [LineTarget.Flag] = []
        for (code, target) in entries {
            let field = try self.field(try target.requiredScalar("a field"), at: target.location)
            guard field.definition.type == .text else {
                throw .typeMismatch(
                    field: field.name, type: field.definition.type.rawValue, given: "a flag", at: target.location)
            }
            flags.append(LineTarget.Flag(code: try code.requiredScalar("a code"), field: field))
        }
        return flags
    }

    private func checkQNAM(_ name: String, at location: Location) throws(MappingError) {
        let bytes = Array(name.utf8)
        let letter = bytes.first.map { $0 >= 0x41 && $0 <= 0x5A } ?? false
        let valid = bytes.allSatisfy { ($0 >= 0x41 && $0 <= 0x5A) || ($0 >= 0x30 && $0 <= 0x39) }
        guard letter, valid, bytes.count <= 8 else {
            throw .wrongValue(
                of: "supplement", expected: "a QNAM: at most 8 upper-case letters and digits, a letter first",
                at: location)
        }
    }

    /// The list that a line or pivot translates with, if any.
    func listUse(_ node: YAMLNode) throws(MappingError) -> ListUse? {
        let given = ["map", "list", "decode"].filter { node[$0] != nil }
        guard given.count <= 1 else {
            throw .wrongValue(
                of: given.joined(separator: "' and '"), expected: "given one at a time", at: node.location)
        }
        if node["map"] != nil { return .list(try valueList(node)) }
        for key in ["else", "preferred"] {
            guard let child = node[key] else { continue }
            throw .wrongValue(
                of: key, expected: "left out: it belongs to a 'map', or into the list", at: child.location)
        }
        if let list = try listUse(node, key: "list") { return list }
        return try node.flag("decode") ? .decode : nil
    }

    /// The named list that a key means.
    func listUse(_ node: YAMLNode, key: String) throws(MappingError) -> ListUse? {
        guard let name = try node.text(key) else { return nil }
        guard let list = lists[name] else {
            throw .unknownName(
                what: "list", name: name, suggestion: MappingError.nearest(name, in: lists.keys),
                at: node[key]?.location ?? node.location)
        }
        return .list(list)
    }

    func valueList(_ node: YAMLNode) throws(MappingError) -> ValueList {
        guard let map = node["map"], let entries = map.entries else {
            throw .wrongValue(of: "map", expected: "a mapping of codes to values", at: node.location)
        }
        var pairs: [(source: String, target: String)] = []
        for (source, target) in entries {
            pairs.append((try source.requiredScalar("a code"), try target.requiredScalar("a value")))
        }
        let otherwise: ValueList.Otherwise
        switch try node.text("else") {
        case nil, "refuse": otherwise = .refuse
        case "keep": otherwise = .keep
        case .some(let value): otherwise = .value(value)
        }
        var preferred: [String: String] = [:]
        if let node = node["preferred"] {
            guard let entries = node.entries else {
                throw .wrongValue(of: "preferred", expected: "a mapping of values to codes", at: node.location)
            }
            for (target, source) in entries {
                let value = try target.requiredScalar("a value")
                let codes = pairs.filter { $0.target == value }.map(\.source)
                guard !codes.isEmpty else {
                    throw .wrongValue(of: "preferred", expected: "made of values of the list", at: target.location)
                }
                let code = try source.requiredScalar("a code")
                guard codes.contains(code) else {
                    throw .wrongValue(
                        of: "preferred", expected: "one of \(codes.joined(separator: ", "))", at: source.location)
                }
                preferred[value] = code
            }
        }
        return ValueList(pairs: pairs, otherwise: otherwise, preferred: preferred, location: map.location)
    }

    private func scale(_ node: YAMLNode) throws(MappingError) -> Scale? {
        guard let child = node["scale"] else { return nil }
        return try BlockParser.scale(
            try child.requiredScalar("scale"), digits: try node.integer("digits"), at: child.location)
    }

    /// An exact factor: `10`, `0.1` or `1/3`.
    static func scale(_ text: String, digits: Int?, at location: Location) throws(MappingError) -> Scale {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let numbers = parts.map { Decimal($0.filter { $0 != " " }) }
        guard (1...2).contains(parts.count), let top = numbers[0],
            let bottom = parts.count == 2 ? numbers[1] : Decimal("1"),
            top.significand != 0, bottom.significand != 0, let scale = rational(top, bottom, digits: digits)
        else { throw .wrongValue(of: "scale", expected: "a factor such as 10, 0.1 or 1/3", at: location) }
        return scale
    }

    private static func rational(_ top: Decimal, _ bottom: Decimal, digits: Int?) -> Scale? {
        guard top.scale >= 0, bottom.scale >= 0, (0...15).contains(digits ?? 0) else { return nil }
        var numerator = top.significand
        var denominator = bottom.significand
        for (count, isTop) in [(Int(bottom.scale), true), (Int(top.scale), false)] {
            for _ in 0..<count {
                let value = isTop ? numerator : denominator
                let (product, overflow) = value.multipliedReportingOverflow(by: 10)
                if overflow { return nil }
                if isTop { numerator = product } else { denominator = product }
            }
        }
        return Scale(numerator: numerator, denominator: denominator, digits: digits.map { Int16($0) })
    }
}
