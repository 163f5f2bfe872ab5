import ODM

/// Which domain a group of items is: what the export says, else what its items' and its own names vote for.
struct GroupClassifier {
    let catalogue: VariableCatalogue
    let definitions: SurveyedDefinitions

    struct Verdict {
        var domain: String
        var confidence: Confidence
        var reason: String
    }

    func verdict(_ group: SurveyedDefinitions.Group) -> Verdict? {
        if let definition = group.definition, let said = stated(definition) { return said }
        var votes: [String: Int] = [:]
        var reasons: [String: String] = [:]
        func vote(_ domain: String, _ weight: Int, _ reason: String) {
            votes[domain, default: 0] += weight
            if reasons[domain] == nil { reasons[domain] = reason }
        }
        for oid in group.items {
            guard let item = definitions.items[oid] else { continue }
            for alias in item.aliases {
                guard let said = AliasStatement(alias, catalogue: catalogue) else { continue }
                if let domain = said.domain ?? said.variable.flatMap(home) { vote(domain, 10, "aliases of its items") }
            }
            if let name = item.sdsVarName, let domain = home(name.uppercased()) { vote(domain, 10, "SDSVarName") }
            if let domain = ItemNames.tokens(item.name).last.flatMap(home) { vote(domain, 4, "names of its items") }
            if Wordings.proposal(name: item.name, question: "", domain: "DM")?.confidence == .medium {
                vote("DM", 3, "names of its items")
            }
        }
        for (text, weight) in [(group.name, 6), (group.oid, 5)] + group.forms.map({ (definitions.forms[$0] ?? $0, 5) })
        {
            if let domain = GroupClassifier.domain(ofTitle: text) {
                vote(domain, weight, "the name '\(text.plainText(60))'")
            }
        }
        let best = votes.max { ($0.value, $1.key) < ($1.value, $0.key) }
        guard let best, best.value >= 4 else { return nil }
        return Verdict(
            domain: best.key, confidence: best.value >= 10 ? .high : .medium, reason: reasons[best.key] ?? "")
    }

    /// A variable's domain by its own name, if a mapping can fill it: DM's have no prefix.
    private func home(_ name: String) -> String? {
        let prefix = String(name.prefix(2))
        if catalogue.isDomain(prefix), ItemNames.exact(name, prefix, catalogue) != nil { return prefix }
        return ItemNames.exact(name, "DM", catalogue) != nil ? "DM" : nil
    }

    private func stated(_ definition: ItemGroupDef) -> Verdict? {
        for alias in definition.aliases {
            guard let domain = AliasStatement(alias, catalogue: catalogue)?.domain else { continue }
            return Verdict(domain: domain, confidence: .high, reason: "its alias says \(domain)")
        }
        for (what, text) in [("Domain", definition.domain), ("SASDatasetName", definition.sasDatasetName)] {
            guard let text, let code = ItemNames.tokens(text).first, catalogue.isDomain(code) else { continue }
            return Verdict(
                domain: code, confidence: what == "Domain" ? .high : .medium, reason: "its \(what) is \(text)")
        }
        return nil
    }

    private static let titles: [(domain: String, phrases: [String])] = [
        ("AE", ["adverse event", "adverse events", "ae log", "aelog", "adverse"]),
        ("CM", ["concomitant", "conmed", "conmeds", "conmedlog", "prior medication", "medication log", "medications"]),
        ("MH", ["medical history", "disease history", "mh"]),
        ("VS", ["vital", "vitals", "vital signs", "vital sign"]),
        ("LB", ["laboratory", "lab", "labs", "hematology", "haematology", "chemistry", "urinalysis", "blood count"]),
        ("DM", ["demographic", "demographics", "demography", "demo"]),
        ("DV", ["protocol deviation", "protocol deviations", "deviation log", "protocoldeviationlog", "deviations"]),
        ("DS", ["disposition", "study completion", "end of study", "completion discontinuation", "discontinuation"]),
        ("PE", ["physical exam", "physical examination"]), ("EG", ["ecg", "electrocardiogram"]),
        ("PR", ["procedures", "surgery", "surgical history"]),
        ("EX", ["exposure", "study drug administration", "dosing"]),
        ("IE", ["inclusion", "exclusion", "eligibility"]), ("PC", ["pharmacokinetics", "pharmacokinetic"]),
        ("QS", ["questionnaire", "promis"]), ("SU", ["substance use", "alcohol", "tobacco"]),
    ]

    /// The domain that a title of a form or group names.
    static func domain(ofTitle title: String) -> String? {
        let text = Wordings.normalized(title)
        var best: (domain: String, length: Int)?
        for (domain, phrases) in titles {
            for phrase in phrases + [domain.lowercased()] where text.contains(" " + phrase + " ") {
                if phrase.utf8.count > best?.length ?? 0 { best = (domain, phrase.utf8.count) }
            }
        }
        return best?.domain
    }

    /// The domain that one word of a name stands for.
    static func domain(ofWord word: String) -> String? {
        let text = word.lowercased()
        return titles.first { $0.domain.lowercased() == text || $0.phrases.contains(text) }?.domain
    }
}
