import TestSupport
import Testing
import Values

@Suite("Files") struct FileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func sample(_ count: Int) -> [UInt8] {
        var random = SeededGenerator(seed: UInt64(count))
        return (0..<count).map { _ in UInt8.random(in: 0 ... .max, using: &random) }
    }

    @Test(arguments: [(0, 16), (1, 16), (16, 16), (17, 16), (100_000, 4096)])
    func aSourceGivesTheWholeFileInChunks(_ size: Int, _ chunk: Int) throws {
        let bytes = sample(size)
        var source = try ByteSource(path: try folder.write(bytes, to: "in"), chunkSize: chunk)
        let known = source.size
        #expect(known == size)
        var read: [UInt8] = []
        while try source.readChunk() {
            let part = Array(source.chunk)
            #expect(part.count <= chunk)
            read += part
        }
        let position = source.position
        #expect(read == bytes && position == size)
        let more = try source.readChunk()
        #expect(!more)
    }

    @Test func aSourceSaysWhyItCannotOpen() {
        let missing = folder.file("missing.xml")
        let error = #expect(throws: FileError.self) { _ = try ByteSource(path: missing) }
        #expect(error?.description == "\(missing): error: cannot open the file: No such file or directory")
        let isFolder = #expect(throws: FileError.self) { _ = try ByteSource(path: folder.path) }
        #expect(isFolder?.description == "\(folder.path): error: cannot read the file: it is a folder")
    }

    @Test func anOutputIsThereOnlyWhenCommitted() throws {
        let path = folder.file("out.xpt")
        let bytes = sample(700_000)
        var file = try OutputFile(path: path)
        try file.write(bytes)
        try bytes.withUnsafeBytes { try file.write($0) }
        try file.write("käse")
        let count = file.count
        #expect(count == 1_400_005)
        #expect(!folder.files.contains("out.xpt"))
        try file.commit()
        #expect(folder.files == ["out.xpt"])
        #expect(try readBytes(path) == bytes + bytes + Array("käse".utf8))
    }

    @Test func aDroppedOutputLeavesTheOldOne() throws {
        let path = try folder.write("old", to: "out.csv")
        func fail() throws {
            var file = try OutputFile(path: path)
            try file.write(sample(600_000))
            throw FileError(path: path, operation: "write", reason: "for the test")
        }
        #expect(throws: FileError.self) { try fail() }
        #expect(folder.files == ["out.csv"])
        #expect(try readBytes(path) == Array("old".utf8))
    }

    @Test func anOutputWithoutAFolderIsRefused() {
        let path = folder.file("no/such/out.csv")
        let error = #expect(throws: FileError.self) { _ = try OutputFile(path: path) }
        #expect(error?.path == path && error?.operation == "write")
    }

    @Test func anOutputDoesNotReplaceAFolder() throws {
        try folder.write("x", to: "out/inside")
        let path = folder.file("out")
        func commit() throws {
            var file = try OutputFile(path: path)
            try file.write("y")
            try file.commit()
        }
        let error = #expect(throws: FileError.self) { try commit() }
        #expect(error?.operation == "rename")
        #expect(folder.files == ["out/inside"])
    }

    @Test(arguments: [0, 300_000, 600_000, 1 << 24]) func aSpoolGivesBackWhatWasAppended(memory: Int) throws {
        let spool = try SpoolFile(memory: SpoolMemory(bytes: memory))
        var places: [(offset: Int, bytes: [UInt8])] = []
        for size in [10, 0, 70_000, 65_535, 1, 65_536, 200_000, 3, 300_000, 7] {
            let bytes = sample(size)
            let offset = try spool.append(bytes)
            places.append((offset, bytes))
            var read: [UInt8] = []
            try spool.read(at: offset, length: size, into: &read)
            #expect(read == bytes)
        }
        #expect(spool.count == places.reduce(0) { $0 + $1.bytes.count })
        for place in places.reversed() {
            var read: [UInt8] = [1, 2, 3]
            try spool.read(at: place.offset, length: place.bytes.count, into: &read)
            #expect(read == place.bytes)
        }
    }

    @Test func spoolsShareTheirMemoryAndGiveItBack() throws {
        let memory = SpoolMemory(bytes: 1 << 19)
        let bytes = sample(1_000_000)
        for _ in 0..<3 {
            let (one, other) = (try SpoolFile(memory: memory), try SpoolFile(memory: memory))
            for start in stride(from: 0, to: bytes.count, by: 10_000) {
                try one.append(Array(bytes[start..<start + 10_000]))
                try other.append(Array(bytes[start..<start + 10_000]))
            }
            var read: [UInt8] = []
            try one.read(at: 0, length: bytes.count, into: &read)
            #expect(read == bytes)
            try other.read(at: 5, length: bytes.count - 5, into: &read)
            #expect(read.elementsEqual(bytes.dropFirst(5)))
        }
    }

    @Test func anOutputThatIsStartedOverGivesWhatItHeld() throws {
        let bytes = sample(700_000)
        var file = try OutputFile(path: folder.file("out"))
        for start in stride(from: 0, to: bytes.count, by: 7000) { try file.write(Array(bytes[start..<start + 7000])) }
        let written = try file.startOver()
        var part: [UInt8] = []
        for start in [350_000, 0] {
            try written.read(at: start, length: 350_000, into: &part)
            try file.write(part)
        }
        try file.commit()
        #expect(try readBytes(folder.file("out")) == Array(bytes[350_000...] + bytes[..<350_000]))
        #expect(folder.files == ["out"])
        var failed: FileError?
        do throws(FileError) { try written.read(at: 1, length: 700_000, into: &part) } catch { failed = error }
        #expect(failed?.reason == "it ends too early")
    }

    @Test func readingBehindASpoolIsAnError() throws {
        let spool = try SpoolFile()
        var read: [UInt8] = []
        let error = #expect(throws: FileError.self) { try spool.read(at: 0, length: 1, into: &read) }
        #expect(error?.reason == "it ends too early")
    }
}
