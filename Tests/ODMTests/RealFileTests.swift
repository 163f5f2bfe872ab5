import Foundation
import ODM
import TestSupport
import Testing
import Values

/// Every ODM file of other people's systems, against an independent count by Python's expat.
struct RealFileTests {
    @Test(.enabled(if: RealFiles.areThere, "\(RealFiles.hint)"))
    func countsWhatPythonCounts() throws {
        let paths = try RealFiles.files(in: "odm").filter { $0.lowercased().hasSuffix(".xml") }
        #expect(paths.count > 40)
        let expected = try pythonCounts(paths)
        var refused = 0
        for path in paths {
            let file = try ReadFile(path)
            let row = try #require(expected[path])
            if row == ["not-well-formed"] || row == ["not-odm"] {
                let diagnostic = try #require(file.error, "\(path)").diagnostic
                #expect((diagnostic.location?.line ?? 0) > 0, "\(path)")
                refused += 1
                continue
            }
            #expect(file.error == nil, "\(path)")
            let counts = file.counts
            #expect([counts.patients, counts.itemGroups, counts.items].map(String.init) == row, "\(path)")
            let values = (file.subjects + file.references).reduce(0) { sum, records in
                sum
                    + records.items.filter { $0.kind == .untyped || $0.kind == .typed || $0.kind == .valueElement }
                    .count
            }
            #expect(values >= counts.items, "\(path)")
        }
        #expect(refused == 3)
    }

    @Test(.enabled(if: RealFiles.areThere, "\(RealFiles.hint)"))
    func sexAndBirthDateOfOpenClinicaAreThere() throws {
        let path = try #require(try RealFiles.files(in: "odm/openclinica").first { $0.contains("JUNO") })
        let file = try ReadFile(path)
        #expect(file.studies.count == 6)
        let lines = file.subjects.flatMap { file.lines($0) }
        #expect(lines.contains { $0.hasPrefix("  @OpenClinica:Sex=") })
        #expect(lines.contains { $0.hasPrefix("  @OpenClinica:DateOfBirth=") })
        #expect(lines.contains { $0.hasPrefix("  @OpenClinica:StartDate=") })
        var library = MetaDataLibrary()
        for study in file.studies { library.add(study) }
        // A site's own version holds only an Include: its items are defined one level up.
        for records in file.subjects {
            let root = records.groups[0]
            let metaData = try #require(
                library.resolve(
                    studyOID: file.names[root.study], metaDataVersionOID: file.names[root.metaDataVersion]))
            #expect(metaData.diagnostics == [])
            for item in records.items where item.kind == .untyped {
                #expect(metaData.item(file.names[item.name]) != nil)
            }
        }
    }

    @Test(.enabled(if: RealFiles.areThere, "\(RealFiles.hint)"))
    func everyRealSubjectSurvivesTheSpoolAndTheReplay() throws {
        for path in try RealFiles.files(in: "odm").filter({ $0.lowercased().hasSuffix(".xml") }) {
            let file = try ReadFile(path)
            guard file.document?.fileType == .snapshot else { continue }
            for records in file.subjects where !records.hasDuplicateKeys {
                var bytes: [UInt8] = []
                records.encode(into: &bytes)
                let back = try bytes.withUnsafeBytes { try SubjectRecords(decoding: $0) }
                var replay = TransactionReplay(names: file.names, paths: [path])
                replay.apply(back)
                #expect(replay.diagnostics == [], "\(path)")
                let live = try #require(replay.finish())
                #expect(describe(live, file.names) == file.lines(records), "\(path)")
            }
        }
    }

    private func pythonCounts(_ paths: [String]) throws -> [String: [String]] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", Fixtures.repository + "/Tests/Tools/count-odm.py"] + paths
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        var counts: [String: [String]] = [:]
        for line in output.split(separator: "\n") {
            let fields = line.split(separator: "\t").map(String.init)
            counts[fields[0]] = Array(fields.dropFirst())
        }
        return counts
    }
}
