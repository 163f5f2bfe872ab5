/// A day counted from 1970-01-01, in the proleptic Gregorian calendar.
struct Day: Comparable {
    var number: Int

    init(_ number: Int) { self.number = number }

    /// The day of a text such as `2018-03-05`; nil when it is none.
    init?(iso text: String) {
        let parts = text.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, (1...12).contains(parts[1]), (1...31).contains(parts[2]) else { return nil }
        // Years begin in March, so that a leap day is a year's last (the usual civil-day arithmetic).
        let year = parts[1] > 2 ? parts[0] : parts[0] - 1
        let era = year / 400, ofEra = year % 400
        let ofYear = (153 * (parts[1] > 2 ? parts[1] - 3 : parts[1] + 9) + 2) / 5 + parts[2] - 1
        number = era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
    }

    /// Year, month and day of the month.
    var civil: (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let era = shifted / 146_097, ofEra = shifted % 146_097
        let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * ofYear + 2) / 153
        let january = month >= 10
        return (
            yearOfEra + era * 400 + (january ? 1 : 0), january ? month - 9 : month + 3,
            ofYear - (153 * month + 2) / 5 + 1
        )
    }

    static func < (a: Day, b: Day) -> Bool { a.number < b.number }
    static func + (day: Day, days: Int) -> Day { Day(day.number + days) }
}

/// How much of a date is known.
enum Precision {
    case day, month, year
}
