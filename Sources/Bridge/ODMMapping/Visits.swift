import ClinicalModel
import ODM
import Values

/// The planned visits by study event (study.yaml).
struct VisitTable {
    private(set) var visits: [StudyVisit] = []
    /// VISITNUM, VISIT and VISITDY of each, ready to be copied.
    private(set) var numbers: [Value] = []
    private(set) var names: [Value] = []
    private(set) var days: [Value?] = []
    private var planned: [String: [Int]] = [:]

    /// No visits.
    init() {}

    init(_ study: ClinicalModel.Study) {
        visits = study.visits
        numbers = visits.map { .number($0.number) }
        names = visits.map { .text($0.name) }
        days = visits.map { visit in visit.day.map { .number(Decimal(significand: Int64($0))) } }
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
        guard VisitTable.isVisited(record.kind), !visits.isEmpty else { return }
        let event = Int(places[group].event)
        guard event >= 0 else { return }
        eventOfRecord.append((number, event))
        if visitOfEvent[event] == PatientBuilder.unasked {
            let group = records.groups[event]
            let planned = visits.visit(names[group.oid], repeatKey: records.text(group.repeatKey))
            visitOfEvent[event] = planned.map { Int32($0) } ?? PatientBuilder.unplanned
            if planned == nil { hasUnplannedVisits = true }
        }
        if let date = PatientBuilder.firstDate(record.values), date < dateOfEvent[event] { dateOfEvent[event] = date }
        let visit = Int(visitOfEvent[event])
        guard visit >= 0 else { return }
        record.values.set(.visitNumber, visits.numbers[visit])
        record.values.set(.visit, visits.names[visit])
        if let day = visits.days[visit] { record.values.set(.visitDay, day) }
    }

    /// Sets VISITNUM and VISIT in unplanned visits. Each gets the number of the planned visit before it, by date, plus .01,
    /// .02 and so on (DESIGN, section 3).
    mutating func setUnplannedVisits() {
        guard hasUnplannedVisits else { return }
        var found: [Int: StudyVisit] = [:]
        var dates: [Int: UInt64] = [:]
        var unplanned: [Int] = []
        for event in visitOfEvent.indices where visitOfEvent[event] != PatientBuilder.unasked {
            if dateOfEvent[event] != .max { dates[event] = dateOfEvent[event] }
            if visitOfEvent[event] >= 0 {
                found[event] = visits.visits[Int(visitOfEvent[event])]
            } else {
                unplanned.append(event)
            }
        }
        number(unplanned, planned: found, dates: dates, into: &found)
        for (record, event) in eventOfRecord where visitOfEvent[event] < 0 {
            guard let visit = found[event] else { continue }
            patient.records[record].values[.visitNumber] = .number(visit.number)
            patient.records[record].values[.visit] = .text(visit.name)
        }
    }

    /// When a record was made, as sort key.
    private static func firstDate(_ values: borrowing FieldDraft) -> UInt64? {
        for field in [FieldID.date, .start] {
            if case .date(let date)? = values[field] { return date.year == nil ? nil : date.sortKey }
        }
        return nil
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
