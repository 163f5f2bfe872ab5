import Values
import XMLStream

/// Builds a ``Study`` from the events of its element. Definitions are appended to the open `MetaDataVersion` when they
/// begin, and what stands inside them goes to the last one.
struct StudyBuilder {
    private struct Level {
        var name: ODMName
        var textStart: Int
    }

    private let path: String
    private var study: Study
    private var isVersion2 = false
    private var version: MetaDataVersion
    private var unit = MeasurementUnit(oid: "", name: "", symbol: "")
    private var levels: [Level] = []
    private var text: [UInt8] = []

    init(_ tag: XMLStartTag, _ vocabulary: ODMVocabulary, path: String) {
        self.path = path
        let attributes = DefinitionAttributes(tag, vocabulary)
        study = Study(oid: attributes[.OID] ?? "")
        study.name = attributes[.StudyName] ?? ""
        study.protocolName = attributes[.ProtocolName] ?? ""
        isVersion2 = attributes[.StudyName] != nil
        version = MetaDataVersion(oid: "", location: Location(path: path))
        levels.append(Level(name: .Study, textStart: 0))
    }

    mutating func text(_ piece: UnsafeBufferPointer<UInt8>) { text.append(contentsOf: piece) }

    mutating func start(_ name: ODMName, _ tag: XMLStartTag, _ vocabulary: ODMVocabulary) {
        let parent = levels.last?.name ?? .other
        levels.append(Level(name: name, textStart: text.count))
        guard name != .other else { return }
        let attributes = DefinitionAttributes(tag, vocabulary)
        let place = Location(path: path, line: Int(tag.line), column: Int(tag.column))
        switch parent {
        case .MetaDataVersion: startDefinition(name, attributes, place)
        case .ItemDef: startInItem(name, attributes)
        case .CodeList, .MultiSelectList: startInCodeList(name, attributes)
        case .Protocol, .StudyEventDef, .FormDef, .ItemGroupDef: startReference(name, parent, attributes)
        default: break
        }
        switch (parent, name) {
        case (.Study, .MetaDataVersion):
            version = MetaDataVersion(oid: attributes[.OID] ?? "", location: place)
            version.name = attributes[.Name] ?? ""
        case (_, .MeasurementUnit):
            unit = MeasurementUnit(oid: attributes[.OID] ?? "", name: attributes[.Name] ?? "", symbol: "")
        case (_, .Alias): add(Alias(context: attributes[.Context] ?? "", name: attributes[.Name] ?? ""), to: parent)
        case (_, .Coding): startCoding(parent, attributes)
        default: break
        }
    }

    /// Ends the innermost element; the study when it was its own.
    mutating func end() -> (study: Study, isVersion2: Bool)? {
        guard let level = levels.popLast() else { return nil }
        let written = text[level.textStart...].withUnsafeBufferPointer {
            levels.isEmpty ? "" : String(decoding: $0.trimmed, as: UTF8.self)
        }
        let parent = levels.last?.name ?? .other
        switch level.name {
        case .Study: return (study, isVersion2)
        case .MetaDataVersion: study.metaDataVersions.append(version)
        case .MeasurementUnit: study.measurementUnits[unit.oid] = unit
        case .TranslatedText: describe(parent, of: levels.count > 1 ? levels[levels.count - 2].name : .other, written)
        case .StudyName, .StudyDescription, .ProtocolName, .Description, .Question, .Decode, .Symbol, .ImputationMethod:
            describe(level.name, of: parent, written)
        case .CheckValue where parent == .RangeCheck:
            if let item = version.items.indices.last, let check = version.items[item].rangeChecks.indices.last {
                version.items[item].rangeChecks[check].values.append(written)
            }
        default: break
        }
        // A described element's own text is what stands in it outside `TranslatedText`.
        text.removeLast(text.count - level.textStart)
        return nil
    }

    private mutating func startDefinition(_ name: ODMName, _ attributes: DefinitionAttributes, _ place: Location) {
        let oid = attributes[.OID] ?? attributes[.ID] ?? ""
        let title = attributes[.Name] ?? ""
        switch name {
        case .Include:
            version.include = (attributes[.StudyOID] ?? "", attributes[.MetaDataVersionOID] ?? "")
        case .StudyEventDef:
            var event = StudyEventDef(oid: oid, name: title)
            event.repeating = attributes[.Repeating] == "Yes"
            event.type = attributes[.Type] ?? ""
            event.attributes = attributes.vendor
            version.studyEvents.append(event)
        case .FormDef:
            var form = FormDef(oid: oid, name: title)
            form.repeating = attributes[.Repeating] == "Yes"
            form.attributes = attributes.vendor
            version.forms.append(form)
        case .ItemGroupDef:
            var group = ItemGroupDef(oid: oid, name: title, location: place)
            group.type = attributes[.Type] ?? ""
            // 2.0 knows `Simple`, `Dynamic` and `Static` repeats (ODM 2.0, ItemGroupDef).
            group.repeating = (attributes[.Repeating] ?? "No") != "No"
            group.domain = attributes[.Domain]
            group.sasDatasetName = attributes[.SASDatasetName]
            group.attributes = attributes.vendor
            version.itemGroups.append(group)
        case .ItemDef: version.items.append(attributes.item(oid: oid, name: title, at: place))
        case .CodeList, .MultiSelectList:
            var list = CodeList(oid: oid, name: title, location: place)
            list.dataType = attributes[.DataType] ?? ""
            list.attributes = attributes.vendor
            version.codeLists.append(list)
        case .MethodDef, .ImputationMethod: version.methods.append(TextDef(oid: oid, name: title, description: ""))
        case .ConditionDef: version.conditions.append(TextDef(oid: oid, name: title, description: ""))
        default: break
        }
    }

    private mutating func startInItem(_ name: ODMName, _ attributes: DefinitionAttributes) {
        guard let last = version.items.indices.last else { return }
        switch name {
        case .CodeListRef: version.items[last].codeListOID = attributes[.CodeListOID]
        case .MultiSelectListRef:
            version.items[last].codeListOID = attributes[.MultiSelectListID]
            version.items[last].isMultiSelect = true
        case .MeasurementUnitRef:
            if let oid = attributes[.MeasurementUnitOID] { version.items[last].measurementUnitOIDs.append(oid) }
        case .RangeCheck:
            var check = RangeCheck(comparator: attributes[.Comparator] ?? "")
            check.hard = attributes[.SoftHard] == "Hard"
            version.items[last].rangeChecks.append(check)
        default: break
        }
    }

    private mutating func startInCodeList(_ name: ODMName, _ attributes: DefinitionAttributes) {
        guard let last = version.codeLists.indices.last else { return }
        switch name {
        case .CodeListItem, .EnumeratedItem, .MultiSelectListItem:
            let code = attributes[.CodedValue] ?? attributes[.CodedOptionValue] ?? ""
            version.codeLists[last].items.append(CodeListItem(codedValue: code))
        case .ExternalCodeList:
            version.codeLists[last].externalDictionary = attributes[.Dictionary] ?? ""
            version.codeLists[last].externalVersion = attributes[.Version]
        default: break
        }
    }

    private mutating func startReference(_ name: ODMName, _ parent: ODMName, _ attributes: DefinitionAttributes) {
        let key: ODMName
        switch name {
        case .StudyEventRef: key = .StudyEventOID
        case .StudyEventGroupRef:
            key = .StudyEventGroupOID
            isVersion2 = true
        case .FormRef: key = .FormOID
        case .ItemGroupRef: key = .ItemGroupOID
        case .ItemRef: key = .ItemOID
        default: return
        }
        let reference = attributes.reference(oid: attributes[key] ?? "")
        switch parent {
        case .Protocol: version.studyEventRefs.append(reference)
        case .StudyEventDef: version.studyEvents.updateLast { $0.refs.append(reference) }
        case .FormDef: version.forms.updateLast { $0.refs.append(reference) }
        default: version.itemGroups.updateLast { $0.refs.append(reference) }
        }
    }

    private mutating func startCoding(_ parent: ODMName, _ attributes: DefinitionAttributes) {
        isVersion2 = true
        var coding = Coding(code: attributes[.Code] ?? "", system: attributes[.System] ?? "")
        coding.systemName = attributes[.SystemName] ?? ""
        coding.systemVersion = attributes[.SystemVersion] ?? ""
        switch parent {
        case .ItemDef: version.items.updateLast { $0.codings.append(coding) }
        case .CodeListItem, .EnumeratedItem:
            version.codeLists.updateLast { $0.items.updateLast { $0.codings.append(coding) } }
        default: break
        }
    }

    private mutating func add(_ alias: Alias, to parent: ODMName) {
        switch parent {
        case .StudyEventDef: version.studyEvents.updateLast { $0.aliases.append(alias) }
        case .FormDef: version.forms.updateLast { $0.aliases.append(alias) }
        case .ItemGroupDef: version.itemGroups.updateLast { $0.aliases.append(alias) }
        case .ItemDef: version.items.updateLast { $0.aliases.append(alias) }
        case .CodeList: version.codeLists.updateLast { $0.aliases.append(alias) }
        case .CodeListItem, .EnumeratedItem, .MultiSelectListItem:
            version.codeLists.updateLast { $0.items.updateLast { $0.aliases.append(alias) } }
        case .MeasurementUnit: unit.aliases.append(alias)
        default: break
        }
    }

    /// Sets a describing text, unless an earlier language has set it.
    private mutating func describe(_ role: ODMName, of owner: ODMName, _ text: String) {
        guard !text.isEmpty else { return }
        func set(_ field: inout String) { if field.isEmpty { field = text } }
        switch (role, owner) {
        case (.StudyName, _): set(&study.name)
        case (.StudyDescription, _), (.Description, .Study): set(&study.description)
        case (.ProtocolName, _): set(&study.protocolName)
        case (.Symbol, .MeasurementUnit): set(&unit.symbol)
        case (.Description, .ItemGroupDef): version.itemGroups.updateLast { set(&$0.description) }
        case (.Description, .ItemDef): version.items.updateLast { set(&$0.description) }
        case (.Question, .ItemDef): version.items.updateLast { set(&$0.question) }
        case (.Description, .MethodDef), (.ImputationMethod, _), (.Description, .ImputationMethod):
            version.methods.updateLast { set(&$0.description) }
        case (.Description, .ConditionDef): version.conditions.updateLast { set(&$0.description) }
        case (.Decode, .CodeListItem), (.Decode, .MultiSelectListItem), (.Decode, .EnumeratedItem):
            version.codeLists.updateLast { $0.items.updateLast { if $0.decode == nil { $0.decode = text } } }
        default: break
        }
    }
}

extension Array {
    /// Changes the last element in place, if there is one.
    mutating func updateLast(_ change: (inout Element) -> Void) {
        guard let last = indices.last else { return }
        change(&self[last])
    }
}
