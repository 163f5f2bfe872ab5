import Values

/// Reads a JSON or NDJSON file token by token: a ``JSONTokenizer`` that fetches its bytes itself.
///
/// ```swift
/// var json = try JSONReader(path: "dm.json")
/// while try json.next() != .end { ... json.tokenizer.text ... }
/// ```
public struct JSONReader: ~Copyable {
    /// The last token's text and place.
    public private(set) var tokenizer: JSONTokenizer
    /// How many bytes of the file have been read, and how many it has when that is known.
    public var progress: (read: Int, of: Int?) { (source.position, source.size) }

    private var source: ByteSource

    /// Opens a file.
    public init(path: String, form: JSONTokenizer.Form = .document, limits: JSONTokenizer.Limits = .init())
        throws(JSONError)
    {
        do throws(FileError) {
            source = try ByteSource(path: path)
        } catch {
            throw .file(error)
        }
        tokenizer = JSONTokenizer(path: path, form: form, limits: limits)
    }

    /// The next token; never ``JSONTokenizer/Token/needsBytes``.
    public mutating func next() throws(JSONError) -> JSONTokenizer.Token {
        while true {
            let token = try tokenizer.next()
            guard token == .needsBytes else { return token }
            let hasMore: Bool
            do throws(FileError) {
                hasMore = try source.readChunk()
            } catch {
                throw .file(error)
            }
            if hasMore { tokenizer.feed(source.chunk) } else { tokenizer.finish() }
        }
    }
}
