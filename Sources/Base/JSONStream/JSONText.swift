/// The bytes of JSON strings (RFC 8259 section 7): what can stand in them as it is, and what is written for the rest.
public enum JSONText {
    /// Appends UTF-8 as a JSON string. Runs of plain bytes are copied whole; only what the RFC demands is escaped.
    public static func quote(_ text: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
        bytes.append(0x22)
        var start = 0
        var hasOthers = false
        while true {
            let end = plainEnd(of: text, from: start, &hasOthers)
            bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[start..<end]))
            guard end < text.count else { break }
            escape(text[end], to: &bytes)
            start = end + 1
        }
        bytes.append(0x22)
    }

    private static func escape(_ byte: UInt8, to bytes: inout [UInt8]) {
        bytes.append(0x5C)
        switch byte {
        case 0x08: bytes.append(0x62)
        case 0x09: bytes.append(0x74)
        case 0x0A: bytes.append(0x6E)
        case 0x0C: bytes.append(0x66)
        case 0x0D: bytes.append(0x72)
        case 0x22, 0x5C: bytes.append(byte)
        default:
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(0x30 + byte >> 4)
            bytes.append(byte & 15 < 10 ? 0x30 + byte & 15 : 0x57 + byte & 15)
        }
    }

    /// The first byte from `index` that a string cannot hold as it is: control characters, `"` and `\`; the end when there
    /// is none. Eight bytes at a time. Tells whether bytes beyond ASCII were met.
    static func plainEnd(
        of bytes: UnsafeRawBufferPointer, from index: Int, _ hasOthers: inout Bool
    ) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        var index = index
        var seen: UInt64 = 0
        while index + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let quotes = word ^ (ones &* 0x22)
            let backslashes = word ^ (ones &* 0x5C)
            // A byte's top bit comes out set where subtracting borrows: below 0x20, or zero after the exclusive or.
            let found =
                ((word &- ones &* 0x20) & ~word) | ((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes)
            if found & (ones &* 0x80) != 0 { break }
            seen |= word
            index += 8
        }
        if seen & (ones &* 0x80) != 0 { hasOthers = true }
        while index < bytes.count {
            let byte = bytes[index]
            if byte < 0x20 || byte == 0x22 || byte == 0x5C { break }
            if byte >= 0x80 { hasOthers = true }
            index += 1
        }
        return index
    }
}
