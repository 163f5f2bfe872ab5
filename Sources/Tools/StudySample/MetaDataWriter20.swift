internal import XMLStream

/// Writes the study's metadata in ODM 2.0: forms are item groups, units are items.
struct MetaDataWriter20 {
    let form: CaseReportForm
    let site: Site
    private let texts = MetaDataTexts(haveType: true)

    init(form: CaseReportForm, site: Site) {
        self.form = form
        self.site = site
    }

    /// `Study` with its one `MetaDataVersion`.
    func write(to xml: inout XMLWriter) throws(XMLError) {
        try xml.start("Study")
        try xml.attribute("OID", form.studyOID)
        try xml.attribute("StudyName", form.studyName)
        try xml.attribute("ProtocolName", form.protocolName)
        try xml.start("Description")
        try texts.translated(form.description, &xml)
        xml.end()
        try xml.start("MetaDataVersion")
        try xml.attribute("OID", site.metaDataVersionOID)
        try xml.attribute("Name", "\(form.studyName) CRF 3, \(site.country)")
        try xml.start("Protocol")
        try xml.element("StudyEventGroupRef", ["StudyEventGroupOID": "SEG.ALL", "Mandatory": "Yes"])
        xml.end()
        try xml.start("StudyEventGroupDef")
        try xml.attribute("OID", "SEG.ALL")
        try xml.attribute("Name", "All events")
        for (index, event) in form.events.enumerated() {
            try reference("StudyEventRef", "StudyEventOID", event.oid, index, &xml) { _ throws(XMLError) in }
        }
        xml.end()
        for event in form.events {
            try xml.start("StudyEventDef")
            try xml.attribute("OID", event.oid)
            try xml.attribute("Name", event.name)
            try xml.attribute("Repeating", event.repeats ? "Yes" : "No")
            try xml.attribute("Type", event.type)
            for (index, oid) in event.forms.enumerated() {
                try reference("ItemGroupRef", "ItemGroupOID", oid, index, &xml) { _ throws(XMLError) in }
            }
            xml.end()
        }
        for form in form.forms {
            try xml.start("ItemGroupDef")
            try xml.attribute("OID", form.oid)
            try xml.attribute("Name", form.name)
            try xml.attribute("Repeating", form.repeats ? "Simple" : "No")
            try xml.attribute("Type", "Form")
            for (index, group) in form.groups.enumerated() {
                try reference("ItemGroupRef", "ItemGroupOID", group.oid, index, &xml) { _ throws(XMLError) in }
            }
            xml.end()
        }
        for group in form.forms.flatMap(\.groups) { try write(group, to: &xml) }
        for item in form.forms.flatMap(\.groups).flatMap(\.items) { try write(item, to: &xml) }
        for list in form.codeLists { try texts.write(list, to: &xml) }
        xml.end()
        xml.end()
    }

    private func write(_ group: CaseReportForm.Group, to xml: inout XMLWriter) throws(XMLError) {
        try xml.start("ItemGroupDef")
        try xml.attribute("OID", group.oid)
        try xml.attribute("Name", group.name)
        try xml.attribute("Repeating", group.repeats ? "Simple" : "No")
        if !group.domain.isEmpty { try xml.attribute("Domain", group.domain) }
        try xml.attribute("Type", "Section")
        var index = 0
        for item in group.items {
            try reference("ItemRef", "ItemOID", item.oid, index, &xml) { xml throws(XMLError) in
                if !item.units.isEmpty { try xml.attribute("UnitsItemOID", item.oid + ".UNIT") }
            }
            index += 1
            guard !item.units.isEmpty else { continue }
            let symbol = item.units.count == 1 ? self.symbol(item.units[0]) : nil
            try reference("ItemRef", "ItemOID", item.oid + ".UNIT", index, &xml) { xml throws(XMLError) in
                try xml.attribute("PreSpecifiedValue", symbol)
            }
            index += 1
        }
        try texts.alias(group.alias, &xml)
        xml.end()
    }

    private func write(_ item: CaseReportForm.Item, to xml: inout XMLWriter) throws(XMLError) {
        let (type, length) = MetaDataWriter(form: form, site: site).dataType(of: item)
        try xml.start("ItemDef")
        try xml.attribute("OID", item.oid)
        try xml.attribute("Name", item.name)
        try xml.attribute("DataType", type)
        try xml.attribute("Length", length.map { String($0) })
        try xml.start("Question")
        try texts.translated(item.question, &xml)
        xml.end()
        if let list = item.codeList { try xml.element("CodeListRef", ["CodeListOID": list]) }
        try texts.alias(item.alias, &xml)
        xml.end()
        guard !item.units.isEmpty else { return }
        try xml.start("ItemDef")
        try xml.attribute("OID", item.oid + ".UNIT")
        try xml.attribute("Name", item.name + ", unit")
        try xml.attribute("DataType", "text")
        try xml.attribute("Length", "16")
        try xml.start("Question")
        try texts.translated(item.question + ": unit", &xml)
        xml.end()
        xml.end()
    }

    private func symbol(_ oid: String) -> String? { form.units.first { $0.oid == oid }?.symbol }

    private func reference(
        _ element: String, _ name: String, _ oid: String, _ index: Int, _ xml: inout XMLWriter,
        more: (inout XMLWriter) throws(XMLError) -> Void
    ) throws(XMLError) {
        try xml.start(element)
        try xml.attribute(name, oid)
        try xml.attribute("OrderNumber", String(index + 1))
        try xml.attribute("Mandatory", "No")
        try more(&xml)
        xml.end()
    }
}
