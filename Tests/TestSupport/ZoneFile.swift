/// A time zone's file (TZif, RFC 8536) of a test's own, so that no test needs the system's.
public struct ZoneFile: Sendable {
    /// The moments in seconds since 1970-01-01 UTC from which another offset holds, and that offset in seconds.
    public var transitions: [(moment: Int64, offset: Int)] = []
    /// The offset before the first transition.
    public var firstOffset: Int
    /// The rule after the last transition.
    public var footer: String
    /// `2`, or 0 for data of 32 bits alone.
    public var version: UInt8 = 0x32
    /// How many leap seconds the file says it has.
    public var leapSeconds = 0

    /// A file without transitions: the rule holds always.
    public init(firstOffset: Int = 0, footer: String) {
        self.firstOffset = firstOffset
        self.footer = footer
    }

    /// Summer time as in Germany since 1996.
    public static let berlin = ZoneFile(firstOffset: 3600, footer: "CET-1CEST,M3.5.0,M10.5.0/3")

    /// The file.
    public var bytes: [UInt8] {
        let whole = block(timeSize: version == 0 ? 4 : 8)
        guard version != 0 else { return whole }
        let empty = header(times: 0, types: 1, leaps: 0) + [UInt8](repeating: 0, count: 6 + 4)
        return empty + whole + [0x0A] + Array(footer.utf8) + [0x0A]
    }

    private func header(times: Int, types: Int, leaps: Int) -> [UInt8] {
        let counts = [0, 0, leaps, times, types, 4]
        return Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15) + counts.flatMap { Self.number($0, 4) }
    }

    private func block(timeSize: Int) -> [UInt8] {
        var bytes = header(times: transitions.count, types: transitions.count + 1, leaps: leapSeconds)
        for transition in transitions { bytes += Self.number(Int(transition.moment), timeSize) }
        for index in transitions.indices { bytes.append(UInt8(index + 1)) }
        for offset in [firstOffset] + transitions.map(\.offset) { bytes += Self.number(offset, 4) + [0, 0] }
        return bytes + Array("ABC\0".utf8) + [UInt8](repeating: 0, count: leapSeconds * (timeSize + 4))
    }

    private static func number(_ value: Int, _ size: Int) -> [UInt8] {
        (0..<size).map { UInt8(truncatingIfNeeded: value >> ((size - 1 - $0) * 8)) }
    }
}
