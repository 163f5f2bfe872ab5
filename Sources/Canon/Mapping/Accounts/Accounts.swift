public import Values

/// The books of one conversion: what was read, what became of every value, what was written, what was said about it.
///
/// A reader books what it reads (``read(_:_:)``); a door books what becomes of each value (``count(_:_:)``), never the
/// same code as the reader's, so that ``imbalance`` is a check and not a tautology. Every worker keeps its own books;
/// merging is commutative, so the result does not depend on `--jobs`.
///
/// ```swift
/// let term = accounts.item("F.AE/IG.AE/I.AE.TERM")  // once for each place of the plan
/// accounts.count(.mapped, term)                     // for each value: one addition
/// ```
public struct Accounts: Sendable {
    /// What was read, by the input's path.
    public private(set) var inputs: [String: Read] = [:]
    /// The patients who were carried.
    public var patients = 0
    /// The patients who were refused whole (`--keep-going`), by the source's identifier.
    public var refusedPatients: Set<String> = []
    /// How many records of each entity of the canon were made.
    public private(set) var entities: [String: Int] = [:]
    /// How many values were computed on writing, by `DATASET.VARIABLE`.
    public private(set) var derived: [String: Int] = [:]
    /// How many values were written in other letters (`--transliterate`), by `DATASET.VARIABLE`.
    public private(set) var transliterated: [String: Int] = [:]
    /// Records of the source that no block of the mapping took, by address (`F.PK/IG.PK`).
    public private(set) var unmappedBlocks: [String: Int] = [:]
    /// What was written, in the order of writing.
    public var outputs: [Output] = []
    private var books: [DiagnosticBook.Key: DiagnosticBook] = [:]

    /// The addresses of items by number.
    public private(set) var addresses: [String] = []
    /// One row of counts for each item, one column for each fate.
    @usableFromInline var counts: [Int] = []
    @usableFromInline static let stride = 9
    private var numbers: [String: Int] = [:]
    private var reasons: [Reason: Int] = [:]

    /// Opens empty books.
    public init() {}
}

// MARK: - What is booked

extension Accounts {
    /// What was read from an input, as it stands in the file.
    public struct Read: Sendable, Hashable {
        /// Patients in this input; one who stands in two inputs is counted in both.
        public var patients = 0
        /// Records: `ItemGroupData`, rows, resources.
        public var records = 0
        /// Values of items, empty and null ones too: `ItemData`, cells, leaf values.
        public var values = 0
        /// Values that stand beside the items: vendor attributes and elements, `SiteRef` and the like.
        public var attributes = 0
        /// Values in audit records, signatures, queries and annotations.
        public var audit = 0

        /// Nothing read.
        public init(patients: Int = 0, records: Int = 0, values: Int = 0, attributes: Int = 0, audit: Int = 0) {
            self.patients = patients
            self.records = records
            self.values = values
            self.attributes = attributes
            self.audit = audit
        }

        /// All source values that must be accounted for.
        public var total: Int { values + attributes + audit }

        /// Adds what another reader read.
        public static func += (a: inout Read, b: Read) {
            a.patients += b.patients
            a.records += b.records
            a.values += b.values
            a.attributes += b.attributes
            a.audit += b.audit
        }
    }

    /// What became of a source value. Every value read has exactly one fate.
    public enum Fate: UInt8, Sendable, CaseIterable {
        /// It stands in a field of the canon that the output holds, or decided which block took its record.
        case mapped
        /// Carried as it is under its address: SUPP--, carry, `RLT.` item, extension (law 2).
        case supplement
        /// The mapping says that it is not submitted, with a reason; or it lies after the cut-off.
        case notSubmitted
        /// No value, or an empty one: makes no record.
        case absent
        /// Null with a reason: data, kept.
        case null
        /// Replaced or removed by a later transaction of the source.
        case superseded
        /// Of an audit record, signature, query or annotation, kept as data (`--keep-audit`).
        case auditKept
        /// Of an audit record, signature, query or annotation, counted only.
        case auditDropped
        /// Could not be carried; a diagnostic says why.
        case refused
    }

    /// A file that was written.
    public struct Output: Sendable, Hashable {
        /// What the file is for.
        public enum Kind: String, Sendable {
            /// Part of the package.
            case dataset
            /// Outside the package, under `OUTPUT.carry/`.
            case carry
        }

        /// What the file is for.
        public var kind: Kind
        /// The dataset's name, such as `AE`.
        public var dataset: String
        /// Its rows.
        public var rows: Int
        /// Its variables.
        public var variables: Int
        /// The file's size.
        public var bytes: Int
        /// The file's path.
        public var path: String
        /// The SHA-256 of the file in lower-case hexadecimal, where the file is listed with one.
        public var sha256: String?

        /// Describes a written file.
        public init(
            _ kind: Kind = .dataset, dataset: String, rows: Int, variables: Int, bytes: Int, path: String,
            sha256: String? = nil
        ) {
            self.kind = kind
            self.dataset = dataset
            self.rows = rows
            self.variables = variables
            self.bytes = bytes
            self.path = path
            self.sha256 = sha256
        }
    }

    struct Reason: Hashable {
        var item: Int
        var text: String
    }
}

// MARK: - Booking

extension Accounts {
    /// Books what was read from an input.
    public mutating func read(_ input: String, _ amount: Read) { inputs[input, default: Read()] += amount }

    /// The number of an item's address, for ``count(_:_:)``. Numbers belong to these books alone.
    public mutating func item(_ address: String) -> Int {
        if let number = numbers[address] { return number }
        let number = addresses.count
        addresses.append(address)
        numbers[address] = number
        counts.append(contentsOf: repeatElement(0, count: Accounts.stride))
        return number
    }

    /// Books the fate of values of an item.
    @inlinable
    public mutating func count(_ fate: Fate, _ item: Int, by amount: Int = 1) {
        counts[item * Accounts.stride + Int(fate.rawValue)] += amount
    }

    /// Books a value that is not submitted, with the mapping's reason.
    public mutating func countNotSubmitted(_ item: Int, reason: String, by amount: Int = 1) {
        count(.notSubmitted, item, by: amount)
        reasons[Reason(item: item, text: reason), default: 0] += amount
    }

    /// Books records of an entity.
    public mutating func countEntity(_ name: String, by amount: Int = 1) { entities[name, default: 0] += amount }

    /// Books values computed on writing.
    public mutating func countDerived(_ variable: String, by amount: Int = 1) {
        derived[variable, default: 0] += amount
    }

    /// Books values written in other letters.
    public mutating func countTransliterated(_ variable: String, by amount: Int = 1) {
        transliterated[variable, default: 0] += amount
    }

    /// Books a record that no block of the mapping took.
    public mutating func countUnmapped(block: String, by amount: Int = 1) {
        unmappedBlocks[block, default: 0] += amount
    }

    /// Books a diagnostic; of each code the count and the first places are kept.
    public mutating func note(_ diagnostic: Diagnostic) {
        let key = DiagnosticBook.Key(diagnostic)
        books[key, default: DiagnosticBook(key)].add(diagnostic)
    }

    /// Adds other books to these. The order of merging does not matter, but for ``outputs``.
    public mutating func merge(_ other: Accounts) {
        inputs.merge(other.inputs) { a, b in
            var sum = a
            sum += b
            return sum
        }
        patients += other.patients
        refusedPatients.formUnion(other.refusedPatients)
        entities.merge(other.entities, uniquingKeysWith: +)
        derived.merge(other.derived, uniquingKeysWith: +)
        transliterated.merge(other.transliterated, uniquingKeysWith: +)
        unmappedBlocks.merge(other.unmappedBlocks, uniquingKeysWith: +)
        outputs += other.outputs
        books.merge(other.books) { a, b in a.merged(with: b) }
        var translated: [Int] = []
        for (number, address) in other.addresses.enumerated() {
            let own = item(address)
            translated.append(own)
            for fate in Fate.allCases {
                count(fate, own, by: other.counts[number * Accounts.stride + Int(fate.rawValue)])
            }
        }
        for (reason, amount) in other.reasons {
            reasons[Reason(item: translated[reason.item], text: reason.text), default: 0] += amount
        }
    }
}

// MARK: - Reading the books

extension Accounts {
    /// What was read from all inputs together.
    public var read: Read { inputs.values.reduce(into: Read()) { $0 += $1 } }

    /// How many values had this fate.
    public func total(_ fate: Fate) -> Int {
        addresses.indices.reduce(0) { $0 + counts[$1 * Accounts.stride + Int(fate.rawValue)] }
    }

    /// How many values of this item had this fate.
    public func total(_ fate: Fate, item: Int) -> Int { counts[item * Accounts.stride + Int(fate.rawValue)] }

    /// Values read without a fate (positive) or fates without a value read (negative). Zero: every source value is
    /// accounted for.
    public var imbalance: Int { read.total - counts.reduce(0, +) }

    /// What was said: errors first, then in byte order of the codes.
    public var diagnostics: [DiagnosticBook] {
        books.values.sorted {
            if $0.severity != $1.severity { return $0.severity > $1.severity }
            return $0.code.utf8.lexicographicallyPrecedes($1.code.utf8)
        }
    }

    /// The item numbers in byte order of their addresses, for reports.
    public var itemsInOrder: [Int] {
        addresses.indices.sorted { addresses[$0].utf8.lexicographicallyPrecedes(addresses[$1].utf8) }
    }

    /// Why values of an item were not submitted, in byte order of the reasons.
    public func notSubmittedReasons(item: Int) -> [(reason: String, count: Int)] {
        reasons.filter { $0.key.item == item }.map { (reason: $0.key.text, count: $0.value) }
            .sorted { $0.reason.utf8.lexicographicallyPrecedes($1.reason.utf8) }
    }
}
