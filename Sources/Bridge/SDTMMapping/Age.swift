import Mapping
import Values

/// An age at a date, in the unit that the study's rule chooses.
struct Age: Equatable {
    let value: Int
    /// AGEU: DAYS, MONTHS or YEARS.
    let unit: String

    /// The age when it is certain: where the date of birth or the reference is one of several days, only when all of them
    /// give the same.
    init?(born: ClosedRange<Int>?, at reference: ClosedRange<Int>?, rule: AgeRule) {
        guard let born, let reference, born.upperBound <= reference.lowerBound,
            let oldest = Age(born: born.lowerBound, at: reference.upperBound, rule: rule),
            let youngest = Age(born: born.upperBound, at: reference.lowerBound, rule: rule), oldest == youngest
        else { return nil }
        self = oldest
    }

    private init?(born bornDay: Int, at day: Int, rule: AgeRule) {
        guard let birth = PartialDate(dayNumber: bornDay), let reference = PartialDate(dayNumber: day),
            let year = birth.year, let month = birth.month, let dayOfMonth = birth.day, let atYear = reference.year,
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
