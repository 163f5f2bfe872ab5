/// A value that is passed on by reference: handing on a large struct of a plan would retain each of its parts.
public final class Shared<Content: Sendable>: Sendable {
    /// The value.
    public let value: Content

    /// Shares a value.
    public init(_ value: Content) { self.value = value }
}
