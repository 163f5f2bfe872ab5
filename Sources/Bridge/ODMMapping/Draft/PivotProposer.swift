import ClinicalModel
import Mapping
import ODM
import Terminology

/// Finds the test of a result item: from an alias, else from its name or question in the domain's list of tests.
struct PivotProposer {
    let lists: TestLists
    let definitions: SurveyedDefinitions

    init?(_ entity: EntityKind, definitions: SurveyedDefinitions, terminology: CodeListPackage) {
        guard let lists = TestLists(entity, terminology) else { return nil }
        self.lists = lists
        self.definitions = definitions
    }

    private struct Test {
        var code: String
        var name: String
        var confidence: Confidence
        var reason: String
    }

    /// The pivot of an item; nil when no test is found, or the item cannot be a result.
    ///
    /// - Parameter units: The items that hold units, by test code, as aliases say.
    func pivot(
        _ item: ItemDef, stated: Proposal?, in group: SurveyedDefinitions.Group, units: [String: String]
    ) -> (test: String, line: DraftLine)? {
        if let type = item.dataType {
            switch ItemFit.shape(type) {
            case .number, .text: break
            case .date, .time, .boolean, .interval, .binary: return nil
            }
        }
        guard !isUnit(item, stated), let test = test(item, stated: stated) else { return nil }
        var entries = [
            ("oid", DraftYAML.scalar(item.oid)), ("test", DraftYAML.scalar(test.code)),
            ("name", DraftYAML.scalar(test.name)),
        ]
        var reason = test.reason
        if let unit = units[test.code] ?? unitItem(of: item, in: group) {
            entries.append(("unitItem", DraftYAML.scalar(unit)))
        } else if item.measurementUnitOIDs.count == 1, let unit = definitions.units[item.measurementUnitOIDs[0]] {
            let symbol = (unit.symbol.isEmpty ? unit.name : unit.symbol).trimmingWhiteSpace
            let (text, isKnown) = unitTerm(symbol)
            entries.append(("unit", DraftYAML.scalar(text)))
            if !isKnown { reason += "; unit '\(symbol.plainText(20))' is not CDISC's" }
        } else if item.dataType.map({ ItemFit.shape($0) == .number }) == true,
            definitions.codeList(ofItem: item.oid) == nil
        {
            reason += "; the export gives no unit"
        }
        if let list = definitions.codeList(ofItem: item.oid), list.items.contains(where: { $0.decode != nil }) {
            entries.append(("decode", "true"))
        }
        let line = DraftLine(
            yaml: DraftYAML.flow(entries), confidence: test.confidence, reason: reason,
            isLive: test.confidence > .low)
        return (test.code, line)
    }

    /// Whether the item holds a unit and no result.
    private func isUnit(_ item: ItemDef, _ stated: Proposal?) -> Bool {
        if let variable = stated?.variable { return variable.hasSuffix("ORRESU") }
        return [item.name, item.oid].contains {
            ItemNames.tokens($0).last.map { ["UNIT", "UNITS"].contains($0) } ?? false
        }
    }

    private func test(_ item: ItemDef, stated: Proposal?) -> Test? {
        if let code = stated?.testCode {
            guard let term = lists.codes.term(submissionValue: code) else {
                let name = String(item.name.plainText(40).prefix(40))
                return code.utf8.count <= 8
                    ? Test(code: code, name: name, confidence: .medium, reason: "alias names test \(code), not CDISC's")
                    : nil
            }
            return found(term, .high, "alias names test \(code)")
        }
        for (what, text) in [("question", item.question), ("name", item.name), ("description", item.description)] {
            let wording = PivotProposer.wording(text)
            guard wording.utf8.count > 2, let term = term(wording) else { continue }
            return found(term, .medium, "the \(what) says '\(wording)'")
        }
        // A code in the name (`VS_SYSBP`, `IT.VS.SYSBP.VSORRES`), the last one first. A question that does not say the
        // same test makes it a guess: PRO is proline, and a question about protein.
        for text in [item.name, item.oid] {
            for token in ItemNames.tokens(text).reversed().prefix(3) where token.utf8.count > 1 {
                guard let term = lists.codes.term(submissionValue: token) else { continue }
                let agrees = item.question.isEmpty || says(item.question, term)
                return found(
                    term, agrees ? .medium : .low,
                    "the name holds test code \(token)" + (agrees ? "" : ", and the question says something else"))
            }
        }
        return nil
    }

    /// The one test that a wording names.
    private func term(_ wording: String) -> Terminology.Term? {
        let terms = [lists.codes, lists.codes.partner].compactMap { $0 }.flatMap { $0.named(wording) }
        guard let first = terms.first, terms.allSatisfy({ $0.code == first.code }) else { return nil }
        return lists.codes.term(code: first.code)
    }

    /// Whether a question has the name, code or a synonym of a test in it.
    private func says(_ question: String, _ term: Terminology.Term) -> Bool {
        let text = Wordings.normalized(question)
        let names = [term.submissionValue, lists.codes.counterpart(of: term)?.submissionValue ?? ""] + term.synonyms
        return names.contains { !$0.isEmpty && text.contains(Wordings.normalized($0)) }
    }

    private func found(_ term: Terminology.Term, _ confidence: Confidence, _ reason: String) -> Test? {
        guard let name = lists.codes.counterpart(of: term)?.submissionValue, name.utf8.count <= 40 else { return nil }
        return Test(code: term.submissionValue, name: name, confidence: confidence, reason: reason)
    }

    /// A name or question without what does not name the test: numbering, units in brackets, a colon.
    private static func wording(_ text: String) -> String {
        var plain = text.plainText(120)
        if let dash = plain.range(of: " - ", backwards: true) { plain = String(plain[dash.upperBound...]) }
        if let bracket = plain.firstIndex(of: "(") { plain = String(plain[..<bracket]) }
        while let last = plain.last, " :?.".contains(last) { plain.removeLast() }
        return plain.trimmingWhiteSpace
    }

    /// The item that holds the unit of a result: as 2.0 refers to it, else by its name.
    private func unitItem(of item: ItemDef, in group: SurveyedDefinitions.Group) -> String? {
        if let unit = group.definition?.refs.first(where: { $0.oid == item.oid })?.unitsItemOID { return unit }
        let name = item.name.uppercased()
        let last = ItemNames.tokens(name).last ?? name
        let names = ["U", "_U", "_UNIT", "_UNITS", "UNIT", "UNITS"].flatMap { [name + $0, last + $0] }
        return group.items.first { oid in
            oid != item.oid && names.contains((definitions.items[oid]?.name ?? oid).uppercased())
        }
    }

    private func unitTerm(_ symbol: String) -> (text: String, isKnown: Bool) {
        guard let units = lists.units else { return (symbol, true) }
        switch units.match(symbol) {
        case .exact: return (symbol, true)
        case .caseDiffers(let terms), .synonym(let terms):
            return terms.count == 1 ? (terms[0].submissionValue, true) : (symbol, false)
        case .none: return (symbol, false)
        }
    }
}

extension TermList {
    /// The terms of a wording: a value in any case, else a synonym.
    fileprivate func named(_ wording: String) -> [Terminology.Term] {
        switch match(wording) {
        case .exact(let term): [term]
        case .caseDiffers(let terms), .synonym(let terms): terms
        case .none: []
        }
    }
}

extension String {
    /// Where a text stands, looked for from the end when asked.
    fileprivate func range(of part: String, backwards: Bool) -> Range<String.Index>? { ranges(of: part).last }
}
