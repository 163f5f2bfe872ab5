import Values

/// Occurrences of snapshots: merged, unless one contradicts another.
extension TransactionReplay {
    /// Whether a snapshot's occurrence can be merged with what came before; if not it is refused whole.
    mutating func takesUp(_ occurrence: SubjectRecords) -> Bool {
        guard let root = occurrence.groups.first else { return true }
        if !tree.nodes.isEmpty, let node = contradiction(occurrence) {
            leaveOut(occurrence.items[...])
            report(
                "odm.subject-contradicted", .error,
                "the subject comes again and says something else than before; all of this occurrence is left out", root,
                node,
                remedy:
                    "if these are two children, give them keys of their own; if it is one, give one file, or correct it"
            )
            return false
        }
        if let first = snapshots.first, !snapshots.contains(root.source) {
            report(
                "odm.subject-in-several-files", .note, "the subject is also in \(path(first)); both are taken as one",
                root,
                -1)
        }
        if !snapshots.contains(root.source) { snapshots.append(root.source) }
        return true
    }

    /// The node of a group of the occurrence that says something else than an earlier occurrence did; nil when none does.
    private func contradiction(_ occurrence: SubjectRecords) -> Int32? {
        occurrence.bytes.withUnsafeBufferPointer { bytes in
            var nodes: [Int32?] = []
            for group in occurrence.groups {
                var node: Int32?
                if group.parent < 0 {
                    node = tree.known(group, parent: -1, bytes)
                } else if let parent = nodes[Int(group.parent)] {
                    node = tree.known(group, parent: parent, bytes)
                }
                nodes.append(node)
                guard let node, tree.life(node) == .alive else { continue }
                let first = Int(group.firstItem)
                let items = occurrence.items[first..<first + Int(group.itemCount)]
                if !agrees(items, node, bytes) { return node }
                for item in items where item.kind == .attribute {
                    guard let entry = tree.find(item.name, in: node), tree.entries[Int(entry)].isAlive else { continue }
                    if !tree.holds(item, entry, bytes) { return node }
                }
            }
            return nil
        }
    }

    mutating func merge(
        _ items: ArraySlice<ItemRecord>, of group: GroupRecord, in node: Int32, _ bytes: UnsafeBufferPointer<UInt8>
    ) {
        let isKnown = tree.life(node) == .alive
        tree.revive(node, by: group)
        if isKnown, !agrees(items, node, bytes) {
            leaveOut(items.filter(\.kind.isValue)[...])
            report(
                "odm.duplicate-key", .error, "the same group comes twice with different values", group, node,
                remedy:
                    "the first, at \(location(of: tree.group(node))), is kept; correct the repeat keys, or give one file"
            )
        }
        for item in items {
            let entry = tree.find(item.name, in: node)
            let isWrittenHere = entry.map { tree.entries[Int($0)].writer == writers } ?? false
            if item.kind.isValue, isKnown { continue }
            if let entry, !(isWrittenHere && item.kind != .untyped && item.kind != .typed) {
                if !tree.isSame(tree.entries[Int(entry)].firstRecord, item, bytes), item.kind != .audit {
                    refusedItems[item.name, default: 0] += 1
                    report(
                        "odm.duplicate-key", .error, "the same item comes twice with different values", group, node,
                        item,
                        remedy: "the first value is kept")
                }
                continue
            }
            tree.write(item, in: node, writer: writers, appends: true, bytes)
        }
    }

    /// Whether a group's values are those that the tree has of it, in whatever order of items.
    private func agrees(_ items: ArraySlice<ItemRecord>, _ node: Int32, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var known = 0
        var entry = tree.nodes[Int(node)].firstEntry
        while entry >= 0 {
            var record = tree.entries[Int(entry)].isAlive ? tree.entries[Int(entry)].firstRecord : -1
            while record >= 0 {
                if tree.records[Int(record)].item.kind.isValue { known += 1 }
                record = tree.records[Int(record)].next
            }
            entry = tree.entries[Int(entry)].next
        }
        let values = items.filter(\.kind.isValue)
        guard values.count == known else { return false }
        var next: [Int32: Int32] = [:]
        for item in values {
            guard let entry = tree.find(item.name, in: node) else { return false }
            let record = next[item.name] ?? tree.entries[Int(entry)].firstRecord
            guard record >= 0, tree.isSame(record, item, bytes) else { return false }
            next[item.name] = tree.records[Int(record)].next
        }
        return true
    }
}
