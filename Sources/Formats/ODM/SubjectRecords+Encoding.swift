/// The compact form in which occurrences lie in a spool between reading and gathering: numbers as LEB128, ranges
/// relative to where the last one ended (mostly nothing), lines relative to the last line.
extension SubjectRecords {
    private static let formatVersion: UInt8 = 1

    /// Appends the binary form. Numbers of names are written as they are: the reader of the form needs the same table.
    public func encode(into target: inout [UInt8]) {
        target.append(Self.formatVersion)
        let flags: UInt8 = (subjectKey == nil ? 0 : 1) | (isTransactional ? 2 : 0) | (hasDuplicateKeys ? 4 : 0)
        target.append(content.rawValue << 4 | flags)
        if let subjectKey {
            target.appendNumber(UInt64(subjectKey.utf8.count))
            target.append(contentsOf: subjectKey.utf8)
        }
        target.appendNumber(UInt64(groups.count))
        target.appendNumber(UInt64(items.count))
        target.appendNumber(UInt64(bytes.count))
        var state = RecordContext()
        for group in groups { group.encode(into: &target, &state) }
        for item in items { item.encode(into: &target, &state) }
        target.append(contentsOf: bytes)
    }

    /// Reads the binary form. Bytes that it cannot have are an error, never a trap.
    public init(decoding source: UnsafeRawBufferPointer) throws(ODMError) {
        var cursor = RecordCursor(source)
        guard cursor.byte() == Self.formatVersion else { throw .corruptRecords(reason: "unknown form") }
        let flags = cursor.byte()
        guard let content = Content(rawValue: flags >> 4) else { throw .corruptRecords(reason: "unknown content") }
        subjectKey = flags & 1 != 0 ? String(decoding: cursor.bytes(cursor.count()), as: UTF8.self) : nil
        self.content = content
        isTransactional = flags & 2 != 0
        hasDuplicateKeys = flags & 4 != 0
        let groupCount = cursor.count()
        let itemCount = cursor.count()
        let byteCount = cursor.count()
        var state = RecordContext()
        groups.reserveCapacity(groupCount)
        for _ in 0..<groupCount where !cursor.hasFailed {
            let group = GroupRecord(decoding: &cursor, &state)
            guard Int(group.firstItem) + Int(group.itemCount) <= itemCount, Int(group.parent) < groupCount,
                SubjectRecords.holds(group.repeatKey, byteCount)
            else { throw .corruptRecords(reason: "a group points outside") }
            groups.append(group)
        }
        items.reserveCapacity(itemCount)
        for _ in 0..<itemCount where !cursor.hasFailed {
            let item = ItemRecord(decoding: &cursor, &state)
            guard SubjectRecords.holds(item.value, byteCount), SubjectRecords.holds(item.reason, byteCount) else {
                throw .corruptRecords(reason: "an item points outside")
            }
            items.append(item)
        }
        bytes = Array(cursor.bytes(byteCount))
        guard !cursor.hasFailed else { throw .corruptRecords(reason: "they end early") }
    }

    private static func holds(_ range: ByteRange, _ count: Int) -> Bool {
        !range.isPresent || Int(range.offset) + Int(range.length) <= count
    }
}

/// What neighbouring records have in common and need not say again.
private struct RecordContext {
    var offset: Int64 = 0
    var line: Int64 = 0
    var nextItem: Int64 = 0
    var source: Int32 = 0
}

extension GroupRecord {
    fileprivate func encode(into target: inout [UInt8], _ state: inout RecordContext) {
        target.append(level.rawValue << 4 | transaction.rawValue)
        target.appendSigned(Int64(oid))
        target.appendRange(repeatKey, &state)
        target.appendSigned(Int64(sequence))
        target.appendSigned(Int64(ordinal))
        target.appendSigned(Int64(parent))
        target.appendSigned(Int64(firstItem) - state.nextItem)
        target.appendNumber(UInt64(UInt32(bitPattern: itemCount)))
        state.nextItem = Int64(firstItem) + Int64(itemCount)
        target.appendSigned(Int64(study))
        target.appendSigned(Int64(metaDataVersion))
        target.appendSigned(Int64(source))
        target.appendPlace(line, column, &state)
    }

    fileprivate init(decoding cursor: inout RecordCursor, _ state: inout RecordContext) {
        let head = cursor.byte()
        level = Level(rawValue: head >> 4) ?? cursor.refuse(.subject)
        transaction = TransactionType(rawValue: head & 15) ?? cursor.refuse(.none)
        oid = cursor.signed32()
        repeatKey = cursor.range(&state)
        sequence = cursor.signed32()
        ordinal = cursor.signed32()
        parent = cursor.signed32()
        firstItem = cursor.int32(cursor.signed() &+ state.nextItem)
        itemCount = Int32(clamping: cursor.count())
        if firstItem < 0 || parent < -1 { cursor.hasFailed = true }
        state.nextItem = Int64(firstItem) + Int64(itemCount)
        study = cursor.signed32()
        metaDataVersion = cursor.signed32()
        source = cursor.signed32()
        (line, column) = cursor.place(&state)
    }
}

extension ItemRecord {
    /// One byte of state, transaction and kind, one of what else there is.
    fileprivate func encode(into target: inout [UInt8], _ state: inout RecordContext) {
        target.append(kind.rawValue << 5 | self.state.rawValue << 3 | transaction.rawValue)
        let extras: UInt8 =
            (type == 255 ? 0 : 1) | (reason.isPresent ? 2 : 0) | (unit < 0 ? 0 : 4) | (source == state.source ? 0 : 8)
        target.append(extras)
        target.appendSigned(Int64(name))
        target.appendRange(value, &state)
        if extras & 1 != 0 { target.append(type) }
        if extras & 2 != 0 { target.appendRange(reason, &state) }
        if extras & 4 != 0 { target.appendSigned(Int64(unit)) }
        if extras & 8 != 0 { target.appendSigned(Int64(source)) }
        state.source = source
        target.appendPlace(line, column, &state)
    }

    fileprivate init(decoding cursor: inout RecordCursor, _ context: inout RecordContext) {
        let head = cursor.byte()
        let extras = cursor.byte()
        kind = Kind(rawValue: head >> 5) ?? cursor.refuse(.untyped)
        state = State(rawValue: head >> 3 & 3) ?? cursor.refuse(.absent)
        transaction = TransactionType(rawValue: head & 7) ?? cursor.refuse(.none)
        name = cursor.signed32()
        value = cursor.range(&context)
        if extras & 1 != 0 { type = cursor.byte() }
        if extras & 2 != 0 { reason = cursor.range(&context) }
        if extras & 4 != 0 { unit = cursor.signed32() }
        if extras & 8 != 0 { context.source = cursor.signed32() }
        source = context.source
        (line, column) = cursor.place(&context)
    }
}

extension [UInt8] {
    fileprivate mutating func appendNumber(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
    }

    fileprivate mutating func appendSigned(_ number: Int64) {
        appendNumber(UInt64(bitPattern: number << 1 ^ number >> 63))
    }

    fileprivate mutating func appendRange(_ range: ByteRange, _ state: inout RecordContext) {
        guard range.isPresent else { return append(0) }
        appendNumber(UInt64(range.length) + 1)
        appendSigned(Int64(range.offset) - state.offset)
        state.offset = Int64(range.offset) + Int64(range.length)
    }

    fileprivate mutating func appendPlace(_ line: UInt32, _ column: UInt32, _ state: inout RecordContext) {
        appendSigned(Int64(line) - state.line)
        appendNumber(UInt64(column))
        state.line = Int64(line)
    }
}

/// Reads the binary form; after a failure it gives zeros.
private struct RecordCursor {
    private let source: UnsafeRawBufferPointer
    private var position = 0
    var hasFailed = false

    init(_ source: UnsafeRawBufferPointer) { self.source = source }

    mutating func byte() -> UInt8 {
        guard position < source.count else {
            hasFailed = true
            return 0
        }
        position += 1
        return source[position - 1]
    }

    mutating func number() -> UInt64 {
        var result: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            let byte = byte()
            result |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return result }
        }
        hasFailed = true
        return 0
    }

    mutating func signed() -> Int64 {
        let number = number()
        return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
    }

    mutating func signed32() -> Int32 { int32(signed()) }

    mutating func int32(_ number: Int64) -> Int32 {
        Int32(exactly: number) ?? refuse(0)
    }

    /// A count of things that take at least a byte each.
    mutating func count() -> Int {
        let number = number()
        guard number <= UInt64(source.count) else { return refuse(0) }
        return Int(number)
    }

    mutating func bytes(_ count: Int) -> UnsafeRawBufferPointer {
        guard count <= source.count - position else {
            hasFailed = true
            return UnsafeRawBufferPointer(start: nil, count: 0)
        }
        position += count
        return UnsafeRawBufferPointer(rebasing: source[position - count..<position])
    }

    mutating func range(_ state: inout RecordContext) -> ByteRange {
        let length = number()
        guard length > 0 else { return .absent }
        let offset = signed() &+ state.offset
        guard offset >= 0, offset <= Int64(Int32.max), length - 1 <= UInt64(Int32.max) else { return refuse(.absent) }
        state.offset = offset + Int64(length) - 1
        return ByteRange(offset: Int(offset), length: Int(length) - 1)
    }

    mutating func place(_ state: inout RecordContext) -> (UInt32, UInt32) {
        state.line = signed() &+ state.line
        return (UInt32(clamping: state.line), UInt32(clamping: number()))
    }

    mutating func refuse<Value>(_ replacement: Value) -> Value {
        hasFailed = true
        return replacement
    }
}
