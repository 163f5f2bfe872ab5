import ODM
import Values

/// The metadata that data have asked for, to tell when later metadata would have decoded them otherwise, and what was
/// assumed of them.
struct AskedMetaData: Sendable {
    private struct Key: Hashable {
        var study: Int32
        var version: Int32
        /// The file of data that name no version; -1 for others.
        var source: Int32
    }

    private struct Question {
        var study: String?
        var version: String?
        /// The first data that asked.
        var place: Location
        var basis: [String]
    }

    private var numbers: [Key: Int] = [:]
    private var questions: [Question] = []
    private var last: Key?
    /// Whether data came of which no metadata were known: what follows may define what they would be refused for.
    private(set) var lacksMetaData = false

    /// Notes what data ask for.
    mutating func ask(
        _ root: GroupRecord, path: String, names: borrowing NameTable, library: borrowing MetaDataLibrary
    ) {
        let key = Key(
            study: root.study, version: root.metaDataVersion, source: root.metaDataVersion < 0 ? root.source : -1)
        guard key != last else { return }
        last = key
        guard numbers[key] == nil else { return }
        numbers[key] = questions.count
        let study = root.study >= 0 ? names[root.study] : nil
        let version = root.metaDataVersion >= 0 ? names[root.metaDataVersion] : nil
        if library.assumptions(studyOID: study, metaDataVersionOID: version, path: path) == nil { lacksMetaData = true }
        questions.append(
            Question(
                study: study, version: version,
                place: Location(path: path, line: Int(root.line), column: Int(root.column)),
                basis: library.basis(studyOID: study, metaDataVersionOID: version, path: path)))
    }

    /// Whether any data would now be decoded otherwise than when they asked.
    func isAnsweredOtherwise(by library: MetaDataLibrary) -> Bool {
        questions.contains {
            $0.basis != library.basis(studyOID: $0.study, metaDataVersionOID: $0.version, path: $0.place.path)
        }
    }

    /// What was assumed or is missing, once for each study and version, at the first data that asked.
    func diagnostics(_ library: MetaDataLibrary) -> [Diagnostic] {
        var all: [Diagnostic] = []
        for question in questions {
            let found = library.assumptions(
                studyOID: question.study, metaDataVersionOID: question.version, path: question.place.path)
            for var diagnostic in found ?? missing(question, library) {
                if diagnostic.location == nil { diagnostic.location = question.place }
                if !all.contains(diagnostic) { all.append(diagnostic) }
            }
        }
        return all
    }

    /// Exports without any metadata are known as such; those of others are not theirs.
    private func missing(_ question: Question, _ library: MetaDataLibrary) -> [Diagnostic] {
        guard !library.studies.isEmpty else { return [] }
        let version = question.version.map { "MetaDataVersion '\($0)'" } ?? "metadata"
        let study = question.study.map { " of study '\($0)'" } ?? ""
        return [
            Diagnostic(
                "odm.metadata-missing", .warning,
                "the data are of \(version)\(study), which is not there: their codes and units are not decoded",
                remedy: "give the file that holds it by --metadata")
        ]
    }
}
