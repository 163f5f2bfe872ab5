import ClinicalModel
import ODM
import Values

/// The planned visits by study event (study.yaml).
struct VisitTable {
    private(set) var visits: [StudyVisit] = []
    /// VISITNUM, VISIT and VISITDY of each, ready to be copied.
    private(set) var values: [(number: Value, name: Value, day: Value?)] = []
    /// For each the first that has its number.
    private(set) var firstOfNumber: [Int] = []
    private var planned: [String: [Int]] = [:]

    /// No visits.
    init() {}

    init(_ study: ClinicalModel.Study) {
        visits = study.visits
        var first: [Decimal: Int] = [:]
        for (index, visit) in visits.enumerated() {
            planned[visit.studyEventOID, default: []].append(index)
            let day = visit.day.map { Value.number(Decimal(significand: Int64($0))) }
            values.append((.number(visit.number), .text(visit.name), day))
            let number = visit.number.normalized
            firstOfNumber.append(first[number] ?? index)
            if first[number] == nil { first[number] = index }
        }
    }

    var isEmpty: Bool { visits.isEmpty }

    /// The numbers of all planned visits.
    var numbers: [Decimal] { visits.map(\.number.normalized) }

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

/// What is known of the visits of one patient while their records are made.
struct PatientVisits {
    /// Which study event each record stands in: record index and group index.
    var events: [(record: Int, event: Int)] = []
    /// For each group that is a study event with records its planned visit, or ``unplanned``; else ``unasked``.
    var planned: [Int32]
    /// The first VISITNUM that the source states in an event.
    var stated: [Int: Decimal] = [:]
    /// For each planned number, by its first visit, the event that it was given to; -1 for none.
    var holders: [Int32]
    var hasUnplanned = false

    static let unasked: Int32 = -2, unplanned: Int32 = -1

    init(groups: Int, planned visits: Int) {
        planned = Array(repeating: PatientVisits.unasked, count: groups)
        holders = Array(repeating: -1, count: visits)
    }
}

extension PatientBuilder {
    /// Sets VISITNUM, VISIT and VISITDY of a record in a planned visit, and notes where the record stands. A VISITNUM that
    /// the source states stands (law 4).
    mutating func setVisit(on record: inout RecordDraft, record number: Int, group: Int) {
        guard VisitTable.isVisited(record.kind), !visitTable.isEmpty else { return }
        let event = Int(places[group].event)
        guard event >= 0 else { return }
        visits.events.append((number, event))
        if visits.planned[event] == PatientVisits.unasked { plan(event) }
        let visit = Int(visits.planned[event])
        let hasOwn = record.values.holds(.visitNumber) || record.values.holds(.visit)
        if hasOwn, visits.stated[event] == nil, case .number(let stated)? = record.values[.visitNumber] {
            visits.stated[event] = stated.normalized
        }
        guard visit >= 0 else { return }
        if hasOwn || record.values.holds(.visitDay) {
            set(visitTable.visits[visit], on: &record.values, event: event)
        } else {
            record.values.set(.visitNumber, visitTable.values[visit].number)
            record.values.set(.visit, visitTable.values[visit].name)
            if let day = visitTable.values[visit].day { record.values.set(.visitDay, day) }
        }
    }

    /// Finds the planned visit of an event whose first record is made.
    private mutating func plan(_ event: Int) {
        let group = records.groups[event]
        visits.planned[event] = PatientVisits.unplanned
        guard let visit = visitTable.visit(names[group.oid], repeatKey: records.text(group.repeatKey)) else {
            visits.hasUnplanned = true
            return
        }
        let number = visitTable.firstOfNumber[visit]
        let holder = visits.holders[number] < 0 ? event : Int(visits.holders[number])
        guard isSameVisit(holder, event) else {
            warn(
                "odm.repeated-visit", "comes again with another repeat key, and is numbered as an unplanned one",
                remedy: "plan each repeat in study.yaml by its 'repeatKey'", event)
            visits.hasUnplanned = true
            return
        }
        visits.holders[number] = Int32(holder)
        visits.planned[event] = Int32(visit)
    }

    /// Sets VISITNUM and VISIT in unplanned visits. Each gets the number of the planned visit before it, by date, plus .01,
    /// .02 and so on (DESIGN, section 3). A VISITNUM that the source states stands (law 4).
    mutating func setUnplannedVisits(in zone: ZoneRules?) {
        guard visits.hasUnplanned else { return }
        var found: [Int: StudyVisit] = [:]
        var dates: [Int: VisitDate] = [:]
        for (record, event) in visits.events {
            guard let date = PatientBuilder.firstDate(patient.records[record].values) else { continue }
            dates[event, default: VisitDate(zone: zone)].add(date)
        }
        var unplanned: [Int] = []
        for event in visits.planned.indices where visits.planned[event] != PatientVisits.unasked {
            if visits.planned[event] >= 0 {
                found[event] = visitTable.visits[Int(visits.planned[event])]
            } else if visits.stated[event] == nil {
                unplanned.append(event)
            }
        }
        number(
            unplanned, planned: found,
            UnplannedNumbers(planned: visitTable.numbers, stated: Array(visits.stated.values)), dates: dates,
            into: &found)
        var values = FieldDraft()
        for index in visits.events.indices {
            let (record, event) = visits.events[index]
            guard visits.planned[event] < 0, let visit = found[event] else { continue }
            values.add(patient.records[record].values)
            set(visit, on: &values, event: event)
            patient.records[record].values = FieldValues(taking: &values)
        }
    }

    private mutating func set(_ visit: StudyVisit, on values: inout FieldDraft, event: Int) {
        if case .number(let stated)? = values[.visitNumber], !stated.isSameNumber(as: visit.number) {
            warn(
                "odm.visit-override", "states another VISITNUM than study.yaml; the stated one is kept",
                remedy: "correct study.yaml, or leave the item out of the mapping", event, .note)
            return
        }
        values.set(.visitNumber, .number(visit.number))
        if !values.holds(.visit) {
            values.set(.visit, .text(visit.name))
        } else if values[.visit]?.text != visit.name {
            warn(
                "odm.visit-override", "states another VISIT than study.yaml; the stated one is kept",
                remedy: "correct study.yaml, or leave the item out of the mapping", event, .note)
        }
        if let day = visit.day, !values.holds(.visitDay) {
            values.set(.visitDay, .number(Decimal(significand: Int64(day))))
        }
    }

    /// Whether two events of one planned visit are the same: only repeat keys that differ say that they are not.
    private func isSameVisit(_ a: Int, _ b: Int) -> Bool {
        let first = records.text(records.groups[a].repeatKey), second = records.text(records.groups[b].repeatKey)
        return first == second || first == nil || second == nil
    }

    /// When a record was made.
    private static func firstDate(_ values: FieldValues) -> PartialDate? {
        for field in [FieldID.date, .start] {
            if case .date(let date)? = values[field] { return date.year == nil ? nil : date }
        }
        return nil
    }

    private mutating func number(
        _ unplanned: [Int], planned: [Int: StudyVisit], _ free: UnplannedNumbers, dates: [Int: VisitDate],
        into visits: inout [Int: StudyVisit]
    ) {
        let candidates = planned.compactMap { event, visit in
            dates[event].map { (date: $0, number: visit.number.normalized) }
        }
        var bases: [Int: Decimal] = [:]
        for event in unplanned {
            guard let date = dates[event] else {
                warn(
                    "odm.undated-visit", "has no date to place it by: VISITNUM stays empty",
                    remedy: "map a date of its records, or plan the visit in study.yaml", event)
                continue
            }
            bases[event] = VisitDate.base(of: date, among: candidates)
            if bases[event] == nil { warnUndecided(event) }
        }
        // What is known to the day comes in the order of days; what may lie on either side of another has no place.
        var placed: [Int] = []
        for event in unplanned {
            guard let base = bases[event], let date = dates[event] else { continue }
            let isOpen =
                date.day == nil
                && unplanned.contains { other in
                    guard other != event, bases[other] == base, let rival = dates[other] else { return false }
                    return date.isSurelyBefore(rival) == nil
                }
            if isOpen { warnUndecided(event) } else { placed.append(event) }
        }
        var untimedDays: Set<Int> = []
        for event in placed {
            if let date = dates[event], let day = date.day, !date.hasTime { untimedDays.insert(day) }
        }
        func precedes(_ a: Int, _ b: Int) -> Bool {
            guard let first = dates[a], let second = dates[b] else { return a < b }
            // A day with a visit without a time has no order but the document's.
            if let day = first.day, day == second.day, untimedDays.contains(day) { return a < b }
            if first.isSurelyBefore(second) == true { return true }
            if second.isSurelyBefore(first) == true { return false }
            return a < b
        }
        var numbers = free
        for event in placed.sorted(by: precedes) {
            guard let base = bases[event] else { continue }
            guard let number = numbers.next(after: base) else {
                warn(
                    "odm.unnumbered-visit", "finds no number free before the next planned one: VISITNUM stays empty",
                    remedy: "plan the visit in study.yaml", event)
                continue
            }
            visits[event] = StudyVisit(
                number: number, name: "UNSCHEDULED \(number)", studyEventOID: names[records.groups[event].oid])
        }
    }

    private mutating func warnUndecided(_ event: Int) {
        warn(
            "odm.undated-visit", "has a date that leaves open which visit it follows: VISITNUM stays empty",
            remedy: "give the whole date and the site's time zone, or plan the visit in study.yaml", event)
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
