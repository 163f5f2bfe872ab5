import Values
import XMLStream

/// An open element inside `ClinicalData` or `ReferenceData`.
struct DataFrame: BitwiseCopyable {
    enum Kind: UInt8 {
        /// `ClinicalData`, `ReferenceData`.
        case container
        /// An element that can hold values.
        case group
        /// `ItemData`, and the typed elements of 1.3.
        case item, typedItem
        /// 2.0's `Value`.
        case value
        /// A vendor's element, or one of ODM's lesser ones.
        case other
    }

    var kind: Kind
    var transaction: TransactionType = .none
    /// Whether it belongs to an audit record, a signature, a query or an annotation.
    var isAudit = false
    /// Whether anything was kept of it yet.
    var hasContent = false
    /// The group that its values go to.
    var group: Int32 = -1
    /// For items the ItemOID's number, for others that of their path; -1 for groups.
    var name: Int32 = -1
    /// For items: where the record is (see `ODMHandler.withItem`).
    var item: Int32 = -1
    /// For items: how many values there are already.
    var values: Int32 = 0
    /// Where its text begins.
    var textStart: Int32 = 0
    var line: UInt32 = 0
    var column: UInt32 = 0
}

/// An item that could not be put beside the others of its group.
struct LateItem: BitwiseCopyable {
    var group: Int32
    var item: ItemRecord
}

extension ODMHandler {
    /// Opens `ClinicalData` or `ReferenceData`; `content` is what rows directly inside it are.
    mutating func startContainer(_ tag: XMLStartTag, _ content: SubjectRecords.Content) {
        mode = .data
        self.content = content
        studyOID = -1
        metaDataVersionOID = -1
        containerAttributes = []
        clearRecords()
        var frame = DataFrame(kind: .container)
        for index in 0..<tag.attributes.count {
            let token = tag.attributes.name(index)
            let value = tag.attributes.value(index)
            switch vocabulary[token] {
            case .StudyOID:
                studyOID = names.id(of: value)
                if content != .referenceData { clinicalStudies.insert(studyOID) }
            case .MetaDataVersionOID: metaDataVersionOID = names.id(of: value)
            case .TransactionType: frame.transaction = transaction(value, tag, frame)
            default:
                let name = path(names.id(of: "ClinicalData"), token, isAttribute: true)
                containerAttributes.append((name, Array(value)))
            }
        }
        frame.line = tag.line
        frame.column = tag.column
        push(frame)
    }

    mutating func startData(_ tag: XMLStartTag) {
        let name = vocabulary[tag.name]
        let parent = frames[frames.count - 1]
        switch (parent.kind, name) {
        case (.group, .ItemData): startItem(tag, parent)
        case (.item, .Value): startValue(tag, parent)
        case (.item, .MeasurementUnitRef), (.typedItem, .MeasurementUnitRef): readUnit(tag, parent)
        case (.group, .ItemGroupData): startGroup(tag, parent, .itemGroup)
        case (.group, .FormData): startGroup(tag, parent, .form)
        case (.group, .StudyEventData): startGroup(tag, parent, .studyEvent)
        case (.container, .SubjectData): startSubject(tag, parent)
        case (.container, .ItemGroupData): startRow(tag, parent)
        case (.container, _): startPool(tag, name, parent)
        default:
            if parent.kind == .group, let type = name.typedItem {
                startTypedItem(tag, parent, type)
            } else {
                startOther(tag, name, parent)
            }
        }
    }

    mutating func endData() {
        let frame = frames[frames.count - 1]
        frames.truncate(to: frames.count - 1)
        switch frame.kind {
        case .item: break
        case .typedItem: endTypedItem(frame)
        case .value: endValue(frame)
        case .other: endOther(frame)
        case .group: endGroup(frame)
        case .container:
            flushRows()
            leaveData()
            return
        }
        text.truncate(to: Int(frame.textStart))
        updateCapture()
    }

    mutating func push(_ frame: DataFrame) {
        var frame = frame
        frame.textStart = Int32(clamping: text.count)
        frames.append(frame)
        updateCapture()
    }

    private mutating func updateCapture() {
        guard frames.count > 0 else { return capturesText = false }
        switch frames[frames.count - 1].kind {
        case .typedItem, .value, .other: capturesText = true
        case .container, .group, .item: capturesText = false
        }
    }

    /// Skips the element whose start tag is being read, and all in it.
    mutating func skip(_ name: ODMName) {
        skipped = 1
        count(name)
    }

    private mutating func startSubject(_ tag: XMLStartTag, _ parent: DataFrame) {
        flushRows()
        clearRecords()
        subjectKey = nil
        openGroup(tag, parent, .subject)
        if subjectKey == nil {
            warn(
                "odm.no-subject-key", "SubjectData has no SubjectKey", at: location(tag),
                remedy: "its values are kept for a subject with an empty key")
            subjectKey = ""
        }
        countPatient(subjectKey ?? "")
    }

    private mutating func startGroup(_ tag: XMLStartTag, _ parent: DataFrame, _ level: GroupRecord.Level) {
        if level == .itemGroup { counts.itemGroups += 1 }
        openGroup(tag, parent, level)
    }

    /// A row of `ReferenceData` or Dataset-XML: its group hangs on a root that stands for the container.
    private mutating func startRow(_ tag: XMLStartTag, _ parent: DataFrame) {
        openRoot(parent)
        var root = parent
        root.group = 0
        counts.itemGroups += 1
        openGroup(tag, root, .itemGroup)
    }

    /// Audit records, signatures and annotations kept apart from what they are about.
    private mutating func startPool(_ tag: XMLStartTag, _ name: ODMName, _ parent: DataFrame) {
        guard keepAudit, name == .AuditRecords || name == .Signatures || name == .Annotations else { return skip(name) }
        flushRows()
        openRoot(parent)
        content = .auditPool
        var root = parent
        root.group = 0
        startOther(tag, name, root)
    }

    private mutating func openRoot(_ container: DataFrame) {
        guard groups.count == 0 else { return }
        var root = GroupRecord(level: .subject, oid: -1, parent: -1)
        root.study = studyOID
        root.metaDataVersion = metaDataVersionOID
        root.source = source
        root.line = container.line
        root.column = container.column
        groups.append(root)
        subjectKey = nil
        addContainerAttributes(root)
    }

    private mutating func openGroup(_ tag: XMLStartTag, _ parent: DataFrame, _ level: GroupRecord.Level) {
        var group = GroupRecord(level: level, oid: -1, parent: parent.group)
        group.transaction = parent.transaction
        group.study = studyOID
        group.metaDataVersion = metaDataVersionOID
        group.source = source
        group.line = tag.line
        group.column = tag.column
        var hasMore = false
        for index in 0..<tag.attributes.count {
            let value = tag.attributes.value(index)
            switch (vocabulary[tag.attributes.name(index)], level) {
            case (.ItemGroupOID, .itemGroup), (.FormOID, .form), (.StudyEventOID, .studyEvent):
                limitKey(value, tag)
                group.oid = names.id(of: value)
            case (.ItemGroupRepeatKey, .itemGroup), (.FormRepeatKey, .form), (.StudyEventRepeatKey, .studyEvent):
                limitKey(value, tag)
                group.repeatKey = keep(value, tag.line, tag.column)
            case (.ItemGroupDataSeq, .itemGroup): group.sequence = Int32(tag.string(index)) ?? 0
            case (.SubjectKey, .subject):
                limitKey(value, tag)
                subjectKey = tag.string(index)
            case (.TransactionType, _): group.transaction = transaction(value, tag, parent)
            default: hasMore = true
            }
        }
        if group.oid < 0, level != .subject {
            group.oid = names.id(of: "")
            warn("odm.no-oid", "\(vocabulary.display[Int(tag.name)]) has no OID", at: location(tag))
        }
        // Parents and OIDs are numbered from 0 up, so that this is exact below a thousand million of each.
        let siblingKey = UInt64(UInt32(bitPattern: parent.group + 1)) << 34 | UInt64(level.rawValue) << 32
        let key = siblingKey | UInt64(UInt32(bitPattern: group.oid))
        group.ordinal = ordinals.increment(key)
        if group.repeatKey.isPresent {
            let text = bytes.suffix(from: Int(group.repeatKey.offset)).prefix(Int(group.repeatKey.length))
            let hash = UInt64(NameTable.hash(UnsafeBufferPointer(rebasing: text)))
            if siblings.increment(key &* 0x9E37_79B9_7F4A_7C15 ^ hash) > 1 { hasDuplicateKeys = true }
        }
        groupSerial &+= 1
        if level == .itemGroup { countGroup(group.oid) }
        var frame = DataFrame(kind: .group)
        frame.transaction = group.transaction
        frame.group = Int32(groups.count)
        frame.line = tag.line
        frame.column = tag.column
        groups.append(group)
        if level == .subject { addContainerAttributes(group) }
        if hasMore { addAttributes(tag, frame, groupLevel: level) }
        push(frame)
    }

    /// Keys of a record's ancestors stand in its own key: a long one would be multiplied by all that is beneath it.
    private mutating func limitKey(_ value: UnsafeBufferPointer<UInt8>, _ tag: XMLStartTag) {
        if value.count > ODMHandler.longestKey {
            fail(.keyTooLong(bytes: value.count, limit: ODMHandler.longestKey, at: location(tag)))
        }
    }

    private mutating func addContainerAttributes(_ group: GroupRecord) {
        for (name, value) in containerAttributes {
            var item = ItemRecord(name: name, kind: .attribute, state: value.isEmpty ? .empty : .value)
            item.transaction = group.transaction
            item.value = value.withUnsafeBufferPointer { keep($0, group.line, group.column) }
            item.line = group.line
            item.column = group.column
            add(item, to: 0)
        }
    }

    private mutating func countGroup(_ oid: Int32) {
        let index = Int(oid)
        if index >= groupCounts.count {
            groupCounts.append(contentsOf: repeatElement(0, count: max(64, index + 1 - groupCounts.count)))
        }
        groupCounts[index] += 1
    }

    private mutating func endGroup(_ frame: DataFrame) {
        if groups[Int(frame.group)].level == .subject {
            tell(.subject(takeRecords(.subject)))
        } else if frames[frames.count - 1].kind == .container, bytes.count > 1 << 18 {
            flushRows()
        }
    }

    /// Hands over the rows or the pool read so far, if any.
    mutating func flushRows() {
        guard groups.count > 0 else { return }
        tell(.reference(takeRecords(content)))
        if content == .auditPool { content = .dataset }
    }

    /// The transaction type written on an element, else its parent's.
    mutating func transaction(
        _ written: UnsafeBufferPointer<UInt8>, _ tag: XMLStartTag, _ parent: DataFrame
    ) -> TransactionType {
        if let type = TransactionType(written) { return type }
        warn(
            "odm.transaction-type", "TransactionType is none of Insert, Update, Remove, Upsert, Context",
            at: location(tag), remedy: "it is read as not written")
        return parent.transaction
    }
}

extension TransactionType {
    /// The type written so; nil for anything else.
    init?(_ written: UnsafeBufferPointer<UInt8>) {
        switch (written.count, written.first, written.last) {
        case (6, UInt8(ascii: "I"), UInt8(ascii: "t")) where written.elementsEqual("Insert".utf8): self = .insert
        case (6, UInt8(ascii: "U"), UInt8(ascii: "e")) where written.elementsEqual("Update".utf8): self = .update
        case (6, UInt8(ascii: "R"), UInt8(ascii: "e")) where written.elementsEqual("Remove".utf8): self = .remove
        case (6, UInt8(ascii: "U"), UInt8(ascii: "t")) where written.elementsEqual("Upsert".utf8): self = .upsert
        case (7, UInt8(ascii: "C"), UInt8(ascii: "t")) where written.elementsEqual("Context".utf8): self = .context
        default: return nil
        }
    }
}
