import ClinicalModel
public import Mapping
public import Terminology
public import Values

/// What `mapping check` finds wrong with a mapping beyond what its parser refuses: against an export's metadata and data,
/// against CDISC's controlled terminology, and against study.yaml.
///
/// ```swift
/// let survey = try ExportSurvey(exports: ["site-101.xml"])
/// let report = MappingReport(of: document, study: study, against: survey, terminology: package)
/// for diagnostic in report.diagnostics { print(diagnostic.text()) }
/// ```
public struct MappingReport: Sendable {
    /// What is wrong, in the order of the mapping's lines.
    public let diagnostics: [Diagnostic]

    /// Whether a diagnostic is an error.
    public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    /// Checks a mapping.
    ///
    /// - Parameters:
    ///   - document: The mapping.
    ///   - study: The study, when it is known: its visits and sites are checked against the exports.
    ///   - survey: The exports, when there are any; without them OIDs, types and code lists cannot be checked.
    ///   - terminology: The code lists that `terms` name.
    public init(
        of document: MappingDocument, study: StudyDescription? = nil, against survey: ExportSurvey? = nil,
        terminology: CodeListPackage
    ) {
        var check = MappingVerification(document, survey: survey, terminology: terminology)
        check.run()
        if let study { check.checkStudy(study) }
        diagnostics = check.diagnostics.enumerated().sorted { a, b in
            let left = a.element.location, right = b.element.location
            if left?.path != right?.path { return a.offset < b.offset }
            let places = ((left?.line ?? 0, left?.column ?? 0), (right?.line ?? 0, right?.column ?? 0))
            return places.0 == places.1 ? a.offset < b.offset : places.0 < places.1
        }.map(\.element)
    }
}

/// The making of a ``MappingReport``.
struct MappingVerification {
    let document: MappingDocument
    let survey: ExportSurvey?
    let definitions: SurveyedDefinitions?
    let terminology: CodeListPackage
    var diagnostics: [Diagnostic] = []
    /// Where each list is used and with which code lists, to find codes that no use can have.
    var listUses: [Location: ListUses] = [:]

    /// The condition of the split block whose parts are being checked.
    var outerCondition: Condition?
    private var testLists: [EntityKind: TestLists?] = [:]

    struct ListUses {
        var list: ValueList
        var codes: Set<String> = []
        /// Whether every use has a code list that is known.
        var areKnown = true
        var codeLists: Set<String> = []
    }

    init(_ document: MappingDocument, survey: ExportSurvey?, terminology: CodeListPackage) {
        self.document = document
        self.survey = survey
        self.terminology = terminology
        definitions = survey.map(SurveyedDefinitions.init)
    }

    mutating func run() {
        for (index, block) in document.blocks.enumerated() {
            checkPlace(of: block)
            checkReach(of: block, after: document.blocks[..<index])
            for key in block.keys { checkItem(key, in: block, at: block.location) }
            if let condition = block.condition { check(condition, in: block, at: block.location) }
            for part in block.parts {
                if let condition = part.condition { check(condition, in: part, at: part.location) }
            }
            outerCondition = block.parts.isEmpty ? nil : block.condition
            for content in block.contents { checkContent(of: content) }
        }
        checkListUses()
    }

    private mutating func checkContent(of block: MappingDocument.Block) {
        for line in block.lines { check(line, in: block) }
        for pivot in block.pivots { check(pivot, in: block) }
        if let parent = block.parent { check(parent, in: block) }
        for relation in block.relations { check(relation.to, in: block) }
    }

    private mutating func check(_ line: Line, in block: MappingDocument.Block) {
        checkSource(of: line, in: block)
        if let time = line.timeItem { checkItem(time, in: block, at: line.location) }
        if let condition = line.condition { check(condition, in: block, at: line.location) }
        checkType(of: line, in: block)
        checkCodes(of: line, in: block)
        checkTerms(of: line, in: block)
        checkDates(of: line, in: block)
        checkNumbers(of: line, in: block)
    }

    /// The --TESTCD and unit lists of an entity, looked up once.
    mutating func lists(of entity: EntityKind) -> TestLists? {
        if let known = testLists[entity] { return known }
        let lists = TestLists(entity, terminology)
        testLists[entity] = .some(lists)
        return lists
    }

    mutating func say(
        _ code: String, _ severity: Diagnostic.Severity, _ message: String, remedy: String = "", at location: Location,
        value: String? = nil
    ) {
        diagnostics.append(Diagnostic(code, severity, message, remedy: remedy, at: location, value: value))
    }

    mutating func say(_ code: String, _ message: String, remedy: String = "", at location: Location) {
        say(code, .error, message, remedy: remedy, at: location)
    }

    /// `did you mean 'X'?` when one of the names is near, else another remedy.
    func remedy(_ name: String, among names: some Sequence<String>, else other: String) -> String {
        MappingError.suggestion(for: name, among: names).map { "did you mean '\($0)'?" } ?? other
    }
}
