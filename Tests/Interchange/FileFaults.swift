import Foundation
import Rialto
import TestSupport
import Testing

/// Inputs that are no files with ODM, and places that cannot be written to.
struct FileFaults {
    /// Runs on an input of a folder of its own.
    private func run(_ name: String, in folder: TemporaryFolder) async throws -> FaultRun {
        try await FaultRun([folder.file(name)], in: folder)
    }

    @Test func `a file that is not there`() async throws {
        let folder = try TemporaryFolder()
        let run = try await run("gone.xml", in: folder)
        #expect(run.exit == .unreadable)
        #expect(run.errors == ["gone.xml: error: cannot open the file: No such file or directory"])
        #expect(run.left == [])
    }

    @Test(arguments: [("empty.xml", [UInt8]()), ("binary.xml", Array(UInt8.min...UInt8.max)), ("fhir.xml", [])])
    func `a file without ODM`(_ name: String, _ bytes: [UInt8]) async throws {
        let folder = try TemporaryFolder()
        let content = name == "fhir.xml" ? try Fixtures.bytes("Interchange/not-odm.xml") : bytes
        try folder.write(content, to: name)
        let run = try await run(name, in: folder)
        #expect(run.exit == .unreadable)
        #expect(
            run.errors == [
                "\(name): error: the content is none of the formats that Rialto reads; give an ODM or Define-XML file, "
                    + "a SAS transport file or a CSV file"
            ])
        #expect(run.left == [name])
    }

    @Test func `a folder without ODM`() async throws {
        let folder = try TemporaryFolder()
        try folder.write("nothing to see", to: "inputs/notes.txt")
        let run = try await run("inputs", in: folder)
        #expect(run.exit == .unreadable)
        #expect(
            run.errors == [
                "inputs: error: the folder holds no file in a format that Rialto reads; name the folder with the exports"
            ])
    }

    @Test func `a pipe`() async throws {
        let folder = try TemporaryFolder()
        try #require(mkfifo(folder.file("pipe"), 0o600) == 0)
        let run = try await run("pipe", in: folder)
        #expect(run.exit == .unreadable)
        #expect(
            run.errors == [
                "pipe: error: this is not a file, and inputs are read more than once; save it to a file first"
            ])
    }

    @Test func `metadata alone`() async throws {
        let run = try await FaultRun("no-data.xml")
        #expect(run.exit == .done)
        #expect(run.summary.contains("no-data.xml: warning: the inputs hold no patient; give the exports with"))
    }

    @Test func `a folder that cannot be made`() async throws {
        let run = try await FaultRun(["sound.xml"], output: "/dev/null/out")
        #expect(run.exit == .usage)
        #expect(run.errors == ["/dev/null: error: cannot write the file: it is a file, and a folder is needed"])
    }

    @Test func `an output that is a file stays as it was`() async throws {
        let folder = try TemporaryFolder()
        try folder.write("precious", to: "out")
        let run = try await FaultRun(["sound.xml"], in: folder)
        #expect(run.exit == .usage)
        #expect(run.errors == ["out: error: cannot write the file: it is a file, and a folder is needed"])
        #expect(try readBytes(folder.file("out")) == Array("precious".utf8))
    }

    @Test func `a folder in the way of a dataset undoes the run`() async throws {
        let folder = try TemporaryFolder()
        try folder.write("x", to: "out/dm.csv/x")
        try folder.write("old", to: "out/ae.csv")
        let digest = "cba06b5736faf67e54b07b561eae94395e774c517a7d910a54369e1263ccfbd4"
        try folder.write("folder\tname\tbytes\tsha256\npackage\tae.csv\t3\t\(digest)\n", to: "out.carry/outputs.tsv")
        let run = try await FaultRun(["sound.xml"], in: folder)
        #expect(run.exit == .usage)
        #expect(run.errors == ["out/dm.csv: error: cannot rename the file: a folder of that name is in the way"])
        let ledger = ["out.carry", "out.carry/outputs.tsv"]
        #expect(run.left == ["out"] + ledger + ["out/ae.csv", "out/dm.csv", "out/dm.csv/x"])
        #expect(try readBytes(folder.file("out/ae.csv")) == Array("old".utf8))
    }

    @Test func `a refused value leaves an earlier output as it was`() async throws {
        let folder = try TemporaryFolder()
        let sound = try await FaultRun(["sound.xml"], in: folder)
        let (left, bytes) = (sound.left, try readBytes(folder.file("out/ae.csv")))
        let run = try await FaultRun(["impossible-date.xml"], in: folder)
        #expect(run.exit == .unreadable)
        #expect(run.left == left)
        #expect(try readBytes(folder.file("out/ae.csv")) == bytes)
    }

    @Test func `a report in a folder that is not there stops the run before it starts`() async throws {
        let folder = try TemporaryFolder()
        let run = try await FaultRun(["sound.xml"], in: folder) {
            $0.reports = [ReportFile(path: folder.file("no/r.json"))].compactMap { $0 }
        }
        #expect(run.exit == .usage)
        #expect(run.errors == ["no/r.json: error: cannot write the file: No such file or directory"])
        #expect(run.left == [])
    }

    @Test func `a full disk`() async throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createSymbolicLink(atPath: folder.file("r.json"), withDestinationPath: "/dev/full")
        let run = try await FaultRun(["sound.xml"], in: folder) {
            $0.reports = [ReportFile(path: folder.file("r.json"))].compactMap { $0 }
        }
        #expect(run.exit == .usage)
        #expect(run.errors == ["r.json: error: cannot write the file: No space left on device"])
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.file("r.json")) == "/dev/full")
    }

    @Test func `a stopped run leaves nothing`() async throws {
        let run = try await Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await FaultRun("sound.xml")
        }.value
        #expect(run.exit == .usage)
        #expect(run.errors == ["error: the conversion was stopped; nothing was written"])
        #expect(run.left == [])
    }

    @Test(arguments: ["update-missing.xml", "duplicate-keys.xml", "two-studies-in-one-file.xml"])
    func `any number of workers writes the same bytes`(_ input: String) async throws {
        var outputs: [[String: [UInt8]]] = []
        for jobs in [1, 8] {
            let folder = try TemporaryFolder()
            try FileManager.default.createDirectory(atPath: folder.file("x"), withIntermediateDirectories: true)
            _ = try await FaultRun([input], keepGoing: true, output: "x", in: folder) {
                $0.jobs = jobs
                $0.reports = [ReportFile(path: folder.file("r.json"))].compactMap { $0 }
            }
            var files: [String: [UInt8]] = [:]
            for name in folder.files {
                let text = String(decoding: try readBytes(folder.file(name)), as: UTF8.self)
                files[name] = Array(text.replacingOccurrences(of: folder.path, with: "").utf8)
            }
            outputs.append(files)
        }
        #expect(outputs[0].keys.contains("r.json"))
        #expect(outputs[0] == outputs[1])
    }
}
