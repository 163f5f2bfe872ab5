import Values

/// An output file whose errors are this module's.
struct DatasetFile: ~Copyable {
    private var file: OutputFile

    init(_ name: String, in folder: OutputFolder) throws(SDTMError) {
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
