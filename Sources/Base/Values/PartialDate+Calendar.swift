extension PartialDate {
    /// Days since 1970-01-01 in the Gregorian calendar; nil unless the date is complete.
    public var dayNumber: Int? {
        guard let year, let month, let day else { return nil }
        // Years begin in March, so the leap day is the last of its year; the year is never negative here.
        let isEarly = month <= 2
        let y = UInt32(truncatingIfNeeded: year) &- (isEarly ? 1 : 0)
        let shifted = UInt32(month) &+ (isEarly ? 9 : 0) &- (isEarly ? 0 : 3)
        let days = y &* 365 &+ y / 4 &- y / 100 &+ y / 400 &+ (153 &* shifted &+ 2) / 5 &+ UInt32(day)
        return Int(days) - 719_469
    }

    /// The date with this day number; nil outside the years 1 to 9999.
    public init?(dayNumber: Int) {
        guard (-719_162...2_932_896).contains(dayNumber) else { return nil }
        let z = dayNumber + 719_468
        let era = z / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        self.init(
            year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
            day: dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    /// The study day of this date against a reference date (SDTMIG 4.4.4): no day 0; nil unless both dates are complete.
    public func studyDay(from reference: PartialDate) -> Int? {
        guard let own = dayNumber, let start = reference.dayNumber else { return nil }
        return own >= start ? own - start + 1 : own - start
    }

    /// The earliest and latest moment that the known components allow, in ticks of 100 ns since 1970-01-01 local time;
    /// nil without a year. A date with a gap uses what is known before the gap. A time to the second is that moment.
    var span: (first: Int64, last: Int64)? {
        guard let year else { return nil }
        let y = Int(year)
        let firstMonth = Int(month ?? 1)
        let lastMonth = Int(month ?? 12)
        let firstDay = month == nil ? 1 : Int(day ?? 1)
        let lastDay = month == nil ? 31 : Int(day ?? UInt8(PartialDate.days(inMonth: lastMonth, year: y)))
        guard let first = PartialDate(year: y, month: firstMonth, day: firstDay)?.dayNumber,
            let last = PartialDate(year: y, month: lastMonth, day: lastDay)?.dayNumber
        else { return nil }
        func ticks(_ day: Int, _ seconds: Int64) -> Int64 { (Int64(day) * 86_400 + seconds) * Self.ticksASecond }
        guard isComplete else { return (ticks(first, 0), ticks(last, 86_399)) }
        let minuteKnown = hour != nil && minute != nil
        let secondKnown = minuteKnown && second != nil
        let start = Int64(hour ?? 0) * 3600 + Int64(minuteKnown ? minute ?? 0 : 0) * 60
        let startSecond = start + Int64(secondKnown ? second ?? 0 : 0)
        let end = Int64(hour ?? 23) * 3600 + Int64(minuteKnown ? minute ?? 0 : 59) * 60
        let endSecond = end + Int64(secondKnown ? second ?? 0 : 59)
        let fraction = secondKnown ? Int64(fractionTicks) : 0
        return (ticks(first, startSecond) + fraction, ticks(last, endSecond) + fraction)
    }

    private static let ticksASecond: Int64 = 10_000_000

    /// The fraction of the second in units of 100 ns; finer digits are left off.
    private var fractionTicks: UInt32 {
        fractionDigits <= 7
            ? fraction * PartialDate.powersOfTen[7 - Int(fractionDigits)]
            : fraction / PartialDate.powersOfTen[Int(fractionDigits) - 7]
    }

    /// The offset that counts: one without a time of day says nothing.
    public var zoneOffset: Int16? { hasTime ? offset : nil }

    /// Whether this is surely before the other: true, false, or nil when the precision leaves it undecided.
    ///
    /// Dates and times without offsets are taken for local times of one place: of `zone`, where that is known. Two times
    /// with offsets are compared as instants. When only one has an offset, the other may be anywhere on earth unless the
    /// zone is known, and the answer is nil unless they are far enough apart.
    public func isBefore(_ other: PartialDate, in zone: ZoneRules? = nil) -> Bool? {
        let isLocal = zoneOffset == nil && other.zoneOffset == nil
        if isLocal, let own = packedDay, let day = other.packedDay, own != day {
            // Different whole days, and no zones that could move them.
            return own < day
        }
        guard let a = isLocal ? span : instants(in: zone), let b = isLocal ? other.span : other.instants(in: zone)
        else {
            return nil
        }
        if a.last < b.first { return true }
        if a.first >= b.last { return false }
        return nil
    }

    /// ``span`` in UTC; without an offset it is that of a local time in the zone, or anywhere on earth.
    private func instants(in zone: ZoneRules?) -> (first: Int64, last: Int64)? {
        guard var span else { return nil }
        func ticks(_ seconds: Int) -> Int64 { Int64(seconds) * Self.ticksASecond }
        func offsets(_ local: Int64) -> (least: Int, greatest: Int) {
            if let zoneOffset { return (Int(zoneOffset) * 60, Int(zoneOffset) * 60) }
            let second = local >= 0 ? local / Self.ticksASecond : (local - Self.ticksASecond + 1) / Self.ticksASecond
            return zone?.offsets(ofLocal: second) ?? (-14 * 3600, 14 * 3600)
        }
        span.first -= ticks(offsets(span.first).greatest)
        span.last -= ticks(offsets(span.last).least)
        return span
    }

    /// Year, month and day in one number that orders like the days; nil unless the date is complete.
    private var packedDay: Int32? {
        guard let year, let month, let day else { return nil }
        return Int32(year) << 9 | Int32(month) << 5 | Int32(day)
    }

    /// A total order for sorting rows: by known components in turn, an absent one before any value.
    public static func sortsBefore(_ a: PartialDate, _ b: PartialDate) -> Bool { a.sortKey < b.sortKey }

    /// The components packed so that the integer order is the order of ``sortsBefore(_:_:)``.
    public var sortKey: UInt64 {
        // Year, month and day start at 1, so that 0 is left for "absent"; the others move up by one.
        func moved(_ value: UInt8?) -> UInt64 { value.map { UInt64($0) + 1 } ?? 0 }
        var key = UInt64(year ?? 0)
        key = key << 4 | UInt64(month ?? 0)
        key = key << 5 | UInt64(day ?? 0)
        key = key << 5 | moved(hour)
        key = key << 6 | moved(minute)
        key = key << 6 | moved(second)
        return key << 24 | UInt64(fractionTicks)
    }
}
