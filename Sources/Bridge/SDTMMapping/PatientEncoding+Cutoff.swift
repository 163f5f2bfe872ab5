import ClinicalModel
import Values

/// What lies after the cut-off: it is in no dataset and in nothing derived, and the carry folder has all of it.
extension PatientEncoding {
    /// Takes the subject's dates that are surely after the cut-off: they are not known at the cut-off.
    mutating func cutDates(of subject: inout Record) {
        guard let cutoff else { return }
        for entry in subject.values.entries {
            guard case .date(let date) = entry.value, cutoff.isBefore(date) else { continue }
            leaveOut(entry.field, of: &subject)
            if entry.field == .deathDate { leaveOut(.deathFlag, of: &subject) }
        }
    }

    private mutating func leaveOut(_ field: FieldID, of subject: inout Record) {
        guard let value = subject.values[field] else { return }
        subject.values[field] = nil
        result.leftOutFields.append(field)
        fieldsLeftOut[field] = value
        note(
            "sdtm.after-cutoff", .note, "'\(field.name)' of the subject is after the cut-off and is left out",
            at: subject.origin)
    }

    /// Carries what was taken from the subject.
    mutating func carryFieldsLeftOut(of subject: RecordRef, domain: DomainPlan) {
        for entry in fieldsLeftOut.entries {
            let column = domain.column(entry.field)
            carry(
                asWritten(entry, of: subject.kind, subject.key), field: entry.field,
                variable: column >= 0 ? domain.columns[column].name : "", reason: .cutoff)
        }
    }

    /// Carries a record that the cut-off leaves out, in the file of the dataset in which it would stand.
    mutating func carryLeftOut(_ record: Record) {
        result.afterCutoff += 1
        note(
            "sdtm.after-cutoff", .note, "a record of \(record.kind.name) lies after the cut-off and is left out",
            at: record.origin)
        let index = plan.domainOfKind[Int(record.kind.rawValue)]
        let domain = index >= 0 ? plan.domains[index] : nil
        carryEntry.reset()
        for entry in record.values.entries {
            let column = domain?.column(entry.field) ?? -1
            carry(
                asWritten(entry, of: record.kind, record.key), field: entry.field,
                variable: column >= 0 ? domain?.columns[column].name ?? "" : "", reason: .cutoff)
        }
        for supplement in record.supplements { carryEntry.add(supplement, reason: .cutoff) }
        result.carried += record.supplements.count
        let start = CarryEntry.lineStart(usubjid: result.usubjid, dataset: domain?.code ?? "", kind: record.kind)
        carryEntry.write(to: &carry, start: start, sequence: 0, key: record.key, parent: record.parent)
        carryLines += 1
    }

    /// Carries all records that the cut-off leaves out.
    mutating func carryLeftOut(_ kept: KeptRecords) {
        result.leftOut = kept.leftOut
        guard !result.leftOut.isEmpty else { return }
        for kind in EntityKind.allCases {
            for index in result.leftOut where kept.records[index].kind == kind { carryLeftOut(kept.records[index]) }
            let domain = plan.domainOfKind[Int(kind.rawValue)]
            closeCarry(dataset: domain >= 0 ? plan.domains[domain].dataset : EncodedPatient.noDataset)
        }
    }

    /// DTHFL is Y when anything known at the cut-off says that the subject died: a date of death, a disposition of death, an
    /// adverse event with a fatal outcome (SDTMIG 5.2, DM assumption on DTHFL).
    mutating func deriveDeath(_ subject: inout Record, _ records: KeptRecords) {
        let isDated = subject.date(.deathDate) != nil
        if let date = subject.date(.deathDate), records.cutoff.map({ $0.isNotBefore(date) }) ?? true {
            derive(.deathFlag, .text("Y"), on: &subject)
            return
        }
        guard !result.leftOutFields.contains(.deathDate) else { return }
        // A partial date that reaches beyond the cut-off does not say that the death was known.
        var isOpen = isDated
        var isAfter = false
        for index in records.records.indices {
            guard let date = Self.death(in: records.records[index]) else { continue }
            guard let cutoff = records.cutoff else {
                derive(.deathFlag, .text("Y"), on: &subject)
                return
            }
            if !records.isKept[index] || date.map(cutoff.isBefore) ?? false {
                isAfter = true
            } else if let date, cutoff.isNotBefore(date) {
                derive(.deathFlag, .text("Y"), on: &subject)
                return
            } else {
                isOpen = true
            }
        }
        if isAfter { leaveOut(.deathFlag, of: &subject) }
        if isOpen, isDated || !isAfter, subject.values[.deathFlag] == nil {
            note(
                "sdtm.death-undecided", .warning,
                "the dates leave open whether the death was before the cut-off: DTHFL stays empty",
                remedy: "give the date of death", at: subject.origin)
        }
    }

    /// The date of the death that a record tells of, if it has one; nil when it tells of none.
    private static func death(in record: borrowing Record) -> PartialDate?? {
        switch record.kind {
        case .disposition where record.text(.standardizedTerm) == "DEATH":
            .some(record.date(.start) ?? record.date(.date))
        case .adverseEvent where record.text(.outcome) == "FATAL" || record.text(.seriousDeath) == "Y":
            .some(record.date(.end))
        default: nil
        }
    }
}
