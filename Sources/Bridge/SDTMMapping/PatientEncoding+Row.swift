import ClinicalModel
import Mapping
import SDTM
import Values

extension PatientEncoding {
    /// Encodes one record: a walk over its values, what is derived beside them, then the row in the columns' order.
    mutating func encode(_ record: RecordRef, sequence: Int, domain: DomainPlan, isLastBeforeExposure: Bool) {
        cells.reset(constants: domain.constants)
        carryEntry.reset()
        carryForeignDates(of: record, domain: domain)
        if domain.kind == .subject { carryFieldsLeftOut(of: record, domain: domain) }
        if !qualifierNames.isEmpty { qualifierNames.removeAll(keepingCapacity: true) }
        let entries = record.entries
        var cycle: FieldValues.Entry?
        for index in entries.indices {
            let field = Int(entries[index].field.rawValue)
            let route = domain.routes[field]
            if domain.checkOfField[field] >= 0 {
                check(entries[index].value, Int(domain.checkOfField[field]), record: record, domain: domain)
            }
            if case .missing(let missing) = entries[index].value {
                placeMissing(missing, entry: index, route: route, record: record, domain: domain)
            } else if route >= 0 {
                cells[Int(route)] = .entry(Int32(index))
            } else if entries[index].field == .cycle {
                cycle = entries[index]
            } else {
                placeOutside(entries[index], route: route, record: record, sequence: sequence, domain: domain)
            }
        }
        deriveCells(record, sequence: sequence, domain: domain, isLastBeforeExposure: isLastBeforeExposure)
        if let cycle { placeCycle(cycle, record: record, sequence: sequence, domain: domain) }
        writeRow(record, sequence: sequence, domain: domain)
        placeSupplements(record, sequence: sequence, domain: domain)
        placeKey(record, sequence: sequence, domain: domain)
        if carriesKey(domain) {
            carryEntry.write(
                to: &carry, start: carryStart, sequence: sequence, key: record.key, parent: record.parent)
            carryLines += 1
        } else if !carryEntry.isEmpty {
            carryEntry.write(to: &carry, start: carryStart, sequence: sequence)
            carryLines += 1
        }
    }

    /// Null with a reason: "not done" becomes --STAT and --REASND, a SAS special missing value stays one in a number, any
    /// other reason has no place in SDTM and is carried.
    private mutating func placeMissing(
        _ missing: Missing, entry: Int, route: Int16, record: RecordRef, domain: DomainPlan
    ) {
        let field = record.entries[entry].field
        if case .special(let letter) = missing, route >= 0, domain.columns[Int(route)].isNumeric {
            cells[Int(route)] = .special(letter)
            return
        }
        if case .notDone(let reason) = missing, domain.has(.status), field == .original || field == .occurrence,
            record[.status] == nil
        {
            cells.setText(domain.column(.status), "NOT DONE")
            guard let reason else { return }
            if domain.has(.reasonNotDone), record[.reasonNotDone] == nil {
                cells.setText(domain.column(.reasonNotDone), reason)
                return
            }
        }
        carry(record.entries[entry].value, field: field, variable: "", reason: .missing)
    }

    /// The cycle that a record belongs to: TAETORD says it when it is the cycle's own element, else a qualifier does.
    private mutating func placeCycle(
        _ entry: FieldValues.Entry, record: RecordRef, sequence: Int, domain: DomainPlan
    ) {
        if plan.options.purpose == .submission, let order = elementOrder(record, domain: domain),
            let key = entry.value.text, cycleOrders.contains(where: { $0.order == order && $0.key == key })
        {
            carry(entry.value, field: .cycle, variable: "", reason: .noVariable)
        } else {
            placeOutside(
                entry, route: domain.routes[Int(FieldID.cycle.rawValue)], record: record, sequence: sequence,
                domain: domain)
        }
    }

    /// TAETORD of the row at work.
    private func elementOrder(_ record: RecordRef, domain: DomainPlan) -> Double? {
        let column = domain.column(.elementOrder)
        guard column >= 0, !cells.isEmpty(column) else { return nil }
        return switch cells[column] {
        case .number(let order): order
        case .entry(let entry):
            if case .number(let order) = record.entries[Int(entry)].value { order.double } else { nil }
        case .constant, .text, .special: nil
        }
    }

    /// A value whose field has no column.
    private mutating func placeOutside(
        _ entry: FieldValues.Entry, route: Int16, record: RecordRef, sequence: Int, domain: DomainPlan
    ) {
        // The comparator stands in --ORRES.
        if entry.field == .originalComparator, domain.has(.original), record.text(.original) != nil { return }
        guard route < DomainPlan.unmapped else {
            placeUnnamed(entry, record: record, sequence: sequence, domain: domain)
            return
        }
        let number = Int(-2 - route)
        let qualifier = domain.qualifiers[number]
        if qualifier.isLacking { lackingVariables[number, default: (0, record.origin)].count += 1 }
        guard domain.hasSubject else {
            carry(entry.value, field: entry.field, variable: qualifier.name, reason: .noVariable)
            return
        }
        addQualifier(
            Qualifier(
                name: qualifier.name, label: qualifier.label, origin: qualifier.origin, evaluator: "",
                pieces: qualifier.pieces),
            value: entry.value, field: entry.field.name, record: record, sequence: sequence, domain: domain)
    }

    mutating func carry(_ value: Value, field: FieldID, variable: String, reason: CarryEntry.Reason) {
        carryEntry.add(value, field: field.name, variable: variable, reason: reason)
        result.carried += 1
    }
}
