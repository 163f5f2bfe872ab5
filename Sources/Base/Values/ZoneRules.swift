/// The offsets from UTC of one IANA time zone, from its TZif file (RFC 8536).
///
/// ```swift
/// let berlin = try ZoneRules("Europe/Berlin")
/// berlin.local(date)  // 2019-07-01T22:30:00Z becomes 2019-07-02T00:30:00+02:00
/// ```
///
/// The system's own time functions are not asked: they know one zone a process, and the result must not depend on `TZ`.
public struct ZoneRules: Sendable {
    /// The zone's name, such as `Europe/Berlin`.
    public let name: String
    /// The moments from which another offset holds, rising, in seconds since 1970-01-01 UTC.
    let transitions: [Int64]
    /// By transition: the offset that holds from it on, in seconds east of UTC.
    let offsets: [Int]
    /// The offset before the first transition.
    let firstOffset: Int
    /// The rule from the last transition on; nil where the file has none.
    let rule: PosixZone?

    /// Where systems keep the zones' files (Debian's package tzdata).
    public static let systemFolder = "/usr/share/zoneinfo"

    /// Reads a zone. `UTC` needs no file.
    public init(_ name: String, folder: String = ZoneRules.systemFolder) throws(FileError) {
        let path = "\(folder)/\(name)"
        if name == "UTC" {
            self.init(name: name, transitions: [], offsets: [], firstOffset: 0, rule: nil)
            return
        }
        guard !name.hasPrefix("/"), !name.split(separator: "/").contains("..") else {
            throw FileError(path: path, operation: "open", reason: "it is no name of a zone")
        }
        var bytes: [UInt8] = []
        var source = try ByteSource(path: path, chunkSize: 1 << 14)
        while try source.readChunk() {
            bytes.append(contentsOf: source.chunk)
            guard bytes.count <= 1 << 20 else {
                throw FileError(path: path, operation: "read", reason: "it is too large for a zone's file")
            }
        }
        try self.init(name, tzif: bytes, path: path)
    }

    init(name: String, transitions: [Int64], offsets: [Int], firstOffset: Int, rule: PosixZone?) {
        self.name = name
        self.transitions = transitions
        self.offsets = offsets
        self.firstOffset = firstOffset
        self.rule = rule
    }

    /// The offset at a moment in seconds since 1970-01-01 UTC; nil after the last transition of a file without a rule.
    func offset(at moment: Int64) -> Int? {
        guard let last = transitions.last else { return rule.map { $0.offset(at: moment) } ?? firstOffset }
        if moment >= last { return rule?.offset(at: moment) }
        var low = 0
        var high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle] <= moment { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? firstOffset : offsets[low - 1]
    }

    /// The least and the greatest offset that a local time can have: two where clocks are put back, and where they are put
    /// forward for the hour that does not exist; nil where no rule says.
    ///
    /// - Parameter local: Seconds since 1970-01-01 local time.
    func offsets(ofLocal local: Int64) -> (least: Int, greatest: Int)? {
        // No offset is more than a day and two hours.
        let reach: Int64 = 26 * 3600
        guard let before = offset(at: local - reach), let after = offset(at: local + reach) else { return nil }
        let holding = [before, after].filter { offset(at: local - Int64($0)) == $0 }
        if let least = holding.min(), let greatest = holding.max() { return (least, greatest) }
        return (min(before, after), max(before, after))
    }

    /// The same moment in the zone's local time, with its offset; nil for a date without an offset, and for one whose
    /// precision leaves the local time open or for which the zone has no rule.
    public func local(_ date: PartialDate) -> PartialDate? {
        guard let written = date.zoneOffset, let day = date.dayNumber, let hour = date.hour,
            date.minute != nil || date.second == nil
        else { return nil }
        let minutes = Int64(day) * 1440 + Int64(hour) * 60 + Int64(date.minute ?? 0) - Int64(written)
        guard let offset = offset(at: minutes * 60 + Int64(min(date.second ?? 0, 59))), offset % 60 == 0 else {
            return nil
        }
        if date.minute == nil {
            // An hour stays one only when it is moved by whole hours, all of it by as many.
            guard (offset / 60 - Int(written)) % 60 == 0, self.offset(at: minutes * 60 + 3599) == offset else {
                return nil
            }
        }
        let local = minutes + Int64(offset / 60)
        let localDay = local >= 0 ? local / 1440 : (local - 1439) / 1440
        let rest = Int(local - localDay * 1440)
        guard let whole = PartialDate(dayNumber: Int(localDay)), let year = whole.year, let month = whole.month,
            let dayOfMonth = whole.day
        else { return nil }
        return PartialDate(
            year: Int(year), month: Int(month), day: Int(dayOfMonth), hour: rest / 60,
            minute: date.minute == nil ? nil : rest % 60, second: date.second.map { Int($0) },
            fraction: date.fraction, fractionDigits: date.fractionDigits, offset: offset / 60)
    }
}
