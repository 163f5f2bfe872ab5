public import Values

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// An input file with its format.
public struct InputFile: Sendable, Hashable {
    /// The path as the user wrote it, or below the folder that the user named.
    public let path: String
    /// What it is, by content.
    public let format: InputFormat
    /// The version of Define-XML that its namespace names; empty for other formats.
    public let version: String
    /// The size in bytes.
    public let size: Int
}

/// The files that INPUT arguments mean.
public struct InputFiles: Sendable {
    /// The files in byte order of their paths, each once.
    public private(set) var files: [InputFile] = []
    /// What named folders hold besides: folders, and files in none of Rialto's formats. It is not read.
    public private(set) var ignored: [String] = []

    /// Finds the files: a file is itself, a folder all files in it that have one of the formats (not
    /// hidden ones, and none of the folders below).
    ///
    /// Throws ``InputError`` for a path that is not there, for a file that was named and has no known format, and for a
    /// folder without any file that has one.
    public init(_ inputs: [String]) throws(InputError) {
        var found: [String: InputFile] = [:]
        for input in inputs {
            switch try kind(of: input) {
            case .other: throw .notAFile(Location(path: input))
            case .file:
                guard let file = try recognize(input) else { throw .unknownFormat(Location(path: input)) }
                found[input] = file
            case .folder:
                var isEmpty = true
                for path in try entries(of: input) {
                    if try kind(of: path) == .file, let file = try recognize(path) {
                        found[path] = file
                        isEmpty = false
                    } else {
                        ignored.append(path)
                    }
                }
                if isEmpty { throw .nothingIn(Location(path: input)) }
            }
        }
        files = found.inOrder.map(\.value)
    }

    /// The size of all files together.
    public var size: Int { files.reduce(0) { $0 + $1.size } }

    /// The first file that stands in this very folder, by whatever path either is named; nil when the folder is not there.
    public func file(directlyIn folder: String) -> InputFile? {
        var wanted = stat()
        guard stat(folder, &wanted) == 0 else { return nil }
        return files.first { file in
            let slash = file.path.lastIndex(of: "/")
            let parent = slash.map { $0 == file.path.startIndex ? "/" : String(file.path[..<$0]) } ?? "."
            var found = stat()
            return stat(parent, &found) == 0 && found.st_ino == wanted.st_ino && found.st_dev == wanted.st_dev
        }
    }
}

/// Why an input cannot be taken.
public enum InputError: LocatedError {
    /// A pipe, a device or standard input: it can be read once, and inputs are read more often.
    case notAFile(Location)
    /// None of the formats.
    case unknownFormat(Location)
    /// A folder without a file in any of the formats.
    case nothingIn(Location)
    /// One of the formats, which this verb does not read.
    case unsupported(InputFormat, remedy: String, Location)
    /// The content contradicts the format.
    case malformed(InputFormat, reason: String, Location)
    /// The system refuses.
    case file(FileError)

    /// The error as a value.
    public var diagnostic: Diagnostic {
        switch self {
        case .notAFile(let place):
            Diagnostic(
                "input.not-a-file", .error, "this is not a file, and inputs are read more than once",
                remedy: "save it to a file first", at: place)
        case .unknownFormat(let place):
            Diagnostic(
                "input.unknown-format", .error, "the content is none of the formats that Rialto reads",
                remedy: "give an ODM or Define-XML file, a SAS transport file or a CSV file", at: place)
        case .nothingIn(let place):
            Diagnostic(
                "input.empty-folder", .error, "the folder holds no file in a format that Rialto reads",
                remedy: "name the folder with the exports", at: place)
        case .unsupported(let format, let remedy, let place):
            Diagnostic(
                "input.unsupported", .error, "this is \(format.rawValue), which this verb does not read",
                remedy: remedy, at: place)
        case .malformed(let format, let reason, let place):
            Diagnostic("input.malformed-\(format.rawValue)", .error, reason, remedy: "export the file again", at: place)
        case .file(let error): error.diagnostic
        }
    }
}

private enum Kind {
    case file, folder, other
}

private func kind(of path: String) throws(InputError) -> Kind {
    var status = stat()
    guard stat(path, &status) == 0 else { throw .file(.last(path, "open")) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    default: return .other
    }
}

private func recognize(_ path: String) throws(InputError) -> InputFile? {
    do throws(FileError) {
        var source = try ByteSource(path: path, chunkSize: InputFormat.sampleSize)
        let sample = try source.readChunk() ? Array(source.chunk) : []
        guard let format = InputFormat(recognizing: sample) else { return nil }
        return InputFile(
            path: path, format: format, version: format == .define ? InputFormat.defineVersion(sample) : "",
            size: source.size ?? 0)
    } catch { throw .file(error) }
}

/// The files and folders in a folder, in byte order, without hidden ones.
private func entries(of folder: String) throws(InputError) -> [String] {
    guard let handle = opendir(folder) else { throw .file(.last(folder, "open")) }
    defer { closedir(handle) }
    var paths: [String] = []
    while let entry = readdir(handle) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
            pointer.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)) {
                String(cString: $0)
            }
        }
        guard !name.hasPrefix(".") else { continue }
        paths.append(folder.hasSuffix("/") ? folder + name : folder + "/" + name)
    }
    return paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}
