internal import XMLStream

/// Writes the study's metadata in ODM 1.3.2, as a site of one country sees them.
struct MetaDataWriter {
    let form: CaseReportForm
    let site: Site
    private let texts = MetaDataTexts(haveType: false)

    init(form: CaseReportForm, site: Site) {
        self.form = form
        self.site = site
    }

    /// `Study` with its one `MetaDataVersion`.
    func write(to xml: inout XMLWriter) throws(XMLError) {
        try xml.start("Study")
        try xml.attribute("OID", form.studyOID)
        try xml.start("GlobalVariables")
        try xml.element("StudyName", text: form.studyName)
        try xml.element("StudyDescription", text: form.description)
        try xml.element("ProtocolName", text: form.protocolName)
        xml.end()
        try xml.start("BasicDefinitions")
        for unit in form.units {
            try xml.start("MeasurementUnit")
            try xml.attribute("OID", unit.oid)
            try xml.attribute("Name", unit.name)
            try xml.start("Symbol")
            try texts.translated(unit.symbol, &xml)
            xml.end()
            xml.end()
        }
        xml.end()
        try xml.start("MetaDataVersion")
        try xml.attribute("OID", site.metaDataVersionOID)
        try xml.attribute("Name", "\(form.studyName) CRF 3, \(site.country)")
        try xml.start("Protocol")
        for (index, event) in form.events.enumerated() {
            try reference("StudyEventRef", "StudyEventOID", event.oid, index, isMandatory: false, &xml)
        }
        xml.end()
        for event in form.events {
            try xml.start("StudyEventDef")
            try xml.attribute("OID", event.oid)
            try xml.attribute("Name", event.name)
            try xml.attribute("Repeating", yes(event.repeats))
            try xml.attribute("Type", event.type)
            for (index, oid) in event.forms.enumerated() {
                try reference("FormRef", "FormOID", oid, index, isMandatory: false, &xml)
            }
            xml.end()
        }
        for form in form.forms {
            try xml.start("FormDef")
            try xml.attribute("OID", form.oid)
            try xml.attribute("Name", form.name)
            try xml.attribute("Repeating", yes(form.repeats))
            for (index, group) in form.groups.enumerated() {
                try reference("ItemGroupRef", "ItemGroupOID", group.oid, index, isMandatory: false, &xml)
            }
            xml.end()
        }
        for group in form.forms.flatMap(\.groups) {
            try xml.start("ItemGroupDef")
            try xml.attribute("OID", group.oid)
            try xml.attribute("Name", group.name)
            try xml.attribute("Repeating", yes(group.repeats))
            if !group.domain.isEmpty { try xml.attribute("Domain", group.domain) }
            for (index, item) in group.items.enumerated() {
                try reference("ItemRef", "ItemOID", item.oid, index, isMandatory: index == 0, &xml)
            }
            try texts.alias(group.alias, &xml)
            xml.end()
        }
        for item in form.forms.flatMap(\.groups).flatMap(\.items) { try write(item, to: &xml) }
        for list in form.codeLists { try texts.write(list, to: &xml) }
        xml.end()
        xml.end()
    }

    private func write(_ item: CaseReportForm.Item, to xml: inout XMLWriter) throws(XMLError) {
        let (type, length) = dataType(of: item)
        try xml.start("ItemDef")
        try xml.attribute("OID", item.oid)
        try xml.attribute("Name", item.name)
        try xml.attribute("DataType", type)
        try xml.attribute("Length", length.map { String($0) })
        try xml.attribute("SignificantDigits", item.digits.map { String($0) })
        // One variable's plain name serves as SDSVarName too; conditions and lists of them only as an alias.
        if item.alias.utf8.count <= 8, !item.alias.isEmpty { try xml.attribute("SDSVarName", item.alias) }
        try xml.start("Question")
        try texts.translated(item.question, &xml)
        xml.end()
        for unit in item.units { try xml.element("MeasurementUnitRef", ["MeasurementUnitOID": unit]) }
        if let list = item.codeList { try xml.element("CodeListRef", ["CodeListOID": list]) }
        try texts.alias(item.alias, &xml)
        xml.end()
    }

    /// An item's type: dates are free text where they are typed as such.
    func dataType(of item: CaseReportForm.Item) -> (type: String, length: Int?) {
        let isDate = item.type == "date" || item.type == "partialDate"
        return isDate && site.dates == .text ? ("text", 11) : (item.type, item.length)
    }

    private func reference(
        _ element: String, _ name: String, _ oid: String, _ index: Int, isMandatory: Bool, _ xml: inout XMLWriter
    ) throws(XMLError) {
        try xml.start(element)
        try xml.attribute(name, oid)
        try xml.attribute("OrderNumber", String(index + 1))
        try xml.attribute("Mandatory", yes(isMandatory))
        xml.end()
    }

    private func yes(_ answer: Bool) -> String { answer ? "Yes" : "No" }
}
