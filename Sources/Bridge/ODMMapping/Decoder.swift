import Mapping
import ODM

/// The decodes of an export's code lists, looked up once for each item and metadata version.
struct Decoder {
    let library: MetaDataLibrary
    private var lists: [Key: ODMPlan.CompiledList] = [:]
    private var units: [String: String] = [:]

    struct Key: Hashable {
        var study: Int32
        var metaDataVersion: Int32
        var item: Int32
    }

    init(library: MetaDataLibrary) {
        self.library = library
        for study in library.studies {
            for (oid, unit) in study.measurementUnits { units[oid] = unit.symbol.isEmpty ? unit.name : unit.symbol }
        }
    }

    /// The symbol of a measurement unit, or its OID when the metadata do not say.
    func unit(_ oid: String) -> String { units[oid] ?? oid }

    /// The decode of a code; nil when the item has no code list or the list has no such code.
    mutating func decode(
        _ code: UnsafeRawBufferPointer, item: Int32, of builder: borrowing PatientBuilder, _ group: Int
    ) -> String? {
        let record = builder.records.groups[group]
        let key = Key(study: record.study, metaDataVersion: record.metaDataVersion, item: item)
        if let list = lists[key] { return list.index(of: code).map { list.targets[$0] } }
        let list = compile(key, names: builder.names)
        lists[key] = list
        return list.index(of: code).map { list.targets[$0] }
    }

    private func compile(_ key: Key, names: NameTable) -> ODMPlan.CompiledList {
        let resolved = library.resolve(
            studyOID: key.study >= 0 ? names[key.study] : nil,
            metaDataVersionOID: key.metaDataVersion >= 0 ? names[key.metaDataVersion] : nil)
        let items = resolved?.items[names[key.item]]?.codeListOID.flatMap { resolved?.codeLists[$0] }?.items ?? []
        return ODMPlan.CompiledList(
            sources: items.map { Array($0.codedValue.utf8) }, targets: items.map { $0.decode ?? $0.codedValue },
            otherwise: .refuse)
    }
}
