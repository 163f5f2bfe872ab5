import ClinicalModel
import Mapping
import Terminology
import Values

/// What the values of a variable are held against on writing. A value is never changed: it is written as it was said, and
/// reported.
enum ValueCheck: Sendable {
    /// Code lists of which none can be extended; the value must be in one of them.
    case codeLists([Terminology.CodeList])
    /// The study treatments of study.yaml.
    case treatments
    /// CTCAE: the grade must exist for the record's term.
    case grade
}

extension DomainCompiler {
    /// The checks of the domain's fields, and by field number which of them holds (-1 for none).
    func checks(
        package: CodeListPackage?, study: StudyDescription
    ) throws(MappingError) -> (checks: [(variable: String, check: ValueCheck)], ofField: [Int16]) {
        var checks: [(variable: String, check: ValueCheck)] = []
        var ofField = [Int16](repeating: -1, count: FieldID.allCases.count)
        for variable in mapping.variables {
            guard case .field(let field) = variable.source else { continue }
            let check: ValueCheck?
            switch field {
            case .grade: check = .grade
            case .treatment
            where (mapping.entity == .exposure || mapping.entity == .exposureAsCollected)
                && !study.study.treatments.isEmpty:
                check = .treatments
            default: check = try codeLists(of: variable, package).map { .codeLists($0) }
            }
            guard let check else { continue }
            ofField[Int(field.rawValue)] = Int16(checks.count)
            checks.append((variable.name, check))
        }
        return (checks, ofField)
    }

    /// The lists of a variable; nil when there are none, or one of them may be extended.
    private func codeLists(
        of variable: DomainVariable, _ package: CodeListPackage?
    ) throws(MappingError) -> [Terminology.CodeList]? {
        guard let package, !variable.codeLists.isEmpty else { return nil }
        var lists: [Terminology.CodeList] = []
        for code in variable.codeLists {
            if let list = package.codeList(ifPresent: code) {
                lists.append(list)
                continue
            }
            // A list that the guide itself names was retired before this package.
            let named = [guide, newest].contains { $0?.variable(variable.name)?.codeListCodes.contains(code) ?? false }
            guard named else {
                throw .unknownName(
                    what: "code list of \(package.id)", name: code, suggestion: nil, at: variable.location)
            }
            return nil
        }
        return lists.contains(where: \.isExtensible) ? nil : lists
    }
}

/// The values of a patient's dataset that a check found wanting, each with the number of its records and the first of them.
///
/// Nearly every value is that of the record before, or in its list; only the others cost more than a comparison and a search.
struct ValueFindings {
    struct Key: Hashable {
        var check: Int
        var value: String
        /// The term of a grade.
        var term = ""
    }

    private(set) var found: [Key: (count: Int, origin: Origin)] = [:]
    /// By check: the last value that was fine.
    private var fine: [String] = []
    /// By check: how many grades could not be checked, and the first of their records.
    var uncheckedGrades: [Int: (count: Int, origin: Origin)] = [:]

    /// Begins a domain with so many checks.
    mutating func begin(checks count: Int) { fine = [String](repeating: "", count: count) }

    mutating func end() {
        if !found.isEmpty { found = [:] }
        if !uncheckedGrades.isEmpty { uncheckedGrades = [:] }
    }

    mutating func check(_ value: String, _ number: Int, at origin: Origin, isFine: (String) -> Bool) {
        if fine[number] == value { return }
        if isFine(value) { fine[number] = value } else { add(Key(check: number, value: value), at: origin) }
    }

    mutating func add(_ key: Key, at origin: Origin) { found[key, default: (0, origin)].count += 1 }

    /// What was found, by check, then by value and term.
    var inOrder: [(key: Key, count: Int, origin: Origin)] {
        found.map { ($0.key, $0.value.count, $0.value.origin) }.sorted {
            ($0.key.check, $0.key.value, $0.key.term) < ($1.key.check, $1.key.value, $1.key.term)
        }
    }
}
