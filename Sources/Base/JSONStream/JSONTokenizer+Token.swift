extension JSONTokenizer {
    /// What stands next in the text.
    public enum Token: UInt8, Sendable, Hashable {
        /// `{`
        case beginObject
        /// `}`
        case endObject
        /// `[`
        case beginArray
        /// `]`
        case endArray
        /// A member's name, without quotes and escapes.
        case name
        /// A string, without quotes and escapes.
        case string
        /// A number, as it was written.
        case number
        /// `true`
        case `true`
        /// `false`
        case `false`
        /// `null`
        case null
        /// Feed more bytes, or tell that there are no more; then ask again.
        case needsBytes
        /// The text is over.
        case end
    }

    /// What a text is.
    public enum Form: Sendable {
        /// One value.
        case document
        /// NDJSON: a value a line; blank lines are passed over.
        case lines
    }

    /// What a hostile text cannot exceed.
    public struct Limits: Sendable {
        /// How deep arrays and objects may nest.
        public var depth = 512
        /// How many bytes a string or number may have.
        public var tokenBytes = 1 << 28

        /// Makes the default limits.
        public init() {}
    }
}
