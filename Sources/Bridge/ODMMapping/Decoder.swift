import Mapping
import ODM

/// What the export's metadata say of its items, looked up once for each item and metadata version.
struct Decoder {
    let library: MetaDataLibrary
    /// The inputs' paths, by number.
    private let sources: [String]
    private var numbers: [Version: Int] = [:]
    private var versions: [Known] = []
    private var last: (version: Version, number: Int)?
    private var units: [String: String] = [:]

    struct Version: Hashable {
        var study: Int32
        var metaDataVersion: Int32
        /// The file of data that name no version; -1 for others.
        var source: Int32
    }

    /// What is known of one metadata version.
    private struct Known {
        let metaData: ResolvedMetaData?
        /// Whether the metadata define anything of each sort; an export that defines no forms says nothing about forms.
        let defines: SIMD4<UInt8>
        /// The code lists, by the item's name id; nil when not asked for yet.
        var lists: [ODMPlan.CompiledList?] = []
        /// By name and sort: 0 not asked yet, 1 defined, 2 not defined.
        var definitions: [UInt8] = []
        /// Where items' units stand, by the item's name id; nil when not asked for yet.
        var itemUnits: [ItemUnit?] = []
        /// The symbols of measurement units, by the OID's name id; nil when not asked for yet.
        var symbols: [String?] = []

        init(_ metaData: ResolvedMetaData?) {
            self.metaData = metaData
            func flag(_ isEmpty: Bool?) -> UInt8 { isEmpty == false ? 1 : 0 }
            defines = [
                flag(metaData?.items.isEmpty), flag(metaData?.studyEvents.isEmpty), flag(metaData?.forms.isEmpty),
                flag(metaData?.itemGroups.isEmpty),
            ]
        }

        func has(_ oid: String, _ sort: Sort) -> Bool {
            switch sort {
            case .item: metaData?.items[oid] != nil
            case .studyEvent: metaData?.studyEvents[oid] != nil
            case .form: metaData?.forms[oid] != nil
            case .itemGroup: metaData?.itemGroups[oid] != nil
            }
        }
    }

    /// What an OID can name.
    enum Sort: Int {
        case item, studyEvent, form, itemGroup
    }

    init(library: MetaDataLibrary, sources: [String]) {
        self.library = library
        self.sources = sources
        // Studies may give one OID to different units; only what they agree on holds for data without metadata.
        var contradicted: Set<String> = []
        for study in library.studies {
            for (oid, unit) in study.measurementUnits {
                if let other = units[oid], other != unit.text { contradicted.insert(oid) }
                units[oid] = unit.text
            }
        }
        for oid in contradicted { units[oid] = nil }
    }

    /// The symbol of a measurement unit in the metadata of the group's data, or its OID when they do not say.
    mutating func unit(_ oid: Int32, in group: GroupRecord, names: NameTable) -> String {
        let number = version(of: group, names: names)
        if let known = Decoder.entry(oid, in: versions[number].symbols) { return known }
        let symbol = unit(names[oid], version: number)
        Decoder.set(symbol, for: oid, in: &versions[number].symbols, names)
        return symbol
    }

    private func unit(_ oid: String, version number: Int) -> String {
        // Metadata that have units have all of theirs: another study's OID may be another unit.
        if let own = versions[number].metaData?.measurementUnits, !own.isEmpty { return own[oid]?.text ?? oid }
        return units[oid] ?? oid
    }

    /// An entry of a table by name id.
    private static func entry<Entry>(_ name: Int32, in table: [Entry?]) -> Entry? {
        Int(name) < table.count ? table[Int(name)] : nil
    }

    private static func set<Entry>(_ entry: Entry, for name: Int32, in table: inout [Entry?], _ names: NameTable) {
        let missing = names.names.count - table.count
        if missing > 0 { table.append(contentsOf: repeatElement(nil, count: missing)) }
        table[Int(name)] = entry
    }

    /// Where the unit of an item's values stands, when not with the value.
    struct ItemUnit {
        /// The item that holds it (`UnitsItemOID` of ODM 2.0).
        var item: String?
        /// The one unit that the item's definition allows.
        var only: String?
    }

    /// Where the unit of an item's values stands by the metadata.
    mutating func itemUnit(_ item: Int32, in group: GroupRecord, names: NameTable) -> ItemUnit {
        let number = version(of: group, names: names)
        if let known = Decoder.entry(item, in: versions[number].itemUnits) { return known }
        let metaData = versions[number].metaData
        let name = names[item]
        let refs = metaData?.itemGroup(group.oid >= 0 ? names[group.oid] : "")?.refs ?? []
        let allowed = metaData?.item(name)?.measurementUnitOIDs ?? []
        let unit = ItemUnit(
            item: refs.first { $0.oid == name }?.unitsItemOID,
            only: allowed.count == 1 ? self.unit(allowed[0], version: number) : nil)
        Decoder.set(unit, for: item, in: &versions[number].itemUnits, names)
        return unit
    }

    /// The decode of a code; nil when the item has no code list or the list has no such code.
    mutating func decode(
        _ code: UnsafeRawBufferPointer, item: Int32, in group: GroupRecord, names: NameTable
    ) -> String? {
        let number = version(of: group, names: names)
        if let list = Decoder.entry(item, in: versions[number].lists) {
            return list.index(of: code).map { list.targets[$0] }
        }
        let items = codes(names[item], version: number)
        let list = ODMPlan.CompiledList(
            sources: items.map { Array($0.codedValue.utf8) }, targets: items.map { $0.decode ?? $0.codedValue },
            otherwise: .refuse)
        Decoder.set(list, for: item, in: &versions[number].lists, names)
        return list.index(of: code).map { list.targets[$0] }
    }

    /// Whether the metadata give an item a code list with codes.
    mutating func hasCodeList(_ item: Int32, in group: GroupRecord, names: NameTable) -> Bool {
        !codes(names[item], version: version(of: group, names: names)).isEmpty
    }

    private func codes(_ item: String, version number: Int) -> [CodeListItem] {
        let metaData = versions[number].metaData
        return metaData?.item(item)?.codeListOID.flatMap { metaData?.codeList($0) }?.items ?? []
    }

    /// Whether an OID is defined; also true when the export has no metadata of its sort at all.
    mutating func isDefined(_ oid: Int32, _ sort: Sort, in group: GroupRecord, names: NameTable) -> Bool {
        let number = version(of: group, names: names)
        // Only a flag is looked at here: copying the metadata would retain all its dictionaries for every item.
        guard versions[number].defines[sort.rawValue] == 1 else { return true }
        let index = Int(oid) * 4 + sort.rawValue
        if index >= versions[number].definitions.count {
            let missing = names.names.count * 4 - versions[number].definitions.count
            versions[number].definitions.append(contentsOf: repeatElement(0, count: missing))
        }
        if versions[number].definitions[index] == 0 {
            versions[number].definitions[index] = versions[number].has(names[oid], sort) ? 1 : 2
        }
        return versions[number].definitions[index] == 1
    }

    /// The number of the metadata version that a group's data are of.
    mutating func version(of group: GroupRecord, names: NameTable) -> Int {
        let version = Version(
            study: group.study, metaDataVersion: group.metaDataVersion,
            source: group.metaDataVersion < 0 ? group.source : -1)
        if let last, last.version == version { return last.number }
        let number: Int
        if let known = numbers[version] {
            number = known
        } else {
            number = versions.count
            let metaData = library.resolve(
                studyOID: group.study >= 0 ? names[group.study] : nil,
                metaDataVersionOID: group.metaDataVersion >= 0 ? names[group.metaDataVersion] : nil,
                path: sources.indices.contains(Int(group.source)) ? sources[Int(group.source)] : "")
            versions.append(Known(metaData))
            numbers[version] = number
        }
        last = (version, number)
        return number
    }
}

extension MeasurementUnit {
    /// The symbol, else the name.
    var text: String { symbol.isEmpty ? name : symbol }
}
