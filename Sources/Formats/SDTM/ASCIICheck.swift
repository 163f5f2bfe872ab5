/// Whether a text can stand in a transport file as it is: printable ASCII only.
public enum ASCIICheck {
    /// The first thing in a text that a transport file cannot hold, whatever its length; nil when there is none.
    public static func firstFault(in text: String) -> SDTMError.ValueFault? {
        var text = text
        return text.withUTF8 { firstFault(in: UnsafeRawBufferPointer($0)) }
    }

    /// The same for UTF-8 bytes.
    public static func firstFault(in text: UnsafeRawBufferPointer) -> SDTMError.ValueFault? {
        for byte in text {
            if byte >= 0x80 { return .notASCII }
            if byte < 0x20 || byte == 0x7F { return .controlCharacter }
        }
        return nil
    }
}
