import Values

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Turns a spooled row into a record of fixed length, refusing what a transport file cannot hold.
struct XPTRecord {
    private let columns: [XPT.Column]
    private let length: Int
    private let spool: DatasetSpool
    private let path: String
    /// Whether texts must be looked at one by one: only when the spool noticed that there is something to find.
    private let checksTexts: Bool
    /// A record without any value: blanks, and the ordinary missing number.
    private let empty: [UInt8]
    /// Whether a record without any value is all blank.
    private let isEmptyBlank: Bool

    init(columns: [XPT.Column], length: Int, spool: DatasetSpool, takesAnyText: Bool = false, path: String) {
        self.columns = columns
        self.length = length
        self.spool = spool
        self.path = path
        isEmptyBlank = !columns.contains { $0.type == .numeric }
        var empty = [UInt8](repeating: 0x20, count: length)
        for column in columns where column.type == .numeric {
            empty[column.offset] = 0x2E
            for index in 1..<column.length { empty[column.offset + index] = 0 }
        }
        self.empty = empty
        checksTexts = !takesAnyText && (spool.containsNonASCII || spool.containsControlCharacters)
    }

    /// Writes the current row of `rows` into `block` at `start`; returns whether the record is all blank.
    func encode(
        _ rows: inout SpooledRows, number: Int, into block: inout [UInt8], at start: Int
    ) throws(SDTMError) -> Bool {
        var failure: SDTMError?
        var isBlank = true
        block.withUnsafeMutableBytes { block in
            let record = UnsafeMutableRawBufferPointer(rebasing: block[start..<start + length])
            do throws(SDTMError) { isBlank = try encode(&rows, number: number, into: record) } catch { failure = error }
        }
        if let failure { throw failure }
        return isBlank
    }

    private func encode(
        _ rows: inout SpooledRows, number: Int, into record: UnsafeMutableRawBufferPointer
    ) throws(SDTMError) -> Bool {
        guard let base = record.baseAddress else { return true }
        empty.withUnsafeBytes { record.copyMemory(from: $0) }
        var isBlank = isEmptyBlank
        while let (index, cell) = rows.present() {
            let column = columns[index]
            switch column.type {
            case .character:
                switch cell {
                case .text(let text):
                    guard let source = text.baseAddress, !text.isEmpty else { continue }
                    if checksTexts || text.count > column.length {
                        if let fault = fault(of: text, limit: column.length) {
                            throw refusal(index, fault, String(decoding: text, as: UTF8.self), number)
                        }
                    }
                    memcpy(base + column.offset, source, text.count)
                    isBlank = false
                case .missing(let code): throw refusal(index, .numberInCharacter, missingText(code), number)
                case .null: continue
                case .numberText(let text):
                    throw refusal(index, .numberInCharacter, String(decoding: text, as: UTF8.self), number)
                case .number(let value): throw refusal(index, .numberInCharacter, "\(value)", number)
                case .ibm(let bits):
                    throw refusal(index, .numberInCharacter, "\(IBMDouble.value(bits))", number)
                }
            case .numeric:
                let bits = try self.bits(of: cell, index: index, number: number)
                if column.length == XPT.numberLength {
                    record.storeBytes(of: bits.bigEndian, toByteOffset: column.offset, as: UInt64.self)
                    continue
                }
                guard bits << UInt64(8 * column.length) == 0 else {
                    throw refusal(index, .tooPrecise(bytes: column.length), "\(IBMDouble.value(bits))", number)
                }
                for byte in 0..<column.length {
                    record[column.offset + byte] = UInt8(truncatingIfNeeded: bits >> UInt64(56 - 8 * byte))
                }
            }
        }
        return isBlank
    }

    private func bits(of cell: SpooledRows.Cell, index: Int, number: Int) throws(SDTMError) -> UInt64 {
        switch cell {
        case .number(let value):
            if let bits = IBMDouble.bits(value) { return bits }
            throw refusal(index, value.isFinite ? .outOfRange : .notFinite, "\(value)", number)
        case .ibm(let bits): return bits
        case .numberText(let text):
            throw refusal(
                index, .tooPrecise(bytes: XPT.numberLength), String(decoding: text, as: UTF8.self), number)
        case .null: return IBMDouble.missing(0x2E) ?? 0
        case .missing(let code):
            if let bits = IBMDouble.missing(code) { return bits }
            throw refusal(index, .unknownMissing, missingText(code), number)
        case .text(let text):
            throw refusal(index, .textInNumeric, String(decoding: text, as: UTF8.self), number)
        }
    }

    private func fault(of text: UnsafeRawBufferPointer, limit: Int) -> SDTMError.ValueFault? {
        if let fault = ASCIICheck.firstFault(in: text) { return fault }
        return text.count > limit ? .tooLong(bytes: text.count, limit: limit) : nil
    }

    private func missingText(_ code: UInt8) -> String { "." + String(UnicodeScalar(code)) }

    private func refusal(_ index: Int, _ fault: SDTMError.ValueFault, _ value: String, _ number: Int) -> SDTMError {
        .invalidValue(
            variable: spool.definition.variables[index].name, fault: fault, value: value,
            at: Location(path: path, record: number))
    }
}
