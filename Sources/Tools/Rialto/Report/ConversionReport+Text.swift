import Mapping
import Values

extension ConversionReport {
    /// How many kinds of unmapped records a terminal's summary shows.
    private static let shownBlocks = 20

    /// The summary for a terminal: a page, with the first three places of each kind of message.
    public func summary(showValues: Bool = false) -> String { lines(places: 3, items: false, showValues: showValues) }

    /// The whole report as text.
    public func text() -> String { lines(places: .max, items: true, showValues: true) }

    private func lines(places: Int, items: Bool, showValues: Bool) -> String {
        var text = study.isEmpty ? "\(title)\n" : "\(study): \(title)\n"
        if items { text += "\(program), \(created)\n" }
        for setting in settings { text += "  \(setting.name): \(setting.value)\n" }
        text += "\nRead\n"
        for (path, read) in accounts.inputs.inOrder { text += "  \(path): \(describe(read))\n" }
        if accounts.inputs.count > 1 { text += "  together: \(describe(accounts.read))\n" }
        text += "  carried: \(grouped(accounts.patients)) patients"
        let refused = accounts.refusedPatients.count
        text += refused == 0 ? "\n" : ", refused: \(grouped(refused))\n"

        text += "\nValues\n"
        let fates = Accounts.Fate.allCases.map { (title: $0.title, count: accounts.total($0)) }.filter { $0.count > 0 }
        text += columns(fates.map { [grouped($0.count), $0.title] }, rightAligned: [0])
        text += "  \(balance)\n"
        let letters = accounts.transliterated.values.reduce(0, +)
        if letters > 0 { text += "  \(grouped(letters)) values transliterated; the originals are carried\n" }
        let computed = accounts.derived.values.reduce(0, +)
        if computed > 0 { text += "  \(grouped(computed)) values computed on writing\n" }

        text += "\nWritten\n"
        text += columns(
            [["dataset", "rows", "variables", "bytes", "file"]]
                + accounts.outputs.map {
                    [$0.dataset, grouped($0.rows), grouped($0.variables), grouped($0.bytes), $0.path]
                }, rightAligned: [1, 2, 3])

        if !accounts.unmappedBlocks.isEmpty {
            text += "\nRecords that no block of the mapping takes (carried as supplements)\n"
            let blocks = accounts.unmappedBlocks.inOrder
            let shown = blocks.prefix(items ? blocks.count : Self.shownBlocks)
            text += columns(shown.map { [grouped($0.value), $0.key] }, rightAligned: [0])
            if shown.count < blocks.count {
                text += "  and \(grouped(blocks.count - shown.count)) more; --report lists all\n"
            }
        }
        if items { text += itemLines() }
        text += messageLines(places: places, showValues: showValues)
        return text
    }

    private func describe(_ read: Accounts.Read) -> String {
        var parts = [
            "\(grouped(read.patients)) patients", "\(grouped(read.records)) records", "\(grouped(read.values)) values",
        ]
        if read.attributes > 0 { parts.append("\(grouped(read.attributes)) beside them") }
        if read.audit > 0 { parts.append("\(grouped(read.audit)) in audit trails") }
        return parts.joined(separator: ", ")
    }

    private func itemLines() -> String {
        var text = "\nItems\n"
        for item in accounts.itemsInOrder {
            let fates = Accounts.Fate.allCases.filter { accounts.total($0, item: item) > 0 }
                .map { "\(grouped(accounts.total($0, item: item))) \($0.title)" }
            text += "  \(accounts.addresses[item]): \(fates.joined(separator: ", "))\n"
            for (reason, count) in accounts.notSubmittedReasons(item: item) {
                text += "    \(grouped(count)) not submitted: \(reason)\n"
            }
        }
        for (title, counts) in [
            ("Records of the canon", accounts.entities), ("Values computed on writing", accounts.derived),
            ("Values transliterated", accounts.transliterated),
        ] where !counts.isEmpty {
            text += "\n\(title)\n" + columns(counts.inOrder.map { [grouped($0.value), $0.key] }, rightAligned: [0])
        }
        return text
    }

    private func messageLines(places: Int, showValues: Bool) -> String {
        let books = accounts.diagnostics
        guard !books.isEmpty else { return "\nNo messages\n" }
        let counts = Diagnostic.Severity.allCases.reversed().map { (severity: $0, count: count($0)) }
        var text = "\nMessages: "
        text += counts.filter { $0.count > 0 }.map { "\(grouped($0.count)) \($0.severity)\($0.count == 1 ? "" : "s")" }
            .joined(separator: ", ")
        text += "\n"
        for book in books {
            text += "  \(book.severity) \(book.code), \(grouped(book.count)) in all\n"
            let shown = book.first.prefix(places)
            for diagnostic in shown { text += "    \(diagnostic.text(showValues: showValues))\n" }
            let more = book.count - shown.count
            if more > 0 { text += "    and \(grouped(more)) more\n" }
        }
        return text
    }
}

/// Rows of cells in columns as wide as their widest cell, indented by two; the last column is not padded.
func columns(_ rows: [[String]], rightAligned: Set<Int> = []) -> String {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
        rows.map { $0.indices.contains(column) ? $0[column].unicodeScalars.count : 0 }.max() ?? 0
    }
    var text = ""
    for row in rows {
        var line = "  "
        for (index, cell) in row.enumerated() {
            let padding = String(repeating: " ", count: widths[index] - cell.unicodeScalars.count)
            if rightAligned.contains(index) {
                line += padding + cell
            } else {
                line += index == row.count - 1 ? cell : cell + padding
            }
            if index < row.count - 1 { line += "  " }
        }
        text += line + "\n"
    }
    return text
}
