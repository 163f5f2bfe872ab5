internal import Values

/// One site's export: its files, open together, and what waits to be written to them.
struct SiteExport {
    let site: Site
    private(set) var patients = 0
    private var writer: RecordWriter
    private let file: ExportFile
    private let again: ExportFile?
    private let metaData: ExportFile?
    /// What has been entered but not yet exported, with the number of the patient after whom it is: the parts of a
    /// transactional export arrive scattered. Never more than a few patients' data.
    private var pending: [(due: Int, bytes: [UInt8])] = []

    /// A corrected value per patient of the second export: the first three patients have one each.
    private static let corrected: [StaticString] = ["I.DM.BRTHDAT", "I.VS.WEIGHT", "I.CBC.PLAT"]

    /// Opens the site's files in a folder and writes what stands before the patients.
    init(
        _ site: Site, of form: CaseReportForm, version: SampleOptions.ODMVersion, into folder: String
    ) throws(SampleError) {
        self.site = site
        writer = RecordWriter(version: version, site: site)
        let name = "\(folder)/site-\(site.number)"
        let hasMetaData = site.export != .separateMetaData
        file = try ExportFile(path: name + ".xml", form: form, site: site, version: version, hasMetaData: hasMetaData)
        if site.export == .snapshot {
            again = try ExportFile(
                path: "\(folder)/re-export/site-\(site.number).xml", form: form, site: site, version: version,
                isAgain: true)
        } else {
            again = nil
        }
        if hasMetaData {
            metaData = nil
        } else {
            metaData = try ExportFile(
                path: name + "-metadata.xml", form: form, site: site, version: version, hasData: false)
        }
    }

    /// Bytes written so far.
    var count: Int { file.count + (again?.count ?? 0) }

    /// Writes a patient.
    mutating func write(_ patient: inout Patient, entry: Draw) throws(SampleError) {
        patients += 1
        writer.begin(subject: patient.subjectKey, entry: entry)
        if site.export == .snapshot, patients <= Self.corrected.count { writer.patched = Self.corrected[patients - 1] }
        patient.write(to: &writer)
        if site.export == .transactional {
            try writeTransactions()
        } else {
            let start = subjectStart(transaction: nil)
            try file.write(start)
            try file.write(writer.bytes)
            try file.write(Self.subjectEnd)
            try writeAgain(start)
        }
    }

    /// The second export: the same bytes, but for the corrected values.
    private mutating func writeAgain(_ start: [UInt8]) throws(SampleError) {
        guard let again else { return }
        try again.write(start)
        var position = 0
        for patch in writer.patches {
            try again.write(writer.bytes, position..<patch.range.lowerBound)
            try again.write(patch.bytes)
            position = patch.range.upperBound
        }
        try again.write(writer.bytes, position..<writer.bytes.count)
        try again.write(Self.subjectEnd)
    }

    /// The parts of a transactional export: the first at once, the rest, and the corrections, after other patients.
    private mutating func writeTransactions() throws(SampleError) {
        let delays = [0, 3, 7]
        for (index, start) in writer.parts.dropLast().enumerated() {
            var bytes = subjectStart(transaction: index == 0 ? "Insert" : index == 1 ? "Context" : "Upsert")
            bytes.append(contentsOf: writer.bytes[start..<writer.parts[index + 1]])
            bytes.append(contentsOf: Self.subjectEnd)
            pending.append((patients + delays[min(index, delays.count - 1)], bytes))
        }
        pending.append((patients + 9, writer.corrections))
        if patients % 8 == 3 { enterByMistake() }
        try flush(upTo: patients)
        if patients % 10 == 0 { try file.beginBatch() }
    }

    /// A child of another study, entered and removed when the mistake is seen.
    private mutating func enterByMistake() {
        let entry = writer.entry
        writer.begin(subject: "SS_\(site.number)X\(patients)", entry: entry)
        writer.event("SE.SCR", on: writer.entryDay)
        writer.form("F.DM")
        writer.group("IG.DM")
        writer.code("I.DM.SEX", "1")
        writer.endPart()
        var bytes = subjectStart(transaction: "Insert")
        bytes.append(contentsOf: writer.bytes)
        bytes.append(contentsOf: Self.subjectEnd)
        pending.append((patients, bytes))
        var removal: [UInt8] = []
        removal.append("<SubjectData SubjectKey=\"")
        removal.append(escaping: writer.subjectKey)
        removal.append("\" TransactionType=\"Remove\"/>\n")
        pending.append((patients + 4, removal))
    }

    private mutating func flush(upTo due: Int) throws(SampleError) {
        for part in pending where part.due <= due { try file.write(part.bytes) }
        pending.removeAll { $0.due <= due }
    }

    /// Writes what waits, ends the files and says what is in them.
    mutating func finish() throws(SampleError) -> [SampleSummary.File] {
        for due in patients...patients + 9 { try flush(upTo: due) }
        try file.commit()
        let summary = SampleSummary.File(
            path: file.path, bytes: file.count, patients: patients, records: writer.records, values: writer.values)
        var files = [summary]
        if let metaData {
            try metaData.commit()
            files.append(SampleSummary.File(path: metaData.path, bytes: metaData.count))
        }
        if let again {
            try again.commit()
            var second = summary
            (second.path, second.bytes) = (again.path, again.count)
            files.append(second)
        }
        return files
    }

    private func subjectStart(transaction: StaticString?) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append("<SubjectData SubjectKey=\"")
        bytes.append(escaping: writer.subjectKey)
        if let transaction {
            bytes.append("\" TransactionType=\"")
            bytes.append(transaction)
        }
        bytes.append("\">\n<InvestigatorRef UserOID=\"")
        bytes.append(escaping: site.investigatorOID)
        bytes.append("\"/>\n<SiteRef LocationOID=\"")
        bytes.append(escaping: site.locationOID)
        bytes.append("\"/>\n")
        return bytes
    }

    private static let subjectEnd = [UInt8]("</SubjectData>\n".utf8)
}
