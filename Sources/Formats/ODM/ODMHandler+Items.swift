import Values
import XMLStream

extension ODMHandler {
    mutating func startItem(_ tag: XMLStartTag, _ parent: DataFrame) {
        counts.items += 1
        pushItem(tag, parent, .item, .untyped)
    }

    mutating func startTypedItem(_ tag: XMLStartTag, _ parent: DataFrame, _ type: ODMDataType) {
        counts.items += 1
        pushItem(tag, parent, .typedItem, .typed)
        let index = frames[frames.count - 1].item
        update(index) { $0.type = type.recordCode }
    }

    private mutating func pushItem(
        _ tag: XMLStartTag, _ parent: DataFrame, _ frameKind: DataFrame.Kind, _ kind: ItemRecord.Kind
    ) {
        var item = ItemRecord(name: -1, kind: kind, state: .absent)
        item.transaction = parent.transaction
        item.source = source
        item.line = tag.line
        item.column = tag.column
        var isNull = false
        var hasMore = false
        for index in 0..<tag.attributes.count {
            let value = tag.attributes.value(index)
            switch vocabulary[tag.attributes.name(index)] {
            case .ItemOID: item.name = names.id(of: value)
            case .Value:
                item.value = keep(value, tag.line, tag.column)
                item.state = value.isEmpty ? .empty : .value
            case .IsNull: isNull = value.first.map { $0 | 0x20 == UInt8(ascii: "y") } ?? false
            case .TransactionType: item.transaction = transaction(value, tag, parent)
            case .ReasonForNull: item.reason = keep(value, tag.line, tag.column)
            default: hasMore = true
            }
        }
        if isNull { item.state = .null }
        if item.name < 0 {
            item.name = names.id(of: "")
            warn("odm.no-oid", "\(vocabulary.display[Int(tag.name)]) has no ItemOID", at: location(tag))
        }
        noteItem(item.name)
        var frame = DataFrame(kind: frameKind)
        frame.transaction = item.transaction
        frame.group = parent.group
        frame.name = item.name
        frame.values = item.value.isPresent ? 1 : 0
        frame.line = tag.line
        frame.column = tag.column
        frame.item = add(item, to: parent.group)
        if hasMore { addAttributes(tag, frame, groupLevel: nil) }
        push(frame)
    }

    mutating func endTypedItem(_ frame: DataFrame) {
        let type = record(frame.item).type
        // XML Schema collapses white space in every type but text.
        let isText = type == ODMDataType.string.recordCode || type == ODMDataType.any.recordCode
        let piece = isText ? text.suffix(from: Int(frame.textStart)) : text.suffix(from: Int(frame.textStart)).trimmed
        guard !(piece.isEmpty && frame.values > 0) else { return }
        let range = keep(piece, frame.line, frame.column)
        update(frame.item) { item in
            item.value = range
            if item.state != .null { item.state = range.length == 0 ? .empty : .value }
        }
    }

    mutating func startValue(_ tag: XMLStartTag, _ parent: DataFrame) {
        contentIsVersion2()
        var frame = DataFrame(kind: .value)
        frame.transaction = parent.transaction
        frame.group = parent.group
        frame.name = parent.name
        frame.line = tag.line
        frame.column = tag.column
        push(frame)
    }

    /// The first `Value` becomes the item's value; each further one a record of its own with the same name.
    mutating func endValue(_ frame: DataFrame) {
        let range = keep(text.suffix(from: Int(frame.textStart)), frame.line, frame.column)
        let owner = frames[frames.count - 1]
        frames[frames.count - 1].values += 1
        let state: ItemRecord.State = range.length == 0 ? .empty : .value
        if owner.values == 0 {
            update(owner.item) { item in
                item.kind = .valueElement
                item.value = range
                if item.state != .null { item.state = state }
            }
        } else {
            var item = record(owner.item)
            item.kind = .valueElement
            item.value = range
            item.state = state
            item.line = frame.line
            item.column = frame.column
            add(item, to: frame.group)
        }
    }

    mutating func readUnit(_ tag: XMLStartTag, _ parent: DataFrame) {
        for index in 0..<tag.attributes.count where vocabulary[tag.attributes.name(index)] == .MeasurementUnitOID {
            let unit = names.id(of: tag.attributes.value(index))
            update(parent.item) { $0.unit = unit }
        }
        skipped = 1
    }

    /// A vendor's element, or one of ODM's that carries no items: kept as items named by its path.
    mutating func startOther(_ tag: XMLStartTag, _ name: ODMName, _ parent: DataFrame) {
        let isAudit = parent.isAudit || name.isAudit
        if isAudit, !keepAudit { return skip(name) }
        count(name)
        var frame = DataFrame(kind: .other)
        frame.transaction = parent.transaction
        frame.isAudit = isAudit
        frame.group = parent.group
        frame.name = path(parent.name, tag.name, isAttribute: false)
        frame.line = tag.line
        frame.column = tag.column
        frame.hasContent = tag.attributes.count > 0
        if parent.kind == .other { frames[frames.count - 1].hasContent = true }
        addAttributes(tag, frame, groupLevel: nil)
        push(frame)
    }

    mutating func endOther(_ frame: DataFrame) {
        let piece = text.suffix(from: Int(frame.textStart)).trimmed
        if piece.isEmpty, frame.hasContent { return }
        var item = ItemRecord(
            name: frame.name, kind: frame.isAudit ? .audit : .attribute, state: piece.isEmpty ? .empty : .value)
        item.transaction = frame.transaction
        item.source = source
        item.value = keep(piece, frame.line, frame.column)
        item.line = frame.line
        item.column = frame.column
        add(item, to: frame.group)
    }

    /// Keeps the attributes that the reader gives no meaning of their own, as items named by path.
    mutating func addAttributes(_ tag: XMLStartTag, _ frame: DataFrame, groupLevel: GroupRecord.Level?) {
        for index in 0..<tag.attributes.count {
            let token = tag.attributes.name(index)
            let name = vocabulary[token]
            if frame.kind != .other, name.isRead(on: frame.kind, groupLevel) { continue }
            let isAudit = frame.isAudit || name == .AuditRecordID || name == .SignatureID || name == .AnnotationID
            if isAudit, !keepAudit { continue }
            let value = tag.attributes.value(index)
            var item = ItemRecord(
                name: path(frame.name, token, isAttribute: true), kind: isAudit ? .audit : .attribute,
                state: value.isEmpty ? .empty : .value)
            item.transaction = frame.transaction
            item.source = source
            item.value = keep(value, tag.line, tag.column)
            item.line = tag.line
            item.column = tag.column
            add(item, to: frame.group)
        }
    }

    /// The number of a path: `owner/name`, or `owner/@name`; without an owner for what stands in a group.
    mutating func path(_ owner: Int32, _ token: Int32, isAttribute: Bool) -> Int32 {
        let key =
            UInt64(UInt32(bitPattern: owner)) << 32 | UInt64(UInt32(bitPattern: token)) << 1 | (isAttribute ? 1 : 0)
        if let known = paths[key] { return known }
        let own = (isAttribute ? "@" : "") + vocabulary.display[Int(token)]
        let id = names.id(of: owner >= 0 ? names[owner] + "/" + own : own)
        paths[key] = id
        return id
    }
}

extension ODMName {
    /// Whether the element belongs to the trail of the data, not to the data.
    var isAudit: Bool {
        switch self {
        case .AuditRecord, .AuditRecords, .Signature, .Signatures, .Annotation, .Annotations, .Query, .AuditLogs,
            .AuditLog, .DiscrepancyNotes, .DiscrepancyNote, .Association:
            true
        default: false
        }
    }

    /// Whether an attribute of this name has a field of its own in the record of such an element.
    func isRead(on kind: DataFrame.Kind, _ level: GroupRecord.Level?) -> Bool {
        switch (self, level) {
        case (.TransactionType, _), (.SubjectKey, .subject?), (.StudyEventOID, .studyEvent?),
            (.StudyEventRepeatKey, .studyEvent?), (.FormOID, .form?), (.FormRepeatKey, .form?),
            (.ItemGroupOID, .itemGroup?), (.ItemGroupRepeatKey, .itemGroup?), (.ItemGroupDataSeq, .itemGroup?):
            true
        case (.ItemOID, nil), (.Value, nil), (.IsNull, nil), (.ReasonForNull, nil): kind == .item || kind == .typedItem
        default: false
        }
    }
}

extension ODMDataType {
    /// The number that stands for the type in ``ItemRecord/type``.
    var recordCode: UInt8 { UInt8(ODMDataType.allCases.firstIndex(of: self) ?? 255) }
}

extension UnsafeBufferPointer<UInt8> {
    /// Without white space of XML at both ends.
    var trimmed: UnsafeBufferPointer<UInt8> {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D }
        var (first, last) = (startIndex, endIndex)
        while first < last, isBlank(self[first]) { first += 1 }
        while first < last, isBlank(self[last - 1]) { last -= 1 }
        return UnsafeBufferPointer(rebasing: self[first..<last])
    }
}
