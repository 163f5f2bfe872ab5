import ClinicalModel
import Mapping
import Values

extension PatientEncoding {
    /// Subject Elements by study.yaml's rules: each begins where its rule says and ends where the next begins.
    ///
    /// When partial dates leave the start of one open there are none at all: an element left out would lend its days to the
    /// one before.
    mutating func derivedElements(subject: Record, _ records: KeptRecords) -> [Record] {
        var elements: [(record: Record, start: PartialDate, statedEnd: RuleDate)] = []
        for element in plan.study.study.elements {
            let start: PartialDate
            switch first(plan.study.elementStarts[element.code] ?? [], subject, records) {
            case .none, .afterCutoff: continue
            case .date(let date): start = date
            case .undecided:
                note(
                    "sdtm.element-undecided", .warning,
                    "partial or missing dates leave the start of element \(element.code) open: SE and EPOCH stay empty",
                    remedy: "complete the dates", at: subject.origin)
                return []
            }
            if records.cutoff?.isBefore(start) ?? false { continue }
            var record = Record(kind: .element, key: RecordKey("SE.\(element.code)"))
            record.values[.start] = .date(start)
            record.values[.elementCode] = .text(element.code)
            elements.append((record, start, first(plan.study.elementEnds[element.code] ?? [], subject, records)))
        }
        // Elements of one start keep study.yaml's order.
        let order = elements.indices.sorted {
            elements[$0].start.sortKey == elements[$1].start.sortKey
                ? $0 < $1 : PartialDate.sortsBefore(elements[$0].start, elements[$1].start)
        }
        var result: [Record] = []
        for (place, index) in order.enumerated() {
            var record = elements[index].record
            switch elements[index].statedEnd {
            case .date(let end): record.values[.end] = .date(end)
            case .none:
                let end = place + 1 < order.count ? elements[order[place + 1]].start : lastEnd(subject)
                if let end { record.values[.end] = .date(end) }
            case .afterCutoff: break
            case .undecided:
                note(
                    "sdtm.element-end-undecided", .warning,
                    "partial or missing dates leave the end of an element open: its SEENDTC stays empty",
                    remedy: "complete the dates", at: subject.origin)
            }
            result.append(record)
        }
        return result
    }

    private func lastEnd(_ subject: Record) -> PartialDate? { subject.date(.endOfParticipation) }

    private func first(_ rules: [DateRule], _ subject: Record, _ records: KeptRecords) -> RuleDate {
        for rule in rules {
            let answer = rule.date(subject: subject, kept: records)
            if case .none = answer { continue }
            return answer
        }
        return .none
    }

    /// Gives elements their names, epochs and planned order, and lays out the timeline.
    mutating func place(_ elements: inout [Record], subject: Record) {
        let study = plan.study.study
        let armCode = subject.text(.actualArmCode) ?? subject.text(.armCode)
        let path = study.arms.first { $0.code == armCode }?.path ?? []
        var seen: [String: Int] = [:]
        var steps: [Timeline.Step] = []
        let order = elements.indices.sorted {
            (elements[$0].date(.start)?.sortKey ?? 0, $0) < (elements[$1].date(.start)?.sortKey ?? 0, $1)
        }
        for index in order {
            guard let code = elements[index].text(.elementCode) else { continue }
            let planned = study.elements.first { $0.code == code }
            let occurrence = seen[code, default: 0]
            seen[code] = occurrence + 1
            let places = path.indices.filter { path[$0].element == code }
            let step = occurrence < places.count ? places[occurrence] : nil
            if let planned, elements[index].values[.element] == nil {
                elements[index].values[.element] = .text(planned.name)
            }
            if let step, elements[index].values[.elementOrder] == nil {
                elements[index].values[.elementOrder] = .number(Decimal(significand: Int64(step + 1)))
            }
            let epoch = step.map { path[$0].epoch } ?? planned?.epoch ?? ""
            if !epoch.isEmpty, elements[index].values[.epoch] == nil { elements[index].values[.epoch] = .text(epoch) }
            guard let start = elements[index].date(.start), let day = start.dayNumber, !isForeign(start) else {
                // Placing records by the other elements would lend this one's days to the one before.
                note(
                    "sdtm.element-start-partial", .warning,
                    "an element's start is not a whole local date: EPOCH and TAETORD stay empty",
                    remedy: "complete the date", at: elements[index].origin)
                timeline = Timeline([], zone: nil)
                return
            }
            steps.append(
                Timeline.Step(
                    start: start, startDay: day, endDay: elements[index].date(.end)?.dayNumber,
                    epoch: elements[index].text(.epoch) ?? "", order: elements[index].number(.elementOrder)))
        }
        timeline = Timeline(steps, zone: zone)
    }

    /// TAETORD of each cycle: that of the element in which it begins, when no other cycle begins there.
    func cycleOrders(_ records: [Record], _ indices: [Int]) -> [(key: String, order: Double)] {
        var found: [(key: String, order: Double)] = []
        for index in indices {
            guard let start = records[index].date(.start),
                case .step(let step) = timeline.place(start, zoneSlack: isForeign(start) ? 1 : 0),
                let order = timeline.steps[step].order
            else { continue }
            found.append((records[index].key.text, order.double))
        }
        return found.filter { cycle in found.count { $0.order == cycle.order } == 1 }
    }

    /// Subject Visits from the visits at which records were collected: one row a visit with its first and last date.
    mutating func derivedVisits(_ kept: KeptRecords) -> [Record] {
        guard !kept.records.contains(where: { $0.kind == .visit }) else { return [] }
        struct Visit {
            var number: Decimal
            var name: String?
            var first: ExtremeDate
            var last: ExtremeDate
        }
        var visits: [Visit] = []
        var indices: [Decimal: Int] = [:]
        // Records of a visit stand together, mostly.
        var lastIndex: Int?
        for place in kept.records.indices {
            guard let number = kept.records[place].number(.visitNumber)?.normalized,
                kept.isKept[place]
            else { continue }
            let date = KeptRecords.visitDate(of: kept.records[place])
            // What was told after the cut-off of something that began before is no evidence of a visit.
            if let date, kept.cutoff?.isBefore(date) ?? false { continue }
            let index: Int
            if let last = lastIndex, visits[last].number == number {
                index = last
            } else if let known = indices[number] {
                index = known
            } else {
                index = visits.count
                indices[number] = index
                visits.append(
                    Visit(number: number, first: ExtremeDate(.first, in: zone), last: ExtremeDate(.last, in: zone)))
            }
            lastIndex = index
            if visits[index].name == nil { visits[index].name = kept.records[place].text(.visit) }
            guard let date else { continue }
            visits[index].first.add(date)
            visits[index].last.add(date)
        }
        return visits.map { visit in
            var record = Record(kind: .visit, key: RecordKey("SV.\(visit.number)"))
            record.values[.visitNumber] = .number(visit.number)
            if let name = visit.name { record.values[.visit] = .text(name) }
            if let date = visit.first.result.date { record.values[.start] = .date(date) }
            if let date = visit.last.result.date { record.values[.end] = .date(date) }
            return record
        }
    }
}
