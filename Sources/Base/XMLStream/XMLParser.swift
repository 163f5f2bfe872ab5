/// Bounds on a document, against hostile input.
public struct XMLLimits: Sendable {
    /// How deeply elements may be nested.
    public var depth = 256
    /// How long a tag, comment or attribute value may be, in bytes; libxml2's own limit. Texts have none here: they
    /// are handed over in pieces.
    public static let markup = 10_000_000

    /// The usual bounds.
    public init() {}
}

/// A push parser for XML: bytes in, events out to a handler.
///
/// ```swift
/// var parser = XMLParser(path: path, handler: Counter())
/// while try source.readChunk() { try parser.feed(source.chunk) }
/// try parser.finish()
/// print(parser.handler.count)
/// ```
///
/// Encodings: UTF-8 with or without byte order mark, UTF-16, US-ASCII, ISO-8859-1, windows-1252, and what iconv knows.
/// Bytes that are not of the declared encoding are an error. There is no network and no external DTD: a DOCTYPE is
/// tolerated, not fetched, and a document that declares an entity is refused. After an error the handler has seen all
/// that came before its place and nothing after it.
public struct XMLParser<Handler: XMLHandler & ~Copyable>: ~Copyable {
    @usableFromInline let storage: UnsafeMutablePointer<Handler>
    @usableFromInline let driver: SAXDriver

    /// Starts a parse; `path` is for messages. `encoding` overrules the document's own declaration.
    @inlinable
    public init(
        path: String, handler: consuming Handler, limits: XMLLimits = XMLLimits(), encoding: String? = nil
    ) {
        storage = .allocate(capacity: 1)
        storage.initialize(to: handler)
        driver = SAXDriver(
            path: path, limits: limits, encoding: encoding,
            sink: SAXSink(
                handler: UnsafeMutableRawPointer(storage),
                token: { $0.assumingMemoryBound(to: Handler.self).pointee.token(for: $1) },
                start: { $0.assumingMemoryBound(to: Handler.self).pointee.start($1) },
                end: { $0.assumingMemoryBound(to: Handler.self).pointee.end() },
                text: { $0.assumingMemoryBound(to: Handler.self).pointee.text($1) }))
    }

    deinit {
        storage.deinitialize(count: 1)
        storage.deallocate()
    }

    /// The handler, between two feeds.
    @inlinable
    public var handler: Handler {
        _read { yield storage.pointee }
        nonmutating _modify { yield &storage.pointee }
    }

    /// Parses the next bytes of the document.
    public func feed(_ bytes: UnsafeRawBufferPointer) throws(XMLError) {
        try driver.feed(bytes)
    }

    /// Ends the document: an error when it is not complete.
    public func finish() throws(XMLError) {
        try driver.finish()
    }
}

/// The handler's four functions without its type: they capture nothing, so that a call costs no reference count.
@usableFromInline
struct SAXSink {
    @usableFromInline let handler: UnsafeMutableRawPointer
    @usableFromInline let token: (UnsafeMutableRawPointer, XMLName) -> Int32
    @usableFromInline let start: (UnsafeMutableRawPointer, XMLStartTag) -> Void
    @usableFromInline let end: (UnsafeMutableRawPointer) -> Void
    @usableFromInline let text: (UnsafeMutableRawPointer, UnsafeBufferPointer<UInt8>) -> Void

    @usableFromInline
    init(
        handler: UnsafeMutableRawPointer, token: @escaping (UnsafeMutableRawPointer, XMLName) -> Int32,
        start: @escaping (UnsafeMutableRawPointer, XMLStartTag) -> Void,
        end: @escaping (UnsafeMutableRawPointer) -> Void,
        text: @escaping (UnsafeMutableRawPointer, UnsafeBufferPointer<UInt8>) -> Void
    ) {
        self.handler = handler
        self.token = token
        self.start = start
        self.end = end
        self.text = text
    }
}
