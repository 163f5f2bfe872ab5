public import Values

/// Writes JSON (RFC 8259) into an array of bytes, value after value, without a tree in between.
///
/// ```swift
/// var json = JSONWriter()
/// json.beginObject()
/// json.member("USUBJID", "RIALTO-101-001")
/// json.key("rows")
/// json.beginArray()
/// json.number(weight)  // the decimal 7.0 is written as 7.0
/// json.endArray()
/// json.endObject()
/// ```
///
/// The caller keeps the grammar: a key before each value of an object, and every container closed. For NDJSON write
/// objects in ``Layout/compact`` and ``endLine()`` after each.
public struct JSONWriter: Sendable {
    /// How the text is laid out.
    public enum Layout: Sendable {
        /// No white space at all.
        case compact
        /// A line a value, two spaces a level; empty containers stay on their line.
        case indented
    }

    /// What was written so far.
    public var bytes: [UInt8]

    private let indented: Bool
    private var depth = 0
    /// Nothing stands in the open container yet (or on this line of NDJSON).
    private var isFresh = true
    private var followsKey = false

    /// Makes a writer that goes on writing after `bytes`.
    public init(_ layout: Layout = .compact, into bytes: [UInt8] = []) {
        self.bytes = bytes
        indented = layout == .indented
    }

    /// The text written so far.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    // MARK: Containers

    /// Writes `{`.
    public mutating func beginObject() { open(0x7B) }

    /// Writes `}`.
    public mutating func endObject() { close(0x7D) }

    /// Writes `[`.
    public mutating func beginArray() { open(0x5B) }

    /// Writes `]`.
    public mutating func endArray() { close(0x5D) }

    /// Writes a member's name; its value comes next.
    public mutating func key(_ name: String) {
        separate()
        quote(name)
        bytes.append(0x3A)
        if indented { bytes.append(0x20) }
        followsKey = true
    }

    /// Ends a line: of NDJSON, or of a whole document.
    public mutating func endLine() {
        bytes.append(0x0A)
        isFresh = true
    }

    /// Writes JSON that is already made: punctuation and keys that are known beforehand, in compact layout. The writer
    /// goes on as the last byte says: a value after a colon, an element without a comma after an opening bracket.
    public mutating func literal(_ json: StaticString) {
        json.withUTF8Buffer { literal(utf8: $0) }
    }

    /// Writes JSON that another writer made, under the same terms.
    public mutating func literal(_ json: [UInt8]) {
        json.withUnsafeBufferPointer { literal(utf8: $0) }
    }

    private mutating func literal(utf8 json: UnsafeBufferPointer<UInt8>) {
        guard let last = json.last else { return }
        bytes.append(contentsOf: json)
        followsKey = last == 0x3A
        isFresh = last == 0x7B || last == 0x5B
    }

    /// Forgets what was written and keeps the room for it.
    public mutating func removeAll() {
        if !bytes.isEmpty { bytes.removeAll(keepingCapacity: true) }
        depth = 0
        isFresh = true
        followsKey = false
    }

    // MARK: Values

    /// Writes a string.
    public mutating func string(_ value: String) {
        separate()
        quote(value)
    }

    /// Writes a string from UTF-8; what is not UTF-8 becomes U+FFFD, since JSON has no other text.
    public mutating func string(utf8 value: UnsafeBufferPointer<UInt8>) {
        separate()
        if JSONWriter.isUTF8(value) {
            JSONText.quote(UnsafeRawBufferPointer(value), to: &bytes)
        } else {
            quote(String(decoding: value, as: UTF8.self))
        }
    }

    /// Writes an integer.
    public mutating func number(_ value: Int) {
        separate()
        Decimal(significand: Int64(value)).append(to: &bytes)
    }

    /// Writes a decimal with the digits it has: 7.0 stays 7.0.
    public mutating func number(_ value: Decimal) {
        separate()
        value.append(to: &bytes)
    }

    /// Writes the shortest text that reads back as the same double; `null` for NaN and the infinities, which JSON does
    /// not have.
    public mutating func number(_ value: Double) {
        guard value.isFinite else { return null() }
        separate()
        bytes.append(contentsOf: value.description.utf8)
    }

    /// Writes a number as the source wrote it; false, and nothing written, when that is not a JSON number (`+1`, `.5`,
    /// `007`).
    public mutating func number(text: String) -> Bool {
        var text = text
        guard text.withUTF8(JSONWriter.isNumber) else { return false }
        separate()
        bytes.append(contentsOf: text.utf8)
        return true
    }

    /// Writes `true` or `false`.
    public mutating func bool(_ value: Bool) {
        separate()
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    /// Writes `null`.
    public mutating func null() {
        separate()
        bytes.append(contentsOf: "null".utf8)
    }

    // MARK: Members

    /// Writes a member with a string.
    public mutating func member(_ name: String, _ value: String) {
        key(name)
        string(value)
    }

    /// Writes a member with an integer.
    public mutating func member(_ name: String, _ value: Int) {
        key(name)
        number(value)
    }

    /// Writes a member with a truth value.
    public mutating func member(_ name: String, _ value: Bool) {
        key(name)
        bool(value)
    }

    // MARK: Layout

    private mutating func open(_ byte: UInt8) {
        separate()
        bytes.append(byte)
        depth += 1
        isFresh = true
    }

    private mutating func close(_ byte: UInt8) {
        depth -= 1
        if indented, !isFresh { breakLine() }
        bytes.append(byte)
        isFresh = false
    }

    /// What stands between the last token and a value or key.
    private mutating func separate() {
        if followsKey {
            followsKey = false
        } else {
            if !isFresh { bytes.append(0x2C) }
            if indented, depth > 0 { breakLine() }
        }
        isFresh = false
    }

    private mutating func breakLine() {
        bytes.append(0x0A)
        bytes.append(contentsOf: repeatElement(0x20, count: depth * 2))
    }
}

// MARK: - Strings and numbers

extension JSONWriter {
    private mutating func quote(_ value: String) {
        var value = value
        value.withUTF8 { JSONText.quote(UnsafeRawBufferPointer($0), to: &bytes) }
    }

    private static func isUTF8(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        if value.allSatisfy({ $0 < 0x80 }) { return true }
        return (try? UTF8Span(validating: value.span)) != nil
    }

    /// RFC 8259 section 6: `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`.
    private static func isNumber(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = 0
        func at(_ byte: UInt8) -> Bool { index < text.count && text[index] == byte }
        func skipDigits() -> Bool {
            let start = index
            while index < text.count, text[index] >= 0x30, text[index] <= 0x39 { index += 1 }
            return index > start
        }
        if at(0x2D) { index += 1 }
        let leadingZero = at(0x30)
        let start = index
        guard skipDigits(), !leadingZero || index == start + 1 else { return false }
        if at(0x2E) {
            index += 1
            guard skipDigits() else { return false }
        }
        if at(0x65) || at(0x45) {
            index += 1
            if at(0x2B) || at(0x2D) { index += 1 }
            guard skipDigits() else { return false }
        }
        return index == text.count
    }
}
