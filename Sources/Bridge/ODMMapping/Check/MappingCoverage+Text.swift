import Mapping
import Values

extension MappingCoverage {
    /// The coverage for people: shares first, then what is not covered, by group, most values first.
    public func text(showValues: Bool = false) -> String {
        var lines = [
            "items of the metadata covered: \(share(coveredItems, of: items))",
            "values of the data covered:    \(share(mappedValues + notSubmittedValues, of: values))"
                + (notSubmittedValues > 0 ? ", \(notSubmittedValues) of them declared as not submitted" : ""),
        ]
        if refusedValues > 0 { lines.append("values that would be refused:  \(share(refusedValues, of: values))") }
        for book in refusals {
            guard let first = book.first.first else { continue }
            lines.append("  \(book.count) x \(book.code), first: \(first.text(showValues: showValues))")
        }
        if attributes > 0 {
            lines.append("attributes and vendor elements covered: \(share(coveredAttributes, of: attributes))")
        }
        list(uncovered, "not covered:", into: &lines)
        list(uncoveredAttributes, "attributes and vendor elements not covered:", into: &lines)
        return lines.joined(separator: "\n") + "\n"
    }

    private func share(_ part: Int, of whole: Int) -> String {
        guard whole > 0 else { return "there are none" }
        // Rounded down, so that 100 % means all.
        let thousandths = part * 1000 / whole
        return "\(part) of \(whole) (\(thousandths / 10).\(thousandths % 10) %)"
    }

    private func list(_ items: [Item], _ title: String, into lines: inout [String]) {
        guard !items.isEmpty else { return }
        lines.append(title)
        var groups: [(name: String, values: Int, items: [Item])] = []
        var index: [String: Int] = [:]
        for item in items {
            let number = index[item.group] ?? groups.count
            if number == groups.count {
                groups.append((item.group, 0, []))
                index[item.group] = number
            }
            groups[number].values += item.values
            groups[number].items.append(item)
        }
        let sorted = groups.enumerated().sorted {
            $0.element.values == $1.element.values ? $0.offset < $1.offset : $0.element.values > $1.element.values
        }
        for (_, group) in sorted {
            lines.append("  \(group.name): \(group.values) values in \(group.items.count) items")
            for item in group.items {
                lines.append("    \(item.address.dropFirst(group.name.utf8.count + 1)): \(item.values)")
            }
        }
    }
}
