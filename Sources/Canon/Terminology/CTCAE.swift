/// One version of the Common Terminology Criteria for Adverse Events: its terms, and which grades each has.
///
/// A grade means something only together with the version: Sepsis has no grade 3 in 4.03 and has one in 5.0.
public struct CTCAE: Sendable {
    /// The version, such as `4.03`.
    public let version: String
    private let strings: StringPool
    private let socs: TableSection
    private let terms: TableSection
    private let nameSlots: HashSlots
    private let codeOrder: TableSection
    private static let termSize = 12

    init(_ table: BinaryTable) {
        version = table.name(2)
        strings = table.strings
        socs = table[2]
        terms = table[3]
        nameSlots = HashSlots(table[4])
        codeOrder = table[5]
    }

    /// An adverse event term.
    public struct Term: Sendable, Hashable {
        /// The CTCAE term in its published spelling (US English: Anemia), with single blanks.
        public let name: String
        /// The MedDRA system organ class that CTCAE places it in.
        public let soc: String
        /// The MedDRA lowest level term code, eight digits.
        public let lltCode: Int
        /// The grades that exist for it.
        public let grades: CTCAEGrades
    }

    /// The term of a name, in any case and with any white space between the words.
    public func term(_ name: String) -> Term? { index(name).map { self[$0] } }

    /// The term of a MedDRA LLT code such as 10001760 (Alopecia); the safe way, since MedDRA spells some terms in UK
    /// English.
    public func term(lltCode: Int) -> Term? {
        func index(_ place: Int) -> Int { Int(codeOrder.u16(at: 2 * place)) }
        return search(count) { place in
            lltCode - Int(terms.u32(at: Self.termSize * index(place)))
        }.map { self[index($0)] }
    }

    /// The grades that exist for a term, by name as in ``term(_:)``; nil when this version has no such term.
    public func grades(of name: String) -> CTCAEGrades? {
        index(name).map { CTCAEGrades(bits: terms.u8(at: Self.termSize * $0 + 10)) }
    }

    private func index(_ name: String) -> Int? {
        // Most names need no tidying: the published spelling is tried before a tidied copy is made.
        withUTF8(name, index) ?? Self.singleBlanks(name).withUnsafeBytes(index)
    }

    private func index(_ key: UnsafeRawBufferPointer) -> Int? {
        var found: Int?
        nameSlots.candidates(for: key) { index in
            if equalIgnoringCase(key, strings.bytes(terms.u32(at: Self.termSize * index + 4))) { found = index }
            return found == nil
        }
        return found
    }

    /// The text's bytes without white space at the ends, and with one blank wherever it has white space within.
    private static func singleBlanks(_ text: String) -> [UInt8] {
        let words = text.unicodeScalars.split { $0.properties.isWhitespace }
        return Array(words.map { Array(String($0).utf8) }.joined(separator: [0x20]))
    }
}

extension CTCAE: RandomAccessCollection {
    /// The first term's place.
    public var startIndex: Int { 0 }
    /// The number of terms.
    public var endIndex: Int { terms.count / Self.termSize }
    /// The term at a place, in the published order: by SOC.
    public subscript(index: Int) -> Term {
        let place = Self.termSize * index
        return Term(
            name: strings.string(terms.u32(at: place + 4)),
            soc: strings.string(socs.u32(at: 4 * Int(terms.u16(at: place + 8)))),
            lltCode: Int(terms.u32(at: place)), grades: CTCAEGrades(bits: terms.u8(at: place + 10)))
    }
}

/// The grades, of 1 to 5, that exist for a CTCAE term; not always an unbroken run (1 and 3).
public struct CTCAEGrades: Sendable, Hashable {
    private let bits: UInt8

    init(bits: UInt8) { self.bits = bits }

    /// Whether a grade exists.
    public func contains(_ grade: Int) -> Bool { (1...5).contains(grade) && bits & (1 << UInt8(grade)) != 0 }

    /// The grades in ascending order.
    public var all: [Int] { (1...5).filter(contains) }
}

extension CTCAEGrades: CustomStringConvertible {
    /// The grades as a list: `1, 2`.
    public var description: String { all.map(String.init).joined(separator: ", ") }
}
