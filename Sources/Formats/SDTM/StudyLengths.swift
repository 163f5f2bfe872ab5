/// The lengths of character variables over a whole study: the longest value of a variable of that name in any dataset, so
/// that a variable is equally long wherever it stands (FDA's conformance guide; Pinnacle 21 rule SD1082).
///
/// SUPP-- datasets neither give nor take: each of their variables has the length of its own longest value.
///
/// ```swift
/// var lengths = StudyLengths()
/// for spool in spools { lengths.merge(spool) }
/// options.characterLengths = lengths.byVariable
/// ```
public struct StudyLengths: Sendable {
    /// The length in bytes by variable name; at least 1.
    public private(set) var byVariable: [String: Int] = [:]

    /// Makes an empty set.
    public init() {}

    /// Takes a dataset's longest values, and the fixed lengths of its definition.
    public mutating func merge(_ spool: DatasetSpool) {
        guard !spool.definition.isSupplemental else { return }
        for (index, variable) in spool.definition.variables.enumerated() where variable.type == .character {
            let length = max(spool.maximumLengths[index], variable.length ?? 1, 1)
            byVariable[variable.name] = max(byVariable[variable.name] ?? 1, length)
        }
    }
}
