import ODM

/// Writes a drafted mapping: what stands first, what is open at the end as comments.
struct DraftWriter {
    private(set) var text = ""
    private(set) var lines = 0
    private(set) var commented = 0
    private(set) var undecided = 0
    private let survey: ExportSurvey
    private let definitions: SurveyedDefinitions

    init(_ survey: ExportSurvey, _ definitions: SurveyedDefinitions) {
        self.survey = survey
        self.definitions = definitions
    }

    mutating func write(_ subject: SubjectDraft, _ groups: [GroupDraft]) {
        let names = survey.inputs.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
        say("# A first mapping, drafted from \(DraftYAML.comment(names.joined(separator: ", "), 300)).")
        say("# Each line says how sure it is and why; what is commented out or listed at the end needs a decision.")
        say("# Check it with: rialto mapping check mapping.yaml --study study.yaml EXPORT")
        say("language: 1")
        say("study: study.yaml")
        if subject.block.isLive {
            say("")
            say("subjectData:")
            write(subject.block)
        }
        if let visits = subject.visits {
            say("")
            say("studyEvents:")
            write(visits)
        }
        let live = groups.filter(\.block.isLive)
        if !live.isEmpty {
            say("")
            say("itemGroups:")
        }
        for group in live {
            heading(group).forEach { say("  # " + $0) }
            write(group.block)
        }
        writeOpen(subject, groups)
    }

    private mutating func say(_ line: String) { text += line + "\n" }

    private func heading(_ group: GroupDraft) -> [String] {
        var lines: [String] = []
        let forms = group.group.forms.map { oid in
            let name = definitions.forms[oid] ?? ""
            return name.isEmpty ? oid : "\(oid) \"\(DraftYAML.comment(name, 60))\""
        }
        let count = survey.groups(.itemGroup, oid: group.group.oid).reduce(0) { $0 + $1.count }
        var line = "\(DraftYAML.comment(group.group.oid)) \"\(DraftYAML.comment(group.group.name, 60))\""
        if !forms.isEmpty { line += " of form \(forms.prefix(4).joined(separator: ", "))" }
        if survey.subjects > 0 { line += ", \(count) records" }
        lines.append(line)
        if let verdict = group.verdict {
            lines.append("\(verdict.domain): \(verdict.confidence.name), \(DraftYAML.comment(verdict.reason))")
        }
        return lines + group.block.heading
    }

    /// A block with live lines; what is not live in it is commented.
    private mutating func write(_ block: DraftBlock) {
        for (index, key) in block.keys.enumerated() { say((index == 0 ? "  - " : "    ") + key) }
        for (title, lines) in [("items", block.lines), ("pivot", block.pivots)] where !lines.isEmpty {
            say((lines.contains(where: \.isLive) ? "    " : "    # ") + title + ":")
            for line in lines {
                say((line.isLive ? "      - " : "      # - ") + line.yaml + "  # " + why(line))
                if line.isLive { self.lines += 1 } else { commented += 1 }
            }
        }
    }

    private func why(_ line: DraftLine) -> String { line.confidence.name + ": " + DraftYAML.comment(line.reason, 200) }

    private mutating func writeOpen(_ subject: SubjectDraft, _ groups: [GroupDraft]) {
        let open = groups.filter { !$0.undecided.isEmpty || !$0.block.isLive }
        guard !open.isEmpty || !subject.openPaths.isEmpty || !subject.block.isLive else { return }
        say("")
        say(
            "# ---- Undecided: what no line takes is carried as it is, outside of the datasets. Take over what you need:"
        )
        say("# fill in entity and field (rialto mapping fields lists them) and remove the '#'.")
        if !subject.openPaths.isEmpty {
            say("#")
            say("# Attributes and vendor elements:")
            for path in subject.openPaths {
                let name = path.path.hasPrefix("@") ? String(path.path.dropFirst()) : path.path
                say(
                    "#       - {attribute: \(DraftYAML.scalar(name)), field: ?}  # of \(path.level), \(path.values) values"
                )
                undecided += 1
            }
        }
        for group in open {
            say("#")
            heading(group).forEach { say("# " + $0) }
            let keys =
                group.block.keys.isEmpty
                ? ["oid: \(DraftYAML.scalar(group.group.oid))", "entity: ?"] : group.block.keys
            for (index, key) in keys.enumerated() { say((index == 0 ? "#   - " : "#     ") + key) }
            say("#     items:")
            if !group.block.isLive {
                for line in group.block.lines { say("#       - " + line.yaml + "  # " + why(line)) }
                commented += group.block.lines.count + group.block.pivots.count
            }
            for item in group.undecided {
                say("#       - {oid: \(DraftYAML.scalar(item.oid)), field: ?}  # " + item.what)
            }
            undecided += group.undecided.count
            if !group.block.isLive, !group.block.pivots.isEmpty {
                say("#     pivot:")
                for line in group.block.pivots { say("#       - " + line.yaml + "  # " + why(line)) }
            }
        }
    }
}
