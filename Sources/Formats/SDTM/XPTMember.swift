import Values

/// The header records of one dataset in a transport file, read.
struct XPTMember {
    /// A variable's place in a row.
    struct Column {
        var position: Int
        var length: Int
        var isNumeric: Bool
    }

    var definition: DatasetDefinition
    var columns: [Column] = []
    /// The rows' length in bytes.
    var rowLength = 0
    /// How many rows the header says there are; only version 8 says it, and not always.
    var statedRows: Int?
    /// The records as they stand in the file, up to the rows.
    var header: [UInt8]

    /// What the name of a header record is: `MEMBER`, `NAMSTV8`, ...; empty for any other record.
    static func kind(of record: some Collection<UInt8>) -> String {
        guard record.count == XPT.recordLength, record.starts(with: "HEADER RECORD*******".utf8),
            record.dropFirst(28).starts(with: "HEADER RECORD!!!!!!!".utf8)
        else { return "" }
        return text(Array(record)[20..<28])
    }

    /// Reads from the member header, which is read already, to the beginning of the rows.
    init(_ first: [UInt8], from window: inout XPTWindow) throws(SDTMError) {
        let place = window.position - XPT.recordLength
        let kind = XPTMember.kind(of: first)
        guard kind == "MEMBER" || kind == "MEMBV8" else {
            throw window.malformed("a member header is expected at byte \(place), and something else stands there")
        }
        header = first
        let isLong = kind == "MEMBV8"
        guard let size = Int(XPTMember.text(first[74..<78])), size == 140 || size == 136 else {
            throw window.malformed(
                "the member header at byte \(place) says no length of variable descriptors (140 or 136)")
        }
        let descriptor = try window.record("a descriptor header")
        guard XPTMember.kind(of: descriptor).hasPrefix("DSC") else {
            throw window.malformed("a descriptor header is expected at byte \(window.position - XPT.recordLength)")
        }
        let names = try window.record("the dataset's name")
        let labels = try window.record("the dataset's label")
        header += descriptor + names + labels
        definition = DatasetDefinition(
            name: XPTMember.text(names[isLong ? 8..<40 : 8..<16]), label: XPTMember.text(labels[32..<72]), variables: []
        )
        try readVariables(size: size, from: &window)
        try readLongTexts(from: &window)
        try checkPositions(window)
    }

    private mutating func readVariables(size: Int, from window: inout XPTWindow) throws(SDTMError) {
        let record = try window.record("the header of the variable descriptors")
        let place = window.position - XPT.recordLength
        guard XPTMember.kind(of: record).hasPrefix("NAM"), let count = Int(XPTMember.text(record[48..<58])), count >= 0
        else { throw window.malformed("a header with the number of variables is expected at byte \(place)") }
        header += record
        let length = (count * size + XPT.recordLength - 1) / XPT.recordLength * XPT.recordLength
        var bytes: [UInt8] = []
        while bytes.count < length {
            let record = try window.record("the \(count) variable descriptors")
            guard XPTMember.kind(of: record).isEmpty else {
                throw window.malformed(
                    "\(count) variables are announced at byte \(place), and there are fewer descriptors before byte "
                        + "\(window.position - XPT.recordLength)")
            }
            bytes += record
        }
        header += bytes
        for index in 0..<count { try add(bytes[index * size..<(index + 1) * size], index + 1, window) }
    }

    private mutating func add(_ bytes: ArraySlice<UInt8>, _ number: Int, _ window: borrowing XPTWindow)
        throws(SDTMError)
    {
        let at = bytes.startIndex
        func integer(_ offset: Int, _ width: Int) -> Int {
            bytes[at + offset..<at + offset + width].reduce(0) { $0 << 8 | Int($1) }
        }
        func text(_ offset: Int, _ width: Int) -> String { XPTMember.text(bytes[at + offset..<at + offset + width]) }
        let isLong = header.starts(with: "HEADER RECORD*******MEMBV8".utf8)
        let long = isLong ? text(88, 32) : ""
        let name = long.isEmpty ? text(8, 8) : long
        let (type, length, position) = (integer(0, 2), integer(4, 2), integer(84, 4))
        guard type == 1 || type == 2 else {
            throw window.malformed("descriptor \(number) (\(name)) is of type \(type), and only 1 and 2 exist")
        }
        guard type == 2 ? length > 0 : 2...8 ~= length else {
            throw window.malformed(
                "descriptor \(number) (\(name)) gives \(length) bytes to a \(type == 1 ? "number" : "text")")
        }
        var variable = DatasetVariable(
            name: name, label: text(16, 40), type: type == 1 ? .numeric : .character, length: length)
        variable.displayFormat = XPT.formatText(text(56, 8), integer(64, 2), integer(66, 2))
        variable.informat = XPT.formatText(text(72, 8), integer(80, 2), integer(82, 2))
        if definition.variables.contains(where: { $0.name == name }) {
            throw window.malformed("two variables of \(definition.name) have the name \(name)")
        }
        definition.variables.append(variable)
        columns.append(Column(position: position, length: length, isNumeric: type == 1))
    }

    /// Version 8's labels beyond 40 bytes and formats beyond 8 (LABELV8, LABELV9), and the header of the rows.
    private mutating func readLongTexts(from window: inout XPTWindow) throws(SDTMError) {
        while true {
            let record = try window.record("the header of the rows")
            let place = window.position - XPT.recordLength
            header += record
            let kind = XPTMember.kind(of: record)
            if kind == "OBS" { return }
            if kind == "OBSV8" {
                statedRows = Int(XPTMember.text(record[48..<63])).flatMap { $0 > 0 ? $0 : nil }
                return
            }
            guard kind == "LABELV8" || kind == "LABELV9", let count = Int(XPTMember.text(record[48..<58])) else {
                throw window.malformed(
                    "the header of the rows is expected at byte \(place), behind \(columns.count) variable descriptors")
            }
            var texts = LongTexts(perEntry: kind == "LABELV8" ? 2 : 4)
            for _ in 0..<count {
                let (number, parts) = try texts.entry(from: &window, into: &header)
                guard definition.variables.indices.contains(number - 1) else {
                    throw window.malformed("a long label is of variable \(number), which does not exist")
                }
                definition.variables[number - 1].name = parts[0]
                definition.variables[number - 1].label = parts[1]
                guard parts.count == 4 else { continue }
                if !parts[2].isEmpty { definition.variables[number - 1].displayFormat = parts[2] }
                if !parts[3].isEmpty { definition.variables[number - 1].informat = parts[3] }
            }
        }
    }

    /// The entries of a LABELV8 or LABELV9 section: they run together over its records.
    private struct LongTexts {
        /// How many texts an entry has.
        let perEntry: Int
        private var bytes: [UInt8] = []
        private var next = 0

        init(perEntry: Int) { self.perEntry = perEntry }

        mutating func entry(
            from window: inout XPTWindow, into header: inout [UInt8]
        ) throws(SDTMError) -> (number: Int, texts: [String]) {
            try require(2 + 2 * perEntry, from: &window, into: &header)
            var numbers: [Int] = []
            for _ in 0...perEntry {
                numbers.append(Int(bytes[next]) << 8 | Int(bytes[next + 1]))
                next += 2
            }
            try require(numbers.dropFirst().reduce(0, +), from: &window, into: &header)
            var texts: [String] = []
            for length in numbers.dropFirst() {
                texts.append(XPTMember.text(bytes[next..<next + length]))
                next += length
            }
            return (numbers[0], texts)
        }

        private mutating func require(
            _ count: Int, from window: inout XPTWindow, into header: inout [UInt8]
        ) throws(SDTMError) {
            while bytes.count - next < count {
                let record = try window.record("the long labels")
                bytes += record
                header += record
            }
        }
    }

    /// Each variable has its own bytes of the row, and the row has no others.
    private mutating func checkPositions(_ window: borrowing XPTWindow) throws(SDTMError) {
        let order = columns.indices.sorted { columns[$0].position < columns[$1].position }
        var next = 0
        for index in order {
            let (column, name) = (columns[index], definition.variables[index].name)
            guard column.position == next else {
                throw window.malformed(
                    "variable \(name) of \(definition.name) is said to stand at byte \(column.position) of the row, where "
                        + (column.position < next ? "another variable stands" : "the row has a gap or is over"))
            }
            next += column.length
        }
        rowLength = next
    }

    /// A field's text without the padding; bytes that are not UTF-8 are taken as windows-1252, which SAS writes.
    static func text(_ bytes: ArraySlice<UInt8>) -> String {
        var field = bytes.drop { $0 == 0x20 }
        while let last = field.last, last == 0x20 || last == 0 { field.removeLast() }
        return TextEncoding.utf8OrWindows1252(field)
    }
}
