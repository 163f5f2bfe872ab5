extension Terminology {
    /// One permissible value of a code list.
    public struct Term: Sendable {
        /// The term's place in its code list, from 0.
        public let index: Int
        private let strings: StringPool
        private let number: UInt32
        private let references: (value: UInt32, synonyms: UInt32, preferred: UInt32)

        init(index: Int, strings: StringPool, terms: TableSection, record: Int) {
            self.index = index
            self.strings = strings
            let place = CodeListPackage.termSize * record
            number = terms.u32(at: place)
            references = (terms.u32(at: place + 4), terms.u32(at: place + 8), terms.u32(at: place + 12))
        }

        /// The NCI concept code, such as `C49488`; the same concept may stand in several lists.
        public var code: String { "C\(number)" }
        /// The CDISC submission value: what stands in a dataset, case included.
        public var submissionValue: String { strings.string(references.value) }
        /// The NCI preferred term.
        public var preferredTerm: String { strings.string(references.preferred) }
        /// The CDISC synonyms, never to be submitted.
        public var synonyms: [String] {
            var found: [String] = []
            forEachSynonym {
                found.append(String(decoding: $0, as: UTF8.self))
                return true
            }
            return found
        }

        var codeNumber: UInt32 { number }
        var valueBytes: UnsafeRawBufferPointer { strings.bytes(references.value) }

        /// Calls `visit` with the bytes of each synonym until it returns false.
        func forEachSynonym(_ visit: (UnsafeRawBufferPointer) -> Bool) {
            // The table keeps the publisher's text: synonyms parted by a semicolon and a blank.
            let text = strings.bytes(references.synonyms)
            var start = 0, index = 0
            while start < text.count {
                let atSeparator = index + 1 < text.count && text[index] == 0x3B && text[index + 1] == 0x20
                if atSeparator || index == text.count {
                    guard visit(UnsafeRawBufferPointer(rebasing: text[start..<index])) else { return }
                    start = index + 2
                    index = start
                } else {
                    index += 1
                }
            }
        }
    }
}

extension Terminology.Term: Hashable {
    /// Whether both are the same concept with the same submission value.
    public static func == (a: Terminology.Term, b: Terminology.Term) -> Bool {
        a.number == b.number && equal(a.valueBytes, b.valueBytes)
    }

    /// Hashes the NCI code, which all but determines the submission value.
    public func hash(into hasher: inout Hasher) { hasher.combine(number) }
}
