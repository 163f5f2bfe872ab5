import SDTM
import Values

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A folder of its own for one test, removed at the end.
final class Scratch {
    let path: String

    init() throws {
        var template = Array("/tmp/rialto-sdtm-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw FileError.last("/tmp", "write") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { Scratch.remove(path) }

    /// The sorted names in the folder, or in one within it.
    func names(_ folder: String = "") -> [String] { Scratch.names(folder.isEmpty ? path : "\(path)/\(folder)") }

    func bytes(_ name: String) throws -> [UInt8] { try Scratch.bytes("\(path)/\(name)") }

    func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

    func write(_ name: String, _ text: String) throws {
        var file = try OutputFile(path: "\(path)/\(name)")
        try file.write(text)
        try file.commit()
    }

    static func bytes(_ path: String) throws -> [UInt8] {
        var source = try ByteSource(path: path)
        var bytes: [UInt8] = []
        while try source.readChunk() { bytes.append(contentsOf: source.chunk) }
        return bytes
    }

    private static func names(_ folder: String) -> [String] {
        guard let handle = opendir(folder) else { return [] }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    private static func remove(_ folder: String) {
        for name in names(folder) where unlink("\(folder)/\(name)") != 0 { remove("\(folder)/\(name)") }
        rmdir(folder)
    }
}

/// The folder with this module's fixtures.
let fixtures =
    "\(#filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/"))/Fixtures/SDTM"

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

func rows(_ rows: [[Cell]], width: Int? = nil) -> DatasetRows {
    var result = DatasetRows(variableCount: width ?? rows.first?.count ?? 0)
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
func write(_ spool: DatasetSpool, to scratch: Scratch, _ options: DatasetWriter.Options) throws -> [WrittenFile] {
    let folder = try OutputFolder(path: scratch.path)
    let files = try DatasetWriter.write(spool, to: folder, options: options)
    try folder.commit()
    return files
}
