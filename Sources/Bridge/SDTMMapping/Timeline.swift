import ClinicalModel
import Values

/// The elements that a patient went through, in order of their starts: where a date lies in epochs and planned order.
struct Timeline {
    struct Step {
        var start: PartialDate
        var startDay: Int
        /// The day of its end, when that is a whole date.
        var endDay: Int?
        var epoch: String
        var order: Decimal?
    }

    /// Where a date lies.
    enum Place {
        /// Before the first element, after the end of the last, or in a gap between two.
        case outside
        /// In this step.
        case step(Int)
        /// In one of several steps, of one epoch or of none in common.
        case between(epoch: String?)
    }

    private(set) var steps: [Step] = []
    private let zone: ZoneRules?

    /// Elements without a whole start date place nothing; they are left out.
    init(_ elements: [Step], zone: ZoneRules?) {
        self.zone = zone
        steps = elements.sorted { PartialDate.sortsBefore($0.start, $1.start) }
    }

    var isEmpty: Bool { steps.isEmpty }

    func place(_ date: PartialDate, zoneSlack: Int) -> Place {
        guard let (first, last) = date.days else { return .outside }
        if first == last, zoneSlack == 0 { return index(day: first, date: date).map { .step($0) } ?? .outside }
        let from = index(day: first - zoneSlack, date: nil)
        let to = index(day: last + zoneSlack, date: nil)
        if from == to { return from.map { .step($0) } ?? .outside }
        guard let from, let to, from < to else { return .between(epoch: nil) }
        let epoch = steps[from].epoch
        return .between(epoch: steps[from...to].allSatisfy { $0.epoch == epoch } ? epoch : nil)
    }

    /// The last step that begins on or before the day; on the day itself the time decides where both have one.
    private func index(day: Int, date: PartialDate?) -> Int? {
        var found: Int?
        for index in steps.indices {
            if steps[index].startDay > day { break }
            if steps[index].startDay == day, let date, date.hasTime, steps[index].start.hasTime,
                date.isBefore(steps[index].start, in: zone) == true
            {
                break
            }
            found = index
        }
        guard let found, let endDay = steps[found].endDay else { return found }
        return day > endDay ? nil : found
    }
}
