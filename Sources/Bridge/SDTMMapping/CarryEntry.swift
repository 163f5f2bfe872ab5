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
///
/// A dataset's number has no trailing zeros: 40.0 is 40 there. The digits of a number are those that a line says (`digits`),
/// else those of the text beside it in the row when that is the same number (--STRESC for --STRESN, --ORNRLO for --STNRLO,
/// --ORNRHI for --STNRHI, whatever their units), else as few as write the number. Lines say digits where that is wrong.
struct CarryEntry {
    /// Why a value stands here.
    enum Reason: String {
        /// The package has it in ASCII letters.
        case transliterated
        /// The package cannot have it; the report says why.
        case refused
        /// Null with a reason that SDTM has no place for.
        case missing
        /// The package has the same number with other digits.
        case digits
        /// The package has its beginning.
        case length
        /// No variable and no qualifier has this field.
        case noVariable = "no-variable"
        /// The package has the same moment in the site's time.
        case zone
        /// It lies after the cut-off, and the package has nothing of it.
        case cutoff
        /// Trailing blanks, which a dataset does not keep.
        case blanks
    }

    // Values and supplements are written at once, as the elements of their arrays.
    private var values = JSONWriter()
    private var supplements = JSONWriter()

    var isEmpty: Bool { values.bytes.isEmpty && supplements.bytes.isEmpty }

    mutating func reset() {
        values.removeAll()
        supplements.removeAll()
    }

    mutating func add(_ value: Value, field: String, variable: String, reason: Reason) {
        values.beginObject()
        values.literal("\"field\":")
        values.string(field)
        if !variable.isEmpty {
            values.literal(",\"variable\":")
            values.string(variable)
        }
        values.literal(",\"reason\":")
        values.string(reason.rawValue)
        values.literal(",\"value\":")
        values.value(value)
        values.endObject()
    }

    mutating func add(_ supplement: Supplement, reason: Reason? = nil) {
        supplements.beginObject()
        supplements.literal("\"address\":")
        supplements.string(supplement.address)
        if let name = supplement.name { supplements.member("name", name) }
        if !supplement.label.isEmpty { supplements.member("label", supplement.label) }
        if supplement.origin != "CRF" { supplements.member("origin", supplement.origin) }
        if !supplement.evaluator.isEmpty { supplements.member("evaluator", supplement.evaluator) }
        if let reason { supplements.member("reason", reason.rawValue) }
        supplements.literal(",\"value\":")
        supplements.value(supplement.value)
        supplements.endObject()
    }

    /// How the lines of a patient's dataset begin; without a dataset the kind of record is said.
    static func lineStart(usubjid: String, dataset: String, kind: EntityKind) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        if !usubjid.isEmpty { json.member("usubjid", usubjid) }
        if dataset.isEmpty { json.member("kind", kind.name) } else { json.member("dataset", dataset) }
        return json.bytes
    }

    /// Writes the line.
    func write(
        to line: inout RawBytes, start: [UInt8], sequence: Int, key: RecordKey? = nil, parent: RecordKey? = nil
    ) {
        line.append(start)
        if sequence > 0 {
            line.append(",\"seq\":")
            line.append(digits: sequence)
        }
        if let key {
            line.append(",\"key\":")
            Self.quote(key.text, to: &line)
            if key.isWeak { line.append(",\"weak\":true") }
        }
        if let parent {
            line.append(",\"parent\":")
            Self.quote(parent.text, to: &line)
        }
        if !values.bytes.isEmpty {
            line.append(",\"values\":[")
            line.append(values.bytes)
            line.append("]")
        }
        if !supplements.bytes.isEmpty {
            line.append(",\"supplements\":[")
            line.append(supplements.bytes)
            line.append("]")
        }
        line.append("}\n")
    }

    /// A text as JSON; keys have nothing to escape, mostly.
    private static func quote(_ text: String, to line: inout RawBytes) {
        var text = text
        let isPlain = text.withUTF8 { bytes in
            guard !bytes.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }) else { return false }
            line.append(0x22)
            line.append(UnsafeRawBufferPointer(bytes))
            line.append(0x22)
            return true
        }
        if isPlain { return }
        var json = JSONWriter()
        json.string(text)
        line.append(json.bytes)
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
