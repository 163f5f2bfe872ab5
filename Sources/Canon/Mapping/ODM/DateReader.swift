public import Values

/// The date formats of a line, ready to read values.
public struct DateReader: Sendable {
    private let formats: [DateFormat]
    private let unknown: [[UInt8]]
    /// Whether ten bytes like `2018-04-11` can only be read as year, month and day.
    private let takesISODate: Bool
    /// Whether five bytes like `11:27` can only be read as hour and minute.
    private let takesISOTime: Bool

    /// Makes a reader; no formats means ISO 8601 with ODM's and SDTM's partial forms, where an unknown token may stand in
    /// the place of any component too.
    public init(formats: [DateFormat], unknown: [String]) {
        self.formats = formats
        self.unknown = unknown.map { Array($0.utf8) }
        // A token that begins with a letter stands nowhere in digits and their separators.
        let areWords = self.unknown.allSatisfy { $0.first.map { DateFormat.isLetter($0) } ?? true }
        takesISODate = areWords && (formats.isEmpty || formats[0].text == "yyyy-MM-dd")
        takesISOTime = areWords && formats.allSatisfy { !$0.isTime || $0.text == "HH:mm" || $0.text == "HH:mm:ss" }
    }

    /// What a text says.
    public enum Reading: Sendable, Hashable {
        /// A date.
        case date(PartialDate)
        /// That nothing is known of it: every component is an unknown token.
        case unknown
        /// Nothing in any of the formats, or a date that does not exist.
        case invalid
    }

    /// What became of a time that is kept apart from its date.
    public enum TimeReading: Sendable, Hashable {
        /// It is in the date now.
        case joined
        /// It says nothing: every component is an unknown token, or the date could not be read.
        case idle
        /// It is no time in any of the formats, or does not exist.
        case invalid
        /// The date has a time of its own, and it is another.
        case contradicts
    }

    /// Reads a date.
    public func read(_ bytes: UnsafeRawBufferPointer) -> Reading {
        if let date = plain(bytes) { return .date(date) }
        for format in formats {
            guard let parts = format.components(bytes, unknown: unknown) else { continue }
            // The first format that fits decides: a date that does not exist is not tried in another order of parts.
            guard
                let date = PartialDate(
                    year: parts.year, month: parts.month, day: parts.day, hour: parts.hour, minute: parts.minute,
                    second: parts.second, fraction: parts.fraction, fractionDigits: parts.fractionDigits)
            else { return .invalid }
            let known = date.year != nil || date.month != nil || date.day != nil || date.hasTime
            return known ? .date(date) : .unknown
        }
        if isUnknownToken(bytes) { return .unknown }
        return formats.isEmpty ? iso8601(bytes) : .invalid
    }

    /// Reads a date, and its time from a second text. What is known of the two is kept: a date whose time cannot be read
    /// stays a date, and a time whose date is unknown stays a time.
    public func read(
        _ bytes: UnsafeRawBufferPointer, time: UnsafeRawBufferPointer
    ) -> (reading: Reading, time: TimeReading) {
        if let date = plain(bytes, time: time) { return (.date(date), .joined) }
        let reading = read(bytes)
        let date: PartialDate
        switch reading {
        case .invalid: return (.invalid, .idle)
        case .date(let read): date = read
        case .unknown:
            guard let nothing = PartialDate(year: nil) else { return (.unknown, .idle) }
            date = nothing
        }
        guard let time = clock(time) else { return (reading, .invalid) }
        guard time.hasTime else { return (reading, .idle) }
        guard !date.hasTime else {
            let agrees = date.isSameTime(as: time)
            return (reading, agrees ? .joined : .contradicts)
        }
        guard let whole = date.at(time) else { return (reading, .invalid) }
        return (.date(whole), .joined)
    }

    /// A date of the commonest form, and a time of the commonest form with it, without trying one format after another;
    /// nil for all others, and for what does not exist.
    private func plain(_ bytes: UnsafeRawBufferPointer, time: UnsafeRawBufferPointer? = nil) -> PartialDate? {
        guard takesISODate, bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let century = DateReader.twoDigits(bytes, 0), let year = DateReader.twoDigits(bytes, 2),
            let month = DateReader.twoDigits(bytes, 5), let day = DateReader.twoDigits(bytes, 8)
        else { return nil }
        guard let time else { return PartialDate(year: century * 100 + year, month: month, day: day) }
        guard takesISOTime, time.count == 5, time[2] == UInt8(ascii: ":"), let hour = DateReader.twoDigits(time, 0),
            let minute = DateReader.twoDigits(time, 3)
        else { return nil }
        return PartialDate(year: century * 100 + year, month: month, day: day, hour: hour, minute: minute)
    }

    @inline(__always)
    private static func twoDigits(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Int? {
        let tens = bytes[index] &- 0x30
        let ones = bytes[index + 1] &- 0x30
        return tens < 10 && ones < 10 ? Int(tens) * 10 + Int(ones) : nil
    }

    private func iso8601(_ bytes: UnsafeRawBufferPointer) -> Reading {
        if let date = PartialDate(iso8601: bytes) { return .date(date) }
        guard let text = withGaps(bytes) else { return .invalid }
        if let date = text.withUnsafeBytes({ PartialDate(iso8601: $0) }) { return .date(date) }
        // Every component was a token: the gaps of a date in which nothing is known.
        let isEmpty = text.allSatisfy { $0 == 0x2D || $0 == 0x3A || $0 == 0x54 }
        return isEmpty ? .unknown : .invalid
    }

    /// A time of day, as a date of which the day is not known; nil when it is none.
    private func clock(_ bytes: UnsafeRawBufferPointer) -> PartialDate? {
        if isUnknownToken(bytes) { return PartialDate(year: nil) }
        for format in formats where format.isTime {
            guard let parts = format.components(bytes, unknown: unknown) else { continue }
            return PartialDate(
                year: nil, hour: parts.hour, minute: parts.minute, second: parts.second, fraction: parts.fraction,
                fractionDigits: parts.fractionDigits)
        }
        var text = Array("1970-01-01T".utf8)
        text.append(contentsOf: withGaps(bytes) ?? Array(bytes))
        let parsed = text.withUnsafeBytes { PartialDate(iso8601: $0) }
        return parsed.flatMap { PartialDate(year: nil)?.at($0) }
    }

    private func isUnknownToken(_ bytes: UnsafeRawBufferPointer) -> Bool {
        unknown.contains { token in
            token.count == bytes.count
                && token.indices.allSatisfy { DateFormat.uppercase(token[$0]) == DateFormat.uppercase(bytes[$0]) }
        }
    }

    /// The text with ISO 8601's gap in the place of each unknown token; nil when there is none.
    private func withGaps(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
        guard !unknown.isEmpty else { return nil }
        var text: [UInt8] = []
        var index = 0
        var isStart = true
        var found = false
        while index < bytes.count {
            if isStart, let length = DateFormat.unknownToken(in: bytes, at: index, unknown) {
                text.append(0x2D)
                index += length
                isStart = false
                found = true
            } else {
                text.append(bytes[index])
                isStart = bytes[index] == 0x2D || bytes[index] == 0x3A || bytes[index] == 0x54
                index += 1
            }
        }
        return found ? text : nil
    }
}

extension PartialDate {
    /// The same date at the time, and in the zone, of another; nil when such a time does not exist.
    fileprivate func at(_ time: PartialDate) -> PartialDate? {
        PartialDate(
            year: year.map { Int($0) }, month: month.map { Int($0) }, day: day.map { Int($0) },
            hour: time.hour.map { Int($0) }, minute: time.minute.map { Int($0) }, second: time.second.map { Int($0) },
            fraction: time.fraction, fractionDigits: time.fractionDigits,
            offset: (time.offset ?? offset).map { Int($0) })
    }

    fileprivate func isSameTime(as other: PartialDate) -> Bool {
        hour == other.hour && minute == other.minute && second == other.second && fraction == other.fraction
            && fractionDigits == other.fractionDigits && (other.offset == nil || offset == other.offset)
    }
}
