import ClinicalModel
import Mapping
import ODM
import Values

/// The making of one patient: walks the groups in document order, lets the first fitting block take each, and closes the
/// books over every item at the end.
struct PatientBuilder: ~Copyable {
    let records: SubjectRecords
    let names: NameTable
    let plan: ODMPlan
    let sources: [String]
    var patient: Patient
    var diagnostics: [Diagnostic] = []
    /// What is known of values and code lists; lent by the door.
    var terms = TermCheck()

    /// What became of each item; `unseen` until a block takes it.
    var fates: [ItemFate]
    /// Why an item is not submitted: a constant of the plan.
    var reasons: [Int32: Int32] = [:]
    /// Items that were rebooked because the output leaves their records out, and why.
    var leftOut: [Int: String] = [:]
    /// For each group the block that took it, or -1.
    var taken: [Int32]
    /// For each group the record made of it: an index in the patient's records, ``subjectRecord`` or -1.
    var recordOfGroup: [Int32]
    /// For each of the patient's records the group that it was made of.
    var groupOfRecord: [Int] = []
    /// For each of the patient's records the block that made it.
    var blockOfRecord: [Int32] = []
    /// For each group the kind of group that it is.
    var bindingOfGroup: [Int32] = []
    /// For each item of the plan the item that carries it in the group at hand, or -1.
    var current: [Int32]
    /// The fields that the lines of the record at hand have filled.
    var written: [FieldID] = []
    /// The fields of the record at hand for which something was said and refused: they have no default.
    var refusedFields: [FieldID] = []
    /// The blocks with defaults that filled the subject, and where.
    var subjectDefaults: [(block: Int, group: Int)] = []
    var refusedOfSubject: [FieldID] = []
    /// For each group where it stands.
    var places: [GroupPlace] = []
    /// The paths of groups, as far as they were asked for.
    var pathBytes: TextArena
    /// The keys that items make of groups, where blocks say so; nil inside when they make none.
    var itemKeys: [Int: String?] = [:]
    /// The group that has a key of items.
    var groupOfKey: [String: Int] = [:]
    /// The planned visits; none for data that belong to no subject.
    let visitTable: VisitTable
    /// What is known of the patient's own visits.
    var visits: PatientVisits
    /// The groups that lookups may mean, by OID.
    var groupsByOID: [Int32: [Int]] = [:]

    static let subjectRecord: Int32 = -2

    /// What became of an item.
    enum ItemFate: UInt8 {
        case unseen, mapped, notSubmitted, refused
    }

    init(
        records: SubjectRecords, names: NameTable, plan: ODMPlan, sources: [String],
        visits table: VisitTable = VisitTable()
    ) {
        visitTable = table
        self.records = records
        self.names = names
        self.plan = plan
        self.sources = sources
        let root = records.groups.first
        let study = root.map { $0.study >= 0 ? names[$0.study] : "" } ?? ""
        patient = Patient(
            key: PatientKey(study: study, subject: records.subjectKey ?? ""),
            origin: root.map { Origin(source: $0.source, line: $0.line, column: $0.column) } ?? Origin())
        fates = Array(repeating: .unseen, count: records.items.count)
        taken = Array(repeating: -1, count: records.groups.count)
        recordOfGroup = Array(repeating: -1, count: records.groups.count)
        visits = PatientVisits(groups: records.groups.count, planned: table.visits.count)
        pathBytes = TextArena(capacity: records.groups.count * 32)
        current = Array(repeating: -1, count: plan.names.count)
        bindingOfGroup.reserveCapacity(records.groups.count)
        places.reserveCapacity(records.groups.count)
        let likely = records.items.count / 2
        patient.records.reserveCapacity(likely)
        groupOfRecord.reserveCapacity(likely)
        blockOfRecord.reserveCapacity(likely)
        visits.events.reserveCapacity(likely)
    }

    mutating func run(bindings: inout DoorBindings, decoder: inout Decoder) {
        for (index, group) in records.groups.enumerated() where group.oid >= 0 && bindings.isLookedUp[Int(group.oid)] {
            groupsByOID[group.oid, default: []].append(index)
        }
        // Lookups and keys ask for the places of later groups too.
        for (index, group) in records.groups.enumerated() { places.append(place(of: group, index)) }
        var draft = RecordDraft()
        for index in records.groups.indices {
            let group = records.groups[index]
            let place = places[index]
            let key = DoorBindings.GroupKey(
                level: group.level, oid: group.oid, form: place.form < 0 ? -1 : records.groups[Int(place.form)].oid,
                event: place.event < 0 ? -1 : records.groups[Int(place.event)].oid)
            let binding = bindings.binding(key, names: names)
            bindingOfGroup.append(Int32(binding))
            if group.itemCount == 0 || bindings.bindings[binding].blocks.isEmpty { continue }
            enter(group, slots: bindings.slots)
            if hasData(group) {
                for candidate in bindings.bindings[binding].blocks {
                    guard holds(plan.blocks[candidate].value.condition) else { continue }
                    taken[index] = Int32(candidate)
                    take(candidate, group: index, decoder: &decoder, draft: &draft)
                    break
                }
            }
            leave(group, slots: bindings.slots)
        }
        resolveParents()
        resolveRelations()
    }

    // MARK: - Groups

    mutating func enter(_ group: GroupRecord, slots: [Int32]) {
        for item in itemRange(group) {
            let slot = slots[Int(records.items[item].name)]
            if slot >= 0, current[Int(slot)] < 0 { current[Int(slot)] = Int32(item) }
        }
    }

    mutating func leave(_ group: GroupRecord, slots: [Int32]) {
        for item in itemRange(group) {
            let slot = slots[Int(records.items[item].name)]
            if slot >= 0 { current[Int(slot)] = -1 }
        }
    }

    func itemRange(_ group: GroupRecord) -> Range<Int> {
        Int(group.firstItem)..<Int(group.firstItem) + Int(group.itemCount)
    }

    private func hasData(_ group: GroupRecord) -> Bool {
        itemRange(group).contains { records.items[$0].state == .value || records.items[$0].state == .null }
    }

    /// The nearest group of a level, from a group upwards.
    func ancestor(_ level: GroupRecord.Level, from index: Int) -> Int? {
        var index = index
        while index >= 0 {
            if records.groups[index].level == level { return index }
            index = Int(records.groups[index].parent)
        }
        return nil
    }

    // MARK: - Conditions

    func holds(_ condition: Int32) -> Bool { condition < 0 || holds(plan.conditions[Int(condition)]) }

    private func holds(_ condition: ODMPlan.CompiledCondition) -> Bool {
        switch condition {
        case .present(let slot): currentItem(slot) != nil
        case .isIn(let slot, let values): currentItem(slot).map { isOne(of: values, $0) } ?? false
        case .isNumber(let slot): currentItem(slot).map { isNumber($0) } ?? false
        case .all(let parts): parts.allSatisfy { holds($0) }
        case .any(let parts): parts.contains { holds($0) }
        case .not(let part): !holds(part)
        }
    }

    func isOne(of values: [[UInt8]], _ item: Int) -> Bool {
        withText(item) { text in values.contains { $0.elementsEqual(text) } }
    }

    func isNumber(_ item: Int) -> Bool { withText(item) { Decimal(bytes: $0) } != nil }

    /// The item with a value that carries a plan item in the group at hand.
    func currentItem(_ slot: Int32) -> Int? {
        let item = current[Int(slot)]
        guard item >= 0, records.items[Int(item)].state == .value else { return nil }
        return Int(item)
    }

    // MARK: - Texts

    /// The bytes of an item's value, without blanks around them.
    func withText<R>(_ item: Int, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        let range = records.items[item].value
        return records.bytes.withUnsafeBytes { bytes in
            guard range.isPresent else { return body(UnsafeRawBufferPointer(start: nil, count: 0)) }
            var start = Int(range.offset)
            var end = start + Int(range.length)
            while start < end, PatientBuilder.isBlank(bytes[start]) { start += 1 }
            while end > start, PatientBuilder.isBlank(bytes[end - 1]) { end -= 1 }
            return body(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }

    /// An item's value as text, as written.
    func text(_ item: Int) -> String { records.text(records.items[item].value) ?? "" }

    // MARK: - Places

    func origin(item: Int, group: Int) -> Origin {
        let record = records.items[item]
        return Origin(source: records.groups[group].source, line: record.line, column: record.column)
    }

    func location(item: Int, group: Int) -> Location {
        let record = records.items[item]
        let source = Int(records.groups[group].source)
        return Location(
            path: sources.indices.contains(source) ? sources[source] : "", line: Int(record.line),
            column: Int(record.column))
    }

    /// Where a group begins.
    func location(group: Int) -> Location {
        let record = records.groups[group]
        let source = Int(record.source)
        return Location(
            path: sources.indices.contains(source) ? sources[source] : "", line: Int(record.line),
            column: Int(record.column))
    }

    /// Notes a refused value: it stays out of its field, and is listed with its place, that of its record when it is no
    /// item's.
    mutating func refuse(_ code: String, _ message: String, remedy: String, item: Int?, group: Int) {
        if let item { fates[item] = .refused }
        diagnostics.append(
            Diagnostic(
                code, .error, message, remedy: remedy,
                at: item.map { location(item: $0, group: group) } ?? location(group: group),
                patient: records.subjectKey, value: item.map { text($0) }))
    }
}
