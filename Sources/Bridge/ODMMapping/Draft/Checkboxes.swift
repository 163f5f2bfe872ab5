import ODM

/// REDCap's checkboxes: one boolean item for each choice, `race___0`, `race___1`, tied by `redcap:Variable`, with the
/// labels in `redcap:CheckboxChoices` of their code lists.
struct Checkboxes {
    /// The choice's variable, such as `race`.
    var name: String
    var question: String
    var boxes: [(item: String, label: String?)]

    /// The checkbox variables among the items of a group, in the order of their first items.
    static func found(in group: SurveyedDefinitions.Group, _ definitions: SurveyedDefinitions) -> [Checkboxes] {
        var order: [String] = []
        var found: [String: Checkboxes] = [:]
        for oid in group.items {
            guard let mark = oid.firstRange(of: "___") else { continue }
            let item = definitions.items[oid]
            let name = item?.attributes["redcap:Variable"] ?? String(oid[..<mark.lowerBound])
            let code = String(oid[mark.upperBound...])
            if found[name] == nil {
                order.append(name)
                found[name] = Checkboxes(name: name, question: item?.question ?? "", boxes: [])
            }
            let choices = definitions.codeList(ofItem: oid)?.attributes["redcap:CheckboxChoices"] ?? ""
            found[name]?.boxes.append((oid, label(of: code, in: choices)))
        }
        return order.compactMap { found[$0] }
    }

    /// The label of a code in `0, White | 1, Asian`.
    private static func label(of code: String, in choices: String) -> String? {
        for choice in choices.split(separator: "|") {
            let parts = choice.split(separator: ",", maxSplits: 1)
            guard parts.count == 2, String(parts[0]).trimmingWhiteSpace.lowercased() == code.lowercased() else {
                continue
            }
            return String(parts[1]).trimmingWhiteSpace
        }
        return nil
    }
}
