import JSONStream
import Values

/// Writes one spool as Dataset-JSON 1.1.
///
/// A dataset that was read from the same form can be written as it was, metadata text and white space included. Otherwise
/// there is no white space, and the attributes stand in the order that the specification recommends.
struct DatasetJSONFile {
    private let spool: DatasetSpool
    private let path: String
    private let variables: [DatasetVariable]
    private let kinds: [DatasetJSONKind]
    private let style: DatasetJSONLayout.RowStyle

    static func write(
        _ spool: DatasetSpool, _ form: DatasetJSONForm, order: SubjectOrder, to folder: OutputFolder,
        options: DatasetWriter.Options
    ) throws(SDTMError) -> WrittenFile {
        let name = spool.definition.name
        var output = try Output("\(name.lowercased()).\(form.rawValue)", in: folder)
        var layout = options.keepsLayout ? spool.definition.jsonLayout : nil
        if layout?.form != form || layout?.records != spool.rowCount || spool.writtenCells != nil { layout = nil }
        if form == .dsjc {
            try output.compress(layout?.compression ?? spool.definition.jsonLayout?.compression ?? .zlib)
        }
        var columns = DatasetJSONColumns(spool)
        try columns.complete(spool, order: order)
        let style = layout?.style ?? .init(between: form == .json ? [0x2C] : [0x0A])
        let writer = DatasetJSONFile(
            spool: spool, path: output.path, variables: columns.variables, kinds: columns.kinds, style: style)
        var block: [UInt8]
        if let layout { block = layout.header } else { block = try columns.header(of: spool, form, options: options) }
        var rows = SpooledRows(spool: spool, order: order, isVerbatim: true)
        var number = 0
        while try rows.next() {
            if number > 0 { block.append(contentsOf: style.between) }
            number += 1
            try writer.append(&rows, number: number, to: &block)
            if block.count >= 1 << 18 {
                try output.write(block)
                block.removeAll(keepingCapacity: true)
            }
        }
        block.append(contentsOf: layout?.tail ?? (form == .json ? Array("]}\n".utf8) : number > 0 ? [0x0A] : []))
        try output.write(block, isLast: true)
        let (bytes, written) = (output.count, output.path)
        try output.stage(in: folder)
        return WrittenFile(dataset: name, path: written, rows: number, bytes: bytes, pieceOf: nil)
    }

    /// The file, compressed or not.
    private struct Output: ~Copyable {
        private var file: DatasetFile
        private var deflater: Deflater?

        init(_ name: String, in folder: OutputFolder) throws(SDTMError) { file = try DatasetFile(name, in: folder) }

        var path: String { file.path }
        var count: Int { file.count }

        mutating func compress(_ compression: Compression) throws(SDTMError) {
            deflater = try Deflater(compression, path: file.path)
        }

        mutating func write(_ bytes: [UInt8], isLast: Bool = false) throws(SDTMError) {
            if deflater == nil { return try file.write(bytes) }
            try deflater?.deflate(bytes, isLast: isLast, to: &file)
        }

        consuming func stage(in folder: OutputFolder) throws(SDTMError) { try file.stage(in: folder) }
    }

    // MARK: - Rows

    private func append(_ rows: inout SpooledRows, number: Int, to bytes: inout [UInt8]) throws(SDTMError) {
        bytes.append(0x5B)
        bytes.append(contentsOf: style.open)
        for index in kinds.indices {
            if index > 0 { bytes.append(contentsOf: style.comma) }
            let cell = rows.cell()
            switch (kinds[index], cell) {
            case (.text, .text(let text)): try append(text, index, number, to: &bytes)
            case (.text, .missing(0x2E)): bytes.append(contentsOf: [0x22, 0x22])
            case (_, .null), (_, .missing(0x2E)): bytes.append(contentsOf: "null".utf8)
            case (.sasDate, .text(let text)): try append(text, index, number, to: &bytes)
            case (.text, _): throw refusal(index, .numberInCharacter, cell, number)
            case (_, .text): throw refusal(index, .textInNumeric, cell, number)
            case (_, .missing): throw refusal(index, .specialMissing, cell, number)
            case (.number, .numberText(let text)): bytes.append(contentsOf: text)
            case (.decimal, .numberText(let text)):
                bytes.append(0x22)
                bytes.append(contentsOf: text)
                bytes.append(0x22)
            case (_, .numberText):
                throw refusal(index, kinds[index] == .boolean ? .notBoolean : .notADate, cell, number)
            case (_, .number(let value)): try append(value, index, cell, number, to: &bytes)
            case (_, .ibm(let bits)): try append(IBMDouble.value(bits), index, cell, number, to: &bytes)
            }
        }
        bytes.append(contentsOf: style.close)
        bytes.append(0x5D)
    }

    private func append(
        _ value: Double, _ index: Int, _ cell: SpooledRows.Cell, _ number: Int, to bytes: inout [UInt8]
    ) throws(SDTMError) {
        guard value.isFinite else { throw refusal(index, .notFinite, cell, number) }
        switch kinds[index] {
        case .number, .text: DatasetJSONFile.append(value, to: &bytes)
        case .decimal:
            bytes.append(0x22)
            NumberText.append(value, to: &bytes)
            bytes.append(0x22)
        case .boolean:
            guard value == 0 || value == 1 else { throw refusal(index, .notBoolean, cell, number) }
            bytes.append(contentsOf: (value == 1 ? "true" : "false").utf8)
        case .sasDate(let kind):
            bytes.append(0x22)
            guard SASDate.append(value, kind, to: &bytes) else { throw refusal(index, .notADate, cell, number) }
            bytes.append(0x22)
        }
    }

    /// The shortest digits, with an exponent only where there would be many zeros.
    private static func append(_ value: Double, to bytes: inout [UInt8]) {
        if value.magnitude >= 1e21 || (value.magnitude < 1e-7 && value != 0) {
            bytes.append(contentsOf: value.description.utf8)
        } else {
            NumberText.append(value, to: &bytes)
        }
    }

    private func append(
        _ text: UnsafeRawBufferPointer, _ index: Int, _ number: Int, to bytes: inout [UInt8]
    ) throws(SDTMError) {
        if spool.containsNonASCII, text.contains(where: { $0 >= 0x80 }),
            String(validating: text, as: UTF8.self) == nil
        {
            throw refusal(index, .notUTF8, .text(text), number)
        }
        JSONText.quote(text, to: &bytes)
    }

    private func refusal(
        _ index: Int, _ fault: SDTMError.ValueFault, _ cell: SpooledRows.Cell, _ number: Int
    ) -> SDTMError {
        let value =
            switch cell {
            case .text(let text), .numberText(let text): String(decoding: text, as: UTF8.self)
            case .number(let value): "\(value)"
            case .ibm(let bits): "\(IBMDouble.value(bits))"
            case .missing(let code): "." + String(UnicodeScalar(code))
            case .null: ""
            }
        return .invalidValue(
            variable: variables[index].name, fault: fault, value: value, at: Location(path: path, record: number))
    }
}
