/// A set of a domain's columns, a bit each.
struct ColumnSet: Sendable {
    /// The bits, lowest column first.
    private(set) var words: [UInt64]

    /// The columns of which this is true.
    init(_ isMember: [Bool]) {
        words = [UInt64](repeating: 0, count: (isMember.count + 63) / 64)
        for column in isMember.indices where isMember[column] { words[column >> 6] |= 1 << UInt64(column & 63) }
    }

    /// The columns, rising.
    var columns: [Int] {
        words.indices.flatMap { index in
            (0..<64).filter { words[index] >> UInt64($0) & 1 == 1 }.map { index << 6 + $0 }
        }
    }
}
