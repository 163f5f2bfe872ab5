extension Terminology.CodeList {
    /// How a text stands to a code list.
    public enum Match: Sendable, Hashable {
        /// It is a submission value.
        case exact(Terminology.Term)
        /// It differs from these submission values in the case of letters only; case matters in SDTM.
        case caseDiffers([Terminology.Term])
        /// It is a synonym of these terms, several when ambiguous; a synonym is never a permissible value, and an
        /// ambiguous one must not be replaced without a stated choice.
        case synonym([Terminology.Term])
        /// It is nothing that the list knows.
        case none
    }
}

/// Searching costs one hash of the key and, as a rule, one comparison; finding an index decodes and allocates nothing.
extension Terminology.CodeList {
    /// Whether a text is a submission value of the list, case included.
    public func contains(_ submissionValue: String) -> Bool { index(of: submissionValue) != nil }

    /// Whether UTF-8 bytes are a submission value of the list, case included.
    public func contains(_ submissionValue: Span<UInt8>) -> Bool { index(of: submissionValue) != nil }

    /// The place of the term with a submission value, case included.
    public func index(of submissionValue: String) -> Int? { withUTF8(submissionValue) { index($0) } }

    /// The place of the term whose submission value has these UTF-8 bytes, case included.
    public func index(of submissionValue: Span<UInt8>) -> Int? {
        submissionValue.withUnsafeBufferPointer { index(UnsafeRawBufferPointer($0)) }
    }

    /// The term with a submission value, case included.
    public func term(submissionValue: String) -> Terminology.Term? { index(of: submissionValue).map { self[$0] } }

    /// The terms whose submission value equals a text when case is ignored; more than one for `pa` in UNIT (Pa, PA).
    public func terms(ignoringCase submissionValue: String) -> [Terminology.Term] {
        withUTF8(submissionValue) { key in
            collect(valueSlots, key) { equalIgnoringCase(key, valueBytes($0)) }
        }
    }

    /// All terms that have a text as synonym; several when the synonym is ambiguous.
    public func terms(synonym: String, ignoringCase: Bool = false) -> [Terminology.Term] {
        withUTF8(synonym) { key in
            collect(synonymSlots, key) { index in
                var found = false
                self[index].forEachSynonym {
                    found = ignoringCase ? equalIgnoringCase(key, $0) : equal(key, $0)
                    return !found
                }
                return found
            }
        }
    }

    /// How a text stands to the list: a submission value, else one in another case, else a synonym (in its own case
    /// before any case), else nothing.
    public func match(_ text: String) -> Match {
        if let term = term(submissionValue: text) { return .exact(term) }
        let otherCase = terms(ignoringCase: text)
        if !otherCase.isEmpty { return .caseDiffers(otherCase) }
        let synonyms = terms(synonym: text)
        if !synonyms.isEmpty { return .synonym(synonyms) }
        let looseSynonyms = terms(synonym: text, ignoringCase: true)
        return looseSynonyms.isEmpty ? .none : .synonym(looseSynonyms)
    }

    @inline(__always)
    private func index(_ key: UnsafeRawBufferPointer) -> Int? {
        var found: Int?
        valueSlots.candidates(for: key) { index in
            if equal(key, valueBytes(index)) { found = index }
            return found == nil
        }
        return found
    }

    /// The candidates for a key that are what is sought, each once, in the list's order.
    private func collect(
        _ slots: HashSlots, _ key: UnsafeRawBufferPointer, where isSought: (Int) -> Bool
    ) -> [Terminology.Term] {
        var found: [Int] = []
        slots.candidates(for: key) { index in
            if !found.contains(index), isSought(index) { found.append(index) }
            return true
        }
        return found.sorted().map { self[$0] }
    }
}
