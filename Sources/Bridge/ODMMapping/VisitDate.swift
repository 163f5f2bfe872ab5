import Values

/// When a study event was: the earliest date of its records, as far as they decide it.
struct VisitDate {
    private let zone: ZoneRules?
    /// The dates that may be the earliest, in the site's time.
    private var dates: [PartialDate] = []

    init(zone: ZoneRules?) { self.zone = zone }

    mutating func add(_ written: PartialDate) {
        let date = zone?.local(written) ?? written
        if dates.contains(where: { $0 == date || Self.isBefore($0, date, zone) == true }) { return }
        dates.removeAll { Self.isBefore(date, $0, zone) == true }
        dates.append(date)
    }

    /// The site's day; nil when the dates leave it open.
    var day: Int? {
        guard let first = dates.first.flatMap({ Self.day($0, zone) }),
            dates.allSatisfy({ Self.day($0, zone) == first })
        else { return nil }
        return first
    }

    /// Whether the time of day is known.
    var hasTime: Bool { dates.allSatisfy(\.hasTime) }

    /// Whether this is surely before the other; false when it is surely not, as on the same day without times.
    func isSurelyBefore(_ other: VisitDate) -> Bool? {
        if dates.contains(where: { date in other.dates.allSatisfy { Self.isBefore(date, $0, zone) == true } }) {
            return true
        }
        if other.dates.contains(where: { date in dates.allSatisfy { Self.isBefore($0, date, zone) == false } }) {
            return false
        }
        return nil
    }

    /// The number of the planned visit that a date follows, 0 before all of them; nil when that is undecided.
    static func base(of date: VisitDate, among planned: [(date: VisitDate, number: Decimal)]) -> Decimal? {
        let before = planned.filter { date.isSurelyBefore($0.date) == false }
        let open = planned.filter { date.isSurelyBefore($0.date) == nil }
        if before.isEmpty, open.isEmpty { return Decimal(significand: 0) }
        let last = before.first { one in
            (before + open).allSatisfy { other in
                if other.number == one.number || other.date.isSurelyBefore(one.date) == true { return true }
                return one.date.isSurelyBefore(other.date) == false && other.date.isSurelyBefore(one.date) == false
                    && other.number.double <= one.number.double
            }
        }
        return last?.number
    }

    private static func day(_ date: PartialDate, _ zone: ZoneRules?) -> Int? {
        guard date.zoneOffset == nil || zone?.local(date) != nil else { return nil }
        return date.dayNumber
    }

    /// Days count; times only where both are known.
    private static func isBefore(_ a: PartialDate, _ b: PartialDate, _ zone: ZoneRules?) -> Bool? {
        if a == b { return a.isComplete ? false : nil }
        if let first = day(a, zone), let second = day(b, zone) {
            if first != second { return first < second }
            guard a.hasTime, b.hasTime else { return false }
            return a.isBefore(b, in: zone) ?? false
        }
        return a.isBefore(b, in: zone)
    }
}
