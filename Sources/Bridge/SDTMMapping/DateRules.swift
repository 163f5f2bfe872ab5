import ClinicalModel
import Mapping
import Values

/// A patient's records that are not left out by the cut-off, by kind.
struct KeptRecords {
    let records: [Record]
    /// By record: whether it is not left out.
    private(set) var isKept: [Bool]
    private var byKind: [[Int]]

    init(_ records: [Record], cutoff: PartialDate?) {
        self.records = records
        byKind = [[Int]](repeating: [], count: EntityKind.allCases.count)
        isKept = [Bool](repeating: true, count: records.count)
        var counts = [Int](repeating: 0, count: byKind.count)
        for index in records.indices { counts[Int(records[index].kind.rawValue)] += 1 }
        for kind in counts.indices where counts[kind] > 0 { byKind[kind].reserveCapacity(counts[kind]) }
        for index in records.indices {
            guard !Self.isAfter(cutoff, records[index].values) else {
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
    private static func isAfter(_ cutoff: PartialDate?, _ values: FieldValues) -> Bool {
        guard let cutoff else { return false }
        if case .date(let start)? = values[.start] { return cutoff.isBefore(start) == true }
        if case .date(let date)? = values[.date] { return cutoff.isBefore(date) == true }
        return false
    }
}

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
    func date(subject: Record, kept: KeptRecords) -> RuleDate {
        if entity == .subject { return fields.lazy.compactMap { subject.date($0) }.first.map { .date($0) } ?? .none }
        var extreme = ExtremeDate(pick)
        for index in kept.indices(of: entity) {
            guard Self.happened(kept.records[index]),
                conditions.allSatisfy({ $0.holds(for: kept.records[index]) })
            else { continue }
            for field in fields {
                guard let date = kept.records[index].date(field) else { continue }
                extreme.add(date)
                break
            }
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
    private var best: PartialDate?
    /// Dates that may lie beyond the best one.
    private var rivals: [PartialDate] = []

    init(_ pick: DateRule.Pick) { self.pick = pick }

    /// Whether `a` is surely beyond `b`; nil when undecided.
    private func isBeyond(_ a: PartialDate, _ b: PartialDate) -> Bool? {
        if a.isComplete, b.isComplete, !a.hasTime, !b.hasTime {
            // The usual case: whole days, whose packed components order like the days.
            return pick == .first ? a.sortKey < b.sortKey : b.sortKey < a.sortKey
        }
        return pick == .first ? a.isBefore(b) : b.isBefore(a)
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
