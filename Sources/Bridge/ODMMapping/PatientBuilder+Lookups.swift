import ClinicalModel
import Mapping
import ODM
import Values

extension PatientBuilder {
    /// Fills a line from another record of the patient.
    mutating func lookup(
        _ operation: ODMPlan.Operation, on record: inout RecordDraft, group: Int, _ decoder: inout Decoder
    ) {
        let lookup = plan.lookups[Int(operation.slot)]
        guard let found = find(lookup, from: group) else { return }
        guard lookup.slot >= 0 else {
            store(
                .text((plan.hasKeys ? itemKey(of: found) : nil) ?? path(found)), operation, on: &record, item: nil,
                group: group)
            return
        }
        guard let item = self.item(lookup.slot, in: found) else { return }
        let time = operation.timeSlot >= 0 ? self.item(operation.timeSlot, in: found) : nil
        fetch(operation, item: item, time: time, on: &record, group: found, &decoder)
    }

    /// The one record that a lookup means; nil when there is none. Several are reported, and none is taken.
    mutating func find(_ lookup: ODMPlan.CompiledLookup, from group: Int) -> Int? {
        guard let oid = names.find(lookup.oid) else { return nil }
        func fits(_ other: Int) -> Bool {
            matches(lookup, own: group, other: other)
                && (lookup.condition < 0 || holds(plan.conditions[Int(lookup.condition)], in: other))
                && (!lookup.isDuring || begins(group, during: other))
        }
        if lookup.scope == .own { return records.groups[group].oid == oid && fits(group) ? group : nil }
        if lookup.scope == .parent {
            var index = Int(records.groups[group].parent)
            while index >= 0 {
                if records.groups[index].oid == oid, fits(index) { return index }
                index = Int(records.groups[index].parent)
            }
            return nil
        }
        let candidates = groupsByOID[oid] ?? []
        var found: Int?
        for candidate in candidates where candidate != group {
            guard isNear(candidate, group, lookup.scope), fits(candidate) else { continue }
            if found != nil {
                let place = records.groups[group]
                diagnostics.append(
                    Diagnostic(
                        "odm.ambiguous-lookup", .error, "several records of '\(lookup.oid)' fit, and none was taken",
                        remedy: "say in the mapping (\(lookup.location)) which one: same or match",
                        at: Location(
                            path: sources[Int(place.source)], line: Int(place.line), column: Int(place.column)),
                        patient: records.subjectKey))
                return nil
            }
            found = candidate
        }
        return found
    }

    private func isNear(_ a: Int, _ b: Int, _ scope: Lookup.Scope) -> Bool {
        switch scope {
        case .subject, .parent, .own: true
        case .event: ancestor(.studyEvent, from: a) == ancestor(.studyEvent, from: b)
        case .form: ancestor(.form, from: a) == ancestor(.form, from: b)
        }
    }

    private func matches(_ lookup: ODMPlan.CompiledLookup, own: Int, other: Int) -> Bool {
        lookup.match.allSatisfy { pair in
            guard let mine = item(pair.own, in: own), let theirs = item(pair.other, in: other) else { return false }
            return withText(mine) { a in withText(theirs) { b in a.elementsEqual(b) } }
        }
    }

    func holds(_ condition: ODMPlan.CompiledCondition, in group: Int) -> Bool {
        switch condition {
        case .present(let slot): item(slot, in: group) != nil
        case .isIn(let slot, let values): item(slot, in: group).map { isOne(of: values, $0) } ?? false
        case .isNumber(let slot): item(slot, in: group).map { isNumber($0) } ?? false
        case .all(let parts): parts.allSatisfy { holds($0, in: group) }
        case .any(let parts): parts.contains { holds($0, in: group) }
        case .not(let part): !holds(part, in: group)
        }
    }

    /// Whether a group's record begins within the time of another's: after its start, and not after its end.
    ///
    /// An end that is not known is no limit; what partial dates leave open is not taken for true.
    private func begins(_ group: Int, during other: Int) -> Bool {
        guard recordOfGroup[group] >= 0, recordOfGroup[other] >= 0 else { return false }
        let whole = patient.records[Int(recordOfGroup[other])]
        guard let start = patient.records[Int(recordOfGroup[group])].date(.start), let from = whole.date(.start),
            from.isBefore(start) == true
        else { return false }
        guard let end = whole.date(.end) else { return true }
        return start == end || start.isBefore(end) == true
    }

    /// The item of a group that has a value for a plan item.
    func item(_ slot: Int32, in group: Int) -> Int? {
        guard let id = names.find(plan.names[Int(slot)]) else { return nil }
        return itemRange(records.groups[group]).first {
            records.items[$0].name == id && records.items[$0].state == .value
        }
    }

    /// Gives records their parents, once all records are there.
    mutating func resolveParents() {
        for (index, group) in groupOfRecord.enumerated() {
            let block = plan.blocks[Int(blockOfRecord[index])].value
            guard block.parent >= 0, let found = find(plan.lookups[Int(block.parent)], from: group) else { continue }
            // The other record's own key, which of a split or a pivot is more than its group's.
            patient.records[index].parent =
                recordOfGroup[found] >= 0
                ? patient.records[Int(recordOfGroup[found])].key : RecordKey(path(found), isWeak: isWeak(found))
        }
    }

    /// Makes the relations that blocks ask for.
    mutating func resolveRelations() {
        // The records that one block made of one group stand together, and are related together.
        var first = 0
        while first < groupOfRecord.count {
            let group = groupOfRecord[first]
            let block = blockOfRecord[first]
            var next = first + 1
            while next < groupOfRecord.count, groupOfRecord[next] == group, blockOfRecord[next] == block { next += 1 }
            for relation in plan.blocks[Int(block)].value.relations {
                guard let found = find(plan.lookups[Int(relation.lookup)], from: group), recordOfGroup[found] >= 0
                else { continue }
                let members = (first..<next).map { patient.records[$0].key }
                patient.relations.append(
                    Relation(
                        id: "R\(patient.relations.count + 1)",
                        members: members + [patient.records[Int(recordOfGroup[found])].key], type: relation.type))
            }
            first = next
        }
    }
}
