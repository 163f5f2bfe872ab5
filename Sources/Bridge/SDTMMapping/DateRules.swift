import ClinicalModel
import Mapping
import Values

/// A patient's records that are not left out by the cut-off, by kind.
struct KeptRecords {
    let records: [Record]
    /// By record: whether it is not left out.
    private(set) var isKept: [Bool]
    /// The site's time zone, in which dates are compared.
    let zone: ZoneRules?
    private var byKind: [[Int]]

    init(_ records: [Record], cutoff: PartialDate?, zone: ZoneRules?) {
        self.records = records
        self.zone = zone
        byKind = [[Int]](repeating: [], count: EntityKind.allCases.count)
        isKept = [Bool](repeating: true, count: records.count)
        for index in records.indices {
            guard !Self.isAfter(cutoff, records[index].values, zone) else {
                isKept[index] = false
                continue
            }
            byKind[Int(records[index].kind.rawValue)].append(index)
        }
    }

    /// The indices of one kind's records, in order.
    func indices(of kind: EntityKind) -> [Int] { byKind[Int(kind.rawValue)] }

    /// Whether a record begins, or was collected, surely after the cut-off. Its end does not count: a record that began
    /// before is kept whole, as it was reported.
    private static func isAfter(_ cutoff: PartialDate?, _ values: FieldValues, _ zone: ZoneRules?) -> Bool {
        guard let cutoff else { return false }
        if case .date(let start)? = values[.start] { return cutoff.isBefore(start, in: zone) == true }
        if case .date(let date)? = values[.date] { return cutoff.isBefore(date, in: zone) == true }
        return false
    }
}

/// The answer of a date rule.
enum RuleDate {
    /// No record has such a date.
    case none
    /// The date.
    case date(PartialDate)
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
    /// conditions exclude, what did not happen and what the cut-off leaves out has no position and does not count.
    func date(subject: Record, kept: KeptRecords) -> RuleDate {
        if entity == .subject { return fields.lazy.compactMap { subject.date($0) }.first.map { .date($0) } ?? .none }
        var extreme = ExtremeDate(pick, in: kept.zone)
        for index in kept.indices(of: entity) {
            guard Self.happened(kept.records[index]),
                conditions.allSatisfy({ $0.holds(for: kept.records[index]) })
            else { continue }
            guard let date = fields.lazy.compactMap({ kept.records[index].date($0) }).first else { return .undecided }
            extreme.add(date)
        }
        return extreme.result
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
