import Foundation
import TestSupport
import Testing

@testable import Values

@Suite("Output folders") struct OutputFolderTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func stage(_ text: String, _ name: String, in output: OutputFolder) throws {
        var file = try output.file(name)
        try file.write(text)
        try output.stage(file)
    }

    private func text(_ name: String) throws -> String {
        String(decoding: try readBytes(folder.file(name)), as: UTF8.self)
    }

    @Test func filesAppearTogetherWithTheirFolders() throws {
        let output = try OutputFolder(path: folder.file("new/sdtm"))
        try stage("dm", "dm.xpt", in: output)
        try stage("lb1", "split/lb1.xpt", in: output)
        var carry = try output.file(at: folder.file("new/sdtm.carry/dm.ndjson"))
        try carry.write("carry")
        try output.stage(carry)
        #expect(folder.files.allSatisfy { $0.hasSuffix(".tmp") })
        try output.commit()
        #expect(folder.files == ["new/sdtm.carry/dm.ndjson", "new/sdtm/dm.xpt", "new/sdtm/split/lb1.xpt"])
        #expect(try text("new/sdtm/split/lb1.xpt") == "lb1")
    }

    @Test func aRunThatEndsEarlyLeavesNothing() throws {
        try folder.write("old", to: "sdtm/dm.xpt")
        func fail() throws {
            let output = try OutputFolder(path: folder.file("sdtm"))
            try stage("new", "dm.xpt", in: output)
            try stage("new", "split/lb1.xpt", in: output)
            var unfinished = try output.file("ae.xpt")
            try unfinished.write("half")
            throw CancellationError()
        }
        #expect(throws: CancellationError.self) { try fail() }
        #expect(folder.files == ["sdtm/dm.xpt"])
        #expect(try text("sdtm/dm.xpt") == "old")
        #expect(throws: FileError.self) { try folderThatIsAFile() }
    }

    private func folderThatIsAFile() throws { _ = try OutputFolder(path: folder.file("sdtm/dm.xpt")) }

    @Test func aFailedCommitPutsEverythingBack() throws {
        try folder.write("old dm", to: "dm.xpt")
        try folder.write("old lb", to: "lb.xpt")
        try folder.write("in the way", to: "ts.xpt/file")
        let output = try OutputFolder(path: folder.path)
        for name in ["dm.xpt", "ae.xpt", "lb.xpt", "ts.xpt", "vs.xpt"] { try stage("new \(name)", name, in: output) }
        let error = #expect(throws: FileError.self) { try output.commit() }
        #expect(error?.path == folder.file("ts.xpt"))
        #expect(folder.files.filter { !$0.hasSuffix(".tmp") } == ["dm.xpt", "lb.xpt", "ts.xpt/file"])
        #expect(try text("dm.xpt") == "old dm")
        #expect(try text("lb.xpt") == "old lb")
    }

    @Test func replacedFilesLeaveNoTrace() throws {
        try folder.write("old", to: "dm.xpt")
        let output = try OutputFolder(path: folder.path)
        try stage("new", "dm.xpt", in: output)
        try output.commit()
        #expect(folder.files == ["dm.xpt"])
        #expect(try text("dm.xpt") == "new")
    }

    @Test func filesOfAnEarlierRunStayAndAreTold() throws {
        try folder.write("old", to: "ts.xpt")
        try folder.write("old", to: "dm.xpt")
        try folder.write("notes", to: "README.txt")
        let output = try OutputFolder(path: folder.path)
        try stage("new", "dm.xpt", in: output)
        #expect(output.unstagedFiles(suffix: ".xpt", in: folder.path) == ["ts.xpt"])
        try output.commit()
        #expect(output.unstagedFiles(suffix: ".xpt", in: folder.path) == ["ts.xpt"])
        #expect(try text("ts.xpt") == "old")
    }

    @Test func aRetiredFileGoesWithTheOthersComingAndComesBackOnFailure() throws {
        try folder.write("old", to: "split/lb1.xpt")
        try folder.write("in the way", to: "ts.xpt/file")
        let failing = try OutputFolder(path: folder.path)
        failing.retire(folder.file("split/lb1.xpt"))
        try stage("new", "ts.xpt", in: failing)
        #expect(throws: FileError.self) { try failing.commit() }
        #expect(try text("split/lb1.xpt") == "old")
        let output = try OutputFolder(path: folder.path + "/")
        output.retire(folder.file("split/lb1.xpt"))
        try stage("new", "dm.xpt", in: output)
        try output.commit()
        #expect(folder.files.filter { !$0.hasSuffix(".tmp") } == ["dm.xpt", "ts.xpt/file"])
        #expect(!FileManager.default.fileExists(atPath: folder.file("split")))
    }

    @Test func aNameIsGivenOnce() throws {
        let output = try OutputFolder(path: folder.path)
        try stage("one", "dm.xpt", in: output)
        #expect(output.contains("dm.xpt") && !output.contains("ae.xpt"))
        #expect(throws: FileError.self) { try stage("two", "dm.xpt", in: output) }
    }

    @Test func bytesInLargeAndSmallPartsStandInOrder() throws {
        let large = [UInt8](repeating: 0x61, count: 600_000)
        let output = try OutputFolder(path: folder.path)
        var file = try output.file("out")
        try file.write("start")
        try large.withUnsafeBytes { try file.write($0) }
        try file.write("end")
        try output.stage(file)
        try output.commit()
        #expect(try readBytes(folder.file("out")) == Array("start".utf8) + large + Array("end".utf8))
    }
}
