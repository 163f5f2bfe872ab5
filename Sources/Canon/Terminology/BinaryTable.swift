/// A table of `mappings/tables`, read in place: sections found by their offsets, nothing decoded on opening.
///
/// The layout is described at the head of `Tests/Tools/make-tables`, which writes it.
struct BinaryTable {
    /// What a table holds.
    enum Kind: UInt32 {
        case codeLists = 1
        case ctcae
        case units
        case sdtmig

        /// The sections of such a table, the string pool and the four names included.
        var sectionCount: Int {
            switch self {
            case .codeLists: 8
            case .ctcae: 6
            case .units, .sdtmig: 5
            }
        }
    }

    /// The strings that the other sections refer to.
    let strings: StringPool
    private let sections: [TableSection]

    /// Opens the bytes of a table, checking its header and that every section lies within.
    init(_ bytes: UnsafeRawBufferPointer, kind: Kind, name: String) throws(TerminologyError) {
        func damaged(_ reason: String) -> TerminologyError { .damagedTable(name: name, reason: reason) }
        let whole = TableSection(bytes)
        guard bytes.count >= 24, bytes.prefix(8).elementsEqual("RLTTABLE".utf8) else {
            throw damaged("it does not begin with RLTTABLE")
        }
        guard whole.u32(at: 8) == 1 else { throw damaged("its layout has version \(whole.u32(at: 8)), not 1") }
        guard whole.u32(at: 12) == kind.rawValue else { throw damaged("it holds something else") }
        guard whole.u32(at: 16) == bytes.count else {
            throw damaged("it has \(bytes.count) bytes, its header says \(whole.u32(at: 16))")
        }
        let count = Int(whole.u32(at: 20))
        guard count == kind.sectionCount, 24 + 8 * count <= bytes.count else {
            throw damaged("it has \(count) sections, not \(kind.sectionCount)")
        }
        var sections: [TableSection] = []
        for index in 0..<count {
            let start = Int(whole.u32(at: 24 + 8 * index)), length = Int(whole.u32(at: 28 + 8 * index))
            guard start + length <= bytes.count else { throw damaged("section \(index) ends beyond the file") }
            sections.append(TableSection(UnsafeRawBufferPointer(rebasing: bytes[start..<start + length])))
        }
        strings = StringPool(sections[0])
        self.sections = sections
    }

    /// Opens the embedded table of a name such as `ctcae-5.0`; nil when there is none.
    init?(embedded name: String, kind: Kind) throws(TerminologyError) {
        let path = "mappings/tables/\(name).table"
        guard let bytes = Embedded.bytes(named: path) else { return nil }
        try self.init(bytes, kind: kind, name: path)
    }

    /// A section by its number in the layout.
    subscript(section: Int) -> TableSection { sections[section] }

    /// Id, title, version or source, in this order from 0.
    func name(_ index: Int) -> String { strings.string(nameReference(index)) }

    /// The place of such a name among the strings.
    func nameReference(_ index: Int) -> UInt32 { sections[1].u32(at: 4 * index) }
}

/// Little-endian numbers in a run of read-only bytes; a place outside is a programming error and stops.
///
/// Unchecked `Sendable`: the bytes are constants of the program, never written or freed.
struct TableSection: @unchecked Sendable {
    private let start: UnsafeRawPointer?
    let count: Int

    init(_ bytes: UnsafeRawBufferPointer) {
        start = bytes.baseAddress
        count = bytes.count
    }

    @inline(__always)
    private func place(_ offset: Int, _ size: Int) -> UnsafeRawPointer {
        guard let start, offset >= 0, offset <= count - size else {
            preconditionFailure("a terminology table refers to a place outside of it")
        }
        return start + offset
    }

    @inline(__always)
    func u8(at offset: Int) -> UInt8 { place(offset, 1).load(as: UInt8.self) }

    @inline(__always)
    func u16(at offset: Int) -> UInt16 {
        UInt16(littleEndian: place(offset, 2).loadUnaligned(as: UInt16.self))
    }

    @inline(__always)
    func u32(at offset: Int) -> UInt32 {
        UInt32(littleEndian: place(offset, 4).loadUnaligned(as: UInt32.self))
    }

    /// `length` bytes from an offset.
    @inline(__always)
    func bytes(at offset: Int, length: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: place(offset, length), count: length)
    }
}

/// The strings of a table, each once: a LEB128 length and its UTF-8 bytes, referred to by offset.
struct StringPool: Sendable {
    private let section: TableSection

    init(_ section: TableSection) { self.section = section }

    /// The bytes of a string.
    @inline(__always)
    func bytes(_ reference: UInt32) -> UnsafeRawBufferPointer {
        var offset = Int(reference), length = 0, shift = 0
        while shift < 28 {
            let byte = section.u8(at: offset)
            offset += 1
            length |= Int(byte & 0x7F) << shift
            if byte < 0x80 { break }
            shift += 7
        }
        return section.bytes(at: offset, length: length)
    }

    /// A string, decoded.
    func string(_ reference: UInt32) -> String { String(decoding: bytes(reference), as: UTF8.self) }

    /// Where `bytes` stand in byte order to a string: below zero before it, above zero after it.
    func compare(_ bytes: UnsafeRawBufferPointer, to reference: UInt32) -> Int {
        let other = self.bytes(reference)
        for (a, b) in zip(bytes, other) where a != b { return Int(a) - Int(b) }
        return bytes.count - other.count
    }
}
