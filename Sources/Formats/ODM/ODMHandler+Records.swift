import Values

extension ODMHandler {
    /// Copies a value into the subject's bytes.
    @inline(__always)
    mutating func keep(_ value: UnsafeBufferPointer<UInt8>, _ line: UInt32, _ column: UInt32) -> ByteRange {
        let start = bytes.count
        if start + value.count > Int(Int32.max) {
            fail(.subjectTooLarge(at: Location(path: path, line: Int(line), column: Int(column))))
            return ByteRange(offset: 0, length: 0)
        }
        bytes.append(contentsOf: value)
        return ByteRange(offset: start, length: value.count)
    }

    /// Adds an item to a group; returns where it is: an index into the items, or the complement of one into those that
    /// came late.
    @discardableResult
    mutating func add(_ item: ItemRecord, to group: Int32) -> Int32 {
        let index = Int(group)
        let count = Int(groups[index].itemCount)
        if count == 0 {
            groups[index].firstItem = Int32(items.count)
        } else if Int(groups[index].firstItem) + count != items.count {
            late.append(LateItem(group: group, item: item))
            return ~Int32(late.count - 1)
        }
        groups[index].itemCount += 1
        items.append(item)
        return Int32(items.count - 1)
    }

    /// Notes that an item's name occurs in the group at hand; twice is suspicious.
    @inline(__always)
    mutating func noteItem(_ name: Int32) {
        let index = Int(name)
        if index >= lastGroupOfName.count {
            lastGroupOfName.append(
                contentsOf: repeatElement(-1, count: max(256, index + 1 - lastGroupOfName.count)))
        }
        if lastGroupOfName[index] == groupSerial { hasDuplicateKeys = true }
        lastGroupOfName[index] = groupSerial
    }

    func record(_ index: Int32) -> ItemRecord {
        index >= 0 ? items[Int(index)] : late[Int(~index)].item
    }

    mutating func update(_ index: Int32, _ change: (inout ItemRecord) -> Void) {
        if index >= 0 {
            change(&items[Int(index)])
        } else {
            change(&late[Int(~index)].item)
        }
    }

    mutating func clearRecords() {
        bytes.truncate(to: 0)
        items.truncate(to: 0)
        groups.truncate(to: 0)
        late.truncate(to: 0)
        ordinals.clear()
        siblings.clear()
        hasDuplicateKeys = false
    }

    /// What has been read of the subject, or of the rows, as a value of its own.
    mutating func takeRecords(_ content: SubjectRecords.Content) -> SubjectRecords {
        var records = SubjectRecords(subjectKey: subjectKey)
        records.content = content
        records.isTransactional = document.fileType == .transactional
        records.hasDuplicateKeys = hasDuplicateKeys
        if late.count > 0 { sortInLateItems() }
        records.groups = groups.array()
        records.items = items.array()
        records.bytes = bytes.array()
        clearRecords()
        return records
    }

    /// Puts the items that came after child groups beside the others of their group.
    private mutating func sortInLateItems() {
        var lateByGroup: [Int32: [ItemRecord]] = [:]
        for index in 0..<late.count { lateByGroup[late[index].group, default: []].append(late[index].item) }
        let sorted = items.array()
        items.truncate(to: 0)
        for index in 0..<groups.count {
            let first = Int(groups[index].firstItem)
            let own = sorted[first..<first + Int(groups[index].itemCount)]
            groups[index].firstItem = Int32(items.count)
            for item in own { items.append(item) }
            for item in lateByGroup[Int32(index)] ?? [] { items.append(item) }
            groups[index].itemCount = Int32(items.count) - groups[index].firstItem
        }
    }
}
