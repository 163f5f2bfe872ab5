import ClinicalModel
import Mapping
import Values

/// The answer of a date rule.
enum RuleDate {
    /// No record has such a date.
    case none
    /// The date.
    case date(PartialDate)
    /// Partial dates leave open which one it is.
    case undecided

    var date: PartialDate? {
        if case .date(let date) = self { date } else { nil }
    }
}

extension DateRule {
    /// The date that the rule means for a patient.
    func date(subject: Record, records: [Record], isLeftOut: (Record) -> Bool) -> RuleDate {
        if entity == .subject { return fields.lazy.compactMap { subject.date($0) }.first.map { .date($0) } ?? .none }
        var extreme = ExtremeDate(pick)
        for record in records where record.kind == entity && !isLeftOut(record) {
            guard conditions.allSatisfy({ $0.holds(for: record) }) else { continue }
            if let date = fields.lazy.compactMap({ record.date($0) }).first { extreme.add(date) }
        }
        return extreme.result
    }
}

/// The earliest or latest of several dates, some of them partial.
///
/// A candidate wins when no other can be beyond it. Where only the time of day leaves it open, the day alone is the answer;
/// where the day is open, there is none: an invented reference date would shift every study day.
struct ExtremeDate {
    private let pick: DateRule.Pick
    private var best: PartialDate?
    /// Dates that may lie beyond the best one.
    private var rivals: [PartialDate] = []

    init(_ pick: DateRule.Pick) { self.pick = pick }

    /// Whether `a` is surely beyond `b`; nil when undecided.
    private func isBeyond(_ a: PartialDate, _ b: PartialDate) -> Bool? {
        pick == .first ? a.isBefore(b) : b.isBefore(a)
    }

    mutating func add(_ date: PartialDate) {
        guard let current = best else {
            best = date
            return
        }
        if date == current { return }
        switch isBeyond(date, current) {
        case true?:
            rivals = rivals.filter { isBeyond(date, $0) != true }
            best = date
        case false?:
            // The two may still be rivals: only what is surely not beyond is dropped.
            if isBeyond(current, date) != true { rivals.append(date) }
        case nil: rivals.append(date)
        }
    }

    var result: RuleDate {
        guard let best else { return .none }
        let open = rivals.filter { isBeyond(best, $0) != true && $0 != best }
        if open.isEmpty { return .date(best) }
        guard let day = best.dayNumber, open.allSatisfy({ $0.dayNumber == day }) else { return .undecided }
        // Equal moments in other words (10:00 and 10:00:00) or a time beside none: the day is what is known.
        return .date(best.dateOnly)
    }
}
