import Values

/// Turns a document's bytes into UTF-8 for libxml2, and says exactly where bytes are not of the declared encoding.
///
/// UTF-8 passes through unchanged (libxml2 checks it), cut only between characters. US-ASCII, ISO-8859-1, windows-1252
/// and UTF-16 are decoded here, because libxml2 drops the rest of a chunk when iconv fails inside it. Other encodings
/// are left to libxml2 and iconv.
struct InputDecoder {
    private enum Encoding {
        case utf8, ascii, latin1, windows1252, utf16(bigEndian: Bool), library
    }

    /// The first thing wrong, after the bytes handed over so far.
    private(set) var failure: XMLError?
    private let path: String
    private let override: String?
    private var encoding: Encoding?
    private var output: [UInt8] = []
    /// Bytes that came before an encoding was decided, or that are the beginning of a character.
    private var pending: [UInt8] = []
    private var line = 1
    private var column = 1

    init(path: String, encoding: String?) {
        self.path = path
        override = encoding
    }

    /// Decodes the next bytes and hands over what came of them, in one piece or two, and
    /// whether libxml2 has to decode it.
    mutating func decode(
        _ bytes: UnsafeRawBufferPointer, isLast: Bool, _ body: (UnsafeRawBufferPointer, _ isLeftToLibrary: Bool) -> Void
    ) {
        guard failure == nil else { return }
        if encoding == nil {
            pending.append(contentsOf: bytes)
            guard isLast || pending.count >= 1024 || pending.contains(UInt8(ascii: ">")) else { return }
            decide()
            guard failure == nil, encoding != nil else { return }
            let first = pending
            pending = []
            first.withUnsafeBytes { convert($0, isLast: isLast, body) }
        } else {
            convert(bytes, isLast: isLast, body)
        }
    }

    private mutating func convert(
        _ bytes: UnsafeRawBufferPointer, isLast: Bool, _ body: (UnsafeRawBufferPointer, _ isLeftToLibrary: Bool) -> Void
    ) {
        switch encoding {
        case .utf8?: return passUTF8(bytes, isLast: isLast, body)
        case .library?, nil: return body(bytes, true)
        case .ascii?:
            guard let bad = bytes.firstIndex(where: { $0 >= 0x80 }) else {
                advance(bytes[...])
                return body(bytes, false)
            }
            advance(bytes[..<bad])
            fail("a byte above 127 is not US-ASCII")
            return body(UnsafeRawBufferPointer(rebasing: bytes[..<bad]), false)
        case .latin1?, .windows1252?:
            output.removeAll(keepingCapacity: true)
            convertSingleByte(bytes)
        case .utf16(let bigEndian)?:
            output.removeAll(keepingCapacity: true)
            convertUTF16(bytes, bigEndian: bigEndian, isLast: isLast)
        }
        output.withUnsafeBytes { body($0, false) }
    }

    /// Passes the bytes on as they are, but keeps back the beginning of a character that the next bytes complete.
    private mutating func passUTF8(
        _ bytes: UnsafeRawBufferPointer, isLast: Bool, _ body: (UnsafeRawBufferPointer, _ isLeftToLibrary: Bool) -> Void
    ) {
        var rest = bytes[...]
        if let first = pending.first {
            let missing = InputDecoder.length(first) - pending.count
            pending.append(contentsOf: rest.prefix(missing))
            rest = rest.dropFirst(missing)
            guard pending.count == InputDecoder.length(first) || isLast else { return }
            let character = pending
            pending = []
            character.withUnsafeBytes { body($0, false) }
        }
        if !isLast {
            for back in 1...3 where back <= rest.count {
                let byte = rest[rest.endIndex - back]
                if byte & 0xC0 == 0x80 { continue }
                if InputDecoder.length(byte) > back {
                    pending.append(contentsOf: rest.suffix(back))
                    rest = rest.dropLast(back)
                }
                break
            }
        }
        if !rest.isEmpty { body(UnsafeRawBufferPointer(rebasing: rest), false) }
    }

    /// The length of a UTF-8 character by its first byte.
    private static func length(_ first: UInt8) -> Int {
        first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1
    }

    private mutating func convertSingleByte(_ bytes: UnsafeRawBufferPointer) {
        let isWindows = if case .windows1252? = encoding { true } else { false }
        for index in bytes.indices {
            let byte = bytes[index]
            if byte < 0x80 {
                output.append(byte)
            } else {
                var scalar = UInt32(byte)
                if byte < 0xA0 {
                    scalar = isWindows ? UInt32(InputDecoder.windows1252[Int(byte) - 0x80]) : 0
                    if scalar == 0 {
                        advance(bytes[..<index])
                        return fail(
                            isWindows
                                ? "the byte \(byte) has no meaning in windows-1252"
                                : "the byte \(byte) is a control character in ISO-8859-1; the text may be windows-1252")
                    }
                }
                append(scalar)
            }
        }
        advance(bytes[...])
    }

    private mutating func convertUTF16(_ bytes: UnsafeRawBufferPointer, bigEndian: Bool, isLast: Bool) {
        let all = pending + bytes
        pending = []
        var index = 0
        func unit(_ at: Int) -> UInt32 {
            let (first, second) = (UInt32(all[at]), UInt32(all[at + 1]))
            return bigEndian ? first << 8 | second : second << 8 | first
        }
        while index + 1 < all.count {
            let first = unit(index)
            if first & 0xF800 != 0xD800 {
                append(first)
                place(first)
                index += 2
                continue
            }
            guard index + 3 < all.count else { break }
            let second = unit(index + 2)
            guard first < 0xDC00, second & 0xFC00 == 0xDC00 else { return fail("a half of a UTF-16 pair stands alone") }
            append(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
            place(0x10000)
            index += 4
        }
        pending = Array(all[index...])
        if isLast, !pending.isEmpty { fail("the file ends within a UTF-16 character") }
    }

    private mutating func append(_ scalar: UInt32) {
        switch scalar {
        case ..<0x80: output.append(UInt8(truncatingIfNeeded: scalar))
        case ..<0x800:
            output.append(UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6))
            output.append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
        case ..<0x10000:
            output.append(UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12))
            output.append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
            output.append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
        default:
            output.append(UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18))
            output.append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F))
            output.append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
            output.append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
        }
    }

    private mutating func advance(_ bytes: Slice<UnsafeRawBufferPointer>) {
        for byte in bytes { place(UInt32(byte)) }
    }

    private mutating func place(_ scalar: UInt32) {
        if scalar == 0x0A {
            line += 1
            column = 1
        } else {
            column += 1
        }
    }

    private mutating func fail(_ reason: String) {
        failure = .encoding(reason: reason, at: Location(path: path, line: line, column: column))
    }

    /// What 0x80 to 0x9F mean in windows-1252; 0 for nothing.
    private static let windows1252: [UInt16] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E,
        0x0178,
    ]
}

extension InputDecoder {
    /// Decides the encoding from the byte order mark and the XML declaration (XML 1.0, appendix F).
    private mutating func decide() {
        let bytes = pending
        func begins(_ mark: UInt8...) -> Bool { bytes.starts(with: mark) }
        let isBigEndian = begins(0xFE, 0xFF) || begins(0, 0x3C, 0, 0x3F)
        let isLittleEndian = begins(0xFF, 0xFE) || begins(0x3C, 0, 0x3F, 0)
        if isBigEndian || isLittleEndian {
            let isMarked = begins(0xFE, 0xFF) || begins(0xFF, 0xFE)
            let low = bytes.enumerated().filter { ($0.offset % 2 == 1) == isBigEndian }.map(\.element)
                .dropFirst(isMarked ? 1 : 0)
            if let name = override ?? InputDecoder.declared(Array(low)), !name.lowercased().hasPrefix("utf-16") {
                return fail("the file is UTF-16, but '\(name)' is declared")
            }
            encoding = .utf16(bigEndian: isBigEndian)
            if isMarked { pending.removeFirst(2) }
            return
        }
        let isMarked = begins(0xEF, 0xBB, 0xBF)
        let name = override ?? InputDecoder.declared(isMarked ? Array(bytes.dropFirst(3)) : bytes)
        let known = InputDecoder.encoding(named: name ?? "utf-8")
        if isMarked {
            guard case .utf8? = known else {
                return fail("the file has the byte order mark of UTF-8, but '\(name ?? "")' is declared")
            }
            pending.removeFirst(3)
        }
        if known == nil, let name, name.lowercased().hasPrefix("utf-16") || name.lowercased().hasPrefix("ucs-") {
            return fail("'\(name)' is declared, but the characters are single bytes")
        }
        if known == nil, let override {
            return fail("'\(override)' is not UTF-8, UTF-16, US-ASCII, ISO-8859-1 or windows-1252")
        }
        encoding = known ?? .library
    }

    private static func encoding(named name: String) -> Encoding? {
        switch name.lowercased() {
        case "utf-8", "utf8": .utf8
        case "us-ascii", "ascii", "iso646-us", "ansi_x3.4-1968": .ascii
        case "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "l1": .latin1
        case "windows-1252", "cp1252", "cp-1252": .windows1252
        default: nil
        }
    }

    /// The value of `encoding` in an XML declaration.
    private static func declared(_ bytes: [UInt8]) -> String? {
        let start = String(decoding: bytes.prefix(1024), as: UTF8.self)
        guard start.hasPrefix("<?xml"), let end = start.firstIndex(of: ">") else { return nil }
        let words = start[..<end].split(separator: "encoding", maxSplits: 1)
        guard words.count == 2 else { return nil }
        let value = words[1].drop { " \t\r\n=".contains($0) }
        guard let quote = value.first, quote == "\"" || quote == "'" else { return nil }
        return String(value.dropFirst().prefix { $0 != quote })
    }
}
