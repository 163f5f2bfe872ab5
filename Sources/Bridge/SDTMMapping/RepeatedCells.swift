import SDTM

/// For each column the text that stood there last and where its cell is: a domain's rows repeat codes, names and units, and
/// an equal text need not be looked at again.
///
/// Texts are told equal by the bits of the `String` itself: the bytes of a short one, the address of a long one. Equal bits
/// are equal texts while both live, and those that are remembered do: values stand in the patient's records and derived texts
/// in ``RowCells/texts`` until the domain ends. Different bits may be equal texts, which are then written like new ones.
struct RepeatedCells: ~Copyable {
    private struct Last {
        var bits = Bits(low: 0, high: 0)
        var place = DatasetRowsBuilder.Place()
    }

    /// The two words of a `String`.
    struct Bits: Equatable {
        var low: UInt64
        var high: UInt64

        @inline(__always)
        init(low: UInt64, high: UInt64) {
            self.low = low
            self.high = high
        }

        /// Nil where a `String` is not two words.
        @inline(__always)
        init?(_ text: String) {
            guard MemoryLayout<String>.size == MemoryLayout<Bits>.size else { return nil }
            self = unsafeBitCast(text, to: Bits.self)
        }
    }

    private var last: UnsafeMutablePointer<Last> = .allocate(capacity: 0)
    private var capacity = 0
    private var count = 0

    deinit { last.deallocate() }

    /// Forgets all, and makes room for a domain's columns.
    mutating func begin(columns: Int) {
        if columns > capacity {
            last.deallocate()
            last = .allocate(capacity: columns)
            capacity = columns
        }
        last.initialize(repeating: Last(), count: columns)
        count = columns
    }

    /// Where the cell of this text stands, when it is the column's last; no cell else.
    @inline(__always)
    func place(_ bits: Bits, column: Int) -> DatasetRowsBuilder.Place {
        precondition(column >= 0 && column < count)
        return last[column].bits == bits ? last[column].place : DatasetRowsBuilder.Place()
    }

    /// Remembers a cell.
    @inline(__always)
    mutating func remember(_ bits: Bits, column: Int, at place: DatasetRowsBuilder.Place) {
        precondition(column >= 0 && column < count)
        last[column].bits = bits
        last[column].place = place
    }
}
