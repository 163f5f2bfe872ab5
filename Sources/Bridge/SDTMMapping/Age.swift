import Mapping
import Values

/// An age at a date, in the unit that the study's rule chooses.
struct Age: Equatable {
    let value: Int
    /// AGEU: DAYS, MONTHS or YEARS.
    let unit: String

    /// The age when it is certain: with a partial date of birth only when every day that it allows gives the same.
    init?(birth: PartialDate, at reference: PartialDate, rule: AgeRule) {
        guard let year = birth.year else { return nil }
        let firstMonth = Int(birth.month ?? 1)
        let lastMonth = Int(birth.month ?? 12)
        let isWhole = birth.isComplete
        let firstDay = isWhole ? Int(birth.day ?? 1) : 1
        let lastDay = isWhole ? firstDay : PartialDate.days(inMonth: lastMonth, year: Int(year))
        guard let earliest = PartialDate(year: Int(year), month: firstMonth, day: firstDay),
            let latest = PartialDate(year: Int(year), month: lastMonth, day: lastDay),
            let oldest = Age(born: earliest, at: reference, rule: rule),
            let youngest = Age(born: latest, at: reference, rule: rule), oldest == youngest
        else { return nil }
        self = oldest
    }

    private init?(born birth: PartialDate, at reference: PartialDate, rule: AgeRule) {
        guard let bornDay = birth.dayNumber, let day = reference.dayNumber, day >= bornDay, let year = birth.year,
            let month = birth.month, let dayOfMonth = birth.day, let atYear = reference.year,
            let atMonth = reference.month, let atDay = reference.day
        else { return nil }
        let months = (Int(atYear) - Int(year)) * 12 + Int(atMonth) - Int(month) - (atDay < dayOfMonth ? 1 : 0)
        // "0 MONTHS" would say less than is known.
        if day - bornDay < rule.daysBelow || (months == 0 && rule.monthsBelow > 0) {
            self.init(value: day - bornDay, unit: "DAYS")
            return
        }
        if months < rule.monthsBelow {
            self.init(value: months, unit: "MONTHS")
            return
        }
        self.init(value: months / 12, unit: "YEARS")
    }

    private init(value: Int, unit: String) {
        self.value = value
        self.unit = unit
    }
}
