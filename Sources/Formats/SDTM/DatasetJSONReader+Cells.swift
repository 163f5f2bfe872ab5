import Values

// The values of a row, each as its column's type.
extension DatasetJSONReader {
    mutating func append(_ bytes: UnsafeRawBufferPointer, to target: inout DatasetRows) throws(SDTMError) {
        target.beginRow()
        let columns = columns
        let number = rowsRead
        var fractions: [Int] = []
        let failure = row.withTexts(of: bytes) { texts in
            guard let base = texts.baseAddress ?? bytes.baseAddress else { return nil }
            for index in 0..<columns.count {
                let cell = row[index]
                let text = UnsafeRawBufferPointer(start: base + Int(cell.start), count: Int(cell.count))
                switch (columns[index].kind, cell.kind) {
                case (.text, .plain): target.text(plain: text.assumingMemoryBound(to: UInt8.self))
                case (.text, .text): target.text(verbatim: text)
                case (.text, .null): target.null()
                case (.number, .number):
                    if columns[index].isInteger, Int64(exactly: cell.value) == nil { fractions.append(index) }
                    target.number(cell.value)
                case (.number, .numberText):
                    if columns[index].isInteger, text.contains(0x2E) { fractions.append(index) }
                    target.number(text: text)
                case (.decimal, .plain), (.decimal, .text):
                    guard let decimal = DatasetJSONRow.number(of: text) else {
                        return wrongType(index, "a string that is no decimal number", number)
                    }
                    if decimal.kind == .number { target.number(decimal.value) } else { target.number(text: text) }
                case (.boolean, .true): target.number(1)
                case (.boolean, .false): target.number(0)
                case (.sasDate(let kind), .plain), (.sasDate(let kind), .text):
                    DatasetJSONReader.append(text, kind, to: &target)
                case (_, .null): target.missing()
                case (_, .plain), (_, .text): return wrongType(index, "a string", number)
                case (_, .number), (_, .numberText): return wrongType(index, "a number", number)
                case (_, .true), (_, .false): return wrongType(index, "true or false", number)
                case (_, .container): return wrongType(index, "an array or object", number)
                }
            }
            return nil
        }
        if let failure { throw failure }
        target.endRow()
        for index in fractions where columnsWithFractions.insert(index).inserted { warnFraction(index) }
    }

    private static func append(_ text: UnsafeRawBufferPointer, _ kind: SASDate.Kind, to target: inout DatasetRows) {
        var again: [UInt8] = []
        if let value = SASDate.value(of: text, kind), SASDate.append(value, kind, to: &again), again.elementsEqual(text)
        {
            target.number(value)
        } else {
            target.date(text: text, kind)
        }
    }

    private func wrongType(_ index: Int, _ found: String, _ number: Int) -> SDTMError {
        let variable = definition.variables[index]
        return .wrongDataType(
            variable: variable.name, dataType: variable.json?.dataType ?? .string, found: found,
            at: Location(path: window.path, record: number))
    }

    private mutating func warnFraction(_ index: Int) {
        warnings.append(
            Diagnostic(
                "sdtm.fraction-in-integer", .warning,
                "\(definition.variables[index].name) has a number with a fraction, and its dataType is integer",
                remedy: "the number is kept as it is; correct the dataType to float",
                at: Location(path: window.path, record: rowsRead)))
    }
}
