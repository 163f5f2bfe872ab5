/// A subject's groups and items under replay: identities, what is alive, and values in bytes of its own.
struct ReplayTree {
    /// What identifies a group: its parent, and its OID with its repeat key, or with its ordinal where it has none.
    private struct Identity {
        let first: UInt64
        let second: UInt64

        /// `key` is the repeat key's number; for the n-th without a key, -n.
        init(parent: Int32, oid: Int32, key: Int32, level: GroupRecord.Level) {
            first = ReplayTree.pair(parent, oid)
            second = UInt64(UInt32(bitPattern: key)) << 8 | UInt64(level.rawValue)
        }
    }

    enum Life: UInt8 {
        /// Named only, so far, to find what is below it.
        case never
        case alive
        case removed
    }

    struct Node {
        var group: GroupRecord
        var life = Life.never
        var firstChild: Int32 = -1
        var lastChild: Int32 = -1
        var nextSibling: Int32 = -1
        var firstEntry: Int32 = -1
        var lastEntry: Int32 = -1
    }

    /// The values of one name in one group: a list, for 2.0's several `Value`s.
    struct Entry {
        var isAlive = false
        /// The occurrence's group that wrote it last.
        var writer = -1
        var firstRecord: Int32 = -1
        var lastRecord: Int32 = -1
        var next: Int32 = -1
    }

    private(set) var nodes: [Node] = []
    private(set) var entries: [Entry] = []
    private(set) var records: [(item: ItemRecord, next: Int32)] = []
    private var bytes: [UInt8] = []
    private var nodeByIdentity = NumberTable()
    private var entryByName = NumberTable()
    private var keys = NameTable()

    func life(_ node: Int32) -> Life { nodes[Int(node)].life }

    func group(_ node: Int32) -> GroupRecord { nodes[Int(node)].group }

    /// The node of a group, made (never alive so far) when there is none.
    mutating func node(
        for group: GroupRecord, parent: Int32, _ source: UnsafeBufferPointer<UInt8>
    ) -> Int32 {
        let key =
            group.repeatKey.isPresent ? keys.id(of: UnsafeBufferPointer(source, group.repeatKey)) : -group.ordinal
        let identity = Identity(parent: parent, oid: group.oid, key: key, level: group.level)
        if let node = nodeByIdentity[identity.first, identity.second] { return node }
        var own = group
        own.parent = parent
        own.repeatKey = copy(group.repeatKey, source)
        let node = Int32(nodes.count)
        nodes.append(Node(group: own))
        nodeByIdentity.insert(identity.first, identity.second, node)
        if parent >= 0 {
            let last = nodes[Int(parent)].lastChild
            if last >= 0 { nodes[Int(last)].nextSibling = node } else { nodes[Int(parent)].firstChild = node }
            nodes[Int(parent)].lastChild = node
        }
        return node
    }

    /// The node of a group, when it was met before.
    func known(_ group: GroupRecord, parent: Int32, _ source: UnsafeBufferPointer<UInt8>) -> Int32? {
        var key = -group.ordinal
        if group.repeatKey.isPresent {
            let text = String(decoding: UnsafeBufferPointer(source, group.repeatKey), as: UTF8.self)
            guard let known = keys.find(text) else { return nil }
            key = known
        }
        let identity = Identity(parent: parent, oid: group.oid, key: key, level: group.level)
        return nodeByIdentity[identity.first, identity.second]
    }

    /// Whether one of an entry's records says the same as a record of an occurrence.
    func holds(_ item: ItemRecord, _ entry: Int32, _ source: UnsafeBufferPointer<UInt8>) -> Bool {
        var record = entries[Int(entry)].firstRecord
        while record >= 0 {
            if isSame(record, item, source) { return true }
            record = records[Int(record)].next
        }
        return false
    }

    /// Makes a node alive, and what it hangs on; the place is that of the group that does it.
    mutating func revive(_ node: Int32, by group: GroupRecord) {
        var current = node
        if nodes[Int(current)].life != .alive { relocate(current, to: group) }
        while current >= 0, nodes[Int(current)].life != .alive {
            nodes[Int(current)].life = .alive
            current = nodes[Int(current)].group.parent
        }
    }

    private mutating func relocate(_ node: Int32, to group: GroupRecord) {
        nodes[Int(node)].group.source = group.source
        nodes[Int(node)].group.line = group.line
        nodes[Int(node)].group.column = group.column
    }

    /// Takes over what a group says beside its identity.
    mutating func refresh(_ node: Int32, from group: GroupRecord) {
        if group.sequence != 0 { nodes[Int(node)].group.sequence = group.sequence }
        if group.metaDataVersion >= 0 { nodes[Int(node)].group.metaDataVersion = group.metaDataVersion }
    }

    /// Removes a node with all below it.
    mutating func remove(_ node: Int32) {
        var pending = [node]
        while let current = pending.popLast() {
            if nodes[Int(current)].life == .alive { nodes[Int(current)].life = .removed }
            var entry = nodes[Int(current)].firstEntry
            while entry >= 0 {
                entries[Int(entry)].isAlive = false
                entry = entries[Int(entry)].next
            }
            var child = nodes[Int(current)].firstChild
            while child >= 0 {
                pending.append(child)
                child = nodes[Int(child)].nextSibling
            }
        }
    }

    /// The values of a name in a group, when there ever were any.
    func find(_ name: Int32, in node: Int32) -> Int32? { entryByName[ReplayTree.pair(node, name), 0] }

    mutating func removeEntry(_ entry: Int32) { entries[Int(entry)].isAlive = false }

    /// Writes a value: in place of what there was, or, when `appends`, beside it.
    mutating func write(
        _ item: ItemRecord, in node: Int32, writer: Int, appends: Bool, _ source: UnsafeBufferPointer<UInt8>
    ) {
        var own = item
        own.value = copy(item.value, source)
        own.reason = copy(item.reason, source)
        let record = Int32(records.count)
        records.append((own, -1))
        let key = ReplayTree.pair(node, item.name)
        if let found = entryByName[key, 0] {
            let entry = Int(found)
            if appends, entries[entry].isAlive {
                records[Int(entries[entry].lastRecord)].next = record
            } else {
                entries[entry].firstRecord = record
            }
            entries[entry].lastRecord = record
            entries[entry].isAlive = true
            entries[entry].writer = writer
            return
        }
        let entry = Int32(entries.count)
        entries.append(Entry(isAlive: true, writer: writer, firstRecord: record, lastRecord: record))
        entryByName.insert(key, 0, entry)
        let last = nodes[Int(node)].lastEntry
        if last >= 0 { entries[Int(last)].next = entry } else { nodes[Int(node)].firstEntry = entry }
        nodes[Int(node)].lastEntry = entry
    }

    /// Whether a record of an occurrence says the same as one of the tree's.
    func isSame(_ record: Int32, _ item: ItemRecord, _ source: UnsafeBufferPointer<UInt8>) -> Bool {
        let own = records[Int(record)].item
        return own.name == item.name && own.state == item.state && own.unit == item.unit
            && isSame(own.value, item.value, source) && isSame(own.reason, item.reason, source)
    }

    private func isSame(_ own: ByteRange, _ other: ByteRange, _ source: UnsafeBufferPointer<UInt8>) -> Bool {
        guard own.isPresent, other.isPresent else { return own.isPresent == other.isPresent }
        let start = Int(own.offset)
        return bytes[start..<start + Int(own.length)].elementsEqual(UnsafeBufferPointer(source, other))
    }

    private mutating func copy(_ range: ByteRange, _ source: UnsafeBufferPointer<UInt8>) -> ByteRange {
        guard range.isPresent else { return .absent }
        let start = bytes.count
        bytes.append(contentsOf: UnsafeBufferPointer(source, range))
        return ByteRange(offset: start, length: Int(range.length))
    }

    private static func pair(_ node: Int32, _ name: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: node)) << 32 | UInt64(UInt32(bitPattern: name))
    }

    /// What is alive, with parents before children and the order of first appearance; nil when nothing is.
    func live(subjectKey: String?) -> SubjectRecords? {
        guard let root = nodes.first, root.life == .alive else { return nil }
        var result = SubjectRecords(subjectKey: subjectKey)
        var pending: [(node: Int32, parent: Int32)] = [(0, -1)]
        while let (node, parent) = pending.popLast() {
            guard life(node) == .alive else { continue }
            var group = group(node)
            group.parent = parent
            group.transaction = .none
            group.repeatKey = move(group.repeatKey, to: &result.bytes)
            group.firstItem = Int32(result.items.count)
            var entry = nodes[Int(node)].firstEntry
            while entry >= 0 {
                let current = entries[Int(entry)]
                var record = current.isAlive ? current.firstRecord : -1
                while record >= 0 {
                    var item = records[Int(record)].item
                    item.transaction = .none
                    item.value = move(item.value, to: &result.bytes)
                    item.reason = move(item.reason, to: &result.bytes)
                    result.items.append(item)
                    record = records[Int(record)].next
                }
                entry = current.next
            }
            group.itemCount = Int32(result.items.count) - group.firstItem
            let index = Int32(result.groups.count)
            result.groups.append(group)
            var children: [Int32] = []
            var child = nodes[Int(node)].firstChild
            while child >= 0 {
                children.append(child)
                child = nodes[Int(child)].nextSibling
            }
            for child in children.reversed() { pending.append((child, index)) }
        }
        return result
    }

    private func move(_ range: ByteRange, to target: inout [UInt8]) -> ByteRange {
        guard range.isPresent else { return .absent }
        let start = target.count
        target.append(contentsOf: bytes[Int(range.offset)..<Int(range.offset) + Int(range.length)])
        return ByteRange(offset: start, length: Int(range.length))
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// A present range of a subject's bytes.
    init(_ source: UnsafeBufferPointer<UInt8>, _ range: ByteRange) {
        let start = Int(range.offset)
        self.init(rebasing: source[start..<start + Int(range.length)])
    }
}
