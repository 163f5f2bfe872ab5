public import ODM
public import Values

/// What exports hold, as far as drafting and checking a mapping need it: their metadata, and how often each item of each
/// kind of group has a value.
///
/// Of each item's values the first ``Tally/limit`` distinct ones are kept, to recognise codes and ways of writing dates.
/// Memory does not grow with the number of patients.
public struct ExportSurvey: Sendable {
    /// The exports, in the order in which they were read.
    public private(set) var inputs: [String] = []
    /// All metadata of the exports and of the metadata file.
    public private(set) var library = MetaDataLibrary()
    /// The kinds of group met, in the order of first appearance.
    public private(set) var groups: [Group] = []
    /// What the readers said.
    public private(set) var diagnostics: [Diagnostic] = []
    /// `StudyOID` and `MetaDataVersionOID` of the data, in the order of first appearance.
    public private(set) var versions: [Version] = []
    /// How many occurrences of a subject were read.
    public private(set) var subjects = 0

    private var index: [GroupKey: Int] = [:]
    private var versionIndex: Set<Version> = []

    /// A study and metadata version that data refer to.
    public struct Version: Sendable, Hashable {
        /// `StudyOID`.
        public var study: String?
        /// `MetaDataVersionOID`.
        public var metaDataVersion: String?
    }

    /// The level and OIDs that tell kinds of group apart.
    public struct GroupKey: Sendable, Hashable {
        /// Which element it is.
        public var level: GroupRecord.Level
        /// `StudyEventOID`; empty without one.
        public var event: String
        /// `FormOID`; empty without one.
        public var form: String
        /// The OID of the group itself; empty for a subject.
        public var oid: String
    }

    /// A kind of group and what it holds.
    public struct Group: Sendable {
        /// Which kind it is.
        public var key: GroupKey
        /// How many there are.
        public var count = 0
        /// How many one subject has at most.
        public var mostInSubject = 0
        /// Repeat keys, the first ``Tally/limit`` distinct ones, in the order of first appearance.
        public var repeatKeys: [String] = []
        /// The items by name.
        public var items: [String: Tally] = [:]
        /// The items' names in the order of first appearance.
        public var order: [String] = []
    }

    /// How often an item has a value, and which.
    public struct Tally: Sendable {
        /// How many distinct values are kept.
        public static let limit = 60
        /// Longer values are counted only.
        static let longest = 80

        /// Values.
        public var values = 0
        /// Nulls, stated as such.
        public var nulls = 0
        /// Distinct values with their counts.
        public var distinct: [String: Int] = [:]
        /// Whether there were more distinct values than are kept.
        public var isTruncated = false
    }

    /// Reads metadata and exports.
    ///
    /// - Parameters:
    ///   - exports: ODM files; files with metadata alone are fine.
    ///   - metaData: ODM files with metadata of the exports that those do not have themselves.
    public init(exports: [String], metaData: [String] = []) throws(ODMError) {
        for path in metaData { try read(path, asData: false) }
        for path in exports { try read(path, asData: true) }
    }

    private mutating func read(_ path: String, asData: Bool) throws(ODMError) {
        var reader = try ODMReader(path: path, sourceIndex: Int32(inputs.count), names: NameTable())
        if asData { inputs.append(path) }
        while let event = try reader.next() {
            switch event {
            case .document, .reference: break
            case .study(let study): library.add(study)
            case .location(let location): library.add(location)
            case .subject(let records): if asData { count(records, names: reader.names) }
            }
        }
        diagnostics += reader.warnings
    }

    private mutating func count(_ records: SubjectRecords, names: NameTable) {
        subjects += 1
        func name(_ id: Int32) -> String { id >= 0 ? names[id] : "" }
        var kinds: [Int] = []
        var inSubject: [Int: Int] = [:]
        for (position, group) in records.groups.enumerated() {
            let number = kind(of: position, in: records, names: names)
            kinds.append(number)
            groups[number].count += 1
            inSubject[number, default: 0] += 1
            if let key = records.text(group.repeatKey), groups[number].repeatKeys.count < Tally.limit,
                !groups[number].repeatKeys.contains(key)
            {
                groups[number].repeatKeys.append(key)
            }
            let version = Version(
                study: group.study >= 0 ? names[group.study] : nil,
                metaDataVersion: group.metaDataVersion >= 0 ? names[group.metaDataVersion] : nil)
            if versionIndex.insert(version).inserted { versions.append(version) }
            for item in Int(group.firstItem)..<Int(group.firstItem) + Int(group.itemCount) {
                count(records.items[item], of: records, name: name(records.items[item].name), in: number)
            }
        }
        for (number, count) in inSubject { groups[number].mostInSubject = max(groups[number].mostInSubject, count) }
    }

    private mutating func count(_ item: ItemRecord, of records: SubjectRecords, name: String, in number: Int) {
        guard item.kind != .audit else { return }
        if groups[number].items[name] == nil { groups[number].order.append(name) }
        groups[number].items[name, default: Tally()].add(item, records)
    }

    private mutating func kind(of position: Int, in records: SubjectRecords, names: NameTable) -> Int {
        let group = records.groups[position]
        var key = GroupKey(level: group.level, event: "", form: "", oid: group.oid >= 0 ? names[group.oid] : "")
        var up = Int(group.parent)
        while up >= 0 {
            let parent = records.groups[up]
            if parent.level == .form, key.form.isEmpty, parent.oid >= 0 { key.form = names[parent.oid] }
            if parent.level == .studyEvent, key.event.isEmpty, parent.oid >= 0 { key.event = names[parent.oid] }
            up = Int(parent.parent)
        }
        if let number = index[key] { return number }
        index[key] = groups.count
        groups.append(Group(key: key))
        return groups.count - 1
    }

    /// The kinds of group of a level and OID, in whatever event and form.
    func groups(_ level: GroupRecord.Level, oid: String? = nil) -> [Group] {
        groups.filter { $0.key.level == level && (oid == nil || $0.key.oid == oid) }
    }

    /// The values of an item in all groups of a level and OID together.
    func tally(_ level: GroupRecord.Level, oid: String?, item: String) -> Tally {
        var sum = Tally()
        for group in groups(level, oid: oid) { if let tally = group.items[item] { sum.add(tally) } }
        return sum
    }
}

extension ExportSurvey.Tally {
    mutating func add(_ item: ItemRecord, _ records: SubjectRecords) {
        switch item.state {
        case .absent, .empty: return
        case .null: nulls += 1
        case .value:
            values += 1
            guard !isTruncated || distinct.count < Self.limit else { return add(nil) }
            guard item.value.isPresent, item.value.length <= Self.longest else { return add(nil) }
            add(records.text(item.value)?.trimmingWhiteSpace)
        }
    }

    private mutating func add(_ text: String?) {
        guard let text else {
            isTruncated = true
            return
        }
        if distinct[text] != nil {
            distinct[text, default: 0] += 1
        } else if distinct.count < Self.limit {
            distinct[text] = 1
        } else {
            isTruncated = true
        }
    }

    mutating func add(_ other: Self) {
        values += other.values
        nulls += other.nulls
        isTruncated = isTruncated || other.isTruncated
        for (text, count) in other.distinct {
            if distinct[text] == nil, distinct.count >= Self.limit {
                isTruncated = true
            } else {
                distinct[text, default: 0] += count
            }
        }
    }

    /// The distinct values in byte order.
    var inOrder: [String] { distinct.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }
}

extension String {
    /// The text without white space around it.
    var trimmingWhiteSpace: String {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }
        var bytes = utf8[...]
        while let first = bytes.first, isBlank(first) { bytes = bytes.dropFirst() }
        while let last = bytes.last, isBlank(last) { bytes = bytes.dropLast() }
        return bytes.count == utf8.count ? self : String(decoding: bytes, as: UTF8.self)
    }
}
