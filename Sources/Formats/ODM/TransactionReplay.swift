public import Values

/// Makes one live ``SubjectRecords`` of all occurrences of one subject, in document order and in the order of the files.
///
/// ```swift
/// var replay = TransactionReplay(names: reader.names, paths: paths)
/// for occurrence in occurrences { replay.apply(occurrence) }
/// let live = replay.finish()
/// ```
///
/// Occurrences of transactional files are applied with the semantics of ODM 1.3.2, 2.9 (Insert, Update, Remove, Upsert,
/// Context); what a rule forbids is left out and reported. Those of snapshots are merged, unless a later one says of a
/// group or item something else than an earlier one: two children may share a key, and so all of the later occurrence is
/// left out and reported. A group is identified by the path of OIDs and repeat keys, and by its ordinal among its siblings
/// where it has no repeat key.
///
/// An `ItemData` without a value is, in a transaction, an event about the item (a query, a signature) and changes
/// nothing; `IsNull` makes the item null.
public struct TransactionReplay {
    /// What was refused (errors) and what was odd (warnings).
    public private(set) var diagnostics: [Diagnostic] = []

    /// How many values were left out because of an error, by the item's name.
    public internal(set) var refusedItems: [Int32: Int] = [:]

    let names: NameTable
    let paths: [String]
    var tree = ReplayTree()
    private var subjectKey: String?
    var writers = 0
    /// The inputs that snapshots of the subject came from, in their order.
    var snapshots: [Int32] = []
    /// For each group of the occurrence at hand its node; ``refused`` when it and all in it is left out.
    private var nodeOfGroup: [Int32] = []
    private static let refused: Int32 = -2

    /// Starts a replay for one subject; `names` is the table of all occurrences, `paths` the inputs by number.
    public init(names: NameTable, paths: [String]) {
        self.names = names
        self.paths = paths
    }

    /// Applies one occurrence; ``SubjectRecords/isTransactional`` says how.
    public mutating func apply(_ occurrence: SubjectRecords) {
        if subjectKey == nil { subjectKey = occurrence.subjectKey }
        nodeOfGroup.removeAll(keepingCapacity: true)
        if !occurrence.isTransactional, !takesUp(occurrence) { return }
        occurrence.bytes.withUnsafeBufferPointer { bytes in
            for group in occurrence.groups {
                writers += 1
                let parent = group.parent < 0 ? -1 : nodeOfGroup[Int(group.parent)]
                let first = Int(group.firstItem)
                let items = occurrence.items[first..<first + Int(group.itemCount)]
                guard parent != Self.refused else {
                    nodeOfGroup.append(Self.refused)
                    if group.transaction != .remove { leaveOut(items) }
                    continue
                }
                let node = tree.node(for: group, parent: parent, bytes)
                if occurrence.isTransactional {
                    let isAdmitted = admit(group, node)
                    nodeOfGroup.append(isAdmitted ? node : Self.refused)
                    guard isAdmitted else {
                        if group.transaction != .remove { leaveOut(items) }
                        continue
                    }
                    for item in items { apply(item, of: group, in: node, bytes) }
                } else {
                    nodeOfGroup.append(node)
                    merge(items, of: group, in: node, bytes)
                }
            }
        }
    }

    mutating func leaveOut(_ items: ArraySlice<ItemRecord>) {
        for item in items where item.kind != .audit { refusedItems[item.name, default: 0] += 1 }
    }

    /// What is alive in the end; nil when the subject was removed, or nothing was applied.
    public func finish() -> SubjectRecords? { tree.live(subjectKey: subjectKey) }

    // MARK: Transactions

    /// Applies a group's transaction; false when what is in it must be left out.
    private mutating func admit(_ group: GroupRecord, _ node: Int32) -> Bool {
        let life = tree.life(node)
        switch group.transaction {
        case .remove:
            switch life {
            case .alive: tree.remove(node)
            case .removed:
                report("odm.already-removed", .warning, "Remove of what is removed already", group, node)
            case .never:
                report(
                    "odm.remove-missing", .error, "Remove of what does not exist", group, node,
                    remedy: "give the file that inserts it before this one")
            }
            return false
        case .insert where life == .alive:
            report(
                "odm.insert-existing", .error, "Insert of what exists already", group, node,
                remedy: "the source should say Update or Upsert; it and all in it is left out")
            return false
        case .update where life != .alive:
            report(
                "odm.update-missing", .error, "Update of what does not exist", group, node,
                remedy: "give the file that inserts it before this one; it and all in it is left out")
            return false
        case .context where life != .alive:
            report("odm.context-missing", .warning, "Context names what does not exist", group, node)
        case .insert, .upsert: tree.revive(node, by: group)
        case .update, .context, .none: break
        }
        tree.refresh(node, from: group)
        return true
    }

    private mutating func apply(
        _ item: ItemRecord, of group: GroupRecord, in node: Int32, _ bytes: UnsafeBufferPointer<UInt8>
    ) {
        let entry = tree.find(item.name, in: node)
        let isWrittenHere = entry.map { tree.entries[Int($0)].writer == writers } ?? false
        let isAlive = entry.map { tree.entries[Int($0)].isAlive } ?? false
        switch item.kind {
        case .attribute:
            guard item.transaction != .context, item.transaction != .remove else { return }
            return tree.write(item, in: node, writer: writers, appends: isWrittenHere, bytes)
        case .audit: return tree.write(item, in: node, writer: writers, appends: true, bytes)
        case .untyped, .typed, .valueElement: break
        }
        let continues = isWrittenHere && isAlive && item.kind == .valueElement
        switch item.transaction {
        case .context: return
        case .remove: return remove(item, entry, isAlive, group, node)
        case _ where item.state == .absent: return
        case .insert where isAlive && !continues:
            refusedItems[item.name, default: 0] += 1
            return report(
                "odm.insert-existing", .error, "Insert of what exists already", group, node, item,
                remedy: "the source should say Update or Upsert; its value is left out")
        case .update where !isAlive:
            refusedItems[item.name, default: 0] += 1
            return report(
                "odm.update-missing", .error, "Update of what does not exist", group, node, item,
                remedy: "give the file that inserts it before this one; its value is left out")
        case .insert, .update, .upsert, .none: break
        }
        tree.revive(node, by: group)
        tree.write(item, in: node, writer: writers, appends: continues, bytes)
    }

    private mutating func remove(
        _ item: ItemRecord, _ entry: Int32?, _ isAlive: Bool, _ group: GroupRecord, _ node: Int32
    ) {
        if let entry, isAlive {
            tree.removeEntry(entry)
        } else if entry != nil || tree.life(node) == .removed {
            report("odm.already-removed", .warning, "Remove of what is removed already", group, node, item)
        } else {
            report(
                "odm.remove-missing", .error, "Remove of what does not exist", group, node, item,
                remedy: "give the file that inserts it before this one")
        }
    }

    // MARK: Reports

    mutating func report(
        _ code: String, _ severity: Diagnostic.Severity, _ message: String, _ group: GroupRecord, _ node: Int32,
        _ item: ItemRecord? = nil, remedy: String = ""
    ) {
        var place = location(of: group)
        if let item {
            place = Location(path: path(item.source), line: Int(item.line), column: Int(item.column))
        }
        var subject = "SubjectData"
        var oids: [String] = []
        var current = node
        while current >= 0 {
            let group = tree.group(current)
            if group.oid >= 0 { oids.insert(names[group.oid], at: 0) }
            current = group.parent
        }
        if let item { oids.append(names[item.name]) }
        if !oids.isEmpty { subject = oids.joined(separator: "/") }
        diagnostics.append(
            Diagnostic(code, severity, "\(message): \(subject)", remedy: remedy, at: place, patient: subjectKey))
    }

    func location(of group: GroupRecord) -> Location {
        Location(path: path(group.source), line: Int(group.line), column: Int(group.column))
    }

    func path(_ source: Int32) -> String {
        paths.indices.contains(Int(source)) ? paths[Int(source)] : ""
    }
}

extension ItemRecord.Kind {
    /// Whether a record of this kind is an `ItemData`'s, not an attribute or part of an audit trail.
    var isValue: Bool { self == .untyped || self == .typed || self == .valueElement }
}
