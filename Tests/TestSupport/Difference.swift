/// Where two texts or byte sequences first differ, in words; nil when they are equal. For golden files:
///
/// ```swift
/// #expect(difference(written, try Fixtures.bytes("SDTM/dm.xpt")) == nil)
/// ```
public func difference(_ actual: [UInt8], _ expected: [UInt8]) -> String? {
    guard actual != expected else { return nil }
    let common = zip(actual, expected).prefix { $0 == $1 }.count
    let line = actual[..<common].count { $0 == 0x0A } + 1
    func around(_ bytes: [UInt8]) -> String {
        let part = bytes[max(0, common - 20)..<min(bytes.count, common + 40)]
        return String(decoding: part, as: UTF8.self).debugDescription
    }
    return """
        they differ at byte \(common) (line \(line)); lengths \(actual.count) and \(expected.count)
          actual:   \(around(actual))
          expected: \(around(expected))
        """
}

/// Where two texts first differ, in words; nil when they are equal.
public func difference(_ actual: String, _ expected: String) -> String? {
    difference(Array(actual.utf8), Array(expected.utf8))
}
