import ClinicalModel
import ODM
import Values

/// The planned visits by study event (study.yaml).
struct VisitTable {
    private var planned: [String: [StudyVisit]] = [:]

    init(_ study: ClinicalModel.Study) {
        for visit in study.visits { planned[visit.studyEventOID, default: []].append(visit) }
    }

    var isEmpty: Bool { planned.isEmpty }

    /// The planned visit of a study event; nil when it is unplanned.
    func visit(_ oid: String, repeatKey: String?) -> StudyVisit? {
        guard let candidates = planned[oid] else { return nil }
        return candidates.first { $0.repeatKey != nil && $0.repeatKey == repeatKey }
            ?? candidates.first { $0.repeatKey == nil }
    }

    /// Whether records of this kind belong to visits.
    static func isVisited(_ kind: EntityKind) -> Bool {
        kind.generalClass == .findings || kind == .procedure || kind == .visit
    }
}

extension PatientBuilder {
    /// Sets VISITNUM, VISIT and VISITDY. An unplanned event gets the number of the planned visit before it, by date,
    /// plus .01, .02 and so on (DESIGN, section 3).
    mutating func setVisits(_ table: VisitTable) {
        if table.isEmpty || eventOfRecord.isEmpty { return }
        var visits: [Int: StudyVisit] = [:]
        var dates: [Int: UInt64] = [:]
        var order: [Int] = []
        for (record, event) in eventOfRecord {
            if let date = firstDate(patient.records[record]) { dates[event] = min(dates[event] ?? .max, date) }
            if order.last != event, !order.contains(event) { order.append(event) }
        }
        for event in order {
            let group = records.groups[event]
            visits[event] = table.visit(names[group.oid], repeatKey: records.text(group.repeatKey))
        }
        number(order.filter { visits[$0] == nil }, planned: visits, dates: dates, into: &visits)
        for (record, event) in eventOfRecord {
            guard let visit = visits[event] else { continue }
            patient.records[record].values[.visitNumber] = .number(visit.number)
            patient.records[record].values[.visit] = .text(visit.name)
            if let day = visit.day {
                patient.records[record].values[.visitDay] = .number(Decimal(significand: Int64(day)))
            }
        }
    }

    private func firstDate(_ record: Record) -> UInt64? {
        let date = record.date(.date) ?? record.date(.start)
        return date.flatMap { $0.year == nil ? nil : $0.sortKey }
    }

    private func number(
        _ unplanned: [Int], planned: [Int: StudyVisit], dates: [Int: UInt64], into visits: inout [Int: StudyVisit]
    ) {
        let sorted = unplanned.sorted { (dates[$0] ?? .max, $0) < (dates[$1] ?? .max, $1) }
        var used: [Decimal: Int64] = [:]
        for event in sorted {
            let date = dates[event] ?? .max
            let before = planned.filter { (dates[$0.key] ?? .max) <= date && dates[$0.key] != nil }
                .max { (dates[$0.key] ?? 0, $0.value.number.double) < (dates[$1.key] ?? 0, $1.value.number.double) }
            let base = before?.value.number.normalized ?? Decimal(significand: 0)
            let ordinal = (used[base] ?? 0) + 1
            used[base] = ordinal
            guard let number = base.adding(hundredths: ordinal) else { continue }
            visits[event] = StudyVisit(
                number: number, name: "UNSCHEDULED \(number)", studyEventOID: names[records.groups[event].oid])
        }
    }

    /// Names the patient's site by its SITEID, and its country and investigator where the source does not.
    mutating func setSite(_ study: ClinicalModel.Study) {
        let said = patient.subject.text(.siteID)
        let keys = [said, patient.key.study].compactMap { $0 }
        let site = keys.lazy.compactMap { key in study.sites.first { $0.id == key || $0.aliases.contains(key) } }.first
        guard let site else { return }
        patient.subject.values[.siteID] = .text(site.id)
        for (field, text) in [
            (FieldID.country, site.country), (.investigatorID, site.investigatorID),
            (.investigatorName, site.investigatorName),
        ] where !text.isEmpty && patient.subject.values[field] == nil {
            patient.subject.values[field] = .text(text)
        }
    }
}

extension Decimal {
    /// The number plus so many hundredths.
    func adding(hundredths: Int64) -> Decimal? {
        var number = self
        guard number.scale <= 2 else { return nil }
        var significand = number.significand
        for _ in 0..<max(0, 2 - number.scale) {
            let (product, overflow) = significand.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            significand = product
        }
        number = Decimal(significand: significand + hundredths, scale: 2)
        return number.normalized
    }
}
