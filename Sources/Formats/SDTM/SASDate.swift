import Values

/// SAS's numbers for dates (days since 1960-01-01), dates with times (seconds since then) and times (seconds since
/// midnight), and the ISO 8601 text that Dataset-JSON writes for them.
enum SASDate {
    /// What a number counts.
    enum Kind: UInt8 {
        case date
        case datetime
        case time
    }

    /// Days from 1960-01-01 to 1970-01-01.
    private static let epoch = 3653
    private static let secondsADay = 86_400

    /// What a numeric variable with this SAS format holds; nil for other formats.
    static func kind(ofFormat format: String) -> Kind? {
        guard let name = XPT.DisplayFormat(format)?.name else { return nil }
        switch name {
        case "DATE", "E8601DA", "B8601DA", "IS8601DA", "YYMMDD", "YYMMDDN", "DDMMYY", "MMDDYY", "WORDDATE", "WEEKDATE":
            return .date
        case "DATETIME", "E8601DT", "B8601DT", "IS8601DT", "DATEAMPM": return .datetime
        case "TIME", "E8601TM", "B8601TM", "IS8601TM", "HHMM", "TOD", "TIMEAMPM": return .time
        default: return nil
        }
    }

    /// The number that a text says; nil for what is partial, has an offset, or is no such text.
    static func value(of text: UnsafeRawBufferPointer, _ kind: Kind) -> Double? {
        if kind == .time {
            var whole = Array("1960-01-01T".utf8)
            whole.append(contentsOf: text)
            return whole.withUnsafeBytes { value(of: $0, .datetime) }
        }
        guard let date = PartialDate(iso8601: text), date.offset == nil, let day = date.dayNumber else { return nil }
        if kind == .date { return date.hasTime ? nil : Double(day + epoch) }
        guard let hour = date.hour, let minute = date.minute else { return nil }
        var fraction = Double(date.fraction)
        for _ in 0..<date.fractionDigits { fraction /= 10 }
        let second = Int(hour) * 3600 + Int(minute) * 60 + Int(date.second ?? 0)
        return Double((day + epoch) * secondsADay + second) + fraction
    }

    /// Appends the text of a number; false, and nothing appended, when it is none: a part of a day or second, or a date
    /// outside the years 1 to 9999.
    static func append(_ value: Double, _ kind: Kind, to bytes: inout [UInt8]) -> Bool {
        guard value.magnitude < 1e12, let whole = Int(exactly: value) else { return false }
        switch kind {
        case .date:
            guard let date = PartialDate(dayNumber: whole - epoch) else { return false }
            date.append(to: &bytes)
        case .datetime:
            let day = whole >= 0 ? whole / secondsADay : (whole - secondsADay + 1) / secondsADay
            guard let date = PartialDate(dayNumber: day - epoch) else { return false }
            date.append(to: &bytes)
            bytes.append(0x54)
            appendTime(whole - day * secondsADay, to: &bytes)
        case .time:
            guard 0..<secondsADay ~= whole else { return false }
            appendTime(whole, to: &bytes)
        }
        return true
    }

    private static func appendTime(_ seconds: Int, to bytes: inout [UInt8]) {
        func two(_ value: Int) {
            bytes.append(0x30 + UInt8(value / 10))
            bytes.append(0x30 + UInt8(value % 10))
        }
        two(seconds / 3600)
        bytes.append(0x3A)
        two(seconds / 60 % 60)
        bytes.append(0x3A)
        two(seconds % 60)
    }
}
