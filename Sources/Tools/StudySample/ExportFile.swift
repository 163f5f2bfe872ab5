internal import Values
internal import XMLStream

/// One export on its way to the disk: what frames the patients' records, and the records' bytes between.
final class ExportFile {
    private var frame: XMLWriter
    private var file: OutputFile
    private let form: CaseReportForm
    private let site: Site

    /// How many bytes have been written.
    var count: Int { file.count }
    var path: String { file.path }

    /// Begins a file: ODM's head, the metadata unless `hasMetaData` is false, and the clinical data unless `hasData` is.
    init(
        path: String, form: CaseReportForm, site: Site, version: SampleOptions.ODMVersion, isAgain: Bool = false,
        hasMetaData: Bool = true, hasData: Bool = true
    ) throws(SampleError) {
        var frame = XMLWriter(indentation: 1)
        do throws(XMLError) {
            let head = ExportHead(
                form: form, site: site, version: version, isAgain: isAgain, hasMetaData: hasMetaData, hasData: hasData)
            frame.declaration()
            try head.write(to: &frame)
            if hasData { try Self.openClinicalData(form, site, &frame) }
        } catch { throw .unwritable(reason: error.diagnostic.message) }
        do {
            var file = try OutputFile(path: path)
            try frame.drain(into: &file)
            self.file = file
        } catch { throw .file(error) }
        (self.form, self.site, self.frame) = (form, site, frame)
    }

    private static func openClinicalData(
        _ form: CaseReportForm, _ site: Site, _ frame: inout XMLWriter
    ) throws(XMLError) {
        try frame.start("ClinicalData")
        try frame.attribute("StudyOID", form.studyOID)
        try frame.attribute("MetaDataVersionOID", site.metaDataVersionOID)
        try frame.text("\n")
    }

    /// Ends the clinical data and begins them anew, as systems do that export in batches.
    func beginBatch() throws(SampleError) {
        frame.end()
        do { try Self.openClinicalData(form, site, &frame) } catch {
            throw .unwritable(reason: error.diagnostic.message)
        }
        do { try frame.drain(into: &file) } catch { throw .file(error) }
    }

    /// Appends records.
    func write(_ bytes: [UInt8]) throws(SampleError) {
        do { try file.write(bytes) } catch { throw .file(error) }
    }

    /// Appends a part of records.
    func write(_ bytes: [UInt8], _ range: Range<Int>) throws(SampleError) {
        do { try file.write(Array(bytes[range])) } catch { throw .file(error) }
    }

    /// Ends the document and gives the file its name.
    func commit() throws(SampleError) {
        while frame.depth > 0 { frame.end() }
        do {
            try frame.drain(into: &file)
            try file.commit()
        } catch { throw .file(error) }
    }
}

/// What stands in a file before the clinical data.
struct ExportHead {
    let form: CaseReportForm
    let site: Site
    let version: SampleOptions.ODMVersion
    let isAgain, hasMetaData, hasData: Bool

    /// Opens `ODM` and writes the study and who works at the site.
    func write(to xml: inout XMLWriter) throws(XMLError) {
        let oid = "RIALTO.\(site.number)" + (hasData ? "" : ".METADATA")
        try xml.start("ODM")
        try xml.attribute("xmlns", "http://www.cdisc.org/ns/odm/v" + (version == .v1_3_2 ? "1.3" : "2.0"))
        try xml.attribute("ODMVersion", version.rawValue)
        try xml.attribute("FileType", site.export == .transactional ? "Transactional" : "Snapshot")
        try xml.attribute("Granularity", hasData ? "SingleSite" : "Metadata")
        try xml.attribute("FileOID", isAgain ? oid + ".2" : oid)
        if isAgain { try xml.attribute("PriorFileOID", oid) }
        try xml.attribute("CreationDateTime", isAgain ? form.createdAgain : form.created)
        try xml.attribute("Originator", "Rialto model study")
        try xml.attribute("SourceSystem", "rialto sample")
        if hasMetaData {
            if version == .v1_3_2 {
                try MetaDataWriter(form: form, site: site).write(to: &xml)
            } else {
                try MetaDataWriter20(form: form, site: site).write(to: &xml)
            }
        }
        try xml.start("AdminData")
        try xml.attribute("StudyOID", form.studyOID)
        try writeUser(site.investigatorOID, "Investigator", site.investigator, to: &xml)
        try writeUser(site.coordinatorOID, "Other", "Study office, site \(site.number)", to: &xml)
        try xml.start("Location")
        try xml.attribute("OID", site.locationOID)
        try xml.attribute("Name", site.name)
        if version == .v1_3_2 { try xml.attribute("LocationType", "Site") }
        try xml.element(
            "MetaDataVersionRef",
            [
                "StudyOID": form.studyOID, "MetaDataVersionOID": site.metaDataVersionOID, "EffectiveDate": "2014-06-01",
            ])
        xml.end()
        xml.end()
    }

    private func writeUser(
        _ oid: String, _ type: String, _ name: String, to xml: inout XMLWriter
    ) throws(XMLError) {
        try xml.start("User")
        try xml.attribute("OID", oid)
        try xml.attribute("UserType", type)
        try xml.element("FullName", text: name)
        xml.end()
    }
}
