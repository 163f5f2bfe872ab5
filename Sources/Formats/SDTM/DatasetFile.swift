import Values

/// An output file whose errors are this module's.
struct DatasetFile: ~Copyable {
    private var file: OutputFile

    init(_ name: String, in folder: OutputFolder) throws(SDTMError) {
        // A dataset's name may come from a file of others: it must not lead out of the folder.
        let base = name.hasPrefix("split/") ? name.dropFirst("split/".count) : name[...]
        guard base.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x2F && $0 != 0x5C && $0 != 0x7F }), base.first != "." else {
            throw .invalidDataset(name: name, reason: "its name cannot be a file's")
        }
        do throws(FileError) { file = try folder.file(name) } catch { throw .file(error) }
    }

    var path: String { file.path }
    var count: Int { file.count }

    mutating func write(_ bytes: [UInt8]) throws(SDTMError) {
        do throws(FileError) { try file.write(bytes) } catch { throw .file(error) }
    }

    consuming func stage(in folder: OutputFolder) throws(SDTMError) {
        do throws(FileError) { try folder.stage(file) } catch { throw .file(error) }
    }
}
