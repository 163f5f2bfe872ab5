import ClinicalModel
import Values

/// The cut-off as a site sees it.
struct Cutoff {
    let date: PartialDate
    let zone: ZoneRules?

    /// Whether a date is surely after the cut-off. The cut-off's own day is not.
    func isBefore(_ date: PartialDate) -> Bool { self.date.isBefore(date, in: zone) == true }

    /// Whether a date is surely not after the cut-off.
    func isNotBefore(_ date: PartialDate) -> Bool {
        if date.isBefore(self.date, in: zone) == true { return true }
        guard !self.date.hasTime, let day = self.date.dayNumber, let days = date.days else { return false }
        return days.last <= day && (zone != nil || date.zoneOffset == nil)
    }
}

/// A patient's records that are not left out by the cut-off, by kind.
///
/// A record is left out when it surely began, or was collected, after the cut-off. Its end does not count: a record that
/// began before is kept whole, as it was reported. A record without a date is left out with what it belongs to: its parent,
/// its visit (of which all that is dated is after the cut-off), and details of a death with the death's date.
struct KeptRecords {
    let records: [Record]
    /// By record: whether it is not left out.
    private(set) var isKept: [Bool]
    let cutoff: Cutoff?
    /// The site's time zone, in which dates are compared.
    let zone: ZoneRules?
    private var byKind: [[Int]]

    /// - Parameter diedAfterCutoff: Whether the date of death was left out.
    init(_ records: [Record], cutoff: Cutoff?, zone: ZoneRules?, diedAfterCutoff: Bool = false) {
        self.records = records
        self.cutoff = cutoff
        self.zone = zone
        byKind = [[Int]](repeating: [], count: EntityKind.allCases.count)
        isKept = [Bool](repeating: true, count: records.count)
        if let cutoff { leaveOut(after: cutoff, diedAfterCutoff: diedAfterCutoff) }
        var counts = [Int](repeating: 0, count: byKind.count)
        for index in records.indices { counts[Int(records[index].kind.rawValue)] += 1 }
        for kind in counts.indices where counts[kind] > 0 { byKind[kind].reserveCapacity(counts[kind]) }
        for index in records.indices where isKept[index] { byKind[Int(records[index].kind.rawValue)].append(index) }
    }

    /// The indices of one kind's records, in order.
    func indices(of kind: EntityKind) -> [Int] { byKind[Int(kind.rawValue)] }

    /// The indices of the records that are left out, in order.
    var leftOut: [Int] { isKept.indices.filter { !isKept[$0] } }

    /// The day on which a record was collected at its visit. An event's start is not the day on which it was told.
    static func visitDate(of record: borrowing Record) -> PartialDate? {
        if record.kind == .visit { return record.date(.start) }
        return record.date(.date) ?? (record.kind.generalClass == .interventions ? record.date(.start) : nil)
    }

    private mutating func leaveOut(after cutoff: Cutoff, diedAfterCutoff: Bool) {
        var isAny = diedAfterCutoff
        for index in records.indices {
            if let date = records[index].date(.start) ?? records[index].date(.date), cutoff.isBefore(date) {
                isKept[index] = false
                isAny = true
            }
        }
        guard isAny else { return }
        let undated = records.indices.filter {
            isKept[$0] && records[$0].date(.start) == nil && records[$0].date(.date) == nil
        }
        guard !undated.isEmpty else { return }
        let visits = lateVisits(cutoff)
        for index in undated {
            let isDetail = records[index].kind == .deathDetail && diedAfterCutoff
            let isLate = records[index].number(.visitNumber).map { visits.contains($0.normalized) } ?? false
            if isDetail || isLate { isKept[index] = false }
        }
        leaveOutChildren(undated)
    }

    /// The visits of which something is dated, and all that is so is after the cut-off.
    private func lateVisits(_ cutoff: Cutoff) -> Set<Decimal> {
        var late: Set<Decimal> = []
        var others: Set<Decimal> = []
        for record in records {
            guard let number = record.number(.visitNumber)?.normalized, let date = Self.visitDate(of: record) else {
                continue
            }
            if cutoff.isBefore(date) { late.insert(number) } else { others.insert(number) }
        }
        return late.subtracting(others)
    }

    private mutating func leaveOutChildren(_ undated: [Int]) {
        var keys = Set(leftOut.map { records[$0].key })
        var isChanged = true
        while isChanged {
            isChanged = false
            for index in undated where isKept[index] {
                guard let parent = records[index].parent, keys.contains(parent) else { continue }
                isKept[index] = false
                keys.insert(records[index].key)
                isChanged = true
            }
        }
    }
}
