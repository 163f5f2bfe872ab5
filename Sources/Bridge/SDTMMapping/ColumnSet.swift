/// A set of a domain's columns, a bit each: a row fills few of many columns, and the walk goes from one to the next.
struct ColumnSet: Sendable {
    private var words: [UInt64]

    /// An empty set of so many columns.
    init(count: Int) { words = [UInt64](repeating: 0, count: (count + 63) / 64) }

    /// The columns of which this is true.
    init(_ isMember: [Bool]) {
        self.init(count: isMember.count)
        for column in isMember.indices where isMember[column] { insert(column) }
    }

    mutating func insert(_ column: Int) { words[column >> 6] |= 1 << UInt64(column & 63) }

    func contains(_ column: Int) -> Bool { words[column >> 6] >> UInt64(column & 63) & 1 == 1 }

    /// Takes the other set's columns, of the same domain, in place.
    mutating func assign(_ other: ColumnSet) {
        for index in words.indices { words[index] = other.words[index] }
    }

    /// The first column from this one on; nil when there is none.
    func next(from column: Int) -> Int? {
        var index = column >> 6
        guard index < words.count else { return nil }
        var word = words[index] & (~0 << UInt64(column & 63))
        while word == 0 {
            index += 1
            guard index < words.count else { return nil }
            word = words[index]
        }
        return index << 6 + word.trailingZeroBitCount
    }

    /// The first column of this set that the other does not have; nil when it has all.
    func first(notIn other: ColumnSet, from column: Int = 0) -> Int? {
        var next = self.next(from: column)
        while let found = next, other.contains(found) { next = self.next(from: found + 1) }
        return next
    }

    /// Whether all columns of this set are in the other.
    func isSubset(of other: ColumnSet) -> Bool {
        for index in words.indices where words[index] & ~other.words[index] != 0 { return false }
        return true
    }
}
