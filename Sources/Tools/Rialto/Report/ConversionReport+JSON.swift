import JSONStream
import Mapping
import Values

extension ConversionReport {
    /// The whole report as one JSON object.
    public func json() -> [UInt8] {
        var json = JSONWriter(.indented)
        json.beginObject()
        json.member("program", program)
        json.member("title", title)
        json.member("study", study)
        json.member("created", created.description)
        json.key("settings")
        json.beginObject()
        for setting in settings { json.member(setting.name, setting.value) }
        json.endObject()
        writeRead(into: &json)
        json.key("fates")
        json.beginObject()
        for fate in Accounts.Fate.allCases { json.member(fate.key, accounts.total(fate)) }
        json.endObject()
        json.member("complete", isComplete)
        json.member("imbalance", accounts.imbalance)
        json.member("patients", accounts.patients)
        json.key("refusedPatients")
        json.beginArray()
        for patient in accounts.refusedPatients.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            json.string(patient)
        }
        json.endArray()
        for (name, counts) in [
            ("entities", accounts.entities), ("derived", accounts.derived), ("transliterated", accounts.transliterated),
            ("unmappedBlocks", accounts.unmappedBlocks),
        ] {
            json.key(name)
            json.beginObject()
            for (key, count) in counts.inOrder { json.member(key, count) }
            json.endObject()
        }
        writeOutputs(into: &json)
        writeItems(into: &json)
        writeDiagnostics(into: &json)
        json.endObject()
        json.endLine()
        return json.bytes
    }

    private func writeRead(into json: inout JSONWriter) {
        func members(_ read: Accounts.Read) {
            json.member("patients", read.patients)
            json.member("records", read.records)
            json.member("values", read.values)
            json.member("attributes", read.attributes)
            json.member("audit", read.audit)
            json.member("total", read.total)
        }
        json.key("read")
        json.beginObject()
        json.key("inputs")
        json.beginArray()
        for (path, read) in accounts.inputs.inOrder {
            json.beginObject()
            json.member("path", path)
            members(read)
            json.endObject()
        }
        json.endArray()
        members(accounts.read)
        json.endObject()
    }

    private func writeOutputs(into json: inout JSONWriter) {
        json.key("outputs")
        json.beginArray()
        for output in accounts.outputs {
            json.beginObject()
            json.member("kind", output.kind.rawValue)
            json.member("dataset", output.dataset)
            json.member("rows", output.rows)
            json.member("variables", output.variables)
            json.member("bytes", output.bytes)
            json.member("path", output.path)
            if let hash = output.sha256 { json.member("sha256", hash) }
            json.endObject()
        }
        json.endArray()
    }

    private func writeItems(into json: inout JSONWriter) {
        json.key("items")
        json.beginArray()
        for item in accounts.itemsInOrder {
            json.beginObject()
            json.member("address", accounts.addresses[item])
            for fate in Accounts.Fate.allCases where accounts.total(fate, item: item) > 0 {
                json.member(fate.key, accounts.total(fate, item: item))
            }
            let reasons = accounts.notSubmittedReasons(item: item)
            if !reasons.isEmpty {
                json.key("reasons")
                json.beginObject()
                for (reason, count) in reasons { json.member(reason, count) }
                json.endObject()
            }
            json.endObject()
        }
        json.endArray()
    }

    private func writeDiagnostics(into json: inout JSONWriter) {
        json.key("diagnostics")
        json.beginArray()
        for book in accounts.diagnostics {
            json.beginObject()
            json.member("code", book.code)
            json.member("severity", book.severity.rawValue)
            json.member("count", book.count)
            json.member("unlisted", book.unlisted)
            json.key("first")
            json.beginArray()
            for diagnostic in book.first { write(diagnostic, into: &json) }
            json.endArray()
            json.endObject()
        }
        json.endArray()
    }

    private func write(_ diagnostic: Diagnostic, into json: inout JSONWriter) {
        json.beginObject()
        json.member("message", diagnostic.message)
        if !diagnostic.remedy.isEmpty { json.member("remedy", diagnostic.remedy) }
        if let location = diagnostic.location {
            json.member("path", location.path)
            if location.line > 0 { json.member("line", location.line) }
            if location.column > 0 { json.member("column", location.column) }
            if location.record > 0 { json.member("record", location.record) }
        }
        if let patient = diagnostic.patient { json.member("patient", patient) }
        if let value = diagnostic.value { json.member("value", value) }
        json.endObject()
    }
}
