public import Values

/// Reads JSON (RFC 8259, strict) token by token from bytes that are fed to it in chunks of any size; ``JSONReader`` does
/// so from a file.
///
/// ```swift
/// var json = JSONTokenizer(path: "dm.json")
/// reading: while true {
///     switch try json.next() {
///     case .needsBytes: if try source.readChunk() { json.feed(source.chunk) } else { json.finish() }
///     case .string, .number: row.append(contentsOf: json.text)
///     case .end: break reading
///     default: break
///     }
/// }
/// ```
///
/// The tokenizer keeps the grammar: what it hands out nests and alternates as it must. A number keeps its text; a string
/// comes without its quotes and escapes. Memory is bounded by a chunk, the longest token and the names of open objects.
///
/// How it works: bytes are copied into one buffer, whose unread tail moves to the front when more are fed. A token in which
/// the buffer ends is begun again when more bytes are there; only strings, which may be long, go on where their scan ended.
/// Escapes are resolved in place, since a character never takes more bytes than its escape. Line breaks stand between
/// tokens alone, so that places cost nothing within them.
public struct JSONTokenizer: ~Copyable {
    /// How many bytes of the text are passed: up to the end of the last token.
    public var offset: Int { before + start }

    /// How many arrays and objects are open.
    public var depth: Int { containers.count }

    let path: String
    private let form: Form
    let limits: Limits
    /// `start..<end` of it is unread.
    var buffer: UnsafeMutableRawBufferPointer
    var start = 0
    var end = 0
    var isFinished = false
    /// How many bytes of the whole text stand before the buffer.
    private var before = 0
    private var line: Int
    /// Where the line begins in the whole text.
    private var lineStart: Int
    private var mark = Mark(line: 1, column: 1)
    /// Where the last token's text lies in the buffer.
    var textRange = 0..<0
    /// How far the unfinished string at `start` has been looked at.
    var scan = StringScan()

    private var containers: [Container] = []
    private var names = MemberNames()
    private var expected = Expectation.value
    private var isAtBeginning = true

    private struct Mark {
        var line: Int
        var column: Int
    }

    private struct Container {
        var isObject: Bool
        var begin: Mark
        var names: MemberNames.Frame
    }

    private enum Expectation {
        case value
        case valueOrEnd
        case name
        case nameOrEnd
        case colon
        case commaOrEnd
        case nothing
    }

    /// Makes a tokenizer; `path` is what places name, and `line` and `column` where the text begins there.
    public init(path: String, form: Form = .document, limits: Limits = .init(), line: Int = 1, column: Int = 1) {
        self.line = line
        lineStart = 1 - column
        self.path = path
        self.form = form
        self.limits = limits
        buffer = .allocate(byteCount: 1 << 12, alignment: 16)
    }

    deinit { buffer.deallocate() }

    // MARK: - Bytes in

    /// Takes more bytes of the text. The text of the last token is gone then.
    public mutating func feed(_ chunk: UnsafeRawBufferPointer) {
        let unread = UnsafeRawBufferPointer(rebasing: buffer[start..<end])
        if unread.count + chunk.count > buffer.count {
            let larger = UnsafeMutableRawBufferPointer.allocate(
                byteCount: max(buffer.count * 2, unread.count + chunk.count), alignment: 16)
            larger.copyMemory(from: unread)
            buffer.deallocate()
            buffer = larger
        } else if start > 0 {
            buffer.copyMemory(from: unread)
        }
        before += start
        start = 0
        end = unread.count
        textRange = 0..<0
        UnsafeMutableRawBufferPointer(rebasing: buffer[end...]).copyMemory(from: chunk)
        end += chunk.count
    }

    /// Tells that all bytes of the text have been fed.
    public mutating func finish() { isFinished = true }

    // MARK: - The last token

    /// The text of the last name, string (UTF-8) or number; empty after other tokens. Valid until the next call of a
    /// mutating function.
    public var text: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer[textRange]) }

    /// The text of the last name, string or number.
    public var string: String { String(decoding: text, as: UTF8.self) }

    /// Whether the text of the last name, string or number is this.
    public func textEquals(_ other: StaticString) -> Bool {
        other.withUTF8Buffer { $0.count == textRange.count && text.elementsEqual($0) }
    }

    /// Where the last token begins; the column counts bytes.
    public var location: Location { Location(path: path, line: mark.line, column: mark.column) }

    // MARK: - Tokens

    /// The next token. After an error, and after ``Token/end``, nothing more is to be asked.
    public mutating func next() throws(JSONError) -> Token {
        textRange = 0..<0
        guard try passBeginning() else { return .needsBytes }
        while true {
            guard try skipBlank() else { return isFinished ? try atEnd() : .needsBytes }
            let byte = buffer[start]
            switch (byte, expected) {
            case (0x2C, .commaOrEnd):  // ,
                expected = containers.last?.isObject == true ? .name : .value
                start += 1
            case (0x3A, .colon):  // :
                expected = .value
                start += 1
            default: return try token(beginningWith: byte)
            }
        }
    }

    private mutating func token(beginningWith byte: UInt8) throws(JSONError) -> Token {
        let wasMark = mark
        mark = here
        var token: Token
        switch (byte, expected) {
        case (0x22, .name), (0x22, .nameOrEnd): token = try readString() ? .name : .needsBytes
        case (0x7D, .nameOrEnd), (0x7D, .commaOrEnd): return try close(.endObject)
        case (0x5D, .valueOrEnd), (0x5D, .commaOrEnd): return try close(.endArray)
        case (_, .value), (_, .valueOrEnd):
            switch byte {
            case 0x22: token = try readString() ? .string : .needsBytes
            case 0x7B: return try open(.beginObject)
            case 0x5B: return try open(.beginArray)
            case 0x2D, 0x30...0x39: token = try readNumber() ? .number : .needsBytes
            case 0x74: token = try readLiteral("true") ? .true : .needsBytes
            case 0x66: token = try readLiteral("false") ? .false : .needsBytes
            case 0x6E: token = try readLiteral("null") ? .null : .needsBytes
            default: throw .syntax(expected: expectation, at: location)
            }
        default: throw .syntax(expected: expectation, at: location)
        }
        if token == .needsBytes {
            mark = wasMark
        } else if token == .name {
            guard names.insert(text, into: &containers[containers.count - 1].names) else {
                throw .duplicateMember(name: string, at: location)
            }
            expected = .colon
        } else {
            endValue()
        }
        return token
    }

    private var here: Mark { Mark(line: line, column: before + start - lineStart + 1) }

    /// A place within the buffer, on the line of what is read.
    func place(_ index: Int) -> Location {
        Location(path: path, line: line, column: before + index - lineStart + 1)
    }

    private var expectation: String {
        switch expected {
        case .value: "a value"
        case .valueOrEnd: "a value or ']'"
        case .name: "a member's name in quotes"
        case .nameOrEnd: "a member's name in quotes or '}'"
        case .colon: "':'"
        case .commaOrEnd: containers.last?.isObject == true ? "',' or '}'" : "',' or ']'"
        case .nothing: form == .lines ? "the end of the line" : "the end of the text"
        }
    }

    private mutating func endValue() { expected = containers.isEmpty ? .nothing : .commaOrEnd }

    private mutating func open(_ token: Token) throws(JSONError) -> Token {
        guard containers.count < limits.depth else { throw .tooDeep(limit: limits.depth, at: location) }
        containers.append(Container(isObject: token == .beginObject, begin: mark, names: names.open()))
        expected = token == .beginObject ? .nameOrEnd : .valueOrEnd
        start += 1
        return token
    }

    private mutating func close(_ token: Token) throws(JSONError) -> Token {
        guard let container = containers.last, container.isObject == (token == .endObject) else {
            throw .syntax(expected: expectation, at: location)
        }
        names.close(container.names)
        containers.removeLast()
        start += 1
        endValue()
        return token
    }

    // MARK: - Between tokens

    /// A byte order mark is passed over, other encodings are told by their zeros; false when more bytes are needed.
    private mutating func passBeginning() throws(JSONError) -> Bool {
        guard isAtBeginning else { return true }
        guard end - start >= 4 || isFinished else { return false }
        isAtBeginning = false
        let head = [UInt8](buffer[start..<min(end, start + 4)])
        if head.starts(with: [0xEF, 0xBB, 0xBF]) {
            start += 3
            lineStart = 3
        } else if head.starts(with: [0xFE, 0xFF]) || head.starts(with: [0xFF, 0xFE]) || head.prefix(2).contains(0) {
            throw .notUTF8(reason: "it begins as UTF-16 or UTF-32 does", at: place(start))
        }
        return true
    }

    /// Goes on to what is not white space; false when the buffer has nothing more.
    private mutating func skipBlank() throws(JSONError) -> Bool {
        while start < end {
            switch buffer[start] {
            case 0x20, 0x09, 0x0D: break
            case 0x0A:
                if form == .lines {
                    guard containers.isEmpty else {
                        throw .syntax(expected: "the rest of the value on the same line", at: place(start))
                    }
                    expected = .value
                }
                line += 1
                lineStart = before + start + 1
            default: return true
            }
            start += 1
        }
        return false
    }

    private mutating func atEnd() throws(JSONError) -> Token {
        mark = here
        if let container = containers.last {
            mark = container.begin
            throw .truncated(at: location)
        }
        guard expected == .nothing || form == .lines else { throw .syntax(expected: "a value", at: location) }
        return .end
    }
}
