import Values

/// Writes one spool as a transport file, and in pieces when it is too large.
struct XPTFile {
    private let spool: DatasetSpool
    private let order: SubjectOrder
    private let folder: OutputFolder
    private let timestamp: PartialDate
    private let splitSize: Int
    private let columns: [XPT.Column]
    private let rowLength: Int
    /// The header records to be written as they were read.
    private let layout: XPTLayout?

    init(
        _ spool: DatasetSpool, order: SubjectOrder, to folder: OutputFolder, options: DatasetWriter.Options
    ) throws(SDTMError) {
        self.spool = spool
        self.order = order
        self.folder = folder
        timestamp = options.timestamp
        splitSize = options.splitSize
        if options.keepsLayout, let layout = spool.definition.layout, spool.writtenCells == nil {
            self.layout = layout
            columns = zip(spool.definition.variables, layout.positions).map { variable, position in
                XPT.Column(type: variable.type, offset: position, length: variable.length ?? XPT.numberLength)
            }
            rowLength = layout.rowLength
            return
        }
        layout = nil
        var columns: [XPT.Column] = []
        var offset = 0
        for (index, variable) in spool.definition.variables.enumerated() {
            var length = XPT.numberLength
            if variable.type == .character {
                let shared = spool.definition.isSupplemental ? nil : options.characterLengths[variable.name]
                let wanted = max(shared ?? spool.maximumLengths[index], variable.length ?? 1, 1)
                // Longer values are refused when they are met, with their place; here they must not widen the row.
                length = min(wanted, XPTLimits.textLength)
            }
            columns.append(XPT.Column(type: variable.type, offset: offset, length: length))
            offset += length
        }
        self.columns = columns
        rowLength = offset
    }

    func write() throws(SDTMError) -> [WrittenFile] {
        let name = spool.definition.name
        var files: [WrittenFile] = []
        var rows = SpooledRows(spool: spool, order: order)
        files.append(try write(spool.rowCount, of: &rows, as: name, at: "\(name.lowercased()).xpt", pieceOf: nil))
        guard files[0].bytes > splitSize else { return files }

        let headerLength = XPT.header(of: spool.definition, member: name, columns: columns, created: timestamp).count
        let room = (splitSize - headerLength) / XPT.recordLength * XPT.recordLength / rowLength
        guard room > 0 else {
            throw .invalidOption(
                name: "the split size", reason: "not one record of \(name) fits into a file of \(splitSize)")
        }
        let pieces = SplitPlan(order: order, rowsPerPiece: room).pieces
        let names = pieceNames(count: pieces.count)
        var again = SpooledRows(spool: spool, order: order)
        for (piece, pieceName) in zip(pieces, names) {
            let path = "split/\(pieceName.lowercased()).xpt"
            files.append(try write(piece, of: &again, as: pieceName, at: path, pieceOf: name))
        }
        return files
    }

    /// `LB1`, `LB2`, ..., with leading zeros from ten on: the name cut so that the number fits into 8 characters, the first
    /// number chosen so that no name is another file's of this run.
    private func pieceNames(count: Int) -> [String] {
        var first = 1
        while true {
            let digits = String(first + count - 1).utf8.count
            let base = String(spool.definition.name.prefix(XPTLimits.nameLength - digits))
            let names = (first..<first + count).map { number in
                let text = String(number)
                return base + String(repeating: "0", count: digits - text.utf8.count) + text
            }
            let isFree = names.allSatisfy { name in
                let file = "\(name.lowercased()).xpt"
                return !folder.contains(file) && !folder.contains("split/\(file)")
            }
            if isFree { return names }
            first += 1
        }
    }

    private func write(
        _ count: Int, of rows: inout SpooledRows, as member: String, at name: String, pieceOf whole: String?
    ) throws(SDTMError) -> WrittenFile {
        var file = try DatasetFile(name, in: folder)
        if let layout {
            try file.write(layout.library + layout.member)
        } else {
            try file.write(XPT.header(of: spool.definition, member: member, columns: columns, created: timestamp))
        }
        let record = XPTRecord(
            columns: columns, length: rowLength, spool: spool, takesAnyText: layout != nil, path: file.path)
        let perBlock = max(1, (1 << 18) / rowLength)
        var block = [UInt8](repeating: 0x20, count: perBlock * rowLength)
        var filled = 0
        var isBlank = false
        for number in 1...max(count, 1) where count > 0 {
            _ = try rows.next()
            isBlank = try record.encode(&rows, number: number, into: &block, at: filled)
            filled += rowLength
            if filled == block.count {
                try file.write(block)
                filled = 0
            }
        }
        if isBlank, rowLength < XPT.recordLength {
            throw .blankLastRecord(at: Location(path: file.path, record: count))
        }
        let over = (count * rowLength) % XPT.recordLength
        let padding = over == 0 ? 0 : XPT.recordLength - over
        try file.write(block[..<filled] + [UInt8](repeating: 0x20, count: padding))
        let bytes = file.count
        let path = file.path
        try file.stage(in: folder)
        return WrittenFile(dataset: member, path: path, rows: count, bytes: bytes, pieceOf: whole)
    }
}
