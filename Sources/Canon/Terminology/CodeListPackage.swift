public import Values

/// One published package of controlled terminology, such as CDISC's SDTM CT of 2025-03-28: the code lists valid
/// together. Its elements are the lists in the order of their NCI codes.
///
/// ```swift
/// let package = try Terminology.codeLists("2025-03-28")
/// let yesNo = try package.codeList("NY")
/// yesNo.contains("Y")
/// ```
///
/// The package reads the embedded table in place; making one costs less than a microsecond.
public struct CodeListPackage: Sendable {
    static let listSize = 32
    static let termSize = 16

    /// The identifier, such as `sdtmct-2025-03-28`.
    public let id: String
    /// The name, such as `CDISC SDTM Controlled Terminology 2025-03-28`.
    public let title: String
    /// The date of publication, such as `2025-03-28`.
    public let version: String
    /// The number of terms in all lists; a concept that stands in several lists counts in each.
    public let termCount: Int

    let layout: Layout

    /// The sections of the table.
    struct Layout: Sendable {
        /// The package's identifier, kept as a reference so that a list is a plain view without counted storage.
        let packageID: UInt32
        let strings: StringPool
        let lists: TableSection
        let listsByValue: TableSection
        let terms: TableSection
        let valueSlots: TableSection
        let synonymSlots: TableSection
        let codeOrder: TableSection
    }

    init(_ table: BinaryTable) {
        id = table.name(0)
        title = table.name(1)
        version = table.name(2)
        layout = Layout(
            packageID: table.nameReference(0), strings: table.strings, lists: table[2], listsByValue: table[3],
            terms: table[4], valueSlots: table[5],
            synonymSlots: table[6], codeOrder: table[7])
        termCount = layout.terms.count / Self.termSize
    }

    /// The code list of a submission value (`NY`) or an NCI code (`C66742`), as they are published; nil when the
    /// package has none.
    public func codeList(ifPresent nameOrCode: String) -> Terminology.CodeList? {
        codeList(code: nameOrCode) ?? codeList(submissionValue: nameOrCode)
    }

    /// The code list of a submission value (`NY`) or an NCI code (`C66742`); `location` is where the name stands.
    public func codeList(_ nameOrCode: String, at location: Location? = nil) throws(TerminologyError)
        -> Terminology.CodeList
    {
        guard let list = codeList(ifPresent: nameOrCode) else {
            throw .unknownCodeList(nameOrCode, package: id, at: location)
        }
        return list
    }

    /// The code list of an NCI code such as `C66742`.
    public func codeList(code: String) -> Terminology.CodeList? {
        guard let number = nciNumber(code) else { return nil }
        return search(count) { index in
            let other = layout.lists.u32(at: Self.listSize * index)
            return number == other ? 0 : number < other ? -1 : 1
        }.map { self[$0] }
    }

    /// The code list of a submission value such as `NY`.
    public func codeList(submissionValue: String) -> Terminology.CodeList? {
        withUTF8(submissionValue) { key in
            search(count) { index in
                let list = Int(layout.listsByValue.u16(at: 2 * index))
                return layout.strings.compare(key, to: layout.lists.u32(at: Self.listSize * list + 4))
            }
        }.map { self[Int(layout.listsByValue.u16(at: 2 * $0))] }
    }
}

extension CodeListPackage: RandomAccessCollection {
    /// The first code list's place.
    public var startIndex: Int { 0 }
    /// The number of code lists.
    public var endIndex: Int { layout.lists.count / Self.listSize }
    /// The code list at a place, in the order of the NCI codes.
    public subscript(index: Int) -> Terminology.CodeList { Terminology.CodeList(layout, index) }
}

/// The number in an NCI code such as `C66742`; nil for anything that is not spelled so.
func nciNumber(_ code: String) -> UInt32? {
    withUTF8(code) { bytes in
        guard (2...10).contains(bytes.count), bytes[0] == 0x43, bytes[1] != 0x30 else { return nil }
        var number: UInt32 = 0
        for byte in bytes.dropFirst() {
            guard byte &- 0x30 < 10 else { return nil }
            number = number &* 10 &+ UInt32(byte &- 0x30)
        }
        return number
    }
}

/// The index below `count` for which `order` is zero, by binary search; `order` is below zero when the key stands
/// before the index.
func search(_ count: Int, _ order: (Int) -> Int) -> Int? {
    var low = 0, high = count
    while low < high {
        let middle = low + (high - low) / 2
        let comparison = order(middle)
        if comparison == 0 { return middle }
        if comparison < 0 { high = middle } else { low = middle + 1 }
    }
    return nil
}
