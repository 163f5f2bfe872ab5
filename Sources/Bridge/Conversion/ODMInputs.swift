import Mapping
import ODM
import Values

/// How an ODM source reads.
struct ODMSourceOptions: Sendable {
    var keepAudit = false
    var keepGoing = false
    var gate: StudyGate
    var progress: (@Sendable (_ bytes: Int, _ patients: Int) -> Void)?
}

/// ODM inputs read one after another, in the order given, as one stream of occurrences.
struct ODMInputs: ~Copyable {
    let paths: [String]
    let options: ODMSourceOptions
    private(set) var library: MetaDataLibrary
    private(set) var libraryVersion = 0
    /// Whether a study or location stood behind clinical data that may have needed it, of this file or one before, or may
    /// yet stand behind them.
    private(set) var studyCameLate = false
    /// Whether a transactional file was met.
    private(set) var isTransactional = false
    /// The inputs that broke off, under `--keep-going`.
    private(set) var breaks: [InputBreak] = []
    private(set) var summary = SourceSummary()
    private var names = NameTable()
    private var gate: StudyGate
    private var reader: ODMReader?
    private var index = -1
    private var seenClinicalData = false
    private var asked = AskedMetaData()
    /// Whether the open file is transactional; nil when it has not said so yet.
    private var fileIsTransactional: Bool?
    /// The studies that the open file has metadata of.
    private var definedStudies: [String] = []
    private var bytesDone = 0
    private var amount = Accounts.Read()

    init(paths: [String], library: MetaDataLibrary, options: ODMSourceOptions) {
        self.paths = paths
        self.library = library
        self.options = options
        gate = options.gate
    }

    /// How many bytes have been read of all inputs.
    var bytesRead: Int {
        switch reader {
        case .some(let open): bytesDone + open.bytesRead
        case .none: bytesDone
        }
    }

    /// The names as they are now.
    var currentNames: NameTable {
        switch reader {
        case .some(let open): open.names
        case .none: names
        }
    }

    /// The next occurrence of a subject; nil at the end of the last input.
    mutating func next() throws(ConversionError) -> SubjectRecords? {
        while true {
            if Task.isCancelled { throw .cancelled }
            if reader == nil {
                guard try open() else { return nil }
                continue
            }
            let event: ODMReader.Event?
            do throws(ODMError) { event = try reader?.next() } catch {
                try give(up: error)
                continue
            }
            switch event {
            case nil: close()
            case .document(let attributes):
                fileIsTransactional = attributes.fileType == .transactional
                if attributes.fileType == .transactional { isTransactional = true }
            case .study(let study):
                definedStudies.append(study.oid)
                let before = library.changes
                library.add(study)
                try noteMetaData()
                if library.changes > before, !studyCameLate {
                    studyCameLate = asked.isAnsweredOtherwise(by: library)
                }
            case .location(let location):
                library.add(location)
                try noteMetaData()
            case .subject(let records):
                seenClinicalData = true
                count(records)
                guard try isAdmitted(records) else { continue }
                noteAsked(records)
                return records
            case .reference(let records):
                seenClinicalData = true
                count(records)
                guard try isAdmitted(records) else { continue }
                noteAsked(records)
                summary.reference.append(records)
            }
        }
    }

    /// All groups of an occurrence are of one `ClinicalData`, and so of one metadata version.
    private mutating func noteAsked(_ records: borrowing SubjectRecords) {
        guard let root = records.groups.first else { return }
        asked.ask(root, path: paths[index], names: currentNames, library: library)
        if asked.lacksMetaData { studyCameLate = true }
    }

    private mutating func noteMetaData() throws(ConversionError) {
        libraryVersion += 1
        // Metadata that contradict each other would decode one site's data by another's: never gone on with.
        if let error = library.diagnostics.first(where: { $0.severity == .error }) { throw .refused(error) }
        if seenClinicalData { studyCameLate = true }
    }

    /// What came before a fault stays; the rest of the input is refused and listed under `--keep-going`.
    private mutating func give(up error: ODMError) throws(ConversionError) {
        guard options.keepGoing else { throw .odm(error) }
        summary.diagnostics.append(error.diagnostic)
        if summary.failure == nil { summary.failure = .odm(error) }
        noteBreak(at: error.diagnostic.location)
        close()
    }

    /// Whether data are of the study that is converted; others stop the run, or are refused whole under `--keep-going`.
    private mutating func isAdmitted(_ records: borrowing SubjectRecords) throws(ConversionError) -> Bool {
        guard let root = records.groups.first else { return true }
        let names = currentNames
        let study = root.study >= 0 ? names[root.study] : ""
        let place = Location(path: paths[index], line: Int(root.line), column: Int(root.column))
        let error: ConversionError
        switch gate.refusal(of: study) {
        case nil: return true
        case .unlisted?: error = .unlistedStudy(study, at: place)
        case .another(let first)?: error = .studies(first: first, second: study, at: place)
        }
        guard options.keepGoing else { throw error }
        var diagnostic = error.diagnostic
        diagnostic.patient = records.subjectKey
        summary.refused.note(diagnostic)
        if let key = records.subjectKey { summary.refused.refusedPatients.insert(key) }
        summary.refused.countRefused(records, names: names)
        return false
    }

    /// What is known of the rest of a file that is not read.
    private mutating func noteBreak(at location: Location?) {
        var found = InputBreak(at: location ?? Location(path: paths[index]), isTransactional: fileIsTransactional)
        let names = currentNames
        var studies: Set<Int32> = []
        var open: (study: Int32, key: String)?
        switch reader {
        case .some(let reader):
            studies = reader.clinicalStudies
            open = reader.interruptedSubject
        case .none: break
        }
        if !studies.isEmpty { found.studies = Set(studies.map { names[$0] } + definedStudies) }
        found.subject = open.map { ($0.study >= 0 ? names[$0.study] : "", $0.key) }
        breaks.append(found)
    }

    private mutating func count(_ records: borrowing SubjectRecords) {
        for item in records.items {
            switch item.kind {
            case .untyped, .typed, .valueElement: amount.values += 1
            case .attribute: amount.attributes += 1
            case .audit: amount.audit += 1
            }
        }
    }

    private mutating func open() throws(ConversionError) -> Bool {
        index += 1
        guard index < paths.count else { return false }
        seenClinicalData = false
        fileIsTransactional = nil
        definedStudies = []
        do throws(ODMError) {
            reader = try ODMReader(
                path: paths[index], sourceIndex: Int32(index), names: names,
                options: ODMReader.Options(keepAudit: options.keepAudit))
        } catch {
            try give(up: error)
        }
        return true
    }

    private mutating func close() {
        guard let closing = reader.take() else { return }
        names = closing.names
        bytesDone += closing.bytesRead
        amount.patients = closing.counts.patients
        amount.records = closing.counts.itemGroups
        summary.inputs.append(SourceSummary.Input(path: paths[index], amount: amount, counts: closing.counts))
        amount = Accounts.Read()
        summary.diagnostics += closing.warnings
    }

    /// The summary with names and metadata as they stand at the end.
    var finalSummary: SourceSummary {
        var summary = summary
        summary.names = names
        summary.library = library
        summary.asked = asked
        return summary
    }
}
