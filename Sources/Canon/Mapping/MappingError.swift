public import Values

/// A mistake in a mapping or in study.yaml, with file, line and column.
public enum MappingError: LocatedError {
    /// The text is not YAML.
    case notYAML(reason: String, at: Location)
    /// A key that the language does not know, with those that it knows here.
    case unknownKey(String, known: [String], at: Location)
    /// A key that must be there is not.
    case missingKey(String, in: String, at: Location)
    /// A value of another shape or out of its range.
    case wrongValue(of: String, expected: String, at: Location)
    /// A name that means nothing: a field, an entity, an OID, a code list.
    case unknownName(what: String, name: String, suggestion: String?, at: Location)
    /// Two lines that write to one place, or two blocks with one name.
    case duplicate(what: String, name: String, first: Location, at: Location)
    /// A field that cannot take what the line gives.
    case typeMismatch(field: String, type: String, given: String, at: Location)
    /// A field that records of the line's entity do not have.
    case fieldNotHeld(field: String, entity: String, at: Location)
    /// A rule that would lose meaning, or whose inverse is not stated.
    case notInvertible(what: String, remedy: String, at: Location)
    /// Two statements about the study that contradict each other.
    case conflict(what: String, first: Location, at: Location)
    /// The mapping file cannot be read.
    case file(FileError)
    /// Something that a study must say and does not.
    case incompleteStudy(missing: String, remedy: String, at: Location)

    /// The error as a value.
    public var diagnostic: Diagnostic {
        switch self {
        case .notYAML(let reason, let place):
            Diagnostic("mapping.not-yaml", .error, "this is not YAML: \(reason)", at: place)
        case .unknownKey(let key, let known, let place):
            Diagnostic(
                "mapping.unknown-key", .error, "unknown key '\(key)'",
                remedy: MappingError.nearest(key, in: known).map { "did you mean '\($0)'?" }
                    ?? "known here: \(known.sorted().joined(separator: ", "))",
                at: place)
        case .missingKey(let key, let place, let location):
            Diagnostic("mapping.missing-key", .error, "\(place) needs '\(key)'", at: location)
        case .wrongValue(let key, let expected, let place):
            Diagnostic("mapping.wrong-value", .error, "'\(key)' must be \(expected)", at: place)
        case .unknownName(let what, let name, let suggestion, let place):
            Diagnostic(
                "mapping.unknown-name", .error, "there is no \(what) '\(name)'",
                remedy: suggestion.map { "did you mean '\($0)'?" } ?? "", at: place)
        case .duplicate(let what, let name, let first, let place):
            Diagnostic(
                "mapping.duplicate", .error, "\(what) '\(name)' is given twice, first at \(first)",
                remedy: "keep one of them", at: place)
        case .typeMismatch(let field, let type, let given, let place):
            Diagnostic(
                "mapping.type-mismatch", .error, "field '\(field)' takes a \(type), and this line gives \(given)",
                at: place)
        case .fieldNotHeld(let field, let entity, let place):
            Diagnostic(
                "mapping.field-not-held", .error, "\(entity) has no field '\(field)'",
                remedy: "`rialto mapping fields --entity \(entity)` lists its fields; 'supplement:' keeps any value",
                at: place)
        case .notInvertible(let what, let remedy, let place):
            Diagnostic("mapping.not-invertible", .error, what, remedy: remedy, at: place)
        case .conflict(let what, let first, let place):
            Diagnostic("mapping.conflict", .error, "\(what) contradicts \(first)", at: place)
        case .file(let error): error.diagnostic
        case .incompleteStudy(let missing, let remedy, let place):
            Diagnostic("study.incomplete", .error, "the study does not say \(missing)", remedy: remedy, at: place)
        }
    }

    /// The name most like a misspelt one, for checkers outside of this module; nil when none is near.
    public static func suggestion(for name: String, among names: some Sequence<String>) -> String? {
        nearest(name, in: names)
    }

    /// The name most like this one, when one is close enough to be a slip of the hand.
    public static func nearest(_ name: String, in names: some Sequence<String>) -> String? {
        var best: (name: String, distance: Int)?
        for candidate in names {
            let distance = editDistance(Array(name.lowercased().utf8), Array(candidate.lowercased().utf8))
            if distance < best?.distance ?? Int.max { best = (candidate, distance) }
        }
        guard let best, best.distance <= max(1, (name.utf8.count + 1) / 3) else { return nil }
        return best.name
    }

    /// The number of letters to change, add, leave out or swap with their neighbour.
    private static func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var beforePrevious: [Int] = []
        var previous = Array(0...b.count)
        for (i, x) in a.enumerated() {
            var current = [i + 1]
            for (j, y) in b.enumerated() {
                var distance = min(previous[j] + (x == y ? 0 : 1), previous[j + 1] + 1, current[j] + 1)
                if i > 0, j > 0, x == b[j - 1], y == a[i - 1] { distance = min(distance, beforePrevious[j - 1] + 1) }
                current.append(distance)
            }
            beforePrevious = previous
            previous = current
        }
        return previous.last ?? 0
    }
}
