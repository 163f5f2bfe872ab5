extension ZoneRules {
    /// Reads a TZif file of any version (RFC 8536, section 3). The data of 64 bits count where there are any.
    init(_ name: String, tzif bytes: [UInt8], path: String) throws(FileError) {
        func fault(_ reason: String) -> FileError { FileError(path: path, operation: "read", reason: reason) }
        guard let first = TZifHeader(bytes, at: 0) else { throw fault("it is not a zone's file (TZif, RFC 8536)") }
        var header = first
        var timeSize = 4
        if first.version >= 0x32 {
            guard let second = TZifHeader(bytes, at: first.end(timeSize: 4)) else { throw fault("it ends too early") }
            header = second
            timeSize = 8
        }
        let end = header.end(timeSize: timeSize)
        guard end <= bytes.count else { throw fault("it ends too early") }
        guard header.leapCount == 0 else { throw fault("it counts leap seconds, which local times do not") }
        var transitions: [Int64] = []
        var offsets: [Int] = []
        let types = header.start + header.timeCount * timeSize
        let infos = types + header.timeCount
        func offset(ofType type: Int) -> Int? {
            guard type < header.typeCount else { return nil }
            return Int(Int32(truncatingIfNeeded: bytes.bigEndian(at: infos + type * 6, 4)))
        }
        for index in 0..<header.timeCount {
            let time = bytes.bigEndian(at: header.start + index * timeSize, timeSize)
            guard let offset = offset(ofType: Int(bytes[types + index])), abs(offset) <= 26 * 3600,
                transitions.last.map({ $0 < time }) ?? true
            else { throw fault("its transitions are not in order or have no offset") }
            transitions.append(time)
            offsets.append(offset)
        }
        guard let firstOffset = offset(ofType: 0), abs(firstOffset) <= 26 * 3600 else {
            throw fault("it has no offset")
        }
        var rule: PosixZone?
        if timeSize == 8 {
            guard end < bytes.count, bytes[end] == 0x0A, let close = bytes[(end + 1)...].firstIndex(of: 0x0A) else {
                throw fault("it has no footer")
            }
            let footer = bytes[(end + 1)..<close]
            if !footer.isEmpty {
                guard let read = PosixZone(footer) else { throw fault("its footer is not a rule of POSIX") }
                rule = read
            }
        }
        self.init(name: name, transitions: transitions, offsets: offsets, firstOffset: firstOffset, rule: rule)
    }
}

/// A header and the size of what follows it.
private struct TZifHeader {
    let version: UInt8
    /// Where its data begin.
    let start: Int
    let leapCount: Int
    let timeCount: Int
    let typeCount: Int
    private let otherBytes: Int

    init?(_ bytes: [UInt8], at start: Int) {
        guard start >= 0, start + 44 <= bytes.count, bytes[start..<start + 4].elementsEqual("TZif".utf8) else {
            return nil
        }
        func count(_ index: Int) -> Int {
            Int(UInt32(truncatingIfNeeded: bytes.bigEndian(at: start + 20 + index * 4, 4)))
        }
        version = bytes[start + 4]
        self.start = start + 44
        leapCount = count(2)
        timeCount = count(3)
        typeCount = count(4)
        otherBytes = count(5) + count(0) + count(1)
    }

    /// Where its data end.
    func end(timeSize: Int) -> Int {
        start + timeCount * (timeSize + 1) + typeCount * 6 + leapCount * (timeSize + 4) + otherBytes
    }
}

extension [UInt8] {
    /// A signed number of so many bytes; the caller has checked that they are there.
    fileprivate func bigEndian(at start: Int, _ size: Int) -> Int64 {
        var value: Int64 = size == 4 ? Int64(Int8(bitPattern: self[start])) : 0
        for byte in self[(size == 4 ? start + 1 : start)..<start + size] { value = value << 8 | Int64(byte) }
        return value
    }
}
