import ClinicalModel
import JSONStream
import Values

/// What of one record the package does not hold: a line of the carry folder.
///
/// ```json
/// {"usubjid":"RIALTO-101-001","dataset":"AE","seq":3,"key":"SE.AE[1]/F.AE/IG.AE[3]",
///  "values":[{"field":"term","variable":"AETERM","reason":"transliterated","value":"Übelkeit"}],
///  "supplements":[{"address":"SE.AE[1]/F.AE/IG.AE[3]/I.AE.NOTE","value":"..."}]}
/// ```
///
/// Values: a text as string, a number with its digits, `{"date": ...}`, an array for a set, `{"missing": ...}`.
struct CarryEntry {
    /// Why a value stands here.
    enum Reason: String {
        /// The package has it in ASCII letters.
        case transliterated
        /// The package cannot have it; the report says why.
        case refused
        /// Null with a reason that SDTM has no place for.
        case missing
        /// The package has the same number with fewer digits.
        case digits
        /// The package has its beginning.
        case length
        /// No variable and no qualifier has this field.
        case noVariable = "no-variable"
        /// Trailing blanks, which a dataset does not keep.
        case blanks
    }

    private(set) var values: [(field: String, variable: String, reason: Reason, value: Value)] = []
    private(set) var supplements: [Supplement] = []
    var key: RecordKey?
    var parent: RecordKey?

    var isEmpty: Bool { values.isEmpty && supplements.isEmpty && key == nil && parent == nil }

    mutating func reset() {
        values.removeAll(keepingCapacity: true)
        supplements.removeAll(keepingCapacity: true)
        key = nil
        parent = nil
    }

    mutating func add(_ value: Value, field: String, variable: String, reason: Reason) {
        values.append((field, variable, reason, value))
    }

    mutating func add(_ supplement: Supplement) { supplements.append(supplement) }

    func write(to json: inout JSONWriter, usubjid: String, dataset: String, sequence: Int, kind: String) {
        json.beginObject()
        if !usubjid.isEmpty { json.member("usubjid", usubjid) }
        if dataset.isEmpty { json.member("kind", kind) } else { json.member("dataset", dataset) }
        if sequence > 0 { json.member("seq", sequence) }
        if let key {
            json.member("key", key.text)
            if key.isWeak { json.member("weak", true) }
        }
        if let parent { json.member("parent", parent.text) }
        if !values.isEmpty {
            json.key("values")
            json.beginArray()
            for value in values {
                json.beginObject()
                json.member("field", value.field)
                if !value.variable.isEmpty { json.member("variable", value.variable) }
                json.member("reason", value.reason.rawValue)
                json.key("value")
                json.value(value.value)
                json.endObject()
            }
            json.endArray()
        }
        if !supplements.isEmpty {
            json.key("supplements")
            json.beginArray()
            for supplement in supplements { write(supplement, to: &json) }
            json.endArray()
        }
        json.endObject()
        json.endLine()
    }

    private func write(_ supplement: Supplement, to json: inout JSONWriter) {
        json.beginObject()
        json.member("address", supplement.address)
        if let name = supplement.name { json.member("name", name) }
        if !supplement.label.isEmpty { json.member("label", supplement.label) }
        if supplement.origin != "CRF" { json.member("origin", supplement.origin) }
        if !supplement.evaluator.isEmpty { json.member("evaluator", supplement.evaluator) }
        json.key("value")
        json.value(supplement.value)
        json.endObject()
    }
}

extension JSONWriter {
    /// A value of the canon, so that it reads back as what it was.
    mutating func value(_ value: Value) {
        switch value {
        case .text(let text): string(text)
        case .number(let number): self.number(number)
        case .date(let date):
            beginObject()
            member("date", date.description)
            endObject()
        case .set(let codes):
            beginArray()
            for code in codes { string(code) }
            endArray()
        case .missing(let missing):
            beginObject()
            switch missing {
            case .null: member("missing", "null")
            case .reason(let reason):
                member("missing", "reason")
                member("text", reason)
            case .notDone(let reason):
                member("missing", "not-done")
                if let reason { member("text", reason) }
            case .special(let letter):
                member("missing", "special")
                member("text", String(UnicodeScalar(letter)))
            }
            endObject()
        }
    }
}
