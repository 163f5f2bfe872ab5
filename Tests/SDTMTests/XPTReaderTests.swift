import Foundation
import SDTM
import TestSupport
import Testing
import Values

/// Transport files read, and written again as they were.
@Suite struct XPTReaderTests {
    /// Reads all datasets of a file into spools.
    static func read(_ path: String) throws -> [(dataset: DatasetDefinition, spool: DatasetSpool)] {
        var reader = try XPTReader(path: path)
        var found: [(DatasetDefinition, DatasetSpool)] = []
        while let dataset = try reader.nextDataset() {
            let spool = try DatasetSpool(definition: dataset)
            while true {
                var rows = DatasetRows(variableCount: dataset.variables.count)
                guard try reader.read(into: &rows, bytes: 1000) else { break }
                try spool.append(rows, subject: DatasetSpool.noSubject)
            }
            found.append((dataset, spool))
        }
        return found
    }

    static let realFiles: [String] = {
        guard let folder = RealFiles.folder else { return [] }
        let files = FileManager.default.enumerator(atPath: folder + "/sdtm")?.compactMap { $0 as? String } ?? []
        return files.filter { $0.hasSuffix(".xpt") }.sorted().map { folder + "/sdtm/" + $0 }
    }()

    @Test(.enabled(if: !realFiles.isEmpty, "\(RealFiles.hint)"), arguments: realFiles)
    func aFileIsWrittenAgainByteByByte(_ path: String) throws {
        let folder = try TemporaryFolder()
        let found = try Self.read(path)
        #expect(found.count == 1)
        let (dataset, spool) = try #require(found.first)
        var options = try options(subjects: [])
        options.keepsLayout = true
        try write(spool, to: folder, options)
        let again = try readBytes(folder.file("\(dataset.name.lowercased()).xpt"))
        #expect(try readBytes(path) == again)
    }
}
