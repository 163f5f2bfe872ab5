import ClinicalModel
import Values

extension BlockParser {
    /// One test of `pivot:`.
    func pivot(_ node: YAMLNode, block: MappingDocument.Block) throws(MappingError) -> Pivot {
        try node.requireKeys(
            [
                "oid", "test", "name", "unit", "unitItem", "units", "low", "high", "standard", "map", "else",
                "preferred", "list", "decode", "decimal",
                "set", "items",
            ], in: "a pivoted test")
        guard block.entity.generalClass == .findings else {
            throw .typeMismatch(
                field: "entity", type: "finding", given: "a pivot for \(block.entity.name)", at: node.location)
        }
        let code = try node.requiredText("test", in: "a pivoted test")
        guard code.utf8.count <= 8 else {
            throw .wrongValue(
                of: "test", expected: "a --TESTCD of at most 8 characters", at: node["test"]?.location ?? node.location)
        }
        let name = try node.requiredText("name", in: "a pivoted test")
        guard name.utf8.count <= 40 else {
            throw .wrongValue(
                of: "name", expected: "a --TEST of at most 40 characters", at: node["name"]?.location ?? node.location)
        }
        var pivot = Pivot(
            item: try node.requiredText("oid", in: "a pivoted test"), testCode: code, test: name,
            location: node.location)
        pivot.unit = try node.text("unit")
        pivot.unitItem = try node.text("unitItem")
        pivot.list = try listUse(node)
        pivot.hasDecimalComma = try BlockParser.hasDecimalComma(node)
        if pivot.list != nil, let child = node["decimal"] {
            throw .wrongValue(of: "decimal", expected: "left out: the results are codes", at: child.location)
        }
        if case .list(let list) = pivot.list {
            try MappingCheck.inverse(of: list, remedy: "put the list into 'standard'")
        }
        pivot.low = try node.text("low")
        pivot.high = try node.text("high")
        if let child = node["units"] {
            pivot.units = child.scalar == nil ? .list(try unitList(child)) : try listUse(node, key: "units")
        }
        pivot.standard = try node["standard"].map { (child) throws(MappingError) in try standard(child) }
        pivot.lines = try constants(node, "set")
        for child in try node.list("items") { pivot.lines.append(try line(child)) }
        try MappingCheck.targets(of: pivot.lines)
        for line in pivot.lines { try MappingCheck.fields(of: line, entity: block.entity) }
        return pivot
    }

    /// `{unit: g/L}`, `{unit: g/L, scale: 10}`, `{unit: g/L, from: {g/L: 1, g/dL: 10}}` or `{map: {CRH: CRh}}`.
    private func standard(_ node: YAMLNode) throws(MappingError) -> Pivot.Standard {
        try node.requireKeys(
            ["unit", "scale", "from", "digits", "map", "list", "else", "preferred"], in: "a standard result")
        var standard = Pivot.Standard()
        standard.list = try listUse(node)
        if standard.list != nil {
            guard ["unit", "scale", "from", "digits"].allSatisfy({ node[$0] == nil }) else {
                throw .wrongValue(of: "standard", expected: "a list or a unit, not both", at: node.location)
            }
            if let child = node["preferred"] {
                throw .wrongValue(
                    of: "preferred", expected: "left out: the way back is the original result", at: child.location)
            }
            return standard
        }
        standard.unit = try node.requiredText("unit", in: "a standard result")
        let digits = try node.integer("digits")
        if node["scale"] == nil, node["from"] == nil, let child = node["digits"] {
            throw .missingKey("scale' or 'from", in: "a standard result with 'digits'", at: child.location)
        }
        guard let factors = node["from"] else {
            if let child = node["scale"] {
                standard.scale = try BlockParser.scale(
                    try child.requiredScalar("a factor"), digits: digits, at: child.location)
            }
            return standard
        }
        guard node["scale"] == nil, let entries = factors.entries else {
            throw .wrongValue(
                of: "from", expected: "a mapping of original units to factors, without 'scale'", at: factors.location)
        }
        guard !entries.isEmpty else {
            throw .wrongValue(of: "from", expected: "one unit or more", at: factors.location)
        }
        for (unit, factor) in entries {
            let scale = try BlockParser.scale(
                try factor.requiredScalar("a factor"), digits: digits, at: factor.location)
            standard.factors.append(Pivot.Factor(unit: try unit.requiredScalar("a unit"), scale: scale))
        }
        return standard
    }

    /// `units: {FRAC: FRACTION, PCT: "%"}`: other words for units are kept.
    private func unitList(_ node: YAMLNode) throws(MappingError) -> ValueList {
        guard let entries = node.entries else {
            throw .wrongValue(of: "units", expected: "a mapping of the source's units", at: node.location)
        }
        var pairs: [(source: String, target: String)] = []
        for (source, target) in entries {
            pairs.append((try source.requiredScalar("a unit"), try target.requiredScalar("a unit")))
        }
        return ValueList(pairs: pairs, otherwise: .keep, preferred: [:], location: node.location)
    }
}
