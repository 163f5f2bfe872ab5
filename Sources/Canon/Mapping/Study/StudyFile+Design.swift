import ClinicalModel
import Values

extension StudyFile {
    /// Elements and arms, each against the other.
    static func readDesign(of node: YAMLNode, into description: inout StudyDescription) throws(MappingError) {
        var codes = UniqueNames(what: "element")
        for element in try node.list("elements") {
            let place = "an element"
            try element.requireKeys(
                ["code", "name", "epoch", "duration", "startRule", "endRule", "starts", "ends"], in: place)
            var planned = StudyElement(
                code: try element.requiredText("code", in: place), name: try element.requiredText("name", in: place))
            try requireLength(8, of: "code", element)
            try codes.add(planned.code, at: element.location)
            planned.epoch = try element.text("epoch") ?? ""
            try requireEpoch(planned.epoch, of: description, at: element["epoch"]?.location ?? element.location)
            planned.startRule = try element.text("startRule") ?? ""
            planned.endRule = try element.text("endRule") ?? ""
            planned.duration = try element.text("duration") ?? ""
            guard planned.duration.isEmpty || planned.duration.utf8.first == 0x50 else {
                throw .wrongValue(
                    of: "duration", expected: "an ISO 8601 duration such as P42D",
                    at: element["duration"]?.location ?? element.location)
            }
            description.elementStarts[planned.code] = try rules("starts", of: element)
            description.elementEnds[planned.code] = try rules("ends", of: element)
            description.study.elements.append(planned)
        }
        var arms = UniqueNames(what: "arm")
        for element in try node.list("arms") {
            let place = "an arm"
            try element.requireKeys(["code", "name", "path"], in: place)
            var arm = Arm(
                code: try element.requiredText("code", in: place), name: try element.requiredText("name", in: place))
            try requireLength(20, of: "code", element)
            try arms.add(arm.code, at: element.location)
            for step in try element.list("path") {
                arm.path.append(try armStep(step, codes: codes, description: description))
            }
            description.study.arms.append(arm)
        }
    }

    private static func armStep(
        _ step: YAMLNode, codes: UniqueNames, description: StudyDescription
    ) throws(MappingError) -> ArmStep {
        let place = "a step of an arm"
        if let code = step.scalar { return try armStep(code, epoch: "", at: step, codes, description) }
        try step.requireKeys(["element", "epoch", "branch", "transition"], in: place)
        let code = try step.requiredText("element", in: place)
        var planned = try armStep(code, epoch: try step.text("epoch") ?? "", at: step, codes, description)
        planned.branch = try step.text("branch") ?? ""
        planned.transition = try step.text("transition") ?? ""
        return planned
    }

    private static func armStep(
        _ code: String, epoch: String, at step: YAMLNode, _ codes: UniqueNames, _ description: StudyDescription
    ) throws(MappingError) -> ArmStep {
        guard codes.contains(code) else {
            throw .unknownName(
                what: "element", name: code, suggestion: MappingError.nearest(code, in: codes.names), at: step.location)
        }
        try requireEpoch(epoch, of: description, at: step.location)
        let own = description.study.elements.first { $0.code == code }?.epoch ?? ""
        guard !epoch.isEmpty || !own.isEmpty else {
            throw .missingKey("epoch", in: "a step whose element '\(code)' has no epoch", at: step.location)
        }
        return ArmStep(element: code, epoch: epoch.isEmpty ? own : epoch)
    }

    private static func requireEpoch(
        _ epoch: String, of description: StudyDescription, at location: Location
    ) throws(MappingError) {
        let epochs = description.study.epochs
        guard !epoch.isEmpty, !epochs.isEmpty, !epochs.contains(epoch) else { return }
        throw .unknownName(
            what: "epoch", name: epoch, suggestion: MappingError.nearest(epoch, in: epochs), at: location)
    }

    private static func requireLength(_ limit: Int, of key: String, _ node: YAMLNode) throws(MappingError) {
        guard let child = node[key], let text = child.scalar, text.utf8.count > limit else { return }
        throw .wrongValue(of: key, expected: "at most \(limit) characters", at: child.location)
    }

    /// Reference dates and the age's unit.
    static func readRules(of node: YAMLNode, into description: inout StudyDescription) throws(MappingError) {
        if let dates = node["referenceDates"] {
            try dates.requireKeys(["RFSTDTC", "RFENDTC", "RFXSTDTC", "RFXENDTC", "RFPENDTC"], in: "referenceDates")
            if let start = dates["RFSTDTC"] {
                description.referenceDates.referenceStart =
                    start.scalar == "none" ? [] : try rules("RFSTDTC", of: dates)
            }
            description.referenceDates.referenceEnd = try rules("RFENDTC", of: dates)
            if dates["RFXSTDTC"] != nil {
                description.referenceDates.firstTreatment = try rules("RFXSTDTC", of: dates)
            }
            if dates["RFXENDTC"] != nil {
                description.referenceDates.lastTreatment = try rules("RFXENDTC", of: dates)
            }
            description.referenceDates.endOfParticipation = try rules("RFPENDTC", of: dates)
        }
        guard let age = node["age"] else { return }
        try age.requireKeys(["daysBelow", "monthsBelow", "at"], in: "age")
        for (key, path) in [("daysBelow", \AgeRule.daysBelow), ("monthsBelow", \AgeRule.monthsBelow)] {
            guard let number = try age.integer(key) else { continue }
            guard number >= 0 else {
                throw .wrongValue(of: key, expected: "0 or more", at: age[key]?.location ?? age.location)
            }
            description.age[keyPath: path] = number
        }
        switch try age.text("at") {
        case nil, "RFSTDTC": break
        case "RFICDTC": description.age.reference = .informedConsent
        default:
            throw .wrongValue(of: "at", expected: "RFSTDTC or RFICDTC", at: age["at"]?.location ?? age.location)
        }
    }

    /// One rule or a list of rules.
    private static func rules(_ key: String, of node: YAMLNode) throws(MappingError) -> [DateRule] {
        guard let child = node[key] else { return [] }
        guard let elements = child.elements else { return [try rule(child)] }
        var rules: [DateRule] = []
        for element in elements { rules.append(try rule(element)) }
        return rules
    }

    /// `{first: exposure.start, where: {cycle: C1}}`, `{last: [exposure.end, exposure.start]}`,
    /// `{subject: informedConsent}`.
    private static func rule(_ node: YAMLNode) throws(MappingError) -> DateRule {
        try node.requireKeys(["first", "last", "subject", "where"], in: "a date rule")
        let picks = ["first", "last", "subject"].filter { node[$0] != nil }
        guard picks.count == 1, let key = picks.first, let child = node[key] else {
            throw .wrongValue(
                of: "a date rule", expected: "one of 'first', 'last' and 'subject'", at: node.location)
        }
        let names = try node.texts(key)
        guard !names.isEmpty else {
            throw .wrongValue(of: key, expected: "a field or a list of fields", at: child.location)
        }
        var rule = DateRule(key == "last" ? .last : .first, of: .subject, [])
        for (index, name) in names.enumerated() {
            let parts: [Substring] =
                key == "subject" ? ["subject", name[...]] : name.split(separator: ".", maxSplits: 1)
            guard parts.count == 2 else {
                throw .wrongValue(
                    of: key, expected: "an entity and its field, such as exposure.start", at: child.location)
            }
            guard let entity = EntityKind.named(String(parts[0])) else {
                throw .unknownName(
                    what: "entity", name: String(parts[0]),
                    suggestion: MappingError.nearest(String(parts[0]), in: EntityKind.allCases.map(\.name)),
                    at: child.location)
            }
            guard index == 0 || entity == rule.entity else {
                throw .wrongValue(of: key, expected: "fields of one entity", at: child.location)
            }
            rule.entity = entity
            rule.fields.append(try field(String(parts[1]), mustBe: .date, at: child.location))
        }
        if let conditions = node["where"] {
            guard let entries = conditions.entries else {
                throw .wrongValue(of: "where", expected: "fields with their texts", at: conditions.location)
            }
            for (name, _) in entries {
                let text = try name.requiredScalar("where")
                rule.conditions.append(
                    FieldCondition(
                        try field(text, mustBe: nil, at: name.location), in: try conditions.texts(text)))
            }
        }
        return rule
    }

    private static func field(
        _ name: String, mustBe type: FieldDefinition.ValueType?, at location: Location
    ) throws(MappingError) -> FieldID {
        guard let definition = FieldDefinition.named(name) else {
            throw .unknownName(
                what: "field", name: name,
                suggestion: MappingError.nearest(name, in: FieldDefinition.all.lazy.map(\.name)), at: location)
        }
        if let type, definition.type != type {
            throw .typeMismatch(
                field: name, type: definition.type.rawValue, given: "a rule that needs a \(type.rawValue)",
                at: location)
        }
        return definition.id
    }
}
