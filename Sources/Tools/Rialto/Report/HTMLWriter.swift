/// Writes the few elements that a report needs; every text is escaped, also in attributes.
struct HTMLWriter {
    private(set) var text = ""

    /// Begins a page that needs nothing from elsewhere, on a screen and on paper.
    init(title: String) {
        text = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(HTMLWriter.escaped(title))</title>
            <style>\(HTMLWriter.style)</style>
            </head>
            <body>
            <h1>\(HTMLWriter.escaped(title))</h1>

            """
    }

    mutating func heading(_ title: String) { text += "<h2>\(HTMLWriter.escaped(title))</h2>\n" }

    mutating func paragraph(_ words: String, class name: String? = nil) {
        let attribute = name.map { " class=\"\(HTMLWriter.escaped($0))\"" } ?? ""
        text += "<p\(attribute)>\(HTMLWriter.escaped(words))</p>\n"
    }

    /// A table; columns whose number is in `numeric` are set to the right.
    mutating func table(_ head: [String], _ rows: [[String]], numeric: Set<Int> = []) {
        guard !rows.isEmpty else { return }
        text += "<table>\n<thead><tr>"
        for (index, cell) in head.enumerated() { text += element("th", cell, numeric.contains(index)) }
        text += "</tr></thead>\n<tbody>\n"
        for row in rows {
            text += "<tr>"
            for (index, cell) in row.enumerated() { text += element("td", cell, numeric.contains(index)) }
            text += "</tr>\n"
        }
        text += "</tbody>\n</table>\n"
    }

    /// A part that opens on a click (and is printed open).
    mutating func details(_ summary: String, open: Bool = false, _ content: (inout HTMLWriter) -> Void) {
        text += "<details\(open ? " open" : "")><summary>\(HTMLWriter.escaped(summary))</summary>\n"
        content(&self)
        text += "</details>\n"
    }

    mutating func end() { text += "</body>\n</html>\n" }

    private func element(_ name: String, _ content: String, _ isNumeric: Bool) -> String {
        "<\(name)\(isNumeric ? " class=\"n\"" : "")>\(HTMLWriter.escaped(content))</\(name)>"
    }

    /// The text with what HTML would take for markup written as references; controls that HTML does not allow become
    /// U+FFFD.
    static func escaped(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\t", "\n", "\r": result.unicodeScalars.append(scalar)
            case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value): result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static let style = """
        body{font:15px/1.45 system-ui,sans-serif;color:#1b1f24;max-width:72rem;margin:2rem auto;padding:0 1rem}
        h1{font-size:1.6rem;margin:0 0 .3rem}h2{font-size:1.15rem;margin:1.8rem 0 .4rem}
        table{border-collapse:collapse;margin:.5rem 0;width:100%}
        th,td{text-align:left;vertical-align:top;padding:.25rem .6rem;border-bottom:1px solid #d8dee4;\
        overflow-wrap:anywhere}
        th{background:#f3f5f7;font-weight:600}.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        .good{border-left:4px solid #1a7f37;padding-left:.6rem}.bad{border-left:4px solid #b42318;padding-left:.6rem}
        .small{color:#57606a;font-size:.9rem}summary{cursor:pointer;margin:.3rem 0}
        @media print{body{max-width:none;margin:0;font-size:10pt}thead{display:table-header-group}
        tr{break-inside:avoid}h2{break-after:avoid}details::details-content{content-visibility:visible}}
        """
}
