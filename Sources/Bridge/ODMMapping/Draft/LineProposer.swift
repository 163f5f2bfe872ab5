import ClinicalModel
import Mapping
import ODM
import Terminology
import Values

/// Turns a proposal into a line: codes into the values of the published list, dates into their formats, types checked.
struct LineProposer {
    let catalogue: VariableCatalogue
    let definitions: SurveyedDefinitions
    let terminology: CodeListPackage

    /// A source of values: how the line names it, what is known of it, what was met.
    struct Source {
        /// `("oid", "I.AE.TERM")`.
        var entry: (key: String, value: String)
        var item: ItemDef?
        var tally: ExportSurvey.Tally
        /// For checkboxes: the items and their labels.
        var boxes: [(item: String, label: String?)] = []
        var time: String?
    }

    func line(_ proposal: Proposal, _ source: Source) -> DraftLine {
        var source = source
        var confidence = proposal.confidence
        var reasons = [proposal.reason]
        func doubt(_ reason: String) {
            confidence = .low
            reasons.append(reason)
        }
        guard let variable = catalogue.variable(proposal.variable, of: proposal.domain),
            case .field(let id) = variable.source
        else {
            let open = DraftYAML.flow([source.entry, ("field", "?")])
            return DraftLine(yaml: open, confidence: .low, reason: proposal.reason, isLive: false)
        }
        let field = id.definition
        var rest: [(key: String, value: String)] = []
        let list = variable.codeLists.lazy.compactMap { terminology.codeList(ifPresent: $0) }.first
        if !source.boxes.isEmpty {
            let codes = source.boxes.map { CodeProposal.Code(code: $0.item, label: $0.label ?? $0.item) }
            let targets = list.map { CodeProposal(codes, list: $0, catalogue: catalogue) }
            if let targets, !targets.isComplete { doubt("not in \(list?.submissionValue ?? ""): \(targets.open)") }
            let texts: [String?] = targets?.pairs.map(\.target) ?? source.boxes.map { $0.label ?? $0.item }
            source.entry.value = DraftYAML.flow(
                zip(source.boxes, texts).map { (DraftYAML.scalar($0.item), $1.map { DraftYAML.scalar($0) } ?? "?") })
        } else if field.type == .date {
            let guess = DateFormatGuess(source.tally.inOrder)
            rest += guess.entries
            if let reason = guess.doubt { doubt(reason) }
            if let time = source.time { rest.append(("time", DraftYAML.scalar(time))) }
        } else {
            let codes = self.codes(of: source, list: list)
            if let list, !codes.isEmpty {
                let targets = CodeProposal(codes, list: list, catalogue: catalogue)
                if !targets.isComplete { doubt("decide what becomes of \(targets.open)") }
                if !targets.isIdentity {
                    rest.append(("map", targets.yaml))
                    if targets.isManyToOne { rest.append(("original", LineProposer.qnam(source, proposal.variable))) }
                    confidence = min(confidence, targets.confidence)
                    reasons.append(targets.reason)
                }
            } else if list?.submissionValue == "NY", source.item?.dataType == .boolean {
                rest.append(("map", "{\"1\": Y, \"0\": N, \"true\": Y, \"false\": N}"))
                rest.append(("preferred", "{Y: \"1\", N: \"0\"}"))
            } else if list == nil, source.item?.codeListOID != nil, codes.contains(where: { $0.label != nil }) {
                rest.append(("decode", "true"))
                reasons.append("decoded by the export's code list")
            }
            if source.item?.isMultiSelect == true { rest.append(("split", "\",\"")) }
        }
        if let type = source.item?.dataType, source.boxes.isEmpty {
            let misfit = ItemFit.misfit(
                type, into: field.type, isTranslated: rest.contains { $0.key == "map" || $0.key == "decode" },
                hasFormats: rest.contains { $0.key == "format" })
            if let misfit { doubt("the field takes a \(field.type.rawValue), and this is \(misfit)") }
        }
        if field.type == .number, !rest.contains(where: { $0.key == "map" || $0.key == "decode" }) {
            let others = source.tally.inOrder.count { Decimal($0) == nil }
            if others > 0 { doubt("\(others) different values are no numbers") }
        }
        if field.equality == .derived { doubt("Rialto computes it; a value given here overrides that") }
        if let list, field.type == .text || field.type == .set { rest.append(("terms", list.submissionValue)) }
        let entries = [source.entry, ("field", field.name)] + rest
        return DraftLine(
            yaml: DraftYAML.flow(entries), confidence: confidence, reason: reasons.joined(separator: "; "),
            isLive: confidence > .low)
    }

    /// The codes of an item: those of its code list, else the values met where the published list is closed.
    private func codes(of source: Source, list: TermList?) -> [CodeProposal.Code] {
        if let item = source.item, let known = definitions.codeList(ofItem: item.oid), !known.items.isEmpty {
            return known.items.map {
                CodeProposal.Code(code: $0.codedValue, label: $0.decode, aliases: $0.aliases, codings: $0.codings)
            }
        }
        guard let list, !list.isExtensible, !source.tally.isTruncated, source.tally.distinct.count <= 12 else {
            return []
        }
        return source.tally.inOrder.map { CodeProposal.Code(code: $0, label: nil) }
    }

    /// A line into SUPP--.
    func supplement(_ proposal: Proposal, _ source: Source, label: String) -> DraftLine {
        let isValid = LineProposer.qnam(proposal.variable) == proposal.variable
        let text = label.plainText(40)
        let entries = [
            source.entry, ("supplement", proposal.variable),
            ("label", DraftYAML.scalar(text.utf8.count <= 40 ? text : proposal.variable)),
        ]
        let confidence = isValid ? proposal.confidence : .low
        return DraftLine(
            yaml: DraftYAML.flow(entries), confidence: confidence, reason: proposal.reason, isLive: confidence > .low)
    }

    /// A QNAM for the original code: of the item's name, else of the variable.
    static func qnam(_ source: Source, _ variable: String) -> String {
        String(qnam(source.item?.name ?? variable).prefix(7)) + "O"
    }

    /// A QNAM made of a name: at most 8 capital letters and digits, a letter first.
    static func qnam(_ name: String) -> String {
        let kept = name.uppercased().utf8.filter { byte in
            (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x30 && byte <= 0x39)
        }
        let text = String(decoding: kept.drop { $0 < 0x41 }.prefix(8), as: UTF8.self)
        return text.isEmpty ? "ITEM" : text
    }
}
