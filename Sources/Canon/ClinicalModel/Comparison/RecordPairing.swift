/// Which record of one side is which of the other.
///
/// Strong keys decide. Several records with one key are told apart by what they say, and so are records with weak keys,
/// whose ordinals move when a sibling is added or the order changes. Every step pairs what is left in order, so the
/// result is the same for the same input.
struct RecordPairing {
    /// For each left record its right one.
    private(set) var mates: [Int?]
    /// The right records without a left one.
    var rightOnly: [Int] { isTaken.indices.filter { !isTaken[$0] } }

    private var isTaken: [Bool]
    private let left: [Record]
    private let right: [Record]

    init(left: [Record], right: [Record], scope: ComparisonScope) {
        self.left = left
        self.right = right
        mates = Array(repeating: nil, count: left.count)
        isTaken = Array(repeating: false, count: right.count)
        pairUniqueKeys()
        guard mates.contains(nil) else { return }
        // Values that a door stores in any case tell records apart where both sides have them.
        for withGiven in [true, false] {
            pair { Keyed(key: ExactText($0.key.text), content: $0.content(scope, withGiven)) }
            pair { $0.key.isWeak ? $0.content(scope, withGiven) : nil }
        }
        pair { Keyed(key: ExactText($0.key.text), content: $0.kind) }
        pair { $0.key.isWeak ? Keyed(key: ExactText(RecordPairing.stem(of: $0.key.text)), content: $0.kind) : nil }
    }

    private struct Keyed<Content: Hashable>: Hashable {
        let key: ExactText
        let content: Content
    }

    /// A strong key that stands once on each side decides whatever the records say.
    private mutating func pairUniqueKeys() {
        func unique(_ records: [Record]) -> [ExactText: Int] {
            var places: [ExactText: Int] = [:]
            for index in records.indices {
                let key = ExactText(records[index].key.text)
                places[key] = places[key] == nil && !records[index].key.isWeak ? index : -1
            }
            return places
        }
        let rightPlaces = unique(right)
        for (key, index) in unique(left) {
            guard index >= 0, let mate = rightPlaces[key], mate >= 0, left[index].kind == right[mate].kind else {
                continue
            }
            join(index, mate)
        }
    }

    /// Pairs the records without a mate that have the same identity, in order; a record without identity waits.
    private mutating func pair<Identity: Hashable>(by identity: (Record) -> Identity?) {
        var waiting: [Identity: [Int]] = [:]
        for index in right.indices.reversed() where !isTaken[index] {
            if let own = identity(right[index]) { waiting[own, default: []].append(index) }
        }
        guard !waiting.isEmpty else { return }
        for index in left.indices where mates[index] == nil {
            guard let own = identity(left[index]), let mate = waiting[own]?.popLast() else { continue }
            join(index, mate)
        }
    }

    private mutating func join(_ leftIndex: Int, _ rightIndex: Int) {
        mates[leftIndex] = rightIndex
        isTaken[rightIndex] = true
    }

    /// A key without its ordinals: `IG.AE[3]` and `IG.AE[4]` are siblings.
    static func stem(of key: String) -> String {
        var stem: [UInt8] = []
        var isInside = false
        for byte in key.utf8 {
            if byte == 0x5D { isInside = false }
            if !isInside { stem.append(byte) }
            if byte == 0x5B { isInside = true }
        }
        return String(decoding: stem, as: UTF8.self)
    }
}

extension Record {
    fileprivate func content(_ scope: ComparisonScope, _ withGiven: Bool) -> RecordContent {
        RecordContent(self, scope: scope, withGiven: withGiven)
    }
}
