import ODM

/// The definitions of an export's metadata as one whole: all versions of all studies together, the first definition of
/// an OID counting; what the data have beyond them is added without a definition.
struct SurveyedDefinitions {
    private(set) var events: [Event] = []
    private(set) var forms: [String: String] = [:]
    private(set) var groups: [Group] = []
    private(set) var items: [String: ItemDef] = [:]
    private(set) var codeLists: [String: CodeList] = [:]
    private(set) var units: [String: MeasurementUnit] = [:]
    private var groupIndex: [String: Int] = [:]
    /// Whether there are definitions at all.
    var isEmpty: Bool { items.isEmpty }

    /// A study event.
    struct Event {
        var oid: String
        var name: String
        var repeating: Bool
        var type: String
        var forms: [String]
        /// Whether the metadata define it.
        var isDefined: Bool
    }

    /// An item group: its definition, and where it may stand.
    struct Group {
        var oid: String
        var definition: ItemGroupDef?
        var forms: [String] = []
        /// Item OIDs in order: those of the definition, then those that only the data have.
        var items: [String] = []

        var name: String { definition?.name ?? "" }
    }

    init(_ survey: ExportSurvey) {
        for study in survey.library.studies {
            for version in study.metaDataVersions {
                guard
                    let resolved = survey.library.resolve(studyOID: study.oid, metaDataVersionOID: version.oid)
                else { continue }
                add(resolved)
            }
        }
        addData(survey)
    }

    private mutating func add(_ resolved: ResolvedMetaData) {
        units.merge(resolved.measurementUnits) { first, _ in first }
        items.merge(resolved.items) { first, _ in first }
        codeLists.merge(resolved.codeLists) { first, _ in first }
        let order = resolved.studyEventRefs.map(\.oid)
        let declared = resolved.versions.flatMap(\.studyEvents).map(\.oid)
        for oid in order + declared where !events.contains(where: { $0.oid == oid }) {
            guard let event = resolved.studyEvents[oid] else { continue }
            events.append(
                Event(
                    oid: oid, name: event.name, repeating: event.repeating, type: event.type,
                    forms: event.refs.map(\.oid), isDefined: true))
        }
        for version in resolved.versions {
            for form in version.forms where forms[form.oid] == nil { forms[form.oid] = form.name }
            for group in version.itemGroups where groupIndex[group.oid] == nil {
                groupIndex[group.oid] = groups.count
                groups.append(
                    Group(
                        oid: group.oid, definition: group,
                        items: group.refs.map(\.oid).filter { resolved.items[$0] != nil }))
            }
            for form in version.forms {
                for ref in form.refs {
                    guard let index = groupIndex[ref.oid], !groups[index].forms.contains(form.oid) else { continue }
                    groups[index].forms.append(form.oid)
                }
            }
        }
    }

    private mutating func addData(_ survey: ExportSurvey) {
        for group in survey.groups {
            switch group.key.level {
            case .subject: break
            case .studyEvent:
                if !events.contains(where: { $0.oid == group.key.oid }) {
                    events.append(
                        Event(
                            oid: group.key.oid, name: group.key.oid, repeating: group.mostInSubject > 1, type: "",
                            forms: [], isDefined: false))
                }
            case .form: if forms[group.key.oid] == nil { forms[group.key.oid] = "" }
            case .itemGroup: addData(group)
            }
        }
    }

    private mutating func addData(_ group: ExportSurvey.Group) {
        let index: Int
        if let known = groupIndex[group.key.oid] {
            index = known
        } else {
            index = groups.count
            groupIndex[group.key.oid] = index
            groups.append(Group(oid: group.key.oid))
        }
        if !group.key.form.isEmpty, !groups[index].forms.contains(group.key.form) {
            groups[index].forms.append(group.key.form)
        }
        for name in group.order where !name.isPath && !groups[index].items.contains(name) {
            groups[index].items.append(name)
        }
    }

    /// The group with this OID.
    func group(_ oid: String) -> Group? { groupIndex[oid].map { groups[$0] } }

    /// The code list of an item, when it is defined.
    func codeList(ofItem oid: String) -> CodeList? { items[oid]?.codeListOID.flatMap { codeLists[$0] } }

    /// The OIDs of all study events.
    var eventOIDs: [String] { events.map(\.oid) }
}

extension String {
    /// Whether this names an attribute or vendor element, not an item.
    var isPath: Bool { utf8.contains(UInt8(ascii: "@")) || utf8.contains(UInt8(ascii: "/")) }
}
