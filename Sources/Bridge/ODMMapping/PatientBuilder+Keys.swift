import ClinicalModel
import Mapping
import ODM
import Values

/// Record keys that the values of items make (`key` of a block).
extension PatientBuilder {
    /// The key that the items of a group make in the place of repeat keys: its OIDs, and the items with their values. Nil
    /// when its block has none, and when the items make none, which is refused where it is first asked for.
    mutating func itemKey(of group: Int) -> String? {
        if let known = itemKeys[group] { return known }
        let key = madeKey(of: group)
        itemKeys[group] = .some(key)
        return key
    }

    private mutating func madeKey(of group: Int) -> String? {
        guard let block = block(of: group), !plan.blocks[block].value.keys.isEmpty else { return nil }
        var parts: [String] = []
        for slot in plan.blocks[block].value.keys {
            guard let item = item(slot, in: group), !isRepeated(item, group: group) else {
                refuse(
                    "odm.no-key",
                    "item '\(plan.names[Int(slot)])' makes the key of this record and has no single value",
                    remedy: "complete it in the source, or leave it out of 'key'", item: nil, group: group)
                return nil
            }
            parts.append("\(plan.names[Int(slot)])=\(trimmed(item))")
            if fates[item] == .unseen { fates[item] = .mapped }
        }
        let key = oidPath(group) + "{" + parts.joined(separator: ",") + "}"
        if let other = groupOfKey[key] {
            refuse(
                "odm.duplicate-key", "another record of the patient has the same key, at \(location(group: other))",
                remedy: "correct the source, or name more items in 'key' (\(plan.blocks[block].value.location))",
                item: nil, group: group)
            return nil
        }
        groupOfKey[key] = group
        return key
    }

    /// The block that has taken a group, or will take it.
    private func block(of group: Int) -> Int? {
        if taken[group] >= 0 { return Int(taken[group]) }
        let record = records.groups[group]
        func name(_ level: GroupRecord.Level) -> String {
            ancestor(level, from: group).flatMap { records.groups[$0].oid >= 0 ? names[records.groups[$0].oid] : nil }
                ?? ""
        }
        let oid = record.oid >= 0 ? names[record.oid] : ""
        return plan.blocks.indices.first { index in
            let block = plan.blocks[index].value
            return !block.isPart && block.takes(record.level, oid: oid, form: name(.form), event: name(.studyEvent))
                && (block.condition < 0 || holds(plan.conditions[Int(block.condition)], in: group))
        }
    }

    /// The OIDs of a group from the study event downwards.
    private func oidPath(_ index: Int) -> String {
        let group = records.groups[index]
        let name = group.oid >= 0 ? names[group.oid] : "SubjectData"
        guard group.parent >= 0, records.groups[Int(group.parent)].level != .subject else { return name }
        return oidPath(Int(group.parent)) + "/" + name
    }
}
