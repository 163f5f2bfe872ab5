import Values

/// Writes one spool as CSV (RFC 4180): UTF-8, a header record with the variables' names, CRLF after each record.
///
/// The values are those of the transport file: texts without trailing blanks, numbers in the shortest digits that give the
/// same double, without an exponent; an ordinary missing value is empty, a special one `.A`. A field is quoted when it has
/// a comma, a quote, a line end or a leading blank. What RFC 4180 can hold and a transport file cannot (characters outside
/// ASCII, line ends, texts above 200 bytes, numbers beyond the IBM range) is written.
struct CSVFile {
    private let spool: DatasetSpool
    private let path: String

    static func write(
        _ spool: DatasetSpool, order: SubjectOrder, to folder: OutputFolder
    ) throws(SDTMError) -> WrittenFile {
        let name = spool.definition.name
        var file = try DatasetFile("\(name.lowercased()).csv", in: folder)
        let writer = CSVFile(spool: spool, path: file.path)
        var block = [UInt8](spool.definition.variables.map(\.name).joined(separator: ",").utf8)
        block.append(contentsOf: [0x0D, 0x0A])
        block.reserveCapacity(1 << 18 + 1 << 12)
        var rows = SpooledRows(spool: spool, order: order)
        var number = 0
        while try rows.next() {
            number += 1
            try writer.append(&rows, number: number, to: &block)
            if block.count >= 1 << 18 {
                try file.write(block)
                block.removeAll(keepingCapacity: true)
            }
        }
        try file.write(block)
        let bytes = file.count
        let path = file.path
        try file.stage(in: folder)
        return WrittenFile(dataset: name, path: path, rows: number, bytes: bytes, pieceOf: nil)
    }

    private func append(_ rows: inout SpooledRows, number: Int, to bytes: inout [UInt8]) throws(SDTMError) {
        let variables = spool.definition.variables
        let start = bytes.count
        for index in variables.indices {
            if index > 0 { bytes.append(0x2C) }
            switch (rows.cell(), variables[index].type) {
            case (.text(let text), .character): try append(text, index: index, number: number, to: &bytes)
            case (.missing(0x2E), _): continue
            case (.number(let value), .numeric):
                guard value.isFinite else { throw refusal(index, .notFinite, "\(value)", number) }
                NumberText.append(value, to: &bytes)
            case (.ibm(let bits), .numeric): NumberText.append(IBMDouble.value(bits), to: &bytes)
            case (.missing(let code), .numeric):
                guard IBMDouble.missing(code) != nil else {
                    throw refusal(index, .unknownMissing, String(UnicodeScalar(code)), number)
                }
                bytes.append(0x2E)
                bytes.append(code)
            case (.text(let text), .numeric):
                throw refusal(index, .textInNumeric, String(decoding: text, as: UTF8.self), number)
            // More digits than a double has: CSV keeps them.
            case (.numberText(let text), .numeric): bytes.append(contentsOf: text)
            case (.null, _): continue
            case (.number, .character), (.ibm, .character), (.missing, .character), (.numberText, .character):
                throw refusal(index, .numberInCharacter, "", number)
            }
        }
        // A lone empty field would be an empty line, which readers skip.
        if variables.count == 1, bytes.count == start { bytes.append(contentsOf: [0x22, 0x22]) }
        bytes.append(contentsOf: [0x0D, 0x0A])
    }

    private func append(
        _ text: UnsafeRawBufferPointer, index: Int, number: Int, to bytes: inout [UInt8]
    ) throws(SDTMError) {
        if spool.containsNonASCII, text.contains(where: { $0 >= 0x80 }),
            String(validating: text, as: UTF8.self) == nil
        {
            throw refusal(index, .notUTF8, String(decoding: text, as: UTF8.self), number)
        }
        let needsQuotes =
            text.first == 0x20 || text.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0D || $0 == 0x0A }
        guard needsQuotes else {
            bytes.append(contentsOf: text)
            return
        }
        bytes.append(0x22)
        for byte in text {
            if byte == 0x22 { bytes.append(0x22) }
            bytes.append(byte)
        }
        bytes.append(0x22)
    }

    private func refusal(_ index: Int, _ fault: SDTMError.ValueFault, _ value: String, _ number: Int) -> SDTMError {
        .invalidValue(
            variable: spool.definition.variables[index].name, fault: fault, value: value,
            at: Location(path: path, record: number))
    }
}
