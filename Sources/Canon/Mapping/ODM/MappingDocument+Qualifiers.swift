public import ClinicalModel
public import Values

/// A supplemental qualifier that a mapping names.
public struct MappedQualifier: Sendable {
    /// What it qualifies.
    public var entity: EntityKind
    /// QNAM.
    public var name: String
    /// QLABEL.
    public var label: String
    /// Where the line stands.
    public var location: Location

    /// Makes a qualifier.
    public init(entity: EntityKind, name: String, label: String, location: Location) {
        self.entity = entity
        self.name = name
        self.label = label
        self.location = location
    }
}

extension MappingDocument {
    /// QLABEL of a supplement that keeps what a translation replaced.
    static let originalLabel = "Original value"

    /// The supplemental qualifiers that the mapping names, in file order.
    public var qualifiers: [MappedQualifier] {
        var found: [MappedQualifier] = []
        for block in blocks where block.notSubmitted == nil {
            for content in block.contents {
                var lines = content.lines + content.pivots.flatMap(\.lines)
                if !block.parts.isEmpty { lines = block.lines + lines }
                for line in lines {
                    if case .supplement(let name) = line.target {
                        found.append(
                            .init(entity: content.entity, name: name.name, label: name.label, location: line.location))
                    }
                    if let name = line.keepsOriginal {
                        found.append(
                            .init(
                                entity: content.entity, name: name, label: Self.originalLabel, location: line.location))
                    }
                }
            }
        }
        return found
    }
}
