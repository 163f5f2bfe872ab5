/// Sixteen bytes that stand for a subject of a study, so that telling subjects apart does not keep their keys.
public struct SubjectHash: Hashable, Sendable {
    /// Two independent FNV-1a hashes; neither is ever zero.
    public let bits: SIMD2<UInt64>

    /// Hashes a `StudyOID` and a `SubjectKey`.
    public init(study: String, subject: String) {
        var a: UInt64 = 0xCBF2_9CE4_8422_2325
        var b: UInt64 = 0x9E37_79B9_7F4A_7C15
        func mix(_ byte: UInt8) {
            a = (a ^ UInt64(byte)) &* 0x100_0000_01B3
            b = (b &+ UInt64(byte) &+ 1) &* 0xD6E8_FEB8_6659_FD93
            b ^= b >> 32
        }
        for byte in study.utf8 { mix(byte) }
        // No text of UTF-8 has this byte.
        mix(0xFF)
        for byte in subject.utf8 { mix(byte) }
        bits = SIMD2(a | 1, b | 1)
    }
}
