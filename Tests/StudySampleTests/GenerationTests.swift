import StudySample
import TestSupport
import Testing
import Values

/// What `rialto sample` writes, seen from outside: the files and their bytes.
struct GenerationTests {
    /// The exports below a folder, by name.
    static let names = [
        "site-01.xml", "site-02.xml", "site-03-metadata.xml", "site-03.xml", "site-04.xml", "re-export/site-02.xml",
    ]

    static func files(_ options: (String) -> SampleOptions) throws -> [String: [UInt8]] {
        let folder = try TemporaryFolder()
        _ = try StudySample.generate(options: options(folder.path))
        var files: [String: [UInt8]] = [:]
        for name in names { files[name] = try readBytes(folder.path + "/" + name) }
        return files
    }

    @Test func defaultOptionsMakeTheCheckedInSample() throws {
        let files = try Self.files { SampleOptions(output: $0) }
        for name in Self.names {
            let expected = try readBytes(Fixtures.repository + "/samples/rialto/" + name)
            #expect(difference(files[name] ?? [], expected) == nil, "\(name)")
        }
    }

    @Test(arguments: SampleOptions.ODMVersion.allCases)
    func sameOptionsMakeTheSameBytes(version: SampleOptions.ODMVersion) throws {
        let options = { SampleOptions(patients: 130, seed: 9, odmVersion: version, output: $0) }
        #expect(try Self.files(options) == Self.files(options))
    }

    @Test func anotherSeedMakesOtherValues() throws {
        let one = try Self.files { SampleOptions(patients: 20, seed: 1, output: $0) }
        let two = try Self.files { SampleOptions(patients: 20, seed: 2, output: $0) }
        for name in Self.names where name != "site-03-metadata.xml" { #expect(one[name] != two[name], "\(name)") }
        #expect(one["site-03-metadata.xml"] == two["site-03-metadata.xml"])
    }

    @Test(arguments: [1, 7, 140])
    func anyNumberOfPatientsIsWritten(number: Int) throws {
        let folder = try TemporaryFolder()
        let summary = try StudySample.generate(options: SampleOptions(patients: number, output: folder.path))
        let exports = summary.files.filter { !$0.path.contains("re-export") }
        #expect(exports.reduce(0) { $0 + $1.patients } == number)
        for file in summary.files {
            let bytes = try readBytes(file.path)
            #expect(bytes.count == file.bytes)
            #expect(occurrences(of: "<ItemData ", in: bytes) == file.values)
            #expect(occurrences(of: "<ItemGroupData ", in: bytes) == file.records)
        }
    }

    @Test func patientsBeyondTheCohortAreOtherPeople() throws {
        let bytes = try Self.files { SampleOptions(patients: 260, seed: 4, output: $0) }["site-01.xml"] ?? []
        let births = String(decoding: bytes, as: UTF8.self).split(separator: "\n").filter {
            $0.contains("I.DM.BRTHDAT")
        }
        #expect(births.count > 60)
        // Courses come back more than twice each; birth dates hardly ever.
        #expect(Set(births).count > births.count * 9 / 10)
    }

    @Test func reExportCorrectsThreeValues() throws {
        let files = try Self.files { SampleOptions(patients: 60, output: $0) }
        func lines(_ name: String) -> [Substring] {
            String(decoding: files[name] ?? [], as: UTF8.self).split(separator: "\n")
        }
        let first = lines("site-02.xml"), second = lines("re-export/site-02.xml")
        #expect(first.count == second.count)
        let changed = zip(first, second).filter { $0 != $1 }.map(\.0)
        #expect(changed.filter { $0.contains("<ItemData ") }.count == 3)
        #expect(changed.count == 4, "the three values and ODM's own attributes")
    }

    @Test func progressEndsWithEverything() throws {
        let folder = try TemporaryFolder()
        var last: SampleProgress?
        _ = try StudySample.generate(options: SampleOptions(patients: 100, output: folder.path)) { last = $0 }
        #expect(last?.patients == 100)
        #expect(last?.total == 100)
        #expect((last?.bytes ?? 0) > 1_000_000)
    }

    @Test func noPatientsIsRefused() throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: SampleError.self) {
            try StudySample.generate(options: SampleOptions(patients: 0, output: folder.path))
        }
        #expect(error?.diagnostic.code == "sample.no-patients")
    }

    @Test func unwritableFolderIsNamed() throws {
        let error = #expect(throws: SampleError.self) {
            try StudySample.generate(options: SampleOptions(patients: 1, output: "/dev/null/sample"))
        }
        #expect(error?.diagnostic.location?.path.hasPrefix("/dev/null") == true)
    }

    private func occurrences(of text: String, in bytes: [UInt8]) -> Int {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n").count { $0.hasPrefix(text) }
    }
}
