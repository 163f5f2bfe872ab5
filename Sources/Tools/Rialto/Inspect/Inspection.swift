import JSONStream
public import Values

/// What is in one input, counted as it stands in the file.
public struct Inspection: Sendable {
    /// The path.
    public var path: String
    /// What it is.
    public var format: InputFormat
    /// The version of the standard; empty when the file does not say.
    public var version = ""
    /// ODM's `FileType`: `Snapshot` or `Transactional`; empty elsewhere.
    public var fileType = ""
    /// The studies' identifiers, in order of appearance.
    public var studies: [String] = []
    /// Records: `ItemGroupData`, rows, resources.
    public var records = 0
    /// Values: `ItemData` elements, typed or not, empty or not; non-missing cells; leaf values.
    public var values = 0
    /// Records by ItemGroupOID, dataset or resource type.
    public var byKind: [String: Int] = [:]
    /// Definitions in the metadata, by element, for the text form.
    public var definitions: [(name: String, count: Int)] = []
    /// What stands beside the values (audit records, queries), for the text form.
    public var beside: [(name: String, count: Int)] = []
    /// What looked wrong.
    public var warnings: [Diagnostic] = []
    /// The patients, as hashes of study and identifier.
    var patientKeys: Set<UInt128> = []

    init(_ file: InputFile) {
        path = file.path
        format = file.format
    }

    /// How many different patients there are.
    public var patients: Int { patientKeys.count }

    mutating func addStudy(_ name: String) {
        if !studies.contains(name) { studies.append(name) }
    }

    /// Notes a patient by study and identifier (FNV-1a, 128 bits: no two of any imaginable study meet).
    mutating func addPatient(study: some Sequence<UInt8>, key: some Sequence<UInt8>) {
        var hash: UInt128 = 0x6C62_272E_07BB_0142_62B8_2175_6295_C58D
        func mix(_ byte: UInt8) { hash = (hash ^ UInt128(byte)) &* 0x0000_0000_0100_0000_0000_0000_0000_013B }
        for byte in study { mix(byte) }
        mix(0)
        for byte in key { mix(byte) }
        patientKeys.insert(hash)
    }
}

/// What is in all inputs together.
public struct InspectionReport: Sendable {
    /// The inputs in byte order of their paths.
    public var inputs: [Inspection] = []

    /// Makes a report.
    public init(_ inputs: [Inspection] = []) { self.inputs = inputs }

    /// How many different patients there are; one who stands in two inputs of a study is one.
    public var patients: Int { inputs.reduce(into: Set<UInt128>()) { $0.formUnion($1.patientKeys) }.count }
    /// Records of all inputs.
    public var records: Int { inputs.reduce(0) { $0 + $1.records } }
    /// Values of all inputs.
    public var values: Int { inputs.reduce(0) { $0 + $1.values } }

    /// One JSON object: `{"inputs": [{"path", "format", ...}], "patients", "records", "values"}`.
    public func json() -> String {
        var json = JSONWriter(.indented)
        json.beginObject()
        json.key("inputs")
        json.beginArray()
        for input in inputs { write(input, into: &json) }
        json.endArray()
        json.member("patients", patients)
        json.member("records", records)
        json.member("values", values)
        json.endObject()
        json.endLine()
        return json.text
    }

    private func write(_ input: Inspection, into json: inout JSONWriter) {
        json.beginObject()
        json.member("path", input.path)
        json.member("format", input.format.rawValue)
        json.member("version", input.version)
        json.member("fileType", input.fileType)
        json.key("studies")
        json.beginArray()
        for study in input.studies { json.string(study) }
        json.endArray()
        json.member("patients", input.patients)
        json.member("records", input.records)
        json.member("values", input.values)
        json.key("byKind")
        json.beginObject()
        for (name, count) in input.byKind.inOrder { json.member(name, count) }
        json.endObject()
        json.key("warnings")
        json.beginArray()
        for warning in input.warnings { json.string(warning.text()) }
        json.endArray()
        json.endObject()
    }

    /// The report for people.
    public func text() -> String {
        var text = ""
        for input in inputs {
            let kind = [input.format.title, input.version, input.fileType].filter { !$0.isEmpty }
            text += "\(input.path): \(kind.joined(separator: " "))\n"
            if !input.studies.isEmpty {
                text +=
                    "  \(input.studies.count == 1 ? "study" : "studies"): \(input.studies.joined(separator: ", "))\n"
            }
            if !input.definitions.isEmpty {
                let parts = input.definitions.map { "\(grouped($0.count)) \($0.name)" }
                text += "  metadata: \(parts.joined(separator: ", "))\n"
            }
            text += "  \(counts(input.patients, input.records, input.values))\n"
            if !input.beside.isEmpty {
                let parts = input.beside.map { "\(grouped($0.count)) \($0.name)" }
                text += "  beside them: \(parts.joined(separator: ", "))\n"
            }
            text += columns(input.byKind.inOrder.map { ["  " + grouped($0.value), $0.key] }, rightAligned: [0])
            for warning in input.warnings { text += "  \(warning.text())\n" }
        }
        if inputs.count > 1 { text += "together: \(counts(patients, records, values))\n" }
        return text
    }

    private func counts(_ patients: Int, _ records: Int, _ values: Int) -> String {
        "\(grouped(patients)) patients, \(grouped(records)) records, \(grouped(values)) values"
    }
}

extension InputFormat {
    /// The format's name for people.
    var title: String {
        switch self {
        case .odm: "ODM"
        case .define: "Define-XML"
        case .xpt: "SAS transport file, version"
        case .datasetJSON: "Dataset-JSON"
        case .ndjson: "Dataset-JSON, NDJSON"
        case .dsjc: "Dataset-JSON, compressed"
        case .csv: "CSV"
        case .fhir: "FHIR"
        }
    }
}
