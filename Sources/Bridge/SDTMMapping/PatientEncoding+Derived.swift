import ClinicalModel
import Mapping
import Values

extension PatientEncoding {
    /// Fills the cells that Rialto computes. A stored value wins; where it differs from the computed one that is reported.
    mutating func deriveCells(
        _ record: RecordRef, sequence: Int, domain: DomainPlan, isLastBeforeExposure: Bool
    ) {
        let sequenceColumn = domain.column(.sequence)
        if sequenceColumn >= 0, cells.isEmpty(sequenceColumn) {
            setNumber(sequenceColumn, Double(sequence))
        }
        if domain.has(.visitNumber) { deriveVisit(record, domain: domain) }
        if domain.has(.original) { deriveResult(record, domain: domain) }
        guard domain.hasSubject else { return }
        deriveDay(.day, from: .date, record: record, domain: domain)
        deriveDay(.startDay, from: .start, record: record, domain: domain)
        deriveDay(.endDay, from: .end, record: record, domain: domain)
        if !timeline.isEmpty, domain.kind != .element { derivePlace(record, domain: domain) }
        if domain.has(.lastBeforeExposureFlag) {
            let column = domain.column(.lastBeforeExposureFlag)
            if isLastBeforeExposure, cells.isEmpty(column) {
                setText(column, "Y")
            } else if !cells.isEmpty(column), !isLastBeforeExposure, firstTreatment != nil {
                noteOverride(.lastBeforeExposureFlag, at: record.origin)
            }
        }
        if isKeyInSponsorID(record, domain: domain) {
            cells.setText(domain.column(.sponsorID), Self.carried(record.key))
        }
        if domain.kind == .comment, let parent = record.parent, let place = places[parent] {
            deriveCommentTarget(place, domain: domain)
        }
    }

    private mutating func setNumber(_ column: Int, _ number: Double) {
        cells[column] = .number(number)
        derivedCounts[column] += 1
    }

    private mutating func setText(_ column: Int, _ text: String) {
        cells.setText(column, text)
        derivedCounts[column] += 1
    }

    private func value(_ column: Int, of record: RecordRef) -> Value? {
        guard let entry = cells.entry(column) else { return nil }
        return record.entries[entry].value
    }

    private func date(_ column: Int, of record: RecordRef) -> PartialDate? {
        cells.entry(column).flatMap { record.date(at: $0) }
    }

    /// --DY, --STDY, --ENDY: from whole dates only; there is no day 0 (SDTMIG 4.4.4).
    private mutating func deriveDay(_ field: FieldID, from source: FieldID, record: RecordRef, domain: DomainPlan) {
        let column = domain.column(field)
        guard column >= 0, let referenceDay, let date = date(domain.column(source), of: record) else { return }
        if isForeign(date) {
            if cells.isEmpty(column), date.isComplete {
                note(
                    "sdtm.utc-date", .warning,
                    "'\(source.name)' has an offset from UTC and cannot be put into the site's time: its study day stays "
                        + "empty", remedy: foreignRemedy, at: record.origin)
            }
            return
        }
        guard let dayNumber = date.dayNumber else { return }
        let day = dayNumber >= referenceDay ? dayNumber - referenceDay + 1 : dayNumber - referenceDay
        if cells.isEmpty(column) {
            setNumber(column, Double(day))
        } else if case .number(let stored)? = value(column, of: record),
            !stored.isSameNumber(as: Decimal(significand: Int64(day)))
        {
            noteOverride(field, at: record.origin)
        }
    }

    /// EPOCH and TAETORD by the record's start, else its collection.
    private mutating func derivePlace(_ record: RecordRef, domain: DomainPlan) {
        let epochColumn = domain.column(.epoch)
        let orderColumn = domain.column(.elementOrder)
        guard epochColumn >= 0 || orderColumn >= 0 else { return }
        let start = date(domain.column(.start), of: record) ?? date(domain.column(.date), of: record)
        guard let start else { return }
        switch timeline.place(start, zoneSlack: isForeign(start) ? 1 : 0) {
        case .outside: return
        case .step(let index):
            if orderColumn >= 0, let order = timeline.steps[index].order {
                deriveNumber(order, .elementOrder, column: orderColumn, record: record)
            }
            deriveEpoch(timeline.steps[index].epoch, column: epochColumn, record: record)
        case .between(let epoch?): deriveEpoch(epoch, column: epochColumn, record: record)
        case .between(nil):
            guard epochColumn >= 0, cells.isEmpty(epochColumn) else { return }
            note(
                "sdtm.epoch-undecided", .note, "a partial date lies in more than one epoch: EPOCH stays empty",
                remedy: "complete the date", at: record.origin)
        }
    }

    private mutating func deriveEpoch(_ epoch: String, column: Int, record: RecordRef) {
        guard column >= 0, !epoch.isEmpty else { return }
        if cells.isEmpty(column) {
            setText(column, epoch)
        } else if case .text(let stored)? = value(column, of: record), stored != epoch {
            noteOverride(.epoch, at: record.origin)
        }
    }

    /// VISIT and VISITDY by VISITNUM.
    private mutating func deriveVisit(_ record: RecordRef, domain: DomainPlan) {
        guard let entry = cells.entry(domain.column(.visitNumber)),
            case .number(let number) = record.entries[entry].value
        else { return }
        let normalized = number.normalized
        guard let index = plan.visits.firstIndex(where: { $0.number == normalized }) else { return }
        let nameColumn = domain.column(.visit)
        if nameColumn >= 0 {
            if cells.isEmpty(nameColumn) {
                setText(nameColumn, plan.visits[index].name)
            } else if case .text(let stored)? = value(nameColumn, of: record), stored != plan.visits[index].name {
                noteOverride(.visit, at: record.origin)
            }
        }
        let dayColumn = domain.column(.visitDay)
        if dayColumn >= 0, let day = plan.visits[index].day {
            deriveNumber(Decimal(significand: Int64(day)), .visitDay, column: dayColumn, record: record)
        }
    }

    private mutating func deriveNumber(_ number: Decimal, _ field: FieldID, column: Int, record: RecordRef) {
        if cells.isEmpty(column) {
            setNumber(column, number.double)
        } else if case .number(let stored)? = value(column, of: record), !stored.isSameNumber(as: number) {
            noteOverride(field, at: record.origin)
        }
    }

    /// --ORRES with its comparator; --STRESC, --STRESN and --STRESU from the original where no standard result is given.
    ///
    /// A number is its own standard result in its own unit; a text, or a number with a comparator, is its own --STRESC. With a
    /// standard unit of its own the original would have to be converted: that is the mapping's work, and nothing is derived.
    private mutating func deriveResult(_ record: RecordRef, domain: DomainPlan) {
        let original = domain.column(.original)
        let character = domain.column(.standard)
        let numeric = domain.column(.standardNumber)
        guard case .text(let written)? = value(original, of: record), !written.isEmpty else {
            deriveNumeric(character, numeric, record: record, domain: domain)
            return
        }
        var text = written
        var isExact = true
        if let comparator = record.text(.originalComparator), !comparator.isEmpty {
            isExact = false
            if !Self.beginsWithComparator(written) {
                text = comparator + written
                cells.setText(original, text)
            }
        }
        guard character >= 0, cells.isEmpty(character), numeric < 0 || cells.isEmpty(numeric) else {
            deriveNumeric(character, numeric, record: record, domain: domain)
            return
        }
        let unitColumn = domain.column(.standardUnit)
        let unit = value(domain.column(.originalUnit), of: record)?.text
        if unitColumn >= 0, let standardUnit = value(unitColumn, of: record)?.text, standardUnit != unit {
            note(
                "sdtm.no-standard-result", .warning,
                "a standard unit is given and no standard result: --STRESC stays empty",
                remedy: "map the standard result, or leave its unit out", at: record.origin)
            return
        }
        setText(character, text)
        if isExact, numeric >= 0, let number = Decimal(text) {
            setResult(number, text, numeric, record: record, domain: domain)
        }
        if unitColumn >= 0, cells.isEmpty(unitColumn), let unit { setText(unitColumn, unit) }
    }

    /// Whether a result says its comparator itself, in whichever spelling.
    private static func beginsWithComparator(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first(where: { $0 != " " }) else { return false }
        return ["<", ">", "=", "~", "≤", "≥", "≦", "≧", "⩽", "⩾", "≈"].contains(first)
    }

    /// --STRESN from a text; a number that a dataset cannot hold is refused here, where its record is known.
    private mutating func setResult(
        _ number: Decimal, _ text: String, _ column: Int, record: RecordRef, domain: DomainPlan
    ) {
        if let double = number.writable {
            setNumber(column, double)
        } else {
            carryEntry.add(
                .text(text), field: FieldID.standardNumber.name, variable: domain.columns[column].name, reason: .refused
            )
            result.carried += 1
            refuseOutOfRange(number, column, domain, record)
        }
    }

    /// --STRESN of a numeric --STRESC, and the other way round.
    private mutating func deriveNumeric(_ character: Int, _ numeric: Int, record: RecordRef, domain: DomainPlan) {
        guard character >= 0, numeric >= 0 else { return }
        if cells.isEmpty(numeric), case .text(let text)? = value(character, of: record), let number = Decimal(text) {
            setResult(number, text, numeric, record: record, domain: domain)
        } else if cells.isEmpty(character), case .number(let number)? = value(numeric, of: record) {
            setText(character, number.description)
        }
    }

    /// A comment's RDOMAIN, IDVAR and IDVARVAL, when the record that it is about is known.
    private mutating func deriveCommentTarget(_ place: (domain: Int, value: String), domain: DomainPlan) {
        let values = commentTarget(place)
        guard values.allSatisfy({ domain.has($0.field) && cells.isEmpty(domain.column($0.field)) }) else { return }
        for (field, text) in values where !text.isEmpty { setText(domain.column(field), text) }
    }

    private func commentTarget(_ place: (domain: Int, value: String)) -> [(field: FieldID, text: String)] {
        let target = plan.domains[place.domain]
        return [
            (.relatedDomain, target.code), (.relatedVariable, target.identifyingVariable), (.relatedValue, place.value),
        ]
    }

    /// Comments with the values that ``deriveCommentTarget(_:domain:)`` gives them: keys of CO, by which rows are sorted.
    func withTargets(_ records: [Record], _ indices: [Int], _ domain: DomainPlan) -> [Record] {
        var records = records
        for index in indices {
            guard let parent = records[index].parent, let place = places[parent] else { continue }
            let values = commentTarget(place)
            guard values.allSatisfy({ domain.has($0.field) && records[index].values[$0.field] == nil }) else {
                continue
            }
            for (field, text) in values where !text.isEmpty { records[index].values[field] = .text(text) }
        }
        return records
    }
}
