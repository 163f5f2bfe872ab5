/// A date or date and time as somebody wrote it: local, at the precision that was known, with an offset when one was said.
///
/// Every component may be absent, also in the middle (`2003---15`, day known and month not). The text forms are ISO 8601
/// as SDTM uses it (SDTMIG 4.4.2) and ODM's partial forms. Nothing is ever completed or moved to another time zone here.
public struct PartialDate: Sendable, Hashable {
    /// The year, 1 to 9999.
    public let year: Int16?
    /// The month, 1 to 12.
    public let month: UInt8?
    /// The day of the month.
    public let day: UInt8?
    /// The hour, 0 to 23.
    public let hour: UInt8?
    /// The minute, 0 to 59.
    public let minute: UInt8?
    /// The second, 0 to 60 (a leap second).
    public let second: UInt8?
    /// The fraction of the second in units of `10^-fractionDigits`.
    public let fraction: UInt32
    /// How many digits the fraction was written with, 0 to 9.
    public let fractionDigits: UInt8
    /// The offset from UTC in minutes, when written.
    public let offset: Int16?

    /// How far a date is known without gaps.
    public enum Precision: UInt8, Sendable, Comparable {
        /// Not even the year.
        case none
        /// The year.
        case year
        /// Year and month.
        case month
        /// The whole date.
        case day
        /// Date and hour.
        case hour
        /// Date, hour and minute.
        case minute
        /// Date and time to the second or finer.
        case second

        /// Coarser comes first.
        public static func < (a: Precision, b: Precision) -> Bool { a.rawValue < b.rawValue }
    }

    /// Makes a date from components; nil when a component is out of range or the day does not exist (30 February).
    public init?(
        year: Int?, month: Int? = nil, day: Int? = nil, hour: Int? = nil, minute: Int? = nil, second: Int? = nil,
        fraction: UInt32 = 0, fractionDigits: UInt8 = 0, offset: Int? = nil
    ) {
        func inside(_ value: Int?, _ range: ClosedRange<Int>) -> Bool { value.map(range.contains) ?? true }
        guard inside(year, 1...9999), inside(month, 1...12), inside(day, 1...31), inside(hour, 0...23),
            inside(minute, 0...59), inside(second, 0...60), inside(offset, -14 * 60...14 * 60)
        else { return nil }
        // A fraction belongs to a second, and has no more digits than it was written with.
        guard fractionDigits <= 9, fraction < PartialDate.powersOfTen[Int(fractionDigits)],
            second != nil || fractionDigits == 0
        else { return nil }
        if let day, let month {
            // Without a year 29 February may exist.
            guard day <= PartialDate.days(inMonth: month, year: year ?? 2000) else { return nil }
        }
        self.year = year.map { Int16($0) }
        self.month = month.map { UInt8($0) }
        self.day = day.map { UInt8($0) }
        self.hour = hour.map { UInt8($0) }
        self.minute = minute.map { UInt8($0) }
        self.second = second.map { UInt8($0) }
        self.fraction = fraction
        self.fractionDigits = fractionDigits
        self.offset = offset.map { Int16($0) }
    }

    /// The precision up to the first gap.
    public var precision: Precision {
        if year == nil { return .none }
        if month == nil { return .year }
        if day == nil { return .month }
        if hour == nil { return .day }
        if minute == nil { return .hour }
        if second == nil { return .minute }
        return .second
    }

    /// Whether year, month and day are all known.
    public var isComplete: Bool { year != nil && month != nil && day != nil }

    /// Whether a time of day was written.
    public var hasTime: Bool { hour != nil || minute != nil || second != nil }

    /// The date without its time.
    public var dateOnly: PartialDate {
        PartialDate(unchecked: year, month, day)
    }

    private init(unchecked year: Int16?, _ month: UInt8?, _ day: UInt8?) {
        self.year = year
        self.month = month
        self.day = day
        hour = nil
        minute = nil
        second = nil
        fraction = 0
        fractionDigits = 0
        offset = nil
    }

    static let powersOfTen: [UInt32] = [
        1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000,
    ]

    /// The number of days in a month.
    public static func days(inMonth month: Int, year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }
}
