import CDigest

/// SHA-256 (FIPS 180-4), fed in pieces: the carry folder's manifest lists its files by it.
struct SHA256 {
    private let way: SHA256Way
    private var state: [UInt32] = [
        0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A, 0x510E_527F, 0x9B05_688C, 0x1F83_D9AB, 0x5BE0_CD19,
    ]
    private var pending: [UInt8] = []
    private var length: UInt64 = 0

    /// The ways that this processor has, the fastest first.
    static var ways: [SHA256Way] { [.X86, .ARM, .portable].filter { sha256_has($0) } }

    /// A digest of nothing so far, by the fastest way unless another is asked for.
    init(way: SHA256Way? = nil) { self.way = way ?? Self.ways[0] }

    /// Takes more bytes.
    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        length += UInt64(bytes.count)
        var start = 0
        if !pending.isEmpty {
            start = min(64 - pending.count, bytes.count)
            pending.append(contentsOf: bytes[..<start])
            guard pending.count == 64 else { return }
            pending.withUnsafeBytes { Self.compress($0, into: &state, way) }
            pending.removeAll(keepingCapacity: true)
        }
        let end = bytes.count - (bytes.count - start) % 64
        Self.compress(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), into: &state, way)
        pending.append(contentsOf: bytes[end...])
    }

    /// The digest in lower-case hexadecimal; nothing can be added afterwards.
    mutating func finish() -> String {
        let bits = length * 8
        var tail: [UInt8] = [0x80]
        while (pending.count + tail.count) % 64 != 56 { tail.append(0) }
        withUnsafeBytes(of: bits.bigEndian) { tail.append(contentsOf: $0) }
        tail.withUnsafeBytes { update($0) }
        var digest: [UInt8] = []
        for word in state {
            for shift in stride(from: 28, through: 0, by: -4) {
                let digit = UInt8(truncatingIfNeeded: word >> UInt32(shift)) & 15
                digest.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
            }
        }
        return String(decoding: digest, as: UTF8.self)
    }

    /// Takes whole blocks of 64 bytes.
    private static func compress(_ blocks: UnsafeRawBufferPointer, into state: inout [UInt32], _ way: SHA256Way) {
        guard let base = blocks.bindMemory(to: UInt8.self).baseAddress else { return }
        state.withUnsafeMutableBufferPointer { state in
            // The initial value has eight words, and nothing changes their number.
            guard let words = state.baseAddress, state.count == 8 else { return }
            sha256_compress(way, words, base, blocks.count / 64)
        }
    }
}
