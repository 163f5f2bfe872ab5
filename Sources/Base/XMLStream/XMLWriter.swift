public import Values

/// Writes XML as UTF-8 bytes: tags, attributes and texts with everything escaped that must be.
///
/// ```swift
/// var xml = XMLWriter(indentation: 2)
/// xml.declaration()
/// try xml.start("ItemData")
/// try xml.attribute("ItemOID", "I.AE.TERM")
/// try xml.attribute("Value", "Fever & chills")
/// xml.end()
/// try xml.drain(into: &file)
/// ```
///
/// Bytes gather in ``bytes``; the caller drains them into a file from time to time. In attributes, line feed, tab and
/// carriage return become character references, so that they survive attribute-value normalisation (XML 1.0, 3.3.3);
/// in text, only the carriage return does (2.11). Characters that XML 1.0 cannot hold are an error, and what was being
/// written is then incomplete.
public struct XMLWriter: Sendable {
    /// What has been written since the last drain.
    public private(set) var bytes: [UInt8] = []
    /// How many elements are open.
    public var depth: Int { open.count }

    private struct Element {
        var nameStart: Int
        var hasChildren = false
        var hasText = false
    }

    private let indentation: Int
    private var open: [Element] = []
    /// The names of the open elements, one after the other.
    private var names: [UInt8] = []
    private var isTagOpen = false

    /// Starts an empty document; with an indentation each element without text beside it begins a line of its own.
    public init(indentation: Int = 0) {
        self.indentation = indentation
        bytes.reserveCapacity(1 << 16)
    }

    /// Writes the XML declaration: version 1.0, UTF-8.
    public mutating func declaration() {
        append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
    }

    /// Opens an element; the name may have a prefix, which the caller declares by an `xmlns:` attribute.
    public mutating func start(_ name: String) throws(XMLError) {
        try check(name: name)
        closeTag()
        if let last = open.indices.last {
            if !open[last].hasText { newLine(open.count) }
            open[last].hasChildren = true
        }
        bytes.append(UInt8(ascii: "<"))
        append(name)
        open.append(Element(nameStart: names.count))
        names.append(contentsOf: name.utf8)
        isTagOpen = true
    }

    /// Writes an attribute of the element just opened. It must come before the element's content.
    public mutating func attribute(_ name: String, _ value: String) throws(XMLError) {
        try beginAttribute(name)
        var value = value
        let problem = value.withUTF8 { append(escaping: $0, inAttribute: true) }
        bytes.append(UInt8(ascii: "\""))
        if let problem { throw error(problem, attribute: name) }
    }

    /// Writes an attribute whose value is UTF-8 bytes.
    public mutating func attribute(_ name: String, utf8 value: UnsafeBufferPointer<UInt8>) throws(XMLError) {
        try beginAttribute(name)
        guard isUTF8(value) else { throw .notUTF8(place: place(name)) }
        let problem = append(escaping: value, inAttribute: true)
        bytes.append(UInt8(ascii: "\""))
        if let problem { throw error(problem, attribute: name) }
    }

    /// Writes an attribute when there is a value.
    public mutating func attribute(_ name: String, _ value: String?) throws(XMLError) {
        if let value { try attribute(name, value) }
    }

    /// Writes text into the open element.
    public mutating func text(_ text: String) throws(XMLError) {
        beginText()
        var text = text
        if let problem = text.withUTF8({ append(escaping: $0, inAttribute: false) }) {
            throw error(problem, attribute: nil)
        }
    }

    /// Writes text, given as UTF-8 bytes, into the open element.
    public mutating func text(utf8 text: UnsafeBufferPointer<UInt8>) throws(XMLError) {
        guard isUTF8(text) else { throw .notUTF8(place: place(nil)) }
        beginText()
        if let problem = append(escaping: text, inAttribute: false) { throw error(problem, attribute: nil) }
    }

    /// Closes the innermost open element; an empty one as `<Name/>`.
    public mutating func end() {
        precondition(!open.isEmpty, "end() without an open element")
        let element = open.removeLast()
        if isTagOpen {
            append("/>")
            isTagOpen = false
        } else {
            if element.hasChildren, !element.hasText { newLine(open.count) }
            append("</")
            bytes.append(contentsOf: names[element.nameStart...])
            bytes.append(UInt8(ascii: ">"))
        }
        names.removeLast(names.count - element.nameStart)
        if open.isEmpty { bytes.append(UInt8(ascii: "\n")) }
    }

    /// Writes a whole element: its attributes, then its text or nothing.
    public mutating func element(
        _ name: String, _ attributes: KeyValuePairs<String, String> = [:], text content: String? = nil
    ) throws(XMLError) {
        try start(name)
        for (name, value) in attributes { try attribute(name, value) }
        if let content { try text(content) }
        end()
    }

    /// Moves what has been written into a file; elements may still be open.
    public mutating func drain(into file: inout OutputFile) throws(FileError) {
        try file.write(bytes)
        bytes.removeAll(keepingCapacity: true)
    }

    private mutating func beginAttribute(_ name: String) throws(XMLError) {
        precondition(isTagOpen, "an attribute after the start tag's end")
        try check(name: name)
        bytes.append(UInt8(ascii: " "))
        append(name)
        append("=\"")
    }

    private mutating func beginText() {
        precondition(!open.isEmpty, "text outside the root element")
        closeTag()
        open[open.count - 1].hasText = true
    }

    private mutating func closeTag() {
        guard isTagOpen else { return }
        bytes.append(UInt8(ascii: ">"))
        isTagOpen = false
    }

    private mutating func newLine(_ level: Int) {
        guard indentation > 0 else { return }
        bytes.append(UInt8(ascii: "\n"))
        for _ in 0..<level * indentation { bytes.append(UInt8(ascii: " ")) }
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    /// Appends with escapes; returns the first character that XML cannot hold, where it stops.
    private mutating func append(escaping value: UnsafeBufferPointer<UInt8>, inAttribute: Bool) -> UInt32? {
        var start = 0
        for (index, byte) in value.enumerated() {
            let reference: StaticString
            switch byte {
            case UInt8(ascii: "&"): reference = "&amp;"
            case UInt8(ascii: "<"): reference = "&lt;"
            case UInt8(ascii: ">"): reference = "&gt;"
            case UInt8(ascii: "\"") where inAttribute: reference = "&quot;"
            case 0x0A where inAttribute: reference = "&#10;"
            case 0x09 where inAttribute: reference = "&#9;"
            case 0x0D: reference = "&#13;"
            case 0x09, 0x0A: continue
            case 0x00..<0x20: return UInt32(byte)
            case 0xEF where index + 2 < value.count && value[index + 1] == 0xBF && value[index + 2] >= 0xBE:
                return 0xFFC0 + UInt32(value[index + 2] & 0x3F)
            default: continue
            }
            bytes.append(contentsOf: value[start..<index])
            reference.withUTF8Buffer { bytes.append(contentsOf: $0) }
            start = index + 1
        }
        bytes.append(contentsOf: value[start...])
        return nil
    }

    private func isUTF8(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        value.allSatisfy { $0 < 0x80 } || String(validating: value, as: UTF8.self) != nil
    }

    private func error(_ scalar: UInt32, attribute: String?) -> XMLError {
        .unwritableCharacter(scalar: scalar, place: place(attribute))
    }

    private func place(_ attribute: String?) -> String {
        let element = open.last.map { String(decoding: names[$0.nameStart...], as: UTF8.self) } ?? ""
        return attribute.map { "\(element)/@\($0)" } ?? element
    }

    /// Refuses what could break out of a tag; letters beyond ASCII are all let through.
    private func check(name: String) throws(XMLError) {
        var isFirst = true
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
                UInt8(ascii: ":"), 0x80...:
                break
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
                if isFirst { throw .invalidName(name) }
            default: throw .invalidName(name)
            }
            isFirst = false
        }
        if isFirst { throw .invalidName(name) }
    }
}
