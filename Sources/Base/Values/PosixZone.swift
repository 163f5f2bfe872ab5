/// A rule of POSIX `TZ`, as a zone's file has it for the time after its last transition: `CET-1CEST,M3.5.0,M10.5.0/3`.
///
/// Times of day from -167 to 167 hours are taken, as RFC 8536 (section 3.3.1) has them.
struct PosixZone: Sendable, Equatable {
    /// Seconds east of UTC outside summer time.
    let standard: Int
    /// Summer time.
    let summer: Summer?

    struct Summer: Sendable, Equatable {
        /// Seconds east of UTC.
        let offset: Int
        let start: Change
        let end: Change
    }

    /// When clocks change, by the clock before the change.
    struct Change: Sendable, Equatable {
        enum Day: Sendable, Equatable {
            /// `J1` to `J365`: 29 February is not counted.
            case withoutLeapDay(Int)
            /// `0` to `365`.
            case ofYear(Int)
            /// `Mm.w.d`: the w-th weekday of the month, the last for 5; 0 is Sunday.
            case weekday(month: Int, week: Int, day: Int)
        }

        let day: Day
        /// Seconds since midnight.
        let time: Int

        /// The moment in a year, in seconds since 1970-01-01 by the clock before the change.
        func moment(inYear year: Int) -> Int64? {
            guard let newYear = PartialDate(year: year, month: 1, day: 1)?.dayNumber else { return nil }
            let number: Int
            switch day {
            case .withoutLeapDay(let day):
                number = newYear + day - 1 + (day >= 60 && PartialDate.days(inMonth: 2, year: year) == 29 ? 1 : 0)
            case .ofYear(let day): number = newYear + day
            case .weekday(let month, let week, let day):
                guard let first = PartialDate(year: year, month: month, day: 1)?.dayNumber else { return nil }
                // 1970-01-01 was a Thursday.
                let weekday = ((first + 4) % 7 + 7) % 7
                let inMonth = (day - weekday + 7) % 7 + (week - 1) * 7
                number = first + (inMonth < PartialDate.days(inMonth: month, year: year) ? inMonth : inMonth - 7)
            }
            return Int64(number) * 86_400 + Int64(time)
        }
    }

    /// The offset at a moment, in seconds east of UTC.
    func offset(at moment: Int64) -> Int {
        guard let summer else { return standard }
        let local = moment + Int64(standard)
        let day = Int(local >= 0 ? local / 86_400 : (local - 86_399) / 86_400)
        guard let year = PartialDate(dayNumber: day)?.year else { return standard }
        var last: (moment: Int64, offset: Int)?
        // Rules may reach over the turn of the year; where one ends as another starts, the start counts.
        for year in Int(year) - 1...Int(year) + 1 {
            for (change, before, after) in [
                (summer.end, summer.offset, standard), (summer.start, standard, summer.offset),
            ] {
                guard let clock = change.moment(inYear: year) else { continue }
                let start = clock - Int64(before)
                if start <= moment, last.map({ $0.moment <= start }) ?? true { last = (start, after) }
            }
        }
        return last?.offset ?? standard
    }
}

extension PosixZone {
    /// Reads a rule; nil when it is none.
    init?(_ text: ArraySlice<UInt8>) {
        var cursor = PosixCursor(rest: text)
        guard cursor.skipName(), let west = cursor.duration(hours: 24) else { return nil }
        standard = -west
        if cursor.rest.isEmpty {
            summer = nil
            return
        }
        guard cursor.skipName() else { return nil }
        var offset = standard + 3600
        if cursor.rest.first != 0x2C {
            guard let west = cursor.duration(hours: 24) else { return nil }
            offset = -west
        }
        guard cursor.skip(0x2C), let start = cursor.change(), cursor.skip(0x2C), let end = cursor.change(),
            cursor.rest.isEmpty
        else { return nil }
        summer = Summer(offset: offset, start: start, end: end)
    }
}

private struct PosixCursor {
    var rest: ArraySlice<UInt8>

    mutating func skip(_ byte: UInt8) -> Bool {
        guard rest.first == byte else { return false }
        rest.removeFirst()
        return true
    }

    /// `CEST`, or `<+03>`.
    mutating func skipName() -> Bool {
        func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A }
        if skip(0x3C) {
            guard let end = rest.firstIndex(of: 0x3E) else { return false }
            rest = rest[(end + 1)...]
            return true
        }
        let letters = rest.prefix(while: isLetter)
        rest = rest[letters.endIndex...]
        return letters.count >= 3
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int? {
        let digits = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }
        guard !digits.isEmpty, digits.count <= 3 else { return nil }
        rest = rest[digits.endIndex...]
        let value = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        return range.contains(value) ? value : nil
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    mutating func duration(hours limit: Int) -> Int? {
        let isNegative = skip(0x2D)
        if !isNegative { _ = skip(0x2B) }
        guard let hours = number(0...limit) else { return nil }
        var seconds = hours * 3600
        for unit in [60, 1] where skip(0x3A) {
            guard let part = number(0...59) else { return nil }
            seconds += part * unit
        }
        return isNegative ? -seconds : seconds
    }

    mutating func change() -> PosixZone.Change? {
        guard let day = day() else { return nil }
        guard skip(0x2F) else { return PosixZone.Change(day: day, time: 7200) }
        return duration(hours: 167).map { PosixZone.Change(day: day, time: $0) }
    }

    private mutating func day() -> PosixZone.Change.Day? {
        if skip(0x4A) { return number(1...365).map { .withoutLeapDay($0) } }
        guard skip(0x4D) else { return number(0...365).map { .ofYear($0) } }
        guard let month = number(1...12), skip(0x2E), let week = number(1...5), skip(0x2E), let day = number(0...6)
        else { return nil }
        return .weekday(month: month, week: week, day: day)
    }
}
