import ClinicalModel
import Mapping
import ODM
import Terminology
import Values

/// The draft of one item group: its block, the lines that belong to the subject instead, and what stays open.
struct GroupDraft {
    let group: SurveyedDefinitions.Group
    let verdict: GroupClassifier.Verdict?
    private(set) var block = DraftBlock()
    /// Lines of the subject block that look this group up.
    private(set) var subjectLines: [(variable: String, line: DraftLine)] = []
    private(set) var undecided: [UndecidedItem] = []
    /// The variables that live lines give.
    private(set) var given: Set<String> = []

    private let proposer: LineProposer
    private let survey: ExportSurvey

    init(
        _ group: SurveyedDefinitions.Group, _ verdict: GroupClassifier.Verdict?, _ proposer: LineProposer,
        _ survey: ExportSurvey, taken: Set<String>
    ) {
        self.group = group
        self.verdict = verdict
        self.proposer = proposer
        self.survey = survey
        guard let verdict, let entity = EntityKind.home(ofDomain: verdict.domain), GroupDraft.isDrafted(entity) else {
            undecided = group.items.map(open)
            return
        }
        block.keys = ["oid: \(DraftYAML.scalar(group.oid))", "entity: \(entity.name)"]
        fill(verdict.domain, entity, taken: taken)
    }

    /// Entities that a form can hold; the trial's design comes from study.yaml.
    private static func isDrafted(_ entity: EntityKind) -> Bool {
        entity.generalClass != .trialDesign && entity != .comment && entity != .eligibilityAnswer
    }

    private func item(_ oid: String) -> ItemDef {
        proposer.definitions.items[oid] ?? ItemDef(oid: oid, name: oid, at: Location(path: ""))
    }

    // MARK: - Proposals

    private func proposal(_ item: ItemDef, domain: String) -> Proposal? {
        for alias in item.aliases {
            guard let said = AliasStatement(alias, catalogue: proposer.catalogue), let name = said.variable else {
                continue
            }
            if said.isSupplement {
                let isNamed = name != "QNAM"
                return Proposal(
                    domain: said.domain ?? domain, variable: isNamed ? name : LineProposer.qnam(item.name),
                    confidence: isNamed ? .high : .low,
                    reason: "alias \(alias.context) says \(alias.name.plainText(60))", isSupplement: true)
            }
            let home =
                said.domain
                ?? (ItemNames.exact(name, domain, proposer.catalogue) != nil ? domain : String(name.prefix(2)))
            guard let found = ItemNames.exact(name, home, proposer.catalogue) else { continue }
            var proposal = found.proposal(.high, "alias \(alias.context) says \(alias.name.plainText(60))", home)
            proposal.testCode = said.testCode
            return proposal
        }
        let named = ItemNames.proposal(item, domain: domain, proposer.catalogue)
        if let named, named.confidence > .low { return named }
        let worded = Wordings.proposal(name: item.name, question: item.question, domain: domain)
        if let worded, worded.confidence > .low { return worded }
        if domain != "DM", let subject = Wordings.proposal(name: item.name, question: item.question, domain: "DM"),
            subject.confidence > .low, subject.variable != "SUBJID", subject.variable != "AGE"
        {
            return subject
        }
        return named ?? worded
    }

    private mutating func fill(_ domain: String, _ entity: EntityKind, taken: Set<String>) {
        let checkboxes = Checkboxes.found(in: group, proposer.definitions)
        let boxed = Set(checkboxes.flatMap { $0.boxes.map(\.item) })
        var proposals: [(item: ItemDef, proposal: Proposal?, boxes: [(item: String, label: String?)])] = []
        for oid in group.items {
            if let box = checkboxes.first(where: { $0.boxes.first?.item == oid }) {
                var item = ItemDef(oid: box.name, name: box.name, at: Location(path: ""))
                item.question = box.question
                proposals.append((item, proposal(item, domain: domain), box.boxes))
            } else if !boxed.contains(oid) {
                let item = item(oid)
                proposals.append((item, proposal(item, domain: domain), []))
            }
        }
        let isVertical = proposals.contains { $0.proposal?.variable == domain + "TESTCD" }
        let pivots =
            entity.generalClass == .findings && !isVertical
            ? PivotProposer(entity, definitions: proposer.definitions, terminology: proposer.terminology) : nil
        // Times wait for their dates; of several items for one variable the surest gets it.
        var times: [String: String] = [:]
        for entry in proposals {
            if let proposal = entry.proposal, proposal.isTime, proposal.confidence > .low,
                times[proposal.variable] == nil
            {
                times[proposal.variable] = entry.item.oid
            }
        }
        let owners = owners(proposals.map { ($0.item.oid, $0.proposal) }, domain: domain, taken: taken)
        var units: [String: String] = [:]
        for entry in proposals {
            guard let proposal = entry.proposal, let code = proposal.testCode, proposal.variable == domain + "ORRESU"
            else { continue }
            units[code] = entry.item.oid
        }
        var tests: [String: Int] = [:]
        for entry in proposals {
            if let (test, line) = pivots?.pivot(entry.item, stated: entry.proposal, in: group, units: units),
                entry.proposal.map({ $0.testCode != nil || $0.variable == domain + "ORRES" || $0.confidence == .low })
                    ?? true
            {
                block.pivots.append(line)
                if let first = tests.updateValue(block.pivots.count - 1, forKey: test) {
                    for index in [first, block.pivots.count - 1] {
                        block.pivots[index].isLive = false
                        block.pivots[index].confidence = .low
                        block.pivots[index].reason += "; two items would be \(test): say what tells them apart"
                    }
                }
                continue
            }
            if let proposal = entry.proposal, let code = proposal.testCode, units[code] == entry.item.oid,
                block.pivots.contains(where: { $0.yaml.contains("unitItem: \(DraftYAML.scalar(entry.item.oid))") })
            {
                continue
            }
            guard var proposal = entry.proposal else {
                undecided.append(open(entry.boxes.first?.item ?? entry.item.oid))
                continue
            }
            if proposal.isSupplement, proposal.domain == domain {
                block.lines.append(proposer.supplement(proposal, source(entry.item), label: entry.item.name))
                continue
            }
            if proposal.isTime, times[proposal.variable] == entry.item.oid, owners[proposal.variable] != nil {
                continue
            }
            if proposal.domain != domain {
                addForeign(proposal, entry.item)
                continue
            }
            if owners[proposal.variable] != entry.item.oid || proposal.isTime {
                proposal.confidence = .low
                proposal.reason +=
                    taken.contains(proposal.variable) && domain == "DM"
                    ? "; another line gives \(proposal.variable) already"
                    : owners[proposal.variable] == nil
                        ? "; several items may be \(proposal.variable)" : "; another item is surer"
            }
            if proposal.testCode != nil || (pivots != nil && proposal.variable == domain + "ORRES") {
                proposal.confidence = .low
            }
            var source = source(entry.item)
            source.boxes = entry.boxes
            if !entry.boxes.isEmpty { source.entry = ("checkboxes", "") }
            source.time = times[proposal.variable]
            let line = proposer.line(proposal, source)
            block.lines.append(line)
            if line.isLive { given.insert(proposal.variable) }
        }
        keepUsedUnits()
        requireTopic(domain, entity)
    }

    private func owners(
        _ proposals: [(oid: String, proposal: Proposal?)], domain: String, taken: Set<String>
    ) -> [String: String] {
        var candidates: [String: [(oid: String, confidence: Confidence)]] = [:]
        for (oid, proposal) in proposals {
            guard let proposal, !proposal.isTime, !proposal.isSupplement, proposal.domain == domain,
                proposal.testCode == nil,
                !(domain == "DM" && taken.contains(proposal.variable))
            else { continue }
            candidates[proposal.variable, default: []].append((oid, proposal.confidence))
        }
        var owners: [String: String] = [:]
        for (variable, items) in candidates {
            guard let best = items.map(\.confidence).max() else { continue }
            let first = items.filter { $0.confidence == best }
            // Two dates of one form belong to different tests as a rule: only the export's own word decides.
            let isDate = variable.hasSuffix("DTC")
            if first.count == 1 && (items.count == 1 || !isDate || best == .high) { owners[variable] = first[0].oid }
        }
        return owners
    }

    /// The units that pivots take are no open items.
    private mutating func keepUsedUnits() {
        undecided.removeAll { item in
            block.pivots.contains { $0.yaml.contains("unitItem: \(DraftYAML.scalar(item.oid))") }
        }
    }

    /// What belongs to the subject is looked up from there, when there is one such record at most.
    private mutating func addForeign(_ proposal: Proposal, _ item: ItemDef) {
        let most = survey.groups(.itemGroup, oid: group.oid).map(\.mostInSubject).reduce(0, +)
        let isSingle = group.definition.map { !$0.repeating } ?? true
        var source = source(item)
        if proposal.domain == "DM", isSingle, most <= 1 {
            source.entry = (
                "lookup",
                DraftYAML.flow([("oid", DraftYAML.scalar(group.oid)), ("item", DraftYAML.scalar(item.oid))])
            )
            subjectLines.append((proposal.variable, proposer.line(proposal, source)))
            return
        }
        var line = proposer.line(proposal, source)
        line.isLive = false
        line.reason += "; it belongs to \(proposal.domain), and a record becomes one entity"
        block.lines.append(line)
    }

    private func source(_ item: ItemDef) -> LineProposer.Source {
        LineProposer.Source(
            entry: ("oid", DraftYAML.scalar(item.oid)), item: proposer.definitions.items[item.oid],
            tally: survey.tally(.itemGroup, oid: group.oid, item: item.oid))
    }

    /// A record without a topic is none: an event needs its term, a treatment its name, a finding its test.
    private mutating func requireTopic(_ domain: String, _ entity: EntityKind) {
        let topic: String
        switch entity.generalClass {
        case .events: topic = domain + "TERM"
        case .interventions: topic = domain + "TRT"
        case .findings: topic = domain + "TESTCD"
        case .specialPurpose, .trialDesign, .none: return
        }
        let isFamily = group.items.contains { oid in
            let item = item(oid)
            return Wordings.normalized(item.name + " " + item.question).contains(" family ")
        }
        if isFamily {
            block.heading.append("this asks about the family, and \(domain) is about the subject")
        } else if given.contains(topic) || block.pivots.contains(where: \.isLive) {
            return
        } else {
            block.heading.append("nothing here gives \(topic), without which there is no record")
        }
        for index in block.pivots.indices { block.pivots[index].isLive = false }
        for index in block.lines.indices { block.lines[index].isLive = false }
    }

    // MARK: - Words

    /// An item for the list of what is open: name, question, type, codes, values.
    private func open(_ oid: String) -> UndecidedItem {
        let item = item(oid)
        var parts = ["\"\(DraftYAML.comment(item.name, 40))\""]
        let question = DraftYAML.comment(item.question.isEmpty ? item.description : item.question, 80)
        if !question.isEmpty { parts.append("\"\(question)\"") }
        if let type = item.dataType { parts.append(type.rawValue) }
        if let list = proposer.definitions.codeList(ofItem: oid), !list.items.isEmpty {
            let codes = list.items.prefix(6).map { code in
                code.codedValue.plainText(20) + (code.decode.map { "=" + $0.plainText(30) } ?? "")
            }
            parts.append("codes " + codes.joined(separator: ", ") + (list.items.count > 6 ? ", ..." : ""))
        }
        let values = survey.tally(.itemGroup, oid: group.oid, item: oid).values
        if survey.subjects > 0 { parts.append("\(values) values") }
        return UndecidedItem(oid: oid, what: parts.joined(separator: ", "))
    }
}
