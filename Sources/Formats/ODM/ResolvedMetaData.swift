public import Values

/// A `MetaDataVersion` with all that it includes, looked up by OID. A version's own definitions go before those that it
/// includes (ODM 1.3.2, 3.1.3.1).
public struct ResolvedMetaData: Sendable {
    /// The study to which the version belongs.
    public let study: Study
    /// The version, then those it includes, the nearest first.
    public let versions: [MetaDataVersion]
    /// `StudyEventRef` of the protocol: of the nearest version that has any.
    public let studyEventRefs: [ItemRef]
    /// What was assumed or is missing.
    public let diagnostics: [Diagnostic]
    /// `StudyEventDef` by OID.
    public let studyEvents: [String: StudyEventDef]
    /// `FormDef` by OID.
    public let forms: [String: FormDef]
    /// `ItemGroupDef` by OID.
    public let itemGroups: [String: ItemGroupDef]
    /// `ItemDef` by OID.
    public let items: [String: ItemDef]
    /// `CodeList` and `MultiSelectList` by OID.
    public let codeLists: [String: CodeList]
    /// `MethodDef` by OID.
    public let methods: [String: TextDef]
    /// `ConditionDef` by OID.
    public let conditions: [String: TextDef]
    /// `MeasurementUnit` by OID, of all studies on the way.
    public let measurementUnits: [String: MeasurementUnit]

    init(_ chain: [(study: Study, version: MetaDataVersion)], _ notes: [Diagnostic]) {
        study = chain.first?.study ?? Study(oid: "")
        let versions = chain.map(\.version)
        self.versions = versions
        diagnostics = notes
        studyEventRefs = versions.first { !$0.studyEventRefs.isEmpty }?.studyEventRefs ?? []
        func byOID<Definition>(
            _ definitions: (MetaDataVersion) -> [Definition], _ oid: (Definition) -> String
        ) -> [String: Definition] {
            var result: [String: Definition] = [:]
            for version in versions {
                for definition in definitions(version) where result[oid(definition)] == nil {
                    result[oid(definition)] = definition
                }
            }
            return result
        }
        studyEvents = byOID(\.studyEvents, \.oid)
        forms = byOID(\.forms, \.oid)
        itemGroups = byOID(\.itemGroups, \.oid)
        items = byOID(\.items, \.oid)
        codeLists = byOID(\.codeLists, \.oid)
        methods = byOID(\.methods, \.oid)
        conditions = byOID(\.conditions, \.oid)
        var units: [String: MeasurementUnit] = [:]
        for (study, _) in chain { units.merge(study.measurementUnits) { first, _ in first } }
        measurementUnits = units
    }

    /// The `StudyEventDef` with this OID.
    public func studyEvent(_ oid: String) -> StudyEventDef? { studyEvents[oid] }

    /// The `FormDef` with this OID.
    public func form(_ oid: String) -> FormDef? { forms[oid] }

    /// The `ItemGroupDef` with this OID.
    public func itemGroup(_ oid: String) -> ItemGroupDef? { itemGroups[oid] }

    /// The `ItemDef` with this OID.
    public func item(_ oid: String) -> ItemDef? { items[oid] }

    /// The `CodeList` with this OID.
    public func codeList(_ oid: String) -> CodeList? { codeLists[oid] }

    /// The code list of an item, when it has one that is defined.
    public func codeList(of item: ItemDef) -> CodeList? { item.codeListOID.flatMap { codeLists[$0] } }
}
