import ClinicalModel
import Mapping
import SDTM
import SDTMMapping
import TestSupport
import Testing
import Values

/// A study of one arm with two sites, and what patients of it become.
struct Bench {
    var studyText = Bench.studyText
    var options = Bench.options
    var format = DatasetWriter.Format.csv
    /// The supplemental qualifiers that the source's mapping names.
    var qualifiers: [MappedQualifier] = []

    static let studyText = """
        studyID: RIALTO
        sites:
          - {id: "101", aliases: [LOC.101], country: DEU, timeZone: Europe/Berlin, investigator: {id: I1, name: Dr A}}
          - {id: "102", country: ITA, timeZone: Europe/Rome}
        epochs: [SCREENING, TREATMENT, FOLLOW-UP]
        elements:
          - {code: SCRN, name: Screening, epoch: SCREENING, starts: {subject: informedConsent}}
          - {code: IND1, name: Induction 1, epoch: TREATMENT, starts: {first: exposure.start}}
          - {code: FU, name: Follow-up, epoch: FOLLOW-UP, starts: {last: exposure.end}}
        arms:
          - {code: BLIN, name: Blinatumomab, path: [SCRN, IND1, FU]}
        visits:
          - {number: 1, name: SCREENING, day: -7, studyEventOID: SE.SCR}
          - {number: 2, name: CYCLE 1 DAY 1, day: 1, studyEventOID: SE.C1}
        """

    /// Both sites' zone is the same, so that no test needs the system's zones.
    private static let zones = Result {
        let folder = try TemporaryFolder()
        for name in ["Europe/Berlin", "Europe/Rome"] { try folder.write(ZoneFile.berlin.bytes, to: name) }
        return folder
    }

    private static var options: SDTMOptions {
        var options = SDTMOptions()
        if case .success(let folder) = zones { options.zoneFolder = folder.path }
        return options
    }

    /// Read once: they are the same for all tests.
    private static let domains = Result { try DomainMapping.embedded() }

    func plan() throws -> SDTMPlan {
        try SDTMPlan(
            study: StudyFile.parse(text: studyText, path: "study.yaml"), domains: Bench.domains.get(),
            supplemental: SupplementalMapping.embedded(), qualifiers: qualifiers, options: options)
    }

    func encode(_ patient: Patient) throws -> EncodedPatient {
        try SDTMEncoder(plan: plan(), sources: ["site-101.xml"]).encode(patient)
    }

    /// Writes patients and reads the files back as text, by name.
    func write(_ patients: [Patient], study: Bool = false) throws -> [String: String] {
        let plan = try plan()
        let encoder = SDTMEncoder(plan: plan, sources: ["site-101.xml"])
        let folder = try TemporaryFolder()
        let sink = SDTMSink(
            plan: plan, folder: try OutputFolder(path: folder.file("sdtm")), format: format,
            timestamp: try date("2026-01-01T00:00:00"))
        if study { try sink.accept(encoder.encodeStudy()) }
        for patient in patients { try sink.accept(encoder.encode(patient)) }
        var files: [String: String] = [:]
        for output in try sink.finish() {
            let name = output.path.dropFirst(folder.path.utf8.count + 1)
            files[String(name)] = String(decoding: try readBytes(output.path), as: UTF8.self)
        }
        return files
    }

    /// The rows of one dataset, each as its values by variable.
    func rows(_ dataset: String, of patients: [Patient], study: Bool = false) throws -> [[String: String]] {
        let text = try write(patients, study: study)["sdtm/\(dataset.lowercased()).csv"] ?? ""
        let lines = text.split(separator: "\r\n", omittingEmptySubsequences: true).map { parseCSV(String($0)) }
        guard let names = lines.first else { return [] }
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(names, $0)) }
    }
}

/// One line of CSV without line ends in its fields.
private func parseCSV(_ line: String) -> [String] {
    var fields: [String] = [""]
    var isQuoted = false
    for character in line {
        switch character {
        case "\"": isQuoted.toggle()
        case "," where !isQuoted: fields.append("")
        default: fields[fields.count - 1].append(character)
        }
    }
    return fields
}

/// A date that must be one.
func date(_ text: String) throws -> PartialDate { try #require(PartialDate(iso8601: text)) }

/// Patient 001 of site 101, consented on 1 January and treated from 10 January 2019, with what a test adds.
func patient(
    _ subject: String = "001", site: String = "LOC.101", with change: (inout Patient) throws -> Void = { _ in }
) throws -> Patient {
    var patient = Patient(key: PatientKey(study: "S", subject: subject), origin: Origin(source: 0, line: 10, column: 3))
    patient.subject.values[.siteID] = .text(site)
    patient.subject.values[.informedConsent] = .date(try date("2019-01-01"))
    patient.records.append(
        try record(.exposure, "EX[1]", [.start: .date(date("2019-01-10")), .end: .date(date("2019-02-07"))]) {
            $0.values[.treatment] = .text("BLINATUMOMAB")
        })
    try change(&patient)
    return patient
}

/// A record with values.
func record(
    _ kind: EntityKind, _ key: String, _ values: [FieldID: Value], line: UInt32 = 20,
    with change: (inout Record) throws -> Void = { _ in }
) throws -> Record {
    var record = Record(kind: kind, key: RecordKey(key), origin: Origin(source: 0, line: line, column: 5))
    for (field, value) in values { record.values[field] = value }
    try change(&record)
    return record
}
