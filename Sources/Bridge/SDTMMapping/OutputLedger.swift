import Mapping
import Values

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The list of what a run wrote, `NAME.carry/outputs.tsv`: folder (`package` or `carry`), name and size, tab-separated. By
/// it the next run knows which files are Rialto's own.
enum OutputLedger {
    /// Writes this run's list, and retires the files of the last one that are not in it.
    ///
    /// - Parameters:
    ///   - folder: The package's folder, with all of this run's files staged.
    ///   - outputs: What this run writes.
    ///   - datasets: The names of datasets that a package can have.
    /// - Returns: The retired files. Throws when a dataset stands there that the last run did not write, or that was
    ///   changed since.
    static func replace(
        in folder: OutputFolder, by outputs: [Accounts.Output], datasets: Set<String>
    ) throws(FileError) -> [String] {
        let path = folder.path + ".carry/outputs.tsv"
        let known = try read(path, in: folder)
        var retired: [String] = []
        var foreign: [String] = []
        for file in left(in: folder, datasets: datasets) {
            if let size = known[file], size == bytes(of: file) { retired.append(file) } else { foreign.append(file) }
        }
        if let first = foreign.first {
            let listed = foreign.prefix(10).joined(separator: ", ")
            let more = foreign.count > 10 ? " and \(foreign.count - 10) more" : ""
            throw FileError(
                path: first, operation: "write",
                reason: "datasets stand there that this run does not write, and that no earlier run is known to have "
                    + "written (\(listed)\(more)); old and new ones must not stand side by side: move them away, or choose "
                    + "another folder; nothing was written")
        }
        for file in retired { folder.retire(file) }
        var text = "folder\tname\tbytes\n"
        for output in outputs {
            let carry = folder.path + ".carry/"
            let isCarry = output.path.hasPrefix(carry)
            let name = output.path.dropFirst(isCarry ? carry.count : folder.path.count + 1)
            text += "\(isCarry ? "carry" : "package")\t\(name)\t\(output.bytes)\n"
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

    private static func bytes(of path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : nil
    }

    /// The sizes of the last run's files by path; empty when there was none.
    private static func read(_ path: String, in folder: OutputFolder) throws(FileError) -> [String: Int] {
        guard bytes(of: path) != nil else { return [:] }
        var source = try ByteSource(path: path)
        var text: [UInt8] = []
        while try source.readChunk() { text.append(contentsOf: source.chunk) }
        var sizes: [String: Int] = [:]
        for line in String(decoding: text, as: UTF8.self).split(separator: "\n").dropFirst() {
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard cells.count == 3, let size = Int(cells[2]) else { continue }
            sizes["\(folder.path)\(cells[0] == "carry" ? ".carry" : "")/\(cells[1])"] = size
        }
        return sizes
    }
}
