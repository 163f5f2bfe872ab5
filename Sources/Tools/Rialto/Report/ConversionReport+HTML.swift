import Mapping
import Values

extension ConversionReport {
    /// The whole report as one self-contained page.
    public func html() -> String {
        var page = HTMLWriter(title: study.isEmpty ? title : "\(study): \(title)")
        page.paragraph("\(program), \(created)", class: "small")
        page.paragraph("Holds patients' values. Keep it as the data itself is kept.", class: "small")
        page.table(["Setting", "Value"], settings.map { [$0.name, $0.value] })
        page.heading("Values")
        page.paragraph(sentence(balance), class: isComplete ? "good" : "bad")
        page.table(
            ["Fate", "Values"],
            Accounts.Fate.allCases.filter { accounts.total($0) > 0 }.map { [$0.title, grouped(accounts.total($0))] },
            numeric: [1])
        writeRead(into: &page)
        page.heading("Written")
        page.table(
            ["Dataset", "Rows", "Variables", "Bytes", "File", "SHA-256"],
            accounts.outputs.map {
                [$0.dataset, grouped($0.rows), grouped($0.variables), grouped($0.bytes), $0.path, $0.sha256 ?? ""]
            }, numeric: [1, 2, 3])
        writeMessages(into: &page)
        for (title, head, counts) in [
            ("Records that no block of the mapping takes", "Address", accounts.unmappedBlocks),
            ("Records of the canon", "Entity", accounts.entities),
            ("Values computed on writing", "Variable", accounts.derived),
            ("Values transliterated", "Variable", accounts.transliterated),
        ] where !counts.isEmpty {
            page.heading(title)
            page.table([head, "Count"], counts.inOrder.map { [$0.key, grouped($0.value)] }, numeric: [1])
        }
        writeItems(into: &page)
        page.end()
        return page.text
    }

    private func sentence(_ words: String) -> String { words.prefix(1).uppercased() + words.dropFirst() + "." }

    private func writeRead(into page: inout HTMLWriter) {
        func row(_ name: String, _ read: Accounts.Read) -> [String] {
            [name] + [read.patients, read.records, read.values, read.attributes, read.audit].map(grouped)
        }
        page.heading("Read")
        var rows = accounts.inputs.inOrder.map { row($0.key, $0.value) }
        if rows.count > 1 { rows.append(row("together", accounts.read)) }
        page.table(
            ["Input", "Patients", "Records", "Values", "Beside items", "Audit"], rows, numeric: [1, 2, 3, 4, 5])
        page.paragraph("Patients carried: \(grouped(accounts.patients)).")
        if !accounts.refusedPatients.isEmpty {
            let names = accounts.refusedPatients.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            page.paragraph("Patients refused: \(names.joined(separator: ", ")).", class: "bad")
        }
    }

    private func writeMessages(into page: inout HTMLWriter) {
        page.heading("Messages")
        let books = accounts.diagnostics
        if books.isEmpty { page.paragraph("None.") }
        for book in books {
            let title = "\(book.severity.rawValue) \(book.code): \(grouped(book.count))"
            page.details(title, open: book.severity == .error) { page in
                page.table(
                    ["Place", "Message", "Patient", "Value"],
                    book.first.map {
                        let remedy = $0.remedy.isEmpty ? "" : "; \($0.remedy)"
                        return [
                            $0.location?.description ?? "", $0.message + remedy, $0.patient ?? "", $0.value ?? "",
                        ]
                    })
                if book.unlisted > 0 { page.paragraph("\(grouped(book.unlisted)) more are counted and not listed.") }
            }
        }
    }

    private func writeItems(into page: inout HTMLWriter) {
        guard !accounts.addresses.isEmpty else { return }
        page.heading("Items")
        let fates = Accounts.Fate.allCases.filter { accounts.total($0) > 0 }
        let rows = accounts.itemsInOrder.map { item in
            [accounts.addresses[item]]
                + fates.map { accounts.total($0, item: item) }.map { $0 == 0 ? "" : grouped($0) }
                + [accounts.notSubmittedReasons(item: item).map(\.reason).joined(separator: "; ")]
        }
        page.table(["Item"] + fates.map(\.title) + ["Reason"], rows, numeric: Set(1...max(fates.count, 1)))
    }
}
