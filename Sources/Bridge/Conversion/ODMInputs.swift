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
    /// Whether a study stood behind clinical data that may have needed it.
    private(set) var studyCameLate = false
    /// Whether a transactional file was met.
    private(set) var isTransactional = false
    private(set) var summary = SourceSummary()
    private var names = NameTable()
    private var gate: StudyGate
    private var reader: ODMReader?
    private var index = -1
    private var seenClinicalData = false
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
            case .document(let attributes): if attributes.fileType == .transactional { isTransactional = true }
            case .study(let study):
                library.add(study)
                libraryVersion += 1
                // Metadata that contradict each other would decode one site's data by another's: never gone on with.
                if let error = library.diagnostics.first(where: { $0.severity == .error }) { throw .refused(error) }
                if seenClinicalData { studyCameLate = true }
            case .subject(let records):
                seenClinicalData = true
                count(records)
                if try isAdmitted(records) { return records }
            case .reference(let records):
                seenClinicalData = true
                count(records)
                if try isAdmitted(records) { summary.reference.append(records) }
            }
        }
    }

    /// What came before a fault stays; the rest of the input is refused and listed under `--keep-going`.
    private mutating func give(up error: ODMError) throws(ConversionError) {
        guard options.keepGoing else { throw .odm(error) }
        summary.diagnostics.append(error.diagnostic)
        if summary.failure == nil { summary.failure = .odm(error) }
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
        for item in records.items {
            let number = summary.refused.item(names[item.name])
            switch (item.kind, item.state) {
            case (.audit, _): summary.refused.count(.auditDropped, number)
            case (_, .absent), (_, .empty): summary.refused.count(.absent, number)
            default: summary.refused.count(.refused, number)
            }
        }
        return false
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
        return summary
    }
}
