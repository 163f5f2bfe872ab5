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
    /// What was asked lately, by a few bits of the key: nearly every group is of a kind met just before.
    private var recent: [(key: GroupKey, number: Int)]
    private static let recentMask = 255
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
        /// The same for the items that ``definedBy`` defines; -1 for others and those not looked at yet.
        fileprivate(set) var definedItems: [Int32] = []
        /// The metadata version of ``definedItems``; -1 for none.
        fileprivate var definedBy = -1
    }

    init(plan: ODMPlan) {
        self.plan = plan
        lookedUp = Set(plan.lookups.map(\.oid))
        let none = GroupKey(level: .subject, oid: -2, form: -2, event: -2)
        recent = Array(repeating: (none, 0), count: DoorBindings.recentMask + 1)
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
        let mixed = Int(key.oid) &* 0x2C9 &+ Int(key.form) &* 0x1F3 &+ Int(key.event) &* 0x65 &+ Int(key.level.rawValue)
        let place = mixed & DoorBindings.recentMask
        if recent[place].key == key { return recent[place].number }
        let number = known(key, names: names)
        recent[place] = (key, number)
        return number
    }

    private mutating func known(_ key: GroupKey, names: NameTable) -> Int {
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

    /// The account numbers of the items of a kind of group that a metadata version defines, by name id; -1 for those that
    /// ``setDefined(_:name:number:names:)`` has not been told of.
    mutating func definedItems(_ binding: Int, version: Int) -> [Int32] {
        if bindings[binding].definedBy != version {
            bindings[binding].definedBy = version
            bindings[binding].definedItems = []
        }
        return bindings[binding].definedItems
    }

    /// Notes that an item is defined.
    mutating func setDefined(_ binding: Int, name: Int32, number: Int, names: NameTable) {
        let missing = names.names.count - bindings[binding].definedItems.count
        if missing > 0 { bindings[binding].definedItems.append(contentsOf: repeatElement(-1, count: missing)) }
        bindings[binding].definedItems[Int(name)] = Int32(number)
    }

    /// Forgets what was defined: the metadata have changed.
    mutating func forgetDefinitions() {
        for binding in bindings.indices { bindings[binding].definedBy = -1 }
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
