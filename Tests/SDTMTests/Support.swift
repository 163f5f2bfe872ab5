import SDTM
import TestSupport
import Values

/// A cell of a row in a test.
enum Cell: ExpressibleByStringLiteral, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
    case text(String)
    case number(Double)
    case missing
    case special(Character)

    init(stringLiteral value: String) { self = .text(value) }
    init(floatLiteral value: Double) { self = .number(value) }
    init(integerLiteral value: Int) { self = .number(Double(value)) }
}

/// Rows of cells as a worker encodes them.
func rows(_ rows: [[Cell]]) -> DatasetRows {
    var result = DatasetRows(variableCount: rows.first?.count ?? 0)
    for row in rows {
        result.beginRow()
        for cell in row {
            switch cell {
            case .text(let text): result.text(text)
            case .number(let number): result.number(number)
            case .missing: result.missing()
            case .special(let code): result.missing(special: code.asciiValue ?? 0)
            }
        }
        result.endRow()
    }
    return result
}

/// Options with 22 November 2026, 16:45:35 as the time of making.
func options(
    _ format: DatasetWriter.Format = .xpt, subjects: [Int] = [0], lengths: [String: Int] = [:],
    split: Int = 5_000_000_000
) throws -> DatasetWriter.Options {
    guard let stamp = PartialDate(iso8601: "2026-11-22T16:45:35") else {
        throw SDTMError.invalidOption(name: "", reason: "")
    }
    return DatasetWriter.Options(
        format: format, subjectOrder: subjects, characterLengths: lengths, timestamp: stamp, splitSize: split)
}

/// Writes one dataset and commits it.
@discardableResult
func write(
    _ spool: DatasetSpool, to folder: TemporaryFolder, _ options: DatasetWriter.Options
) throws -> [WrittenFile] {
    let output = try OutputFolder(path: folder.path)
    let files = try DatasetWriter.write(spool, to: output, options: options)
    try output.commit()
    return files
}

/// A file as text.
func text(_ path: String) throws -> String { String(decoding: try readBytes(path), as: UTF8.self) }
