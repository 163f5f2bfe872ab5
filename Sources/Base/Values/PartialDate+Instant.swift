extension PartialDate {
    /// The same moment written in UTC, for comparing times that were written with different offsets: two such times are
    /// the same moment at the same precision exactly when their `inUTC` are equal.
    ///
    /// A date without a time or without an offset, one with a gap, and one that UTC cannot say at its precision (an hour
    /// with an offset of half an hour) stays as it is.
    public var inUTC: PartialDate {
        guard let offset, offset != 0, let day = dayNumber, let hour, minute != nil || second == nil,
            minute != nil || offset % 60 == 0
        else { return self }
        let minutes = Int(hour) * 60 + Int(minute ?? 0) - Int(offset)
        let days = minutes >= 0 ? minutes / 1440 : (minutes - 1439) / 1440
        let rest = minutes - days * 1440
        guard let date = PartialDate(dayNumber: day + days), let year = date.year, let month = date.month,
            let dayOfMonth = date.day
        else { return self }
        return PartialDate(
            year: Int(year), month: Int(month), day: Int(dayOfMonth), hour: rest / 60,
            minute: minute == nil ? nil : rest % 60, second: second.map { Int($0) }, fraction: fraction,
            fractionDigits: fractionDigits, offset: 0) ?? self
    }
}
