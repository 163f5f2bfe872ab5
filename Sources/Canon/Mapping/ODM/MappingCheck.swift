import ClinicalModel
import Values

/// What can be wrong with a mapping and needs no export to be seen.
enum MappingCheck {
    /// Refuses two unconditional lines that write to one place.
    static func targets(of lines: [Line]) throws(MappingError) {
        var seen: [String: Location] = [:]
        for line in lines where line.condition == nil {
            let places: [String] =
                switch line.target {
                case .field(let field): [field.name]
                case .supplement(let name): ["supplement " + name.name]
                case .flags(let flags): flags.map(\.field.name)
                case .notSubmitted: []
                }
            // A lookup or a second item may fill what the first leaves empty only under a condition of its own.
            for place in places {
                if let first = seen[place] {
                    throw .duplicate(what: "the place", name: place, first: first, at: line.location)
                }
                seen[place] = line.location
            }
        }
    }

    /// Refuses keys where records cannot have them.
    static func keys(of block: MappingDocument.Block, at location: Location) throws(MappingError) {
        guard block.contents.contains(where: { !$0.entity.isSingleton }) else {
            throw .wrongValue(of: "key", expected: "left out: a patient has one subject", at: location)
        }
        guard !block.keys.isEmpty, Set(block.keys).count == block.keys.count else {
            throw .wrongValue(of: "key", expected: "an item, or a list of different items", at: location)
        }
    }

    /// Refuses a default that a constant of the same block leaves without effect.
    static func defaults(of block: MappingDocument.Block) throws(MappingError) {
        for line in block.defaults {
            guard case .field(let field) = line.target else { continue }
            let constant = block.lines.first { other in
                guard case .constant = other.source, case .field(field) = other.target else { return false }
                return other.condition == nil
            }
            if let constant {
                throw .duplicate(
                    what: "the place", name: field.name, first: constant.location, at: line.location)
            }
        }
    }

    /// Refuses a line to a field that the entity's records do not have.
    static func fields(of line: Line, entity: EntityKind) throws(MappingError) {
        let fields: [FieldID] =
            switch line.target {
            case .field(let field): [field]
            case .flags(let flags): flags.map(\.field)
            case .supplement, .notSubmitted: []
            }
        for field in fields where !entity.accepts(field) {
            throw .fieldNotHeld(field: field.name, entity: entity.name, at: line.location)
        }
    }

    /// Refuses a line whose parts do not fit its field's type, and a translation that cannot be undone.
    static func types(of line: Line) throws(MappingError) {
        try inverse(of: line)
        guard case .field(let id) = line.target else { return }
        let field = id.definition
        if field.type != .date, !line.formats.isEmpty || line.timeItem != nil {
            throw .typeMismatch(field: field.name, type: field.type.rawValue, given: "a date", at: line.location)
        }
        if field.type != .number, line.scale != nil {
            throw .typeMismatch(
                field: field.name, type: field.type.rawValue, given: "a scaled number", at: line.location)
        }
        let isSet = line.separator != nil || { if case .checkboxes = line.source { true } else { false } }()
        if isSet, field.type != .set, field.type != .text {
            throw .typeMismatch(field: field.name, type: field.type.rawValue, given: "several codes", at: line.location)
        }
        if case .constant(let text) = line.source { try constant(text, field: field, at: line.location) }
        if field.type == .number || field.type == .date, case .list(let list) = line.list {
            for pair in list.pairs { try constant(pair.target, field: field, at: list.location) }
            if case .value(let text) = list.otherwise { try constant(text, field: field, at: list.location) }
        }
        if field.type == .number || field.type == .date {
            switch line.source {
            case .unitOf:
                throw .typeMismatch(field: field.name, type: field.type.rawValue, given: "a unit", at: line.location)
            case .lookup(let lookup) where lookup.item == nil:
                throw .typeMismatch(
                    field: field.name, type: field.type.rawValue, given: "a record's key", at: line.location)
            case .item, .constant, .checkboxes, .lookup, .context: break
            }
        }
    }

    private static func constant(_ text: String, field: FieldDefinition, at location: Location) throws(MappingError) {
        let fits =
            switch field.type {
            case .number: Decimal(text) != nil
            case .date: PartialDate(iso8601: text) != nil
            case .text, .set: true
            }
        guard fits else {
            throw .typeMismatch(field: field.name, type: field.type.rawValue, given: "the text '\(text)'", at: location)
        }
    }

    /// Law of two ways: a list in which several codes become one value must say which is written back, or where the
    /// original is kept.
    private static func inverse(of line: Line) throws(MappingError) {
        guard case .list(let list) = line.list, line.keepsOriginal == nil else { return }
        if case .notSubmitted = line.target { return }
        try inverse(of: list, remedy: "original: QNAM to keep the code")
    }

    /// - Parameter remedy: What keeps the code where the list cannot be undone.
    static func inverse(of list: ValueList, remedy: String) throws(MappingError) {
        var sources: [String: [String]] = [:]
        for pair in list.pairs { sources[pair.target, default: []].append(pair.source) }
        for (target, codes) in sources.sorted(by: { $0.key < $1.key }) where codes.count > 1 {
            if list.preferred[target] == nil {
                throw .notInvertible(
                    what:
                        "several codes (\(codes.joined(separator: ", "))) become '\(target)', and the way back is not said",
                    remedy: "add preferred: {\(target): \(codes[0])}, or \(remedy)",
                    at: list.location)
            }
        }
        if case .value(let value) = list.otherwise {
            throw .notInvertible(
                what: "every other code becomes '\(value)', and the original would be lost",
                remedy: "say \(remedy)", at: list.location)
        }
    }
}
