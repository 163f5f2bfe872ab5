/// The units of CDISC's UNIT code list (C71620) and the UCUM codes that mean the same.
///
/// Only units whose UCUM code has the same definition are mapped; for the rest (counts per field, dosage forms,
/// units bound to an assay) the map says nil, and the CDISC text must be kept. No factor is implied: a mapped
/// pair is one unit in two spellings.
public struct UnitMap: Sendable {
    /// The version of the CDISC CT whose units are mapped.
    public let version: String
    private let strings: StringPool
    private let units: TableSection
    private let valueSlots: HashSlots
    private let ucumSlots: HashSlots
    private static let unitSize = 16

    init(_ table: BinaryTable) {
        version = table.name(2)
        strings = table.strings
        units = table[2]
        valueSlots = HashSlots(table[3])
        ucumSlots = HashSlots(table[4])
    }

    /// How a UCUM code was found.
    public enum Method: UInt8, Sendable, Hashable, CaseIterable {
        /// By spelling rules, such as `10^9/L` to `10*9/L`.
        case rule = 1
        /// By the same rules from a CDISC synonym, checked against the unit's definition.
        case synonym
        /// From OpenStudyBuilder's unit table.
        case openStudyBuilder
        /// By hand.
        case hand
    }

    /// A CDISC unit and its UCUM code.
    public struct Unit: Sendable, Hashable {
        /// The CDISC submission value, case included.
        public let cdisc: String
        /// The NCI code.
        public let code: String
        /// The UCUM code, case-sensitive form; nil when no UCUM code means the same.
        public let ucum: String?
        /// How the UCUM code was found; nil when there is none.
        public let method: Method?
    }

    /// The unit of a CDISC submission value, case included (Pa is pascal, PA is per year); nil for no CDISC unit.
    public func unit(forCDISC submissionValue: String) -> Unit? {
        withUTF8(submissionValue) { key in matches(valueSlots, key, field: 4) }.first
    }

    /// The UCUM code of a CDISC unit; nil when it is none or has no UCUM equal.
    public func ucum(forCDISC submissionValue: String) -> String? { unit(forCDISC: submissionValue)?.ucum }

    /// The CDISC units of a UCUM code, in the code list's order: more than one for `mm[Hg]` (mmHg and Torr), none when
    /// CDISC has no such unit under this spelling.
    public func units(forUCUM code: String) -> [Unit] {
        withUTF8(code) { key in matches(ucumSlots, key, field: 8) }
    }

    private func matches(_ slots: HashSlots, _ key: UnsafeRawBufferPointer, field: Int) -> [Unit] {
        var found: [Int] = []
        slots.candidates(for: key) { index in
            if equal(key, strings.bytes(units.u32(at: Self.unitSize * index + field))) { found.append(index) }
            return true
        }
        return found.sorted().map { self[$0] }
    }
}

extension UnitMap: RandomAccessCollection {
    /// The first unit's place.
    public var startIndex: Int { 0 }
    /// The number of CDISC units, mapped or not.
    public var endIndex: Int { units.count / Self.unitSize }
    /// The unit at a place.
    public subscript(index: Int) -> Unit {
        let place = Self.unitSize * index
        let method = Method(rawValue: units.u8(at: place + 12))
        return Unit(
            cdisc: strings.string(units.u32(at: place + 4)), code: "C\(units.u32(at: place))",
            ucum: method == nil ? nil : strings.string(units.u32(at: place + 8)), method: method)
    }
}
