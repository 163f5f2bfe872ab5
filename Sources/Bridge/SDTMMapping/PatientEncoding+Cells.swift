import ClinicalModel
import Mapping
import SDTM
import Values

/// How the cells of a row are written: by the type of their column, in ASCII, in pieces where they are too long.
extension PatientEncoding {
    /// Writes the row of the cells at work, in the columns' order.
    mutating func writeRow(_ record: RecordRef, sequence: Int, domain: DomainPlan) {
        if !cells.hasAll(domain.required) { noteRequired(record, domain) }
        rows.beginRow()
        rows.cells(of: leadingCells)
        var next = domain.leadingConstants
        while let column = cells.next(from: next) {
            rows.missing(count: column - next)
            next = column + 1
            switch cells[column] {
            case .constant: rows.text(constant(domain.columns[column].source, domain))
            case .entry(let entry):
                if writePlain(record.entries[Int(entry)].value, column: column, domain: domain) { continue }
                write(record.entries[Int(entry)], column: column, record: record, sequence: sequence, domain: domain)
            case .number(let number): rows.number(number)
            case .text(let place):
                if writePlain(cells.texts[Int(place)], column: column) { continue }
                writeText(
                    cells.texts[Int(place)], original: nil, column: column, record: record, sequence: sequence,
                    domain: domain)
            case .special(let letter): rows.missing(special: letter)
            }
        }
        rows.missing(count: domain.columns.count - next)
        rows.endRow()
    }

    /// Counts the empty cells of required variables: what has no source stays empty, and is reported.
    private mutating func noteRequired(_ record: RecordRef, _ domain: DomainPlan) {
        for column in domain.required.columns where cells.isEmpty(column) {
            missingRequired[column, default: (0, record.origin)].count += 1
        }
    }

    /// The text of a variable that holds no field.
    func constant(_ source: DomainVariable.Source, _ domain: DomainPlan) -> String {
        switch source {
        case .field: ""
        case .studyID: plan.study.study.studyID
        case .domain: domain.code
        case .usubjid: result.usubjid
        }
    }

    /// Writes a value that stands in the row as it is, which nearly all do; false when there is more to it.
    private mutating func writePlain(_ value: borrowing Value, column: Int, domain: DomainPlan) -> Bool {
        let isNumeric = domain.columns[column].isNumeric
        switch value {
        case .text(let text) where !isNumeric: return writePlain(text, column: column)
        case .date(let date) where !isNumeric: _ = date.withText { rows.text(plain: $0) }
        case .number(let number)
        where isNumeric && number.scale == 0 && number.significand.magnitude <= 1 << 53
            && domain.columns[column].digits < 0:
            rows.number(Double(number.significand))
        default: return false
        }
        return true
    }

    /// Writes a text that stands in the row as it is; false when there is more to it.
    private mutating func writePlain(_ text: String, column: Int) -> Bool {
        let bits = RepeatedCells.Bits(text)
        if let bits {
            let place = repeated.place(bits, column: column)
            if place.isCell {
                rows.repeatCell(place)
                return true
            }
        }
        var text = text
        let place: DatasetRowsBuilder.Place? = text.withUTF8 { bytes in
            guard TextFault(of: bytes) == .none, !bytes.isEmpty else { return nil }
            return rows.text(plain: bytes)
        }
        guard let place else { return false }
        if let bits { repeated.remember(bits, column: column, at: place) }
        return true
    }

    private mutating func write(
        _ entry: FieldValues.Entry, column: Int, record: RecordRef, sequence: Int, domain: DomainPlan
    ) {
        let isNumeric = domain.columns[column].isNumeric
        switch entry.value {
        case .number(let number) where isNumeric: writeNumber(number, entry, column, domain, record)
        case .text(let text) where isNumeric:
            if let number = Decimal(text) {
                writeNumber(number, entry, column, domain, record)
            } else {
                rows.missing()
                carry(entry.value, field: entry.field, variable: domain.columns[column].name, reason: .refused)
                refuse(
                    .notNumeric(
                        variable: "\(domain.code).\(domain.columns[column].name)", value: text, patient: patientName,
                        at: location(record.origin)))
            }
        case .text(let text):
            writeText(text, original: entry, column: column, record: record, sequence: sequence, domain: domain)
        case .set(let codes):
            writeSet(codes, entry: entry, column: column, record: record, sequence: sequence, domain: domain)
        case .number, .date:
            writeText(
                entry.value.text ?? "", original: entry, column: column, record: record, sequence: sequence,
                domain: domain)
        case .missing: rows.missing()
        }
    }

    private mutating func writeNumber(
        _ number: Decimal, _ entry: FieldValues.Entry, _ column: Int, _ domain: DomainPlan,
        _ record: RecordRef
    ) {
        guard let double = number.writable else {
            rows.missing()
            carry(.number(number), field: entry.field, variable: domain.columns[column].name, reason: .refused)
            refuseOutOfRange(number, column, domain, record)
            return
        }
        rows.number(double)
        if !areDigitsKept(of: number, column, domain, record) {
            carry(.number(number), field: entry.field, variable: domain.columns[column].name, reason: .digits)
        }
    }

    /// Whether a reader of the dataset finds the number's digits again: in a text beside it that is the same number, or else
    /// because it has none that a double has not (``CarryEntry``).
    private func areDigitsKept(
        of number: Decimal, _ column: Int, _ domain: DomainPlan, _ record: RecordRef
    ) -> Bool {
        let beside = domain.columns[column].digits
        if beside >= 0, !cells.isEmpty(beside) {
            let text: String? =
                switch cells[beside] {
                case .entry(let entry): if case .text(let text) = record.entries[Int(entry)].value { text } else { nil }
                case .text(let place): cells.texts[Int(place)]
                case .constant, .number, .special: nil
                }
            if var text, let said = text.withUTF8({ Decimal(bytes: UnsafeRawBufferPointer($0)) }),
                said == number || said.isSameNumber(as: number)
            {
                return said == number
            }
        }
        // A double has no trailing zeros, and not more than 53 bits.
        return !(number.scale > 0 && number.significand % 10 == 0) && number.significand.magnitude <= 1 << 53
    }

    mutating func refuseOutOfRange(_ number: Decimal, _ column: Int, _ domain: DomainPlan, _ record: RecordRef) {
        refuse(
            .outOfRange(
                variable: "\(domain.code).\(domain.columns[column].name)", value: number.description,
                patient: patientName, at: location(record.origin)))
    }

    /// One code stands as it is; of several the variable says MULTIPLE and SUPP-- has them all (SDTMIG 4.2.8.3).
    private mutating func writeSet(
        _ codes: [String], entry: FieldValues.Entry, column: Int, record: RecordRef, sequence: Int, domain: DomainPlan
    ) {
        guard codes.count > 1, codes.count <= PieceNames.limit, domain.hasSubject else {
            if codes.count > 1 { carry(entry.value, field: entry.field, variable: "", reason: .noVariable) }
            writeText(
                codes.joined(separator: ";"), original: entry, column: column, record: record, sequence: sequence,
                domain: domain)
            return
        }
        rows.text("MULTIPLE")
        let variable = domain.columns[column]
        for (index, code) in codes.enumerated() {
            addQualifier(
                Qualifier(
                    name: variable.pieces[index + 1],
                    label: Qualifier.numberedLabel(variable.label, index + 1), origin: "CRF", evaluator: ""),
                value: .text(code), field: entry.field.name, record: record, sequence: sequence, domain: domain)
        }
    }

    /// Writes a text: in ASCII where it must be, in pieces where it is too long.
    private mutating func writeText(
        _ text: String, original entry: FieldValues.Entry?, column: Int, record: RecordRef, sequence: Int,
        domain: DomainPlan
    ) {
        var text = text
        let fault = text.withUTF8 { bytes in
            let fault = TextFault(of: bytes)
            if fault == .none { rows.text(plain: bytes) }
            return fault
        }
        if fault == .none { return }
        let variable = domain.columns[column]
        let field = entry?.field.name ?? variable.name
        guard
            let fitting = fit(
                text, fault: fault, variable: "\(domain.code).\(variable.name)", field: field, record: record)
        else {
            rows.missing()
            return
        }
        if fitting.isTransliterated { transliteratedCounts[column] += 1 }
        if fitting.text.isEmpty {
            rows.missing()
            return
        }
        guard fitting.text.utf8.count > XPTLimits.textLength else {
            rows.text(fitting.text)
            return
        }
        let pieces = TextPieces.split(fitting.text)
        rows.text(pieces[0])
        place(
            pieces.dropFirst(), of: .text(text), entry: entry, column: column, record: record, sequence: sequence,
            domain: domain)
    }

    private mutating func place(
        _ pieces: ArraySlice<String>, of value: Value, entry: FieldValues.Entry?, column: Int, record: RecordRef,
        sequence: Int, domain: DomainPlan
    ) {
        let variable = domain.columns[column]
        if let continuation = domain.continuation, entry?.field == continuation.field {
            if pieces.count <= continuation.columns.count {
                for (target, piece) in zip(continuation.columns, pieces) { cells.setText(target, piece) }
                return
            }
        } else if domain.hasSubject, pieces.count <= PieceNames.limit {
            for (index, piece) in pieces.enumerated() {
                addQualifier(
                    Qualifier(
                        name: variable.pieces[index + 1], label: variable.label, origin: "CRF",
                        evaluator: ""),
                    value: .text(piece), field: entry?.field.name ?? variable.name, record: record,
                    sequence: sequence, domain: domain)
            }
            return
        }
        carryEntry.add(value, field: entry?.field.name ?? variable.name, variable: variable.name, reason: .length)
        result.carried += 1
        refuse(
            .tooLong(
                variable: "\(domain.code).\(variable.name)", bytes: value.text?.utf8.count ?? 0,
                limit: XPTLimits.textLength, value: value.text ?? "", patient: patientName,
                at: location(record.origin)))
    }
}
