import JSONStream
import Mapping
import Values

/// One file of the carry folder: its lines are written as they come.
///
/// Mostly they come in the subjects' order. When they did not, the file is read back and written once more in order: what is
/// written stands beside the final name, like every file of the run, and serves as its own spool.
final class CarryFile {
    private struct Segment {
        var offset: Int
        var length: Int
        var subject: Int
    }

    /// Nil when it is staged.
    private var file: OutputFile?
    private let folder: OutputFolder
    private let dataset: String
    private let path: String
    private var digest = SHA256()
    private var segments: [Segment] = []
    private var lines = 0

    init(dataset: String, path: String, folder: OutputFolder) throws(FileError) {
        self.dataset = dataset
        self.path = path
        self.folder = folder
        file = try folder.file(at: path)
    }

    /// An unfinished run's file goes before the folder that was made for it.
    deinit { file = nil }

    func append(_ bytes: [UInt8], lines count: Int, subject: Int) throws(FileError) {
        lines += count
        guard let start = file?.count else { return }
        segments.append(Segment(offset: start, length: bytes.count, subject: subject))
        bytes.withUnsafeBytes { digest.update($0) }
        try file?.write(bytes)
    }

    /// Stages the file with the study's lines first, then the subjects' in the order given. To be called once.
    func finish(order: [Int]) throws(FileError) -> Accounts.Output {
        var ranks = [Int](repeating: 0, count: order.count)
        for (rank, subject) in order.enumerated() { ranks[subject] = rank }
        let places = segments.map { $0.subject < 0 ? -1 : ranks[$0.subject] }
        if places.indices.dropFirst().contains(where: { places[$0] < places[$0 - 1] }) {
            try reorder(segments.indices.sorted { (places[$0], $0) < (places[$1], $1) })
        }
        let count = file?.count ?? 0
        if let file = file.take() { try folder.stage(file) }
        return Accounts.Output(
            .carry, dataset: dataset, rows: lines, variables: 0, bytes: count, path: path, sha256: digest.finish())
    }

    private func reorder(_ order: [Int]) throws(FileError) {
        guard let written = try file?.startOver() else { return }
        digest = SHA256()
        var bytes: [UInt8] = []
        for place in order {
            try written.read(at: segments[place].offset, length: segments[place].length, into: &bytes)
            bytes.withUnsafeBytes { digest.update($0) }
            try file?.write(bytes)
        }
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
