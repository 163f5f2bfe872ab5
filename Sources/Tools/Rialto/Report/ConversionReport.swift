public import Mapping
public import Values

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// What one conversion did, for people and programs: what was read, what became of every value, what was written, what
/// was refused and where.
///
/// The terminal gets ``summary(showValues:)``; files that the user named with `--report` get everything
/// (``write(to:)``), patients' values included: that is what they are for.
public struct ConversionReport: Sendable {
    /// The books.
    public var accounts: Accounts
    /// The conversion, such as `ODM to SDTM`.
    public var title: String
    /// The study's identifier, when it is known.
    public var study: String
    /// The program and its version.
    public var program: String
    /// When the conversion ran, or what `--timestamp` says.
    public var created: PartialDate
    /// What was chosen, in words, in the order in which to show it: `("purpose", "submission")`.
    public var settings: [(name: String, value: String)]

    /// Makes a report on a conversion.
    public init(
        _ accounts: Accounts, title: String, study: String, program: String, created: PartialDate,
        settings: [(name: String, value: String)] = []
    ) {
        self.accounts = accounts
        self.title = title
        self.study = study
        self.program = program
        self.created = created
        self.settings = settings
    }

    /// Whether every source value has exactly one fate.
    public var isComplete: Bool { accounts.imbalance == 0 }

    /// How many diagnostics of a severity there were.
    public func count(_ severity: Diagnostic.Severity) -> Int {
        accounts.diagnostics.reduce(0) { $0 + ($1.severity == severity ? $1.count : 0) }
    }

    /// The sentence that says whether the books agree.
    public var balance: String {
        let read = accounts.read.total
        switch accounts.imbalance {
        case 0: return "every one of the \(grouped(read)) source values is accounted for"
        case let missing where missing > 0:
            return
                "\(grouped(missing)) of \(grouped(read)) source values are NOT accounted for; this is a fault of Rialto"
        case let surplus:
            return "\(grouped(-surplus)) more fates than the \(grouped(read)) values read; this is a fault of Rialto"
        }
    }

    /// Writes the report to a file, in the format that the file's name ends with.
    public func write(to file: ReportFile) throws(FileError) {
        var output = try OutputFile(path: file.path)
        switch file.format {
        case .json: try output.write(json())
        case .html: try output.write(html())
        case .txt: try output.write(text())
        }
        try output.commit()
    }
}

/// A file for a report; the format follows from the name.
public struct ReportFile: Sendable, Hashable {
    /// The formats that a conversion report is written in.
    public enum Format: String, Sendable, CaseIterable {
        /// For programs.
        case json
        /// For a browser or a printer; one self-contained file.
        case html
        /// For a terminal or a mail.
        case txt
    }

    /// The path as the user wrote it.
    public let path: String
    /// The format.
    public let format: Format

    /// Names a report; nil when the name does not end in `.json`, `.html` or `.txt`.
    public init?(path: String) {
        guard let dot = path.lastIndex(of: "."),
            let format = Format(rawValue: path[path.index(after: dot)...].lowercased())
        else { return nil }
        self.path = path
        self.format = format
    }

    /// Why the report cannot be written, known before the run rather than after it; nil when nothing speaks against it.
    /// A folder that the run itself makes is not there yet.
    func fault(output: String) -> FileError? {
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        guard folder != output, !folder.hasPrefix(output + "/") else { return nil }
        return access(folder, W_OK | X_OK) == 0 ? nil : .last(path, "write")
    }
}

extension Accounts.Fate {
    /// The fate in a few words, for reports.
    var title: String {
        switch self {
        case .mapped: "mapped"
        case .supplement: "carried as supplements"
        case .notSubmitted: "not submitted (reason in the mapping, or after the cut-off)"
        case .absent: "absent or empty"
        case .null: "null with a reason, kept"
        case .superseded: "replaced or removed later in the source"
        case .auditKept: "audit trail, kept"
        case .auditDropped: "audit trail, counted only"
        case .refused: "refused"
        }
    }

    /// The fate's name in JSON.
    var key: String {
        switch self {
        case .mapped: "mapped"
        case .supplement: "supplement"
        case .notSubmitted: "notSubmitted"
        case .absent: "absent"
        case .null: "null"
        case .superseded: "superseded"
        case .auditKept: "auditKept"
        case .auditDropped: "auditDropped"
        case .refused: "refused"
        }
    }
}

extension Dictionary where Key == String {
    /// The entries in byte order of their keys.
    var inOrder: [(key: String, value: Value)] {
        sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { (key: $0.key, value: $0.value) }
    }
}

/// A count with a comma every three digits.
func grouped(_ count: Int) -> String {
    let digits = Array(String(count.magnitude))
    var text = count < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
        if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
        text.append(digit)
    }
    return text
}
