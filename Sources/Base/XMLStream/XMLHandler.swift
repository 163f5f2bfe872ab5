/// Receives the events of an ``XMLParser``.
///
/// Implement it as a struct: the parser is generic over it, so that calls are direct. Names arrive as numbers that the
/// handler chose itself, once per distinct name, in ``token(for:)``; values arrive as bytes that are valid only during
/// the call.
public protocol XMLHandler: ~Copyable {
    /// The handler's number for a name that the document uses for the first time.
    mutating func token(for name: XMLName) -> Int32
    /// A start tag, or an empty-element tag (its ``end()`` follows at once).
    mutating func start(_ tag: XMLStartTag)
    /// The end of the innermost open element.
    mutating func end()
    /// A piece of character data; one text may come in several pieces. CDATA sections come the same way.
    mutating func text(_ bytes: UnsafeBufferPointer<UInt8>)
}

/// The name of an element or attribute.
public struct XMLName: Sendable, Hashable {
    /// The name without prefix.
    public var localName: String
    /// The namespace's URI; nil for names in none.
    public var namespace: String?
    /// The prefix that the document used first.
    public var prefix: String?

    /// Makes a name.
    public init(localName: String, namespace: String? = nil, prefix: String? = nil) {
        self.localName = localName
        self.namespace = namespace
        self.prefix = prefix
    }
}

/// A start tag, valid during the call that hands it over.
@frozen
public struct XMLStartTag {
    /// The handler's number for the element's name.
    public let name: Int32
    /// The line of the tag's `<`, from 1.
    public let line: UInt32
    /// The column of the tag's `<`, from 1, in bytes (of UTF-8, for documents in other encodings).
    public let column: UInt32
    /// The attributes in the order of the document, without namespace declarations.
    public let attributes: XMLAttributes

    @usableFromInline
    init(name: Int32, line: UInt32, column: UInt32, attributes: XMLAttributes) {
        self.name = name
        self.line = line
        self.column = column
        self.attributes = attributes
    }
}

/// The attributes of a start tag, valid during the call that hands them over.
@frozen
public struct XMLAttributes {
    /// How many there are.
    public let count: Int
    /// libxml2's array: five pointers an attribute, of which the last two are the value's start and end.
    @usableFromInline let entries: UnsafePointer<UnsafePointer<UInt8>?>?
    @usableFromInline let names: UnsafePointer<Int32>

    @usableFromInline
    init(count: Int, entries: UnsafePointer<UnsafePointer<UInt8>?>?, names: UnsafePointer<Int32>) {
        self.count = count
        self.entries = entries
        self.names = names
    }

    /// The handler's number for the name of the attribute at `index`.
    @inlinable
    public func name(_ index: Int) -> Int32 {
        precondition(index < count)
        return names[index]
    }

    /// The normalised value of the attribute at `index`, as UTF-8.
    @inlinable
    public func value(_ index: Int) -> UnsafeBufferPointer<UInt8> {
        precondition(index < count)
        guard let entries, let start = entries[index * 5 + 3], let end = entries[index * 5 + 4] else {
            return UnsafeBufferPointer(start: nil, count: 0)
        }
        return UnsafeBufferPointer(start: start, count: end - start)
    }
}
