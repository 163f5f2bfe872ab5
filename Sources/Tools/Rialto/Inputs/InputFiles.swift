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
    /// The size in bytes; nil for a pipe.
    public let size: Int?
}

/// The files that INPUT arguments mean.
public struct InputFiles: Sendable {
    /// The files in byte order of their paths, each once.
    public private(set) var files: [InputFile] = []
    /// Files in named folders that are none of Rialto's formats, and so not read.
    public private(set) var ignored: [String] = []

    /// Finds the files: a file is itself, a folder all files below it that have one of the formats (not hidden ones).
    ///
    /// Throws ``InputError`` for a path that is not there, for a file that was named and has no known format, and for a
    /// folder without any file that has one.
    public init(_ inputs: [String]) throws(InputError) {
        var found: [String: InputFile] = [:]
        for input in inputs {
            guard isFolder(input) else {
                guard let file = try recognize(input) else { throw .unknownFormat(Location(path: input)) }
                found[input] = file
                continue
            }
            var isEmpty = true
            for path in try filesBelow(input) {
                if let file = try recognize(path) {
                    found[path] = file
                    isEmpty = false
                } else {
                    ignored.append(path)
                }
            }
            if isEmpty { throw .nothingIn(Location(path: input)) }
        }
        files = found.inOrder.map(\.value)
    }

    /// The size of all files together; nil when one of them has none.
    public var size: Int? {
        files.reduce(into: Int?.some(0)) { sum, file in
            sum = sum.flatMap { a in file.size.map { a + $0 } }
        }
    }
}

/// Why an input cannot be taken.
public enum InputError: LocatedError {
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

private func isFolder(_ path: String, followingLinks: Bool = true) -> Bool {
    var status = stat()
    let result = followingLinks ? stat(path, &status) : lstat(path, &status)
    return result == 0 && status.st_mode & S_IFMT == S_IFDIR
}

private func recognize(_ path: String) throws(InputError) -> InputFile? {
    do throws(FileError) {
        var source = try ByteSource(path: path, chunkSize: InputFormat.sampleSize)
        var sample: [UInt8] = []
        // A pipe may give less at a time.
        while sample.count < InputFormat.sampleSize, try source.readChunk() { sample += source.chunk }
        guard let format = InputFormat(recognizing: sample) else { return nil }
        return InputFile(path: path, format: format, size: source.size)
    } catch { throw .file(error) }
}

private func filesBelow(_ folder: String) throws(InputError) -> [String] {
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
        let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
        // Links to folders are not followed: they may lead back.
        if isFolder(path, followingLinks: false) {
            paths += try filesBelow(path)
        } else {
            paths.append(path)
        }
    }
    return paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}
