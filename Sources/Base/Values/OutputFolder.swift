#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// All files of one run: written beside their final names, and renamed together when the last one is whole.
///
/// ```swift
/// let folder = try OutputFolder(path: "sdtm")
/// var file = try folder.file("ae.xpt")
/// try file.write(bytes)
/// try folder.stage(file)
/// try folder.commit()
/// ```
///
/// Until ``commit()`` nothing under a final name changes. ``commit()`` renames in the order of staging; a file that is to be
/// replaced keeps a second name (a hard link) until all renames are done, and if one fails, everything is put back as it
/// was. A run that ends before ``commit()`` leaves nothing: temporaries and the folders made for them are removed. Only a
/// kill between two renames can leave new files beside old ones, each of them whole.
///
/// A cancelled task gets no more files and commits nothing.
///
/// Files of an earlier run that this one does not write are left alone, unless they are handed to ``retire(_:)``;
/// ``unstagedFiles(suffix:in:)`` tells of them.
public final class OutputFolder {
    /// The folder's path.
    public let path: String

    private struct Staged {
        /// Where the bytes stand; nil for a file that goes away.
        let temporary: String?
        let path: String
        var backup: String?
        var isInPlace = false
    }

    private var staged: [Staged] = []
    private var names: Set<String> = []
    private var madeFolders: [String] = []
    private var isCommitted = false

    /// Takes a folder, making it and the folders above it when they are not there.
    public init(path: String) throws(FileError) {
        var path = path
        while path.utf8.count > 1, path.utf8.last == UInt8(ascii: "/") { path.removeLast() }
        self.path = path
        try makeFolder(path)
    }

    deinit {
        guard !isCommitted else { return }
        for file in staged { if let temporary = file.temporary { unlink(temporary) } }
        for folder in madeFolders.reversed() { rmdir(folder) }
    }

    /// Starts a file of this folder; `name` may contain folders (`split/lb1.xpt`), which are made.
    public func file(_ name: String) throws(FileError) -> OutputFile { try file(at: "\(path)/\(name)") }

    /// Starts a file that stands elsewhere but belongs to the same run, such as one of the carry folder beside this one.
    public func file(at path: String) throws(FileError) -> OutputFile {
        try refuseIfCancelled(path)
        guard names.insert(path).inserted else {
            throw FileError(path: path, operation: "write", reason: "another output of this run has the same name")
        }
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex { try makeFolder(String(path[..<slash])) }
        return try OutputFile(path: path)
    }

    /// Whether a file of this name was started in this run.
    public func contains(_ name: String) -> Bool { names.contains("\(path)/\(name)") }

    /// Takes a finished file; it becomes visible with ``commit()``.
    public func stage(_ file: consuming OutputFile) throws(FileError) {
        try file.finish()
        staged.append(Staged(temporary: file.temporary, path: file.path))
    }

    /// Takes away, with ``commit()``, a file that an earlier run left.
    public func retire(_ path: String) { staged.append(Staged(temporary: nil, path: path)) }

    /// Gives all staged files their final names; on failure nothing has changed.
    public func commit() throws(FileError) {
        try refuseIfCancelled(path)
        for index in staged.indices {
            do throws(FileError) { try place(index) } catch {
                putBack()
                throw error
            }
        }
        for file in staged { if let backup = file.backup { unlink(backup) } }
        removeEmptiedFolders()
        isCommitted = true
        staged = []
    }

    /// A folder below this one whose last files were retired goes, too.
    private func removeEmptiedFolders() {
        for file in staged where file.temporary == nil {
            guard let slash = file.path.lastIndex(of: "/") else { continue }
            let folder = file.path[..<slash]
            // It stays when something else is in it.
            if folder.hasPrefix(path + "/") { rmdir(String(folder)) }
        }
    }

    /// Where the bytes of a staged file stand until ``commit()``; nil for a file that was not staged.
    public func stagedBytes(of path: String) -> String? { staged.last { $0.path == path }?.temporary }

    /// The names in a folder that end in `suffix`, in letters of either case, and do not belong to this run, sorted: what
    /// an earlier run left.
    public func unstagedFiles(suffix: String, in folder: String) -> [String] {
        guard let handle = opendir(folder) else { return [] }
        defer { closedir(handle) }
        var found: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.lowercased().hasSuffix(suffix), !names.contains("\(folder)/\(name)") { found.append(name) }
        }
        return found.sorted()
    }

    private func refuseIfCancelled(_ path: String) throws(FileError) {
        if Task.isCancelled {
            throw FileError(path: path, operation: "write", reason: "the run was stopped; nothing was written")
        }
    }

    private func place(_ index: Int) throws(FileError) {
        let file = staged[index]
        var status = stat()
        if lstat(file.path, &status) == 0 {
            guard status.st_mode & S_IFMT != S_IFDIR else {
                throw FileError(path: file.path, operation: "rename", reason: "a folder of that name is in the way")
            }
            let backup = "\(file.path).\(getpid()).tmp.old"
            unlink(backup)
            // File systems without hard links get a rename; the name is then gone for a moment.
            let isLinked = file.temporary != nil && link(file.path, backup) == 0
            guard isLinked || rename(file.path, backup) == 0 else { throw FileError.last(file.path, "rename") }
            staged[index].backup = backup
        }
        guard let temporary = file.temporary else { return }
        guard rename(temporary, file.path) == 0 else { throw FileError.last(file.path, "rename") }
        staged[index].isInPlace = true
    }

    private func putBack() {
        for index in staged.indices.reversed() {
            let file = staged[index]
            if let backup = file.backup {
                // When both names are links to one file, POSIX rename does nothing and keeps both.
                rename(backup, file.path)
                unlink(backup)
            } else if file.isInPlace {
                unlink(file.path)
            }
            staged[index].backup = nil
            staged[index].isInPlace = false
        }
    }

    private func makeFolder(_ path: String) throws(FileError) {
        var status = stat()
        if stat(path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFDIR else {
                throw FileError(path: path, operation: "write", reason: "it is a file, and a folder is needed")
            }
            return
        }
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex { try makeFolder(String(path[..<slash])) }
        if mkdir(path, 0o755) == 0 {
            madeFolders.append(path)
        } else if errno != EEXIST {
            throw FileError.last(path, "write")
        }
    }
}
