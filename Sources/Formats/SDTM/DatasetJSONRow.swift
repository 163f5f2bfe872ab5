import JSONStream
import Values

/// One row of a Dataset-JSON file, taken apart.
///
/// Rows are nearly always plain: an array of strings without escapes, numbers and nulls. Those are taken apart in one pass
/// over the bytes. Whatever is not so plain (escapes, faults, too many or too few values) is left to `JSONTokenizer`, which
/// is strict and knows the places of faults, so that no grammar is decided twice.
struct DatasetJSONRow: ~Copyable {
    enum Kind: UInt8 {
        /// Printable ASCII without trailing blanks, short enough for any variable.
        case plain
        /// Any other text.
        case text
        /// A number whose double is written with the same digits again.
        case number
        /// Any other number.
        case numberText
        case null
        case `true`
        case `false`
        /// An array or object.
        case container
    }

    struct Cell {
        var kind = Kind.null
        /// The text's place, without quotes.
        var start: Int32 = 0
        var count: Int32 = 0
        /// The number.
        var value = 0.0
    }

    /// What came of looking at bytes.
    enum Outcome {
        /// A row of so many bytes.
        case row(Int)
        /// The bytes end within it.
        case needsBytes
        /// It is not plain.
        case other
    }

    /// How many values a row has.
    let count: Int
    private let cells: UnsafeMutablePointer<Cell>
    /// The texts of a row that was not plain.
    private var scratch: [UInt8] = []
    /// Whether the cells' places are in ``scratch``.
    private var isInScratch = false

    init(count: Int) {
        self.count = count
        cells = .allocate(capacity: count)
        cells.initialize(repeating: Cell(), count: count)
    }

    deinit { cells.deallocate() }

    subscript(index: Int) -> Cell { cells[index] }

    /// The texts that the cells' places are in; `row` is what was given to ``scan(_:)``.
    func withTexts(of row: UnsafeRawBufferPointer, _ use: (UnsafeRawBufferPointer) -> SDTMError?) -> SDTMError? {
        isInScratch ? scratch.withUnsafeBytes(use) : use(row)
    }

    // MARK: - Plain rows

    /// Takes apart the row that begins with the first of these bytes, which is `[`.
    mutating func scan(_ bytes: UnsafeRawBufferPointer) -> Outcome {
        guard let base = bytes.baseAddress, count > 0 else { return .other }
        isInScratch = false
        let end = bytes.count
        var index = 1
        var column = 0
        while true {
            // A line end is not plain: lines must be counted in documents, and rows of NDJSON have none.
            while index < end, base.load(fromByteOffset: index, as: UInt8.self) == 0x20 { index += 1 }
            guard index < end else { return .needsBytes }
            guard column < count else { return .other }
            let byte = base.load(fromByteOffset: index, as: UInt8.self)
            switch byte {
            case 0x22:
                let start = index + 1
                var flags: UInt64 = 0
                index = DatasetJSONRow.endOfPlain(base, from: start, to: end, &flags)
                guard index < end else { return .needsBytes }
                guard base.load(fromByteOffset: index, as: UInt8.self) == 0x22 else { return .other }
                let length = index - start
                var kind = Kind.plain
                if flags != 0 || length >= 200 || (length > 0 && bytes[index - 1] == 0x20) {
                    kind = .text
                    if flags & 0x8080_8080_8080_8080 != 0, !isUTF8(bytes, start, length) { return .other }
                }
                cells[column] = Cell(
                    kind: kind, start: Int32(truncatingIfNeeded: start), count: Int32(truncatingIfNeeded: length))
                index += 1
            case 0x2D, 0x30...0x39:
                guard let length = DatasetJSONRow.number(base, from: index, to: end, into: &cells[column]) else {
                    return .other
                }
                index += length
                guard index < end else { return .needsBytes }
            case 0x6E:
                guard index + 4 <= end else { return .needsBytes }
                guard base.loadUnaligned(fromByteOffset: index, as: UInt32.self).littleEndian == 0x6C6C_756E else {
                    return .other
                }
                cells[column].kind = .null
                index += 4
            case 0x74:
                guard index + 4 <= end else { return .needsBytes }
                guard base.loadUnaligned(fromByteOffset: index, as: UInt32.self).littleEndian == 0x6575_7274 else {
                    return .other
                }
                cells[column].kind = .true
                index += 4
            case 0x66:
                guard index + 5 <= end else { return .needsBytes }
                guard base.loadUnaligned(fromByteOffset: index + 1, as: UInt32.self).littleEndian == 0x6573_6C61 else {
                    return .other
                }
                cells[column].kind = .false
                index += 5
            default: return .other
            }
            column += 1
            while index < end, base.load(fromByteOffset: index, as: UInt8.self) == 0x20 { index += 1 }
            guard index < end else { return .needsBytes }
            let mark = base.load(fromByteOffset: index, as: UInt8.self)
            index += 1
            if mark == 0x2C { continue }
            return mark == 0x5D && column == count ? .row(index) : .other
        }
    }

    private func isUTF8(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ length: Int) -> Bool {
        let text = UnsafeRawBufferPointer(rebasing: bytes[start..<start + length])
        return (try? UTF8Span(validating: text.assumingMemoryBound(to: UInt8.self).span)) != nil
    }

    /// The first byte from `index` on that a string cannot hold as it is: control characters, `"` and `\`; the end when
    /// there is none. `flags` gets the top bit of bytes outside printable ASCII.
    @inline(__always)
    private static func endOfPlain(
        _ base: UnsafeRawPointer, from first: Int, to end: Int, _ flags: inout UInt64
    ) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops: UInt64 = 0x8080_8080_8080_8080
        var index = first
        while index + 8 <= end {
            let word = base.loadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian
            let quotes = word ^ (ones &* 0x22)
            let backslashes = word ^ (ones &* 0x5C)
            let deletes = word ^ (ones &* 0x7F)
            let others = (word | ((deletes &- ones) & ~deletes)) & tops
            // A byte's top bit comes out set where subtracting borrows: below 0x20, or zero after the exclusive or. A borrow
            // goes on to higher bytes, so that the lowest bit found is right, and it is the one that counts.
            let found =
                (((word &- ones &* 0x20) & ~word) | ((quotes &- ones) & ~quotes)
                    | ((backslashes &- ones) & ~backslashes))
                & tops
            if found != 0 {
                let bits = found.trailingZeroBitCount & ~7
                // Only the bytes before the one found belong to the string.
                flags |= others & ((1 << UInt64(bits)) &- 1)
                return index + bits >> 3
            }
            flags |= others
            index += 8
        }
        while index < end {
            let byte = base.load(fromByteOffset: index, as: UInt8.self)
            if byte < 0x20 || byte == 0x22 || byte == 0x5C { break }
            if byte >= 0x7F { flags |= byte >= 0x80 ? tops : 1 }
            index += 1
        }
        return index
    }

    // MARK: - Other rows

    /// Takes apart a row token by token; returns its length.
    mutating func read(
        from window: inout DatasetJSONWindow, number row: Int, _ tokenizer: consuming JSONTokenizer,
        limits: DatasetJSONReader.Limits
    ) throws(SDTMError) -> Int {
        isInScratch = true
        scratch.removeAll(keepingCapacity: true)
        var fed = 0
        var column = 0
        while true {
            let token: JSONTokenizer.Token
            do throws(JSONError) { token = try tokenizer.next() } catch { throw .json(error) }
            var cell = Cell()
            let depth = tokenizer.depth
            switch token {
            case .needsBytes:
                guard fed <= limits.rowBytes else {
                    throw .json(.tooLarge(limit: limits.rowBytes, at: tokenizer.location))
                }
                try window.require(fed + 1)
                // Rows are short, and what is fed is copied.
                let rest = UnsafeRawBufferPointer(rebasing: window.bytes[fed...].prefix(max(fed, 1 << 10)))
                if rest.isEmpty { tokenizer.finish() } else { tokenizer.feed(rest) }
                fed += rest.count
                continue
            case .endArray where depth == 0:
                guard column == count else {
                    throw .malformed(
                        reason: "the row has \(column) values, and there are \(count) columns",
                        at: Location(path: window.path, record: row))
                }
                return tokenizer.offset
            case .beginArray where depth == 1: continue
            case .end: throw .json(.truncated(at: tokenizer.location))
            case .string:
                cell = Cell(kind: .text, start: Int32(scratch.count), count: Int32(tokenizer.text.count))
                scratch.append(contentsOf: tokenizer.text)
            case .number:
                cell = DatasetJSONRow.number(of: tokenizer.text) ?? cell
                cell.start = Int32(scratch.count)
                scratch.append(contentsOf: tokenizer.text)
            case .null: break
            case .true: cell.kind = .true
            case .false: cell.kind = .false
            case .beginArray, .beginObject: cell.kind = .container
            case .endArray, .endObject, .name: continue
            }
            guard depth <= 1 || (cell.kind == .container && depth == 2) else { continue }
            if column < count { cells[column] = cell }
            column += 1
        }
    }
}
