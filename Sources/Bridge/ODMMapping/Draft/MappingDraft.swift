import ClinicalModel
public import Mapping
import ODM
public import Terminology

/// A first mapping and study.yaml for exports, made of what their metadata and data say.
///
/// Every line says in a comment how sure it is and why. What is not sure stands as a comment; what nothing was found for
/// is listed at the end. Both texts are read by ``Mapping/MappingDocument`` and ``Mapping/StudyFile``.
///
/// ```swift
/// let survey = try ExportSurvey(exports: ["site-101.xml"])
/// let draft = try MappingDraft(survey, terminology: Terminology.codeLists("2025-03-28"))
/// print(draft.mapping, draft.study)
/// ```
public struct MappingDraft: Sendable {
    /// mapping.yaml.
    public let mapping: String
    /// study.yaml.
    public let study: String
    /// How many lines stand.
    public let lines: Int
    /// How many proposals are commented out.
    public let commented: Int
    /// For how many items nothing was found.
    public let undecided: Int

    /// Drafts a mapping. Throws when the built-in domain mappings cannot be read.
    public init(_ survey: ExportSurvey, terminology: CodeListPackage) throws(MappingError) {
        let definitions = SurveyedDefinitions(survey)
        let catalogue = try VariableCatalogue()
        let proposer = LineProposer(catalogue: catalogue, definitions: definitions, terminology: terminology)
        let classifier = GroupClassifier(catalogue: catalogue, definitions: definitions)
        var subject = SubjectDraft(survey, proposer)
        var drafts: [GroupDraft] = []
        for group in definitions.groups where !group.items.isEmpty {
            let draft = GroupDraft(
                group, classifier.verdict(group), proposer, survey, taken: subject.variables)
            if draft.verdict?.domain == "DM" { subject.take(draft.given) }
            drafts.append(draft)
        }
        for draft in drafts { for (variable, line) in draft.subjectLines { subject.add(line, variable) } }
        var writer = DraftWriter(survey, definitions)
        writer.write(subject, drafts)
        mapping = writer.text
        (lines, commented, undecided) = (writer.lines, writer.commented, writer.undecided)
        study = StudyDraft(survey, definitions, hasSites: subject.variables.contains("SITEID")).text
    }
}

/// The blocks of SubjectData and StudyEventData, and which variables of DM are given.
struct SubjectDraft {
    private(set) var block = DraftBlock(keys: ["entity: subject"])
    private(set) var visits: DraftBlock?
    private(set) var variables: Set<String> = []
    /// Paths that no line takes.
    private(set) var openPaths: [(level: String, path: String, values: Int)] = []

    init(_ survey: ExportSurvey, _ proposer: LineProposer) {
        let subjects = survey.groups(.subject)
        for rule in VendorAttributes.subject where subjects.contains(where: { $0.items[rule.path] != nil }) {
            add(SubjectDraft.line(rule, survey.tally(.subject, oid: nil, item: rule.path), proposer), rule.variable)
        }
        addNotSubmitted(subjects, to: &block)
        let events = survey.groups(.studyEvent)
        var visits = DraftBlock()
        for rule in VendorAttributes.studyEvent where events.contains(where: { $0.items[rule.path] != nil }) {
            visits.lines.append(SubjectDraft.line(rule, survey.tally(.studyEvent, oid: nil, item: rule.path), proposer))
        }
        addNotSubmitted(events, to: &visits)
        var oids: [String] = []
        for event in events where !oids.contains(event.key.oid) { oids.append(event.key.oid) }
        visits.keys = ["oid: \(DraftYAML.list(oids))", "entity: visit"]
        if visits.lines.contains(where: \.isLive) { self.visits = visits }
        for (level, groups) in [
            ("SubjectData", subjects), ("StudyEventData", events), ("FormData", survey.groups(.form)),
            ("ItemGroupData", survey.groups(.itemGroup)),
        ] { listOpen(level, groups) }
    }

    private static func line(
        _ rule: VendorAttributes.Rule, _ tally: ExportSurvey.Tally, _ proposer: LineProposer
    ) -> DraftLine {
        let proposal = Proposal(
            domain: rule.domain, variable: rule.variable, confidence: rule.confidence, reason: rule.reason)
        let path = rule.path.hasPrefix("@") ? String(rule.path.dropFirst()) : rule.path
        return proposer.line(proposal, LineProposer.Source(entry: ("attribute", DraftYAML.scalar(path)), tally: tally))
    }

    private func addNotSubmitted(_ groups: [ExportSurvey.Group], to block: inout DraftBlock) {
        for (path, reason) in VendorAttributes.notSubmitted where groups.contains(where: { $0.items[path] != nil }) {
            block.lines.append(
                DraftLine(
                    yaml: DraftYAML.flow([
                        ("attribute", DraftYAML.scalar(String(path.dropFirst()))),
                        ("notSubmitted", DraftYAML.scalar(reason)),
                    ]), confidence: .high, reason: reason, isLive: true))
        }
    }

    private mutating func listOpen(_ level: String, _ groups: [ExportSurvey.Group]) {
        var order: [String] = []
        var values: [String: Int] = [:]
        for group in groups {
            for path in group.order where path.isPath {
                if values[path] == nil { order.append(path) }
                values[path, default: 0] += group.items[path]?.values ?? 0
            }
        }
        let known = Set(
            VendorAttributes.subject.map(\.path) + VendorAttributes.studyEvent.map(\.path)
                + VendorAttributes.notSubmitted.map(\.path))
        for path in order where !known.contains(path) { openPaths.append((level, path, values[path] ?? 0)) }
    }

    /// Adds a line for a variable; a second one for the same variable is commented out.
    mutating func add(_ line: DraftLine, _ variable: String) {
        var line = line
        if line.isLive, !variables.insert(variable).inserted {
            line.isLive = false
            line.reason += "; another line gives \(variable) already"
        }
        block.lines.append(line)
    }

    /// Notes the variables that a block of an item group gives.
    mutating func take(_ given: Set<String>) { variables.formUnion(given) }
}
