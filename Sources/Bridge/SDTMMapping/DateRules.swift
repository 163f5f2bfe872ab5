import ClinicalModel
import Mapping
import Values

/// The answer of a date rule.
enum RuleDate {
    /// No record has such a date.
    case none
    /// The date.
    case date(PartialDate)
    /// It is surely after the cut-off, and so not known at the cut-off.
    case afterCutoff
    /// Partial dates, or records without a date, leave open which one it is.
    case undecided

    var date: PartialDate? {
        if case .date(let date) = self { date } else { nil }
    }
}

extension DateRule {
    /// The date that the rule means for a patient.
    ///
    /// A record that happened and has none of the rule's dates (not given, unknown, or refused on reading) leaves the first
    /// and the last open: it may lie beyond every other, and the next dose would shift every study day. What the rule's
    /// conditions exclude, what did not happen and what the cut-off leaves out has no position and does not count. The end
    /// of what began before the cut-off may lie after it: then it is not the first, and the last was still to come.
    func date(subject: Record, kept: KeptRecords) -> RuleDate {
        if entity == .subject { return fields.lazy.compactMap { subject.date($0) }.first.map { .date($0) } ?? .none }
        var extreme = ExtremeDate(pick, in: kept.zone)
        var isOpen = false
        var isAfterCutoff = false
        for index in kept.indices(of: entity) {
            guard Self.happened(kept.records[index]),
                conditions.allSatisfy({ $0.holds(for: kept.records[index]) })
            else { continue }
            guard let date = fields.lazy.compactMap({ kept.records[index].date($0) }).first else {
                isOpen = true
                continue
            }
            if kept.cutoff?.isBefore(date) ?? false { isAfterCutoff = true } else { extreme.add(date) }
        }
        if isAfterCutoff, pick == .last { return .afterCutoff }
        if isOpen { return .undecided }
        let result = extreme.result
        if isAfterCutoff, case .none = result { return .afterCutoff }
        return result
    }
}

extension DateRule {
    /// What was planned, did not occur or was not done has no date that counts.
    static func happened(_ record: borrowing Record) -> Bool {
        record.text(.occurrence) != "N" && record.text(.mood) != "SCHEDULED" && record.text(.status) == nil
    }
}

/// The earliest or latest of several dates, some of them partial.
///
/// A candidate wins when no other can be beyond it. Where only the time of day leaves it open, the day alone is the answer;
/// where the day is open, there is none: an invented reference date would shift every study day.
struct ExtremeDate {
    private let pick: DateRule.Pick
    private let zone: ZoneRules?
    private var best: PartialDate?
    /// Dates that may lie beyond the best one.
    private var rivals: [PartialDate] = []

    init(_ pick: DateRule.Pick, in zone: ZoneRules?) {
        self.pick = pick
        self.zone = zone
    }

    /// Whether `a` is surely beyond `b`; nil when undecided.
    private func isBeyond(_ a: PartialDate, _ b: PartialDate) -> Bool? {
        if a.isComplete, b.isComplete, !a.hasTime, !b.hasTime {
            // The usual case: whole days, whose packed components order like the days.
            return pick == .first ? a.sortKey < b.sortKey : b.sortKey < a.sortKey
        }
        return pick == .first ? a.isBefore(b, in: zone) : b.isBefore(a, in: zone)
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
        // Without the zone the day of a time with an offset is not known.
        guard let day = best.dayNumber, open.allSatisfy({ $0.dayNumber == day }),
            zone != nil || ([best] + open).allSatisfy({ $0.zoneOffset == nil })
        else { return .undecided }
        // Equal moments in other words (10:00 and 10:00:00) or a time beside none: the day is what is known.
        return .date(best.dateOnly)
    }
}
