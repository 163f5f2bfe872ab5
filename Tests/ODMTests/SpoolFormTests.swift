import ODM
import TestSupport
import Testing

struct SpoolFormTests {
    @Test(arguments: ["ODM/vendors-1.3.xml", "ODM/nested-2.0.xml"])
    func whatIsEncodedIsDecodedEqual(name: String) throws {
        let file = try ReadFile(Fixtures.path(name), source: 3, keepAudit: true)
        for records in file.subjects + file.references {
            var bytes: [UInt8] = []
            records.encode(into: &bytes)
            let back = try bytes.withUnsafeBytes { try SubjectRecords(decoding: $0) }
            #expect(back.subjectKey == records.subjectKey)
            #expect(back.content == records.content)
            #expect(back.isTransactional == records.isTransactional)
            #expect(back.hasDuplicateKeys == records.hasDuplicateKeys)
            #expect(back.bytes == records.bytes)
            #expect(back.groups.map { String(describing: $0) } == records.groups.map { String(describing: $0) })
            #expect(back.items.map { String(describing: $0) } == records.items.map { String(describing: $0) })
            var again: [UInt8] = []
            back.encode(into: &again)
            #expect(again == bytes)
        }
    }

    @Test func damagedBytesAreAnErrorNeverATrap() throws {
        let records = try ReadFile(Fixtures.path("ODM/nested-2.0.xml")).subjects[0]
        var bytes: [UInt8] = []
        records.encode(into: &bytes)
        for length in 0..<bytes.count {
            #expect(throws: ODMError.self) {
                try bytes[..<length].withUnsafeBytes { try SubjectRecords(decoding: $0) }
            }
        }
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<2000 {
            var damaged = bytes
            for _ in 0..<3 {
                damaged[Int.random(in: 0..<damaged.count, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            let decoded = damaged.withUnsafeBytes { raw in try? SubjectRecords(decoding: raw) }
            // What is decoded can be used without a trap.
            if let decoded {
                for item in decoded.items { _ = decoded.text(item.value) }
                for group in decoded.groups {
                    #expect(Int(group.firstItem) + Int(group.itemCount) <= decoded.items.count)
                    #expect(group.parent < decoded.groups.count)
                }
            }
        }
    }
}
