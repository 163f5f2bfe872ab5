import Mapping
import Values

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The list of what a run wrote, `NAME.carry/outputs.tsv`: folder (`package` or `carry`), name, size and SHA-256,
/// tab-separated. By it the next run knows which files are Rialto's own.
enum OutputLedger {
    private struct Entry {
        var bytes: Int
        var sha256: String
    }

    /// Writes this run's list, and retires the files of the last one that are not in it.
    ///
    /// - Parameters:
    ///   - folder: The package's folder, with all of this run's files staged.
    ///   - outputs: What this run writes.
    ///   - datasets: The names of datasets that a package can have.
    /// - Returns: The retired files. Throws when a dataset stands there that the last run did not write, or that was
    ///   changed since, whether this run would replace it or not.
    static func replace(
        in folder: OutputFolder, by outputs: [Accounts.Output], datasets: Set<String>
    ) throws(FileError) -> [String] {
        let path = folder.path + ".carry/outputs.tsv"
        let known = try read(path, in: folder)
        var retired: [String] = []
        var foreign: [String] = []
        for file in left(in: folder, datasets: datasets) {
            if try isUnchanged(file, known[file]) { retired.append(file) } else { foreign.append(file) }
        }
        for output in outputs where bytes(of: output.path) != nil {
            if try !isUnchanged(output.path, known[output.path]) { foreign.append(output.path) }
        }
        if let first = foreign.first {
            let listed = foreign.prefix(10).joined(separator: ", ")
            let more = foreign.count > 10 ? " and \(foreign.count - 10) more" : ""
            throw FileError(
                path: first, operation: "write",
                reason: "datasets stand there that no earlier run is known to have written as they are now "
                    + "(\(listed)\(more)); they are not replaced, and old and new ones must not stand side by side: move "
                    + "them away, or choose another folder; nothing was written")
        }
        for file in retired { folder.retire(file) }
        var text = "folder\tname\tbytes\tsha256\n"
        for output in outputs {
            let carry = folder.path + ".carry/"
            let isCarry = output.path.hasPrefix(carry)
            let name = output.path.dropFirst(isCarry ? carry.count : folder.path.count + 1)
            // The manifest has the carried files' digests already.
            let digest =
                if let sum = output.sha256 { sum } else {
                    try sha256(of: folder.stagedBytes(of: output.path) ?? output.path)
                }
            text += "\(isCarry ? "carry" : "package")\t\(name)\t\(output.bytes)\t\(digest)\n"
        }
        var file = try folder.file(at: path)
        try file.write(text)
        try folder.stage(file)
        return retired
    }

    /// What stands in the package's folders, looks like Rialto's work and is not of this run, in byte order.
    private static func left(in folder: OutputFolder, datasets: Set<String>) -> [String] {
        var files: [String] = []
        for place in [folder.path, folder.path + "/split"] {
            for suffix in [".xpt", ".csv"] {
                files += folder.unstagedFiles(suffix: suffix, in: place).filter {
                    isDataset(String($0.dropLast(suffix.count)).uppercased(), datasets)
                }.map { "\(place)/\($0)" }
            }
        }
        let carry = folder.path + ".carry"
        for suffix in [".ndjson", "manifest.json"] {
            files += folder.unstagedFiles(suffix: suffix, in: carry).map { "\(carry)/\($0)" }
        }
        return files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Whether a file of this name would be read as a dataset of the study; pieces of a split one are numbered.
    private static func isDataset(_ name: String, _ datasets: Set<String>) -> Bool {
        let stem = String(name.reversed().drop { $0.isNumber }.reversed())
        return datasets.contains(name) || datasets.contains(stem) || stem.utf8.count == 2 || stem == "RELREC"
            || (stem.hasPrefix("SUPP") && stem.utf8.count <= 8)
    }

    /// The size of a file; nil when there is none.
    private static func bytes(of path: String) -> Int? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }

    /// Whether a file is as the last run left it.
    private static func isUnchanged(_ path: String, _ entry: Entry?) throws(FileError) -> Bool {
        guard let entry, bytes(of: path) == entry.bytes else { return false }
        return try sha256(of: path) == entry.sha256
    }

    private static func sha256(of path: String) throws(FileError) -> String {
        var source = try ByteSource(path: path)
        var digest = SHA256()
        while try source.readChunk() { digest.update(source.chunk) }
        return digest.finish()
    }

    /// The last run's files by path; empty when there was none.
    private static func read(_ path: String, in folder: OutputFolder) throws(FileError) -> [String: Entry] {
        guard bytes(of: path) != nil else { return [:] }
        var source = try ByteSource(path: path)
        var text: [UInt8] = []
        while try source.readChunk() { text.append(contentsOf: source.chunk) }
        var entries: [String: Entry] = [:]
        for line in String(decoding: text, as: UTF8.self).split(separator: "\n").dropFirst() {
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard cells.count == 4, let size = Int(cells[2]) else { continue }
            let path = "\(folder.path)\(cells[0] == "carry" ? ".carry" : "")/\(cells[1])"
            entries[path] = Entry(bytes: size, sha256: String(cells[3]))
        }
        return entries
    }
}
