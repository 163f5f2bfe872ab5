import Values

/// The records of a SAS transport file, version 5 (TS-140), before the rows. Integers are big-endian; everything is padded
/// with blanks to records of 80 bytes.
enum XPT {
    /// The bytes of a number.
    static let numberLength = 8
    static let recordLength = 80
    private static let namestrLength = 140

    /// The version and operating system fields. Blank ones make SAS fail; these are the values of TS-140's own example,
    /// which most writers that are not SAS fill in.
    private static let version = "6.06"
    private static let system = "bsd4.2"

    /// Where a variable stands in a row.
    struct Column {
        let type: VariableType
        let offset: Int
        let length: Int
    }

    /// A SAS format as the NAMESTR holds it: `$20.` is `$` with width 20, `8.2` has no name, width 8 and 2 decimals.
    struct DisplayFormat: Equatable {
        var name = ""
        var width = 0
        var decimals = 0

        init?(_ text: String) {
            if text.isEmpty { return }
            let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, parts[1].isEmpty || Int(parts[1]) != nil, !parts[0].isEmpty else { return nil }
            let nameEnd = parts[0].lastIndex { !($0.isASCII && $0.isNumber) }
            let digits = nameEnd.map { parts[0][parts[0].index(after: $0)...] } ?? parts[0]
            name = nameEnd.map { String(parts[0][...$0]) } ?? ""
            width = Int(digits) ?? 0
            decimals = Int(parts[1]) ?? 0
            let bytes = Array(name.utf8)
            let isName = bytes.enumerated().allSatisfy { index, byte in
                (index == 0 && byte == 0x24) || (byte >= 0x41 && byte <= 0x5A) || byte == 0x5F
                    || (index > 0 && byte >= 0x30 && byte <= 0x39)
            }
            guard isName, bytes.count <= 8, width <= 32767, 0...31 ~= decimals else { return nil }
        }
    }

    /// A SAS format from the three fields of a NAMESTR: `DATE9.`, `8.2`, `$20.`; empty when there is none.
    static func formatText(_ name: String, _ width: Int, _ decimals: Int) -> String {
        guard !name.isEmpty || width > 0 || decimals > 0 else { return "" }
        return name + (width > 0 ? "\(width)" : "") + "." + (decimals > 0 ? "\(decimals)" : "")
    }

    /// The header records of a file with one dataset; `member` is its name, which a piece of a split dataset has of its own.
    static func header(
        of dataset: DatasetDefinition, member: String, columns: [Column], created: PartialDate
    ) -> [UInt8] {
        var bytes = Header()
        let stamp = stamp(created)
        let zeros = String(repeating: "0", count: 30)
        bytes.record("HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!\(zeros)")
        bytes.fields([
            ("SAS", 8), ("SAS", 8), ("SASLIB", 8), (version, 8), (system, 8), ("", 24), (stamp, 16),
        ])
        bytes.record(stamp)
        bytes.record("HEADER RECORD*******MEMBER  HEADER RECORD!!!!!!!000000000000000001600000000140")
        bytes.record("HEADER RECORD*******DSCRPTR HEADER RECORD!!!!!!!\(zeros)")
        bytes.fields([
            ("SAS", 8), (member, 8), ("SASDATA", 8), (version, 8), (system, 8), ("", 24), (stamp, 16),
        ])
        bytes.fields([(stamp, 16), ("", 16), (dataset.label, 40), ("", 8)])
        let count = String(columns.count)
        let padded = String(repeating: "0", count: 4 - count.utf8.count) + count
        bytes.record("HEADER RECORD*******NAMESTR HEADER RECORD!!!!!!!000000\(padded)00000000000000000000")
        for (index, variable) in dataset.variables.enumerated() {
            namestr(variable, number: index + 1, column: columns[index], into: &bytes)
        }
        bytes.pad()
        bytes.record("HEADER RECORD*******OBS     HEADER RECORD!!!!!!!\(zeros)")
        return bytes.bytes
    }

    private static func namestr(_ variable: DatasetVariable, number: Int, column: Column, into bytes: inout Header) {
        let start = bytes.bytes.count
        bytes.integer(UInt16(variable.type == .numeric ? 1 : 2))
        bytes.integer(UInt16(0))
        bytes.integer(UInt16(column.length))
        bytes.integer(UInt16(number))
        bytes.field(variable.name, 8)
        bytes.field(variable.label, 40)
        let format = DisplayFormat(variable.displayFormat) ?? DisplayFormat()
        bytes.field(format.name, 8)
        bytes.integer(UInt16(format.width))
        bytes.integer(UInt16(format.decimals))
        bytes.integer(UInt16(0))
        bytes.integer(UInt16(0))
        // The informat stays blank: how a value would be read in SAS is nothing that the data says.
        bytes.field("", 8)
        bytes.integer(UInt16(0))
        bytes.integer(UInt16(0))
        bytes.integer(UInt32(column.offset))
        bytes.zeros(namestrLength - (bytes.bytes.count - start))
    }

    /// `ddMMMyy:hh:mm:ss`; a part of the time that is not known is zero.
    static func stamp(_ date: PartialDate) -> String {
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
        let day = two(Int(date.day ?? 1)) + months[Int(date.month ?? 1) - 1] + two(Int(date.year ?? 1960) % 100)
        return "\(day):\(two(Int(date.hour ?? 0))):\(two(Int(date.minute ?? 0))):\(two(Int(date.second ?? 0)))"
    }

    /// Bytes of header records.
    private struct Header {
        var bytes: [UInt8] = []

        /// A text padded with blanks to a width that its caller has checked.
        mutating func field(_ text: String, _ width: Int) {
            bytes.append(contentsOf: text.utf8)
            bytes.append(contentsOf: repeatElement(0x20, count: max(0, width - text.utf8.count)))
        }

        mutating func fields(_ list: [(String, Int)]) {
            for (text, width) in list { field(text, width) }
        }

        mutating func record(_ text: String) { field(text, XPT.recordLength) }

        mutating func integer(_ value: some FixedWidthInteger) {
            withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
        }

        mutating func zeros(_ count: Int) { bytes.append(contentsOf: repeatElement(0, count: count)) }

        mutating func pad() {
            let over = bytes.count % XPT.recordLength
            if over > 0 { bytes.append(contentsOf: repeatElement(0x20, count: XPT.recordLength - over)) }
        }
    }
}

extension XPT.DisplayFormat {
    init() {}
}
