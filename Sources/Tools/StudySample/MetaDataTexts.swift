internal import XMLStream

/// What metadata of ODM 1.3.2 and of 2.0 have in common: described texts, aliases and code lists.
struct MetaDataTexts {
    /// Whether texts say their type, as ODM 2.0 wants it.
    let haveType: Bool

    func translated(_ text: String, _ xml: inout XMLWriter) throws(XMLError) {
        try xml.start("TranslatedText")
        try xml.attribute("xml:lang", "en")
        if haveType { try xml.attribute("Type", "text/plain") }
        try xml.text(text)
        xml.end()
    }

    func alias(_ name: String, _ xml: inout XMLWriter) throws(XMLError) {
        if !name.isEmpty { try xml.element("Alias", ["Context": "SDTM", "Name": name]) }
    }

    func write(_ list: CaseReportForm.CodeList, to xml: inout XMLWriter) throws(XMLError) {
        try xml.start("CodeList")
        try xml.attribute("OID", list.oid)
        try xml.attribute("Name", list.name)
        try xml.attribute("DataType", list.type)
        for code in list.codes {
            try xml.start("CodeListItem")
            try xml.attribute("CodedValue", code.value)
            try xml.start("Decode")
            try translated(code.decode, &xml)
            xml.end()
            try alias(code.alias, &xml)
            xml.end()
        }
        xml.end()
    }
}
