/// What `rialto mapping draft` is asked for.
public struct DraftOptions: Sendable {
    /// The export to draft for.
    public var inputs: [String]
    /// ODM files that hold metadata for the inputs.
    public var metadata: [String] = []
    /// The folder to write `mapping.yaml` and `study.yaml` to.
    public var output: String

    /// Makes options with the defaults.
    public init(inputs: [String], output: String) {
        self.inputs = inputs
        self.output = output
    }
}

/// What `rialto mapping check` is asked for.
public struct CheckOptions: Sendable {
    /// The mapping to check.
    public var mapping: String
    /// A folder of mapping files that go before the embedded ones of the same name.
    public var mappings: String?
    /// `study.yaml`.
    public var study: String?
    /// Exports to check against; without any, only the mapping itself is checked.
    public var inputs: [String] = []
    /// ODM files that hold metadata for the inputs.
    public var metadata: [String] = []

    /// Makes options with the defaults.
    public init(mapping: String) { self.mapping = mapping }
}
