extension Terminology {
    /// A code list of one package: its terms, and whether a sponsor may add to them.
    ///
    /// A list is a view of the table, cheap to make and to copy. Its elements are the terms in the publisher's order.
    public struct CodeList: Sendable {
        /// The package that the list belongs to, such as `sdtmct-2025-03-28`.
        public var packageID: String { layout.strings.string(layout.packageID) }
        /// The NCI code, such as `C66742`.
        public var code: String { "C\(layout.lists.u32(at: record))" }
        /// The submission value, such as `NY`.
        public var submissionValue: String { layout.strings.string(layout.lists.u32(at: record + 4)) }
        /// The name, such as `No Yes Response`.
        public var name: String { layout.strings.string(layout.lists.u32(at: record + 8)) }
        /// Whether a sponsor may use other values (Codelist Extensible = Yes).
        public let isExtensible: Bool
        /// Whether this is the list of short names (--TESTCD) of a pair whose long names (--TEST) stand in ``partner``.
        public let holdsShortNames: Bool

        let layout: CodeListPackage.Layout
        private let record: Int
        private let firstTerm: Int
        private let termCount: Int

        init(_ layout: CodeListPackage.Layout, _ index: Int) {
            self.layout = layout
            record = CodeListPackage.listSize * index
            firstTerm = Int(layout.lists.u32(at: record + 12))
            termCount = Int(layout.lists.u16(at: record + 16))
            let flags = layout.lists.u16(at: record + 18)
            isExtensible = flags & 1 != 0
            holdsShortNames = flags & 2 != 0
        }

        /// The other list of a pair of short and long names (--TESTCD and --TEST) with the same NCI codes.
        public var partner: CodeList? {
            let index = layout.lists.u16(at: record + 20)
            return index == 0xFFFF ? nil : CodeList(layout, Int(index))
        }

        /// The term of the same NCI code in the partner list: the --TEST of a --TESTCD, and the other way round.
        public func counterpart(of term: Term) -> Term? { partner?.term(codeNumber: term.codeNumber) }

        /// The term of an NCI code such as `C49488`.
        public func term(code: String) -> Term? { nciNumber(code).flatMap { term(codeNumber: $0) } }

        private func term(codeNumber number: UInt32) -> Term? {
            func index(_ place: Int) -> Int { Int(layout.codeOrder.u16(at: 2 * (firstTerm + place))) }
            return search(termCount) { place in
                let other = self[index(place)].codeNumber
                return number == other ? 0 : number < other ? -1 : 1
            }.map { self[index($0)] }
        }

        @inline(__always)
        var valueSlots: HashSlots {
            HashSlots(
                layout.valueSlots, first: Int(layout.lists.u32(at: record + 24)),
                bits: Int(layout.lists.u8(at: record + 22)))
        }

        @inline(__always)
        var synonymSlots: HashSlots {
            HashSlots(
                layout.synonymSlots, first: Int(layout.lists.u32(at: record + 28)),
                bits: Int(layout.lists.u8(at: record + 23)))
        }

        /// The bytes of a term's submission value.
        @inline(__always)
        func valueBytes(_ index: Int) -> UnsafeRawBufferPointer {
            layout.strings.bytes(layout.terms.u32(at: CodeListPackage.termSize * (firstTerm + index) + 4))
        }
    }
}

extension Terminology.CodeList: RandomAccessCollection {
    /// The first term's place.
    public var startIndex: Int { 0 }
    /// The number of terms.
    public var endIndex: Int { termCount }
    /// The term at a place, in the publisher's order.
    public subscript(index: Int) -> Terminology.Term {
        precondition(index >= 0 && index < termCount, "a code list has no term at index \(index)")
        return Terminology.Term(index: index, strings: layout.strings, terms: layout.terms, record: firstTerm + index)
    }
}

extension Terminology.CodeList: Hashable {
    /// Whether both are the same list of the same package.
    public static func == (a: Terminology.CodeList, b: Terminology.CodeList) -> Bool {
        a.record == b.record && a.packageID == b.packageID
    }

    /// Hashes the list's place in its package.
    public func hash(into hasher: inout Hasher) { hasher.combine(record) }
}
