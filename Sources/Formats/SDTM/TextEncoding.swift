/// The encodings that files without one of their own are met in.
enum TextEncoding {
    /// A text of UTF-8, or where that fails of windows-1252: what SAS on Windows writes.
    static func utf8OrWindows1252(_ bytes: some Collection<UInt8>) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        var text = ""
        for byte in bytes { text.unicodeScalars.append(windows1252(byte)) }
        return text
    }

    /// The character of a byte in windows-1252; five bytes have none there and are taken as control characters, as
    /// browsers do.
    private static func windows1252(_ byte: UInt8) -> Unicode.Scalar {
        guard 0x80...0x9F ~= byte else { return Unicode.Scalar(byte) }
        let scalars: [UInt32] = [
            0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D,
            0x17D,
            0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153,
            0x9D,
            0x17E, 0x178,
        ]
        return Unicode.Scalar(scalars[Int(byte) - 0x80]) ?? Unicode.Scalar(byte)
    }
}
