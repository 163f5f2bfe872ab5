import JSONStream
import Mapping
import Values

/// Lines of one carry file in a temporary file, until all subjects are known and can be put in order.
final class CarrySpool {
    private struct Segment {
        var offset: Int
        var length: Int
        var subject: Int
    }

    private let file: SpoolFile
    private var segments: [Segment] = []
    private var lines = 0

    init() throws(FileError) { file = try SpoolFile() }

    func append(_ bytes: [UInt8], lines count: Int, subject: Int) throws(FileError) {
        lines += count
        var failure: FileError?
        bytes.withUnsafeBytes { bytes in
            do throws(FileError) {
                let offset = try file.append(bytes)
                segments.append(Segment(offset: offset, length: bytes.count, subject: subject))
            } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// Writes the lines: those of the study first, then the subjects' in the order given.
    func write(
        as dataset: String, at path: String, in folder: OutputFolder, order: [Int]
    ) throws(FileError) -> Accounts.Output {
        var ranks = [Int](repeating: 0, count: order.count)
        for (rank, subject) in order.enumerated() { ranks[subject] = rank }
        let places = segments.indices.sorted { a, b in
            let first = segments[a].subject < 0 ? -1 : ranks[segments[a].subject]
            let second = segments[b].subject < 0 ? -1 : ranks[segments[b].subject]
            return (first, a) < (second, b)
        }
        var output = try folder.file(at: path)
        var digest = SHA256()
        var bytes: [UInt8] = []
        for place in places {
            try file.read(at: segments[place].offset, length: segments[place].length, into: &bytes)
            bytes.withUnsafeBytes { digest.update($0) }
            try output.write(bytes)
        }
        let count = output.count
        try folder.stage(output)
        return Accounts.Output(
            .carry, dataset: dataset, rows: lines, variables: 0, bytes: count, path: path, sha256: digest.finish())
    }

    /// The list of the carry folder's files.
    static func manifest(of files: [Accounts.Output], study: String, folder: String) -> [UInt8] {
        var json = JSONWriter(.indented)
        json.beginObject()
        json.member("studyID", study)
        json.key("files")
        json.beginArray()
        for file in files {
            json.beginObject()
            json.member("name", String(file.path.dropFirst(folder.count + 1)))
            if !file.dataset.isEmpty { json.member("dataset", file.dataset) }
            json.member("lines", file.rows)
            json.member("bytes", file.bytes)
            json.member("sha256", file.sha256 ?? "")
            json.endObject()
        }
        json.endArray()
        json.endObject()
        json.endLine()
        return json.bytes
    }
}
