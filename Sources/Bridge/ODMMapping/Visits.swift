import ClinicalModel
import ODM
import Values

/// The planned visits by study event (study.yaml).
struct VisitTable {
    let visits: [StudyVisit]
    private var planned: [String: [Int]] = [:]

    init(_ study: ClinicalModel.Study) {
        visits = study.visits
        for (index, visit) in visits.enumerated() { planned[visit.studyEventOID, default: []].append(index) }
    }

    var isEmpty: Bool { planned.isEmpty }

    /// The planned visit of a study event, by its place in ``visits``; nil when it is unplanned.
    func visit(_ oid: String, repeatKey: String?) -> Int? {
        guard let candidates = planned[oid] else { return nil }
        return candidates.first { visits[$0].repeatKey != nil && visits[$0].repeatKey == repeatKey }
            ?? candidates.first { visits[$0].repeatKey == nil }
    }

    /// Whether records of this kind belong to visits.
    static func isVisited(_ kind: EntityKind) -> Bool { isVisitedKind[Int(kind.rawValue)] }

    private static let isVisitedKind: [Bool] = EntityKind.allCases.map {
        $0.generalClass == .findings || $0 == .procedure || $0 == .visit
    }
}

extension PatientBuilder {
    /// Sets VISITNUM, VISIT and VISITDY of a record in a planned visit, and notes where the record stands.
    mutating func setVisit(on record: inout RecordDraft, record number: Int, group: Int) {
        guard let visits, VisitTable.isVisited(record.kind), !visits.isEmpty else { return }
        let event = Int(places[group].event)
        guard event >= 0 else { return }
        eventOfRecord.append((number, event))
        if visitOfEvent[event] == PatientBuilder.unasked {
            let group = records.groups[event]
            let planned = visits.visit(names[group.oid], repeatKey: records.text(group.repeatKey))
            visitOfEvent[event] = planned.map { Int32($0) } ?? PatientBuilder.unplanned
            if planned == nil { hasUnplannedVisits = true }
        }
        guard visitOfEvent[event] >= 0 else { return }
        let visit = visits.visits[Int(visitOfEvent[event])]
        record.values.set(.visitNumber, .number(visit.number))
        record.values.set(.visit, .text(visit.name))
        if let day = visit.day { record.values.set(.visitDay, .number(Decimal(significand: Int64(day)))) }
    }

    /// Sets VISITNUM and VISIT in unplanned visits. Each gets the number of the planned visit before it, by date, plus .01,
    /// .02 and so on (DESIGN, section 3).
    mutating func setUnplannedVisits() {
        guard let table = visits, hasUnplannedVisits else { return }
        var visits: [Int: StudyVisit] = [:]
        var dates: [Int: UInt64] = [:]
        var unplanned: [Int] = []
        for (record, event) in eventOfRecord {
            if let date = firstDate(patient.records[record]) { dates[event] = min(dates[event] ?? .max, date) }
            if visitOfEvent[event] >= 0 {
                if visits[event] == nil { visits[event] = table.visits[Int(visitOfEvent[event])] }
            } else if unplanned.last != event, !unplanned.contains(event) {
                unplanned.append(event)
            }
        }
        number(unplanned, planned: visits, dates: dates, into: &visits)
        for (record, event) in eventOfRecord where visitOfEvent[event] < 0 {
            guard let visit = visits[event] else { continue }
            patient.records[record].values[.visitNumber] = .number(visit.number)
            patient.records[record].values[.visit] = .text(visit.name)
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
