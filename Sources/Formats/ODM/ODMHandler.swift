import Values
import XMLStream

/// Turns XML events into ``ODMReader/Event``s.
///
/// The document's level is handled here; a `Study` goes to ``StudyBuilder``, a `ClinicalData` or `ReferenceData` to the
/// data part of this type (`ODMHandler+Data.swift` and on). What nobody wants is skipped by counting its depth.
struct ODMHandler: ~Copyable, XMLHandler {
    enum Mode {
        case prolog, root, study, admin, data, failed
    }

    let path: String
    let source: Int32
    let keepAudit: Bool
    var mode = Mode.prolog
    /// How many elements deep the reader is in something skipped.
    var skipped = 0
    var vocabulary = ODMVocabulary()
    var names: NameTable
    var failure: ODMError?
    /// How many bytes an OID or key of data may have.
    static let longestKey = 1000
    var warnings: [Diagnostic] = []
    var document: DocumentAttributes
    private var isDocumentTold = false
    private var events: [ODMReader.Event] = []
    private var nextEvent = 0
    private var study: StudyBuilder?
    private var admin: AdminDataBuilder?

    var counts = ODMCounts()
    var groupCounts: [Int] = []
    private var patients: Set<SubjectHash> = []
    /// The StudyOIDs of the `ClinicalData` met so far.
    var clinicalStudies: Set<Int32> = []

    // The state of the data part.
    var frames = RawStorage<DataFrame>(capacity: 300)
    var bytes = RawStorage<UInt8>(capacity: 1 << 20)
    var items = RawStorage<ItemRecord>(capacity: 1 << 14)
    var groups = RawStorage<GroupRecord>(capacity: 1 << 12)
    var text = RawStorage<UInt8>(capacity: 1 << 12)
    /// Items that came after a child group of their group, by group; sorted in at the end of the subject.
    var late = RawStorage<LateItem>(capacity: 64)
    var ordinals = ScratchTable()
    /// The repeat keys met in the open subject, and for each item name the group that had it last.
    var siblings = ScratchTable()
    var lastGroupOfName: [Int32] = []
    var groupSerial: Int32 = 0
    var hasDuplicateKeys = false
    var paths: [UInt64: Int32] = [:]
    var capturesText = false
    var subjectKey: String?
    var studyOID: Int32 = -1
    var metaDataVersionOID: Int32 = -1
    var content = SubjectRecords.Content.subject
    /// Vendor attributes of the open `ClinicalData`, as (name, value).
    var containerAttributes: [(name: Int32, value: [UInt8])] = []

    init(path: String, source: Int32, names: NameTable, keepAudit: Bool) {
        self.path = path
        self.source = source
        self.names = names
        self.keepAudit = keepAudit
        document = DocumentAttributes(location: Location(path: path))
    }

    mutating func token(for name: XMLName) -> Int32 { vocabulary.add(name) }

    mutating func start(_ tag: XMLStartTag) {
        if skipped > 0 {
            skipped += 1
            count(vocabulary[tag.name])
            return
        }
        switch mode {
        case .data: startData(tag)
        case .study: startInStudy(tag)
        case .admin:
            count(vocabulary[tag.name])
            admin?.start(vocabulary[tag.name], tag, vocabulary)
        case .root: startTopLevel(tag)
        case .prolog: startRoot(tag)
        case .failed: break
        }
    }

    mutating func end() {
        if skipped > 0 {
            skipped -= 1
            return
        }
        switch mode {
        case .data: endData()
        case .study: endStudy()
        case .admin: endInAdmin()
        case .root, .prolog, .failed: break
        }
    }

    mutating func text(_ piece: UnsafeBufferPointer<UInt8>) {
        if capturesText, skipped == 0 {
            text.append(contentsOf: piece)
        } else if mode == .study, skipped == 0 {
            study?.text(piece)
        } else if mode == .admin {
            admin?.text(piece)
        }
    }

    private mutating func startRoot(_ tag: XMLStartTag) {
        let place = location(tag)
        guard vocabulary[tag.name] == .ODM else {
            return fail(.notODM(root: vocabulary.display[Int(tag.name)], at: place))
        }
        mode = .root
        document.location = place
        document.namespace = vocabulary.rootNamespace
        for index in 0..<tag.attributes.count {
            let value = tag.string(index)
            switch vocabulary[tag.attributes.name(index)] {
            case .ODMVersion: document.odmVersion = value
            case .FileOID: document.fileOID = value
            case .PriorFileOID: document.priorFileOID = value
            case .CreationDateTime: document.creationDateTime = value
            case .AsOfDateTime: document.asOfDateTime = value
            case .SourceSystem: document.sourceSystem = value
            case .SourceSystemVersion: document.sourceSystemVersion = value
            case .FileType:
                if let type = DocumentAttributes.FileType(rawValue: value) {
                    document.fileType = type
                } else {
                    warn(
                        "odm.file-type",
                        "FileType is neither Snapshot nor Transactional; the file is read as a snapshot",
                        at: place)
                }
            default: break
            }
        }
        if let version = document.namespace.flatMap({ ODMVersion(namespace: $0) }) {
            document.version = version
            document.basis = .namespace
        } else if let version = document.odmVersion.flatMap({ ODMVersion(written: $0) }) {
            document.version = version
            document.basis = .attribute
        }
    }

    private mutating func startTopLevel(_ tag: XMLStartTag) {
        let name = vocabulary[tag.name]
        switch name {
        case .Study:
            mode = .study
            study = StudyBuilder(tag, vocabulary, path: path)
        case .AdminData:
            mode = .admin
            admin = AdminDataBuilder(path: path)
        case .ClinicalData: startContainer(tag, .dataset)
        case .ReferenceData: startContainer(tag, .referenceData)
        default:
            skipped = 1
            count(name)
        }
    }

    private mutating func startInStudy(_ tag: XMLStartTag) {
        let name = vocabulary[tag.name]
        guard name == .ClinicalData || name == .ReferenceData else {
            study?.start(name, tag, vocabulary)
            return
        }
        warn("odm.data-in-study", "\(name.rawValue) stands inside Study; it is read all the same", at: location(tag))
        startContainer(tag, name == .ClinicalData ? .dataset : .referenceData)
    }

    /// Goes back to what was around the data.
    mutating func leaveData() {
        mode = study == nil ? .root : .study
        capturesText = false
    }

    private mutating func endStudy() {
        guard let done = study?.end() else { return }
        study = nil
        mode = .root
        if done.isVersion2 { contentIsVersion2() }
        tell(.study(done.study))
    }

    private mutating func endInAdmin() {
        guard let (location, isLast) = admin?.end() else { return }
        if let location { tell(.location(location)) }
        guard isLast else { return }
        admin = nil
        mode = .root
    }

    /// Content that only ODM 2.0 has decides where neither the namespace nor `ODMVersion` did.
    mutating func contentIsVersion2() {
        if document.basis == .content, !isDocumentTold { document.version = .v2_0 }
    }

    mutating func tell(_ event: ODMReader.Event) {
        tellDocument()
        events.append(event)
    }

    /// The document's event comes before all others, but as late as possible: its version may depend on the content.
    mutating func tellDocument() {
        guard !isDocumentTold, mode != .prolog, failure == nil else { return }
        isDocumentTold = true
        events.append(.document(document))
    }

    mutating func takeEvent() -> ODMReader.Event? {
        guard nextEvent < events.count else { return nil }
        let event = events[nextEvent]
        nextEvent += 1
        if nextEvent == events.count {
            events.removeAll(keepingCapacity: true)
            nextEvent = 0
        }
        return event
    }

    mutating func fail(_ error: ODMError) {
        guard failure == nil else { return }
        failure = error
        mode = .failed
        capturesText = false
    }

    /// Adds a warning, up to a thousand: a file that has more of them has one reason for all.
    mutating func warn(_ code: String, _ message: String, at place: Location?, remedy: String = "") {
        guard warnings.count < 1000 else { return }
        warnings.append(Diagnostic(code, .warning, message, remedy: remedy, at: place))
    }

    func location(_ tag: XMLStartTag) -> Location {
        Location(path: path, line: Int(tag.line), column: Int(tag.column))
    }

    mutating func count(_ name: ODMName) {
        switch name {
        case .AuditRecord, .AuditLog: counts.auditRecords += 1
        case .Signature: counts.signatures += 1
        case .Query, .DiscrepancyNote: counts.queries += 1
        case .Annotation: counts.annotations += 1
        case .Association: counts.associations += 1
        default: break
        }
    }

    mutating func countPatient(_ key: String) {
        patients.insert(SubjectHash(study: studyOID >= 0 ? names[studyOID] : "", subject: key))
        counts.patients = patients.count
    }
}

extension XMLStartTag {
    /// The value of the attribute at `index` as a string.
    func string(_ index: Int) -> String { String(decoding: attributes.value(index), as: UTF8.self) }
}
