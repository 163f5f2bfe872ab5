/// An invented patient: a course of the cohort with an identity and a calendar.
struct Patient {
    let course: Course
    let site: Site
    let subjectKey, subjectNumber, race: String
    let isMale: Bool
    let firstDose, birth: Day
    /// The age at the first dose.
    let ageDays: Int
    /// In units of 100 g, and in millimetres.
    let weight, height: Int
    /// What is drawn for this patient's values.
    var draw: Draw
    /// The terms of adverse events.
    let terms: [Term]

    /// The patient of a number, from 0. The first patients are the cohort's courses as they stand; for the rest, a
    /// course is drawn, moved back in time (never beyond the data cut-off), and given to somebody else.
    init(number: Int, ordinal: Int, course: Course, isResampled: Bool, site: Site, seed: UInt64, terms: [Term]) {
        self.course = course
        self.site = site
        self.terms = terms
        var draw = Draw(seed: seed, patient: number, purpose: 1)
        subjectNumber = site.number + "-" + Self.padded(ordinal)
        subjectKey = "SS_" + site.number + Self.padded(ordinal)
        var age = course.ageDays, first = course.firstDose, isMale = course.isMale, race = course.race
        if isResampled {
            first = first + -draw.between(0, 330)
            // Within a tenth; not before the diagnosis; above 28 days at screening, below 18 years.
            age = max(age + draw.between(-age / 10, age / 10), 29 - course.screening, 12 - course.diagnosis)
            age = min(age, 6560)
            isMale = draw.below(100) < 56
            race = draw.once(in: 5) ? draw.pick(["2", "3", "8", "9", "1,2", "1,3"]) : "1"
        }
        (firstDose, self.isMale, self.race) = (first, isMale, race)
        (birth, ageDays) = (first + -age, age)
        // Rough growth: enough to look like a child of that age.
        let years = age / 365
        height = (years < 2 ? 520 + age / 2 : 760 + years * 60) + draw.between(-40, 40)
        weight = (years < 2 ? 36 + age * 12 / 100 : 80 + years * 26) + draw.between(-8, 8)
        self.draw = draw
    }

    /// The date of a study day.
    func day(_ study: Int) -> Day { firstDose + (study > 0 ? study - 1 : study) }

    /// Body surface area in hundredths of a square metre (Mosteller).
    var bodySurface: Int {
        let squared = Double(weight) / 10 * Double(height) / 10 / 3600
        return Int((squared.squareRoot() * 100).rounded())
    }

    private static func padded(_ ordinal: Int) -> String {
        let digits = String(ordinal)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    /// Writes everything that was recorded about the patient.
    mutating func write(to writer: inout RecordWriter) {
        writeScreening(to: &writer)
        writer.endPart()
        writeTreatment(to: &writer)
        writer.endPart()
        writeOutcome(to: &writer)
        writeLogs(to: &writer)
        writer.endPart()
    }

    /// The visit form.
    mutating func writeVisit(_ study: Int, to writer: inout RecordWriter) {
        writer.form("F.VISIT")
        writer.group("IG.VISIT")
        writer.date("I.VISIT.DAT", day(study))
        writer.yes("I.VISIT.DONE", true)
        if writer.errs(onceIn: 40) {
            writer.text("I.VISIT.REASND", "see next visit")
            writer.removeItemLater("I.VISIT.REASND")
        } else {
            writer.unanswered("I.VISIT.REASND")
        }
    }
}
