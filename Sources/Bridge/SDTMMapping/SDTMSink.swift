import ClinicalModel
public import Mapping
public import SDTM
public import Values

/// Collects encoded patients and writes the datasets: rows are spooled as they come, so that memory does not grow with them.
///
/// ```swift
/// let sink = try SDTMSink(plan: plan, folder: OutputFolder(path: "sdtm"), format: .xpt, timestamp: now)
/// try sink.accept(encoder.encodeStudy())
/// for patient in patients { try sink.accept(encoder.encode(patient)) }
/// let files = try sink.finish()
/// ```
///
/// Subjects stand in the files in byte order of USUBJID, whatever the order in which they came. Datasets without rows are not
/// written, nor permissible variables that no record has. What the package cannot hold is in the folder `NAME.carry` beside
/// it, one NDJSON file a dataset, with `manifest.json` listing them by SHA-256.
///
/// Old and new datasets side by side would be read as one study. What an earlier run wrote and this one does not is known
/// from `NAME.carry/outputs.tsv` and goes; where other datasets stand in the folder nothing is written.
public final class SDTMSink {
    private let plan: SDTMPlan
    private let folder: OutputFolder
    private let format: DatasetWriter.Format
    private let timestamp: PartialDate
    private let splitSize: Int
    private var spools: [DatasetSpool?]
    private var used: [[Bool]]
    /// The domains and subjects of RELREC's rows, as they came.
    private var related: [(domain: Int, subject: Int)] = []
    private var carry: [CarryFile?]
    /// Small studies are spooled in memory alone.
    private let memory = SpoolMemory(bytes: 8 << 20)
    /// By dataset and QNAM: what it means, and where that was first said.
    private var qualifiers: [[String: (label: String, location: Location?)]]
    private var subjects: [String: Int] = [:]
    private var usubjids: [String] = []
    private var locations: [Location?] = []
    /// The files of an earlier run that ``finish()`` took away, in byte order.
    public private(set) var retired: [String] = []

    /// Makes a sink that writes into `folder`; nothing is visible there before ``finish()``.
    public init(
        plan: SDTMPlan, folder: OutputFolder, format: DatasetWriter.Format = .xpt, timestamp: PartialDate,
        splitSize: Int = 5_000_000_000
    ) {
        self.plan = plan
        self.folder = folder
        self.format = format
        self.timestamp = timestamp
        self.splitSize = splitSize
        spools = Array(repeating: nil, count: plan.datasets.count)
        used = plan.datasets.map { [Bool](repeating: false, count: $0.variables.count) }
        carry = Array(repeating: nil, count: plan.datasets.count + 1)
        qualifiers = Array(repeating: [:], count: plan.datasets.count)
    }

    /// Makes a sink that writes into the folder of this path; of the options the form, timestamp and split size count.
    public convenience init(
        plan: SDTMPlan, folder path: String, options: DatasetWriter.Options
    ) throws(SDTMMappingError) {
        let folder: OutputFolder
        do throws(FileError) { folder = try OutputFolder(path: path) } catch { throw .file(error) }
        self.init(
            plan: plan, folder: folder, format: options.format, timestamp: options.timestamp,
            splitSize: options.splitSize)
    }

    /// The number of patients that were accepted.
    public var patientCount: Int { usubjids.count }

    /// Takes a patient, or the study's rows without a subject. Throws when another patient has the same USUBJID,
    /// or a supplemental qualifier another meaning.
    public func accept(_ patient: EncodedPatient) throws(SDTMMappingError) {
        try check(patient.qualifiers)
        guard !patient.usubjid.isEmpty else {
            try append(patient, subject: DatasetSpool.noSubject)
            return
        }
        if let first = subjects[patient.usubjid] {
            throw .duplicateSubject(usubjid: patient.usubjid, first: locations[first], at: patient.location)
        }
        let number = usubjids.count
        subjects[patient.usubjid] = number
        usubjids.append(patient.usubjid)
        locations.append(patient.location)
        try append(patient, subject: number)
    }

    /// Within a dataset a QNAM has one meaning in the whole study.
    private func check(_ uses: [EncodedPatient.QualifierUse]) throws(SDTMMappingError) {
        for use in uses {
            guard let known = qualifiers[use.dataset][use.name] else {
                qualifiers[use.dataset][use.name] = (use.label, use.location)
                continue
            }
            guard known.label != use.label else { continue }
            throw .ambiguousQualifier(
                name: use.name, dataset: plan.datasets[use.dataset].name, labels: [known.label, use.label],
                first: known.location, at: use.location)
        }
    }

    private func append(_ patient: EncodedPatient, subject: Int) throws(SDTMMappingError) {
        for (entry, hasValue) in zip(patient.rows, patient.used) {
            let spool = try spool(entry.dataset)
            do throws(SDTMError) { try spool.append(entry.rows, subject: subject) } catch { throw .dataset(error) }
            for column in hasValue.indices where hasValue[column] && !used[entry.dataset][column] {
                used[entry.dataset][column] = true
            }
        }
        try appendRelations(of: patient, subject: subject)
        for entry in patient.carry {
            // The last spool is that of records without a dataset.
            let index = entry.dataset < 0 ? plan.datasets.count : entry.dataset
            do throws(FileError) {
                let file: CarryFile
                if let known = carry[index] {
                    file = known
                } else {
                    let dataset = index < plan.datasets.count ? plan.datasets[index].name : ""
                    let name = dataset.isEmpty ? "records.ndjson" : "\(dataset.lowercased()).ndjson"
                    file = try CarryFile(dataset: dataset, path: "\(carryPath)/\(name)", folder: folder)
                    carry[index] = file
                }
                try file.append(entry.bytes, lines: entry.lines, subject: subject)
            } catch { throw .file(error) }
        }
    }

    private var carryPath: String { folder.path + ".carry" }

    /// RELREC is sorted by RDOMAIN before USUBJID, so that a subject's rows of each domain are spooled as a subject's of its
    /// own.
    private func appendRelations(of patient: EncodedPatient, subject: Int) throws(SDTMMappingError) {
        guard !patient.relations.isEmpty else { return }
        let spool = try spool(plan.relationsDataset)
        for (domain, rows) in patient.relations {
            let number = related.count
            related.append((domain, subject))
            do throws(SDTMError) { try spool.append(rows, subject: number) } catch { throw .dataset(error) }
        }
    }

    /// The numbers of RELREC's rows in the order of RDOMAIN, then of the subjects.
    private func relationOrder(_ order: [Int]) -> [Int] {
        var ranks = [Int](repeating: 0, count: order.count)
        for (rank, subject) in order.enumerated() { ranks[subject] = rank }
        func precedes(_ a: Int, _ b: Int) -> Bool {
            if related[a].domain != related[b].domain {
                let codes = (plan.domains[related[a].domain].code, plan.domains[related[b].domain].code)
                return codes.0.utf8.lexicographicallyPrecedes(codes.1.utf8)
            }
            return ranks[related[a].subject] < ranks[related[b].subject]
        }
        return related.indices.sorted(by: precedes)
    }

    private func spool(_ dataset: Int) throws(SDTMMappingError) -> DatasetSpool {
        if let spool = spools[dataset] { return spool }
        do throws(SDTMError) {
            let spool = try DatasetSpool(definition: plan.datasets[dataset], memory: memory)
            spools[dataset] = spool
            return spool
        } catch { throw .dataset(error) }
    }

    /// Writes all files and makes them visible together.
    public func finish() throws(SDTMMappingError) -> [Accounts.Output] {
        let order = usubjids.indices.sorted { usubjids[$0].utf8.lexicographicallyPrecedes(usubjids[$1].utf8) }
        var outputs = try writeDatasets(order: order)
        do throws(FileError) {
            outputs += try writeCarry(order: order)
            retired = try OutputLedger.replace(in: folder, by: outputs, datasets: Set(plan.datasets.map(\.name)))
            try folder.commit()
        } catch { throw .file(error) }
        return outputs
    }

    private func writeDatasets(order: [Int]) throws(SDTMMappingError) -> [Accounts.Output] {
        var lengths = StudyLengths()
        for (index, spool) in spools.enumerated() {
            guard let spool else { continue }
            let required = plan.requiredVariables(ofDataset: index)
            let unused = zip(plan.datasets[index].variables, used[index]).filter { !$1 && !required.contains($0.name) }
            spool.omit(Set(unused.map(\.0.name)))
            lengths.merge(spool)
        }
        var options = DatasetWriter.Options(
            format: format, subjectOrder: order, characterLengths: lengths.byVariable, timestamp: timestamp,
            splitSize: splitSize)
        var outputs: [Accounts.Output] = []
        for (index, spool) in spools.enumerated() {
            guard let spool, spool.rowCount > 0 else { continue }
            options.subjectOrder = index == plan.relationsDataset ? relationOrder(order) : order
            do throws(SDTMError) {
                for file in try DatasetWriter.write(spool, to: folder, options: options) {
                    outputs.append(
                        Accounts.Output(
                            dataset: file.dataset, rows: file.rows, variables: spool.definition.variables.count,
                            bytes: file.bytes, path: file.path))
                }
            } catch { throw .dataset(error) }
        }
        return outputs
    }

    private func writeCarry(order: [Int]) throws(FileError) -> [Accounts.Output] {
        var outputs: [Accounts.Output] = []
        for file in carry { if let file { outputs.append(try file.finish(order: order)) } }
        guard !outputs.isEmpty else { return [] }
        let manifest = CarryFile.manifest(of: outputs, study: plan.study.study.studyID, folder: carryPath)
        var file = try folder.file(at: "\(carryPath)/manifest.json")
        try file.write(manifest)
        try folder.stage(file)
        outputs.append(
            Accounts.Output(
                .carry, dataset: "", rows: 0, variables: 0, bytes: manifest.count, path: "\(carryPath)/manifest.json"))
        return outputs
    }
}
