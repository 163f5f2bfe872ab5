import Mapping
import ODM

/// What a plan means for one reader's name table: names as plan numbers, groups as candidate blocks, items as account
/// numbers. Grows with the table.
struct DoorBindings {
    let plan: ODMPlan
    /// Plan number by name id; -1 when the plan does not look at it.
    private(set) var slots: [Int32] = []
    /// Whether a lookup of the plan means groups of this OID, by name id.
    private(set) var isLookedUp: [Bool] = []
    private let lookedUp: Set<String>
    private var groups: [GroupKey: Int] = [:]
    private(set) var bindings: [Group] = []

    /// A kind of group: its level, OID, form and event.
    struct GroupKey: Hashable {
        var level: GroupRecord.Level
        var oid: Int32
        var form: Int32
        var event: Int32
    }

    /// What is known of a kind of group.
    struct Group {
        /// The blocks that may take it, in order.
        var blocks: [Int]
        /// The address of its items in accounts, such as `F.AE/IG.AE/`.
        var prefix: String
        /// Account number by name id; -1 when not asked for yet.
        var accountItems: [Int32] = []
    }

    init(plan: ODMPlan) {
        self.plan = plan
        lookedUp = Set(plan.lookups.map(\.oid))
    }

    /// Takes over names that are new in a table.
    mutating func extend(_ names: NameTable) {
        for id in slots.count..<max(slots.count, names.names.count) {
            slots.append(plan.number(of: names[Int32(id)]) ?? -1)
            isLookedUp.append(lookedUp.contains(names[Int32(id)]))
        }
    }

    /// The number of a kind of group.
    mutating func binding(_ key: GroupKey, names: NameTable) -> Int {
        if let number = groups[key] { return number }
        func name(_ id: Int32) -> String { id >= 0 ? names[id] : "" }
        let oid = name(key.oid)
        let form = name(key.form)
        let event = name(key.event)
        var candidates: [Int] = []
        for (index, block) in plan.blocks.lazy.map(\.value).enumerated()
        where !block.isPart && block.takes(key.level, oid: oid, form: form, event: event) { candidates.append(index) }
        let parts: [String] =
            switch key.level {
            case .subject: ["SubjectData"]
            case .studyEvent, .form: [oid]
            case .itemGroup: form.isEmpty ? [oid] : [form, oid]
            }
        let number = bindings.count
        bindings.append(Group(blocks: candidates, prefix: parts.joined(separator: "/") + "/"))
        groups[key] = number
        return number
    }

    /// The account number of an item within a kind of group.
    mutating func accountItem(_ binding: Int, name: Int32, names: NameTable, accounts: inout Accounts) -> Int {
        let index = Int(name)
        if index < bindings[binding].accountItems.count {
            let number = bindings[binding].accountItems[index]
            if number >= 0 { return Int(number) }
        } else {
            let missing = names.names.count - bindings[binding].accountItems.count
            bindings[binding].accountItems.append(contentsOf: repeatElement(-1, count: missing))
        }
        let number = accounts.item(bindings[binding].prefix + names[name])
        bindings[binding].accountItems[index] = Int32(number)
        return number
    }

}

extension ODMPlan.Block {
    /// Whether it may take a group of this kind.
    func takes(_ level: GroupRecord.Level, oid: String, form: String, event: String) -> Bool {
        let source: MappingDocument.Source =
            switch level {
            case .subject: .subjectData
            case .studyEvent: .studyEvents
            case .form: .forms
            case .itemGroup: .itemGroups
            }
        return self.source == source && (oids.isEmpty || oids.contains(oid)) && (forms.isEmpty || forms.contains(form))
            && (events.isEmpty || events.contains(event))
    }
}
