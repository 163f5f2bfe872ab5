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

    /// The numbers of all planned visits.
    var numbers: [Decimal] { planned.values.joined().map(\.number.normalized) }

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
    /// plus .01, .02 and so on (DESIGN, section 3). A VISITNUM that the source states stands (law 4).
    mutating func setVisits(_ table: VisitTable) {
        if table.isEmpty || eventOfRecord.isEmpty { return }
        var visits: [Int: StudyVisit] = [:]
        var dates: [Int: UInt64] = [:]
        var stated: [Int: Decimal] = [:]
        var order: [Int] = []
        var met: Set<Int> = []
        for (record, event) in eventOfRecord {
            if let date = firstDate(patient.records[record]) { dates[event] = min(dates[event] ?? .max, date) }
            if stated[event] == nil { stated[event] = patient.records[record].number(.visitNumber)?.normalized }
            if met.insert(event).inserted { order.append(event) }
        }
        // The event that a planned visit was given to, by the visit's number.
        var holders: [Decimal: Int] = [:]
        for event in order {
            let group = records.groups[event]
            guard let visit = table.visit(names[group.oid], repeatKey: records.text(group.repeatKey)) else { continue }
            let holder = holders[visit.number.normalized] ?? event
            guard isSameVisit(holder, event) else {
                warn(
                    "odm.repeated-visit", "comes again with another repeat key, and is numbered as an unplanned one",
                    remedy: "plan each repeat in study.yaml by its 'repeatKey'", event)
                continue
            }
            holders[visit.number.normalized] = holder
            visits[event] = visit
        }
        number(
            order.filter { visits[$0] == nil && stated[$0] == nil }, planned: visits,
            UnplannedNumbers(planned: table.numbers, stated: Array(stated.values)), dates: dates, into: &visits)
        for (record, event) in eventOfRecord {
            guard let visit = visits[event] else { continue }
            set(visit, on: record, event: event)
        }
    }

    private mutating func set(_ visit: StudyVisit, on record: Int, event: Int) {
        if let stated = patient.records[record].number(.visitNumber), !stated.isSameNumber(as: visit.number) {
            warn(
                "odm.visit-override", "states another VISITNUM than study.yaml; the stated one is kept",
                remedy: "correct study.yaml, or leave the item out of the mapping", event, .note)
            return
        }
        patient.records[record].values[.visitNumber] = .number(visit.number)
        if patient.records[record].values[.visit] == nil {
            patient.records[record].values[.visit] = .text(visit.name)
        } else if patient.records[record].text(.visit) != visit.name {
            warn(
                "odm.visit-override", "states another VISIT than study.yaml; the stated one is kept",
                remedy: "correct study.yaml, or leave the item out of the mapping", event, .note)
        }
        if let day = visit.day, patient.records[record].values[.visitDay] == nil {
            patient.records[record].values[.visitDay] = .number(Decimal(significand: Int64(day)))
        }
    }

    /// Whether two events of one planned visit are the same: only repeat keys that differ say that they are not.
    private func isSameVisit(_ a: Int, _ b: Int) -> Bool {
        let first = records.text(records.groups[a].repeatKey), second = records.text(records.groups[b].repeatKey)
        return first == second || first == nil || second == nil
    }

    private func firstDate(_ record: Record) -> UInt64? {
        let date = record.date(.date) ?? record.date(.start)
        return date.flatMap { $0.year == nil ? nil : $0.sortKey }
    }

    private mutating func number(
        _ unplanned: [Int], planned: [Int: StudyVisit], _ free: UnplannedNumbers, dates: [Int: UInt64],
        into visits: inout [Int: StudyVisit]
    ) {
        let sorted = unplanned.sorted { (dates[$0] ?? .max, $0) < (dates[$1] ?? .max, $1) }
        var numbers = free
        for event in sorted {
            guard let date = dates[event] else {
                warn(
                    "odm.undated-visit", "has no date to place it by: VISITNUM stays empty",
                    remedy: "map a date of its records, or plan the visit in study.yaml", event)
                continue
            }
            let before = planned.filter { (dates[$0.key] ?? .max) <= date && dates[$0.key] != nil }
                .max { (dates[$0.key] ?? 0, $0.value.number.double) < (dates[$1.key] ?? 0, $1.value.number.double) }
            guard let number = numbers.next(after: before?.value.number.normalized ?? Decimal(significand: 0)) else {
                warn(
                    "odm.unnumbered-visit", "finds no number free before the next planned one: VISITNUM stays empty",
                    remedy: "plan the visit in study.yaml", event)
                continue
            }
            visits[event] = StudyVisit(
                number: number, name: "UNSCHEDULED \(number)", studyEventOID: names[records.groups[event].oid])
        }
    }

    private mutating func warn(
        _ code: String, _ message: String, remedy: String, _ event: Int, _ severity: Diagnostic.Severity = .warning
    ) {
        let group = records.groups[event]
        let source = Int(group.source)
        diagnostics.append(
            Diagnostic(
                code, severity, "the visit '\(names[group.oid])' \(message)", remedy: remedy,
                at: Location(
                    path: sources.indices.contains(source) ? sources[source] : "", line: Int(group.line),
                    column: Int(group.column)), patient: records.subjectKey))
    }
}
