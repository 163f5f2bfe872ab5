import ODM
import TestSupport
import Values

/// What a reader gives for a file, all at once.
struct ReadFile {
    var document: DocumentAttributes?
    var studies: [Study] = []
    var subjects: [SubjectRecords] = []
    var references: [SubjectRecords] = []
    var locations: [AdminLocation] = []
    var names = NameTable()
    var counts = ODMCounts()
    var warnings: [Diagnostic] = []
    var error: ODMError?

    init(_ path: String, source: Int32 = 0, names: NameTable = NameTable(), keepAudit: Bool = false) throws {
        var reader = try ODMReader(
            path: path, sourceIndex: source, names: names, options: .init(keepAudit: keepAudit))
        do throws(ODMError) {
            while let event = try reader.next() {
                switch event {
                case .document(let document): self.document = document
                case .study(let study): studies.append(study)
                case .location(let location): locations.append(location)
                case .subject(let records): subjects.append(records)
                case .reference(let records): references.append(records)
                }
            }
        } catch { self.error = error }
        self.names = reader.names
        counts = reader.counts
        warnings = reader.warnings
    }

    /// A subject as lines: groups by level, items below them.
    func lines(_ records: SubjectRecords) -> [String] { describe(records, names) }
}

/// Records as lines: `level OID[key]#ordinal`, and below it `name=value`, with what else there is to say.
func describe(_ records: SubjectRecords, _ names: NameTable) -> [String] {
    var lines: [String] = []
    for group in records.groups {
        var line = "\(group.level)"
        if group.oid >= 0 { line += " " + names[group.oid] }
        if let key = records.text(group.repeatKey) { line += "[\(key)]" }
        if group.ordinal != 1 { line += "#\(group.ordinal)" }
        if group.sequence != 0 { line += " sequence \(group.sequence)" }
        lines.append(line)
        let first = Int(group.firstItem)
        for item in records.items[first..<first + Int(group.itemCount)] {
            var line = "  \(names[item.name])"
            switch item.state {
            case .value, .empty: line += "=" + (records.text(item.value) ?? "?")
            case .absent: line += " absent"
            case .null: line += " null"
            }
            if item.kind != .untyped { line += " (\(item.kind))" }
            if item.type != 255 { line += " \(ODMDataType.allCases[Int(item.type)])" }
            if let reason = records.text(item.reason) { line += " because \(reason)" }
            if item.unit >= 0 { line += " in \(names[item.unit])" }
            lines.append(line)
        }
    }
    return lines
}

/// A document around some content, in ODM 1.3.
func odm(_ content: String, fileType: String = "Snapshot") -> String {
    """
    <ODM xmlns="http://www.cdisc.org/ns/odm/v1.3" FileType="\(fileType)" FileOID="F" ODMVersion="1.3.2">
    \(content)
    </ODM>
    """
}

/// Reads a text as a file.
func read(_ text: String, source: Int32 = 0, names: NameTable = NameTable(), keepAudit: Bool = false) throws -> ReadFile
{
    let folder = try TemporaryFolder()
    let path = try folder.write(text, to: "export.xml")
    return try ReadFile(path, source: source, names: names, keepAudit: keepAudit)
}
