/// The order of a spool's segments in the file: rows without a subject, then the subjects in the order asked for, within a
/// subject as appended.
struct SubjectOrder {
    private let segments: [DatasetSpool.Segment]
    /// Nil when the segments already stand in order, which is the usual case.
    private let permutation: [UInt32]?

    init(of spool: DatasetSpool, subjects: [Int]) throws(SDTMError) {
        segments = spool.segments
        func refuse(_ reason: String) -> SDTMError {
            .invalidSubjectOrder(dataset: spool.definition.name, reason: reason)
        }
        let places = subjects.indices.sorted { (subjects[$0], $0) < (subjects[$1], $1) }
        for index in places.indices.dropFirst() where subjects[places[index]] == subjects[places[index - 1]] {
            throw refuse("subject \(subjects[places[index]]) is listed twice")
        }
        func rank(_ subject: Int) -> Int? {
            if subject == DatasetSpool.noSubject { return -1 }
            // Numbers given by first appearance are their own rank unless a sort moved them.
            if subject < subjects.count, subjects[subject] == subject { return subject }
            var low = 0
            var high = places.count
            while low < high {
                let middle = (low + high) / 2
                if subjects[places[middle]] < subject { low = middle + 1 } else { high = middle }
            }
            return low < places.count && subjects[places[low]] == subject ? places[low] : nil
        }
        var ranks: [Int32] = []
        ranks.reserveCapacity(segments.count)
        var isOrdered = true
        for segment in segments {
            guard let rank = rank(Int(segment.subject)), let short = Int32(exactly: rank) else {
                throw refuse("subject \(segment.subject) has rows and is not listed")
            }
            if let last = ranks.last, last > short { isOrdered = false }
            ranks.append(short)
        }
        if isOrdered {
            permutation = nil
        } else {
            var order = Array(0..<UInt32(segments.count))
            order.sort { (ranks[Int($0)], $0) < (ranks[Int($1)], $1) }
            permutation = order
        }
    }

    var count: Int { segments.count }

    subscript(place: Int) -> DatasetSpool.Segment {
        if let permutation { return segments[Int(permutation[place])] }
        return segments[place]
    }
}
