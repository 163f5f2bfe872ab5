/// The fields of a record in the making: set in any order for one store each, and handed over sorted.
///
/// Every field has a place of its own in one block of memory, and a bit that says whether the place is filled. Setting a
/// field neither searches nor moves its neighbours, as it would in ``FieldValues``; the bits, walked from the lowest, give
/// the fields in order, and their number the exact size of the record. A draft is emptied by handing over and used again.
///
/// Bounds: both blocks have room for every case of ``FieldID``, whose raw values count from 0 without gaps.
public struct FieldDraft: ~Copyable {
    private let places: UnsafeMutablePointer<FieldValues.Entry>
    private let words: UnsafeMutablePointer<UInt64>
    /// How many fields are filled.
    public private(set) var count = 0

    private static let room = FieldID.allCases.count
    private static let wordCount = (FieldID.allCases.count + 63) / 64

    /// An empty draft.
    public init() {
        places = .allocate(capacity: FieldDraft.room)
        words = .allocate(capacity: FieldDraft.wordCount)
        words.initialize(repeating: 0, count: FieldDraft.wordCount)
    }

    deinit {
        for word in 0..<FieldDraft.wordCount {
            var bits = words[word]
            while bits != 0 {
                (places + word * 64 + bits.trailingZeroBitCount).deinitialize(count: 1)
                bits &= bits - 1
            }
        }
        places.deallocate()
        words.deallocate()
    }

    /// Whether a field has a value.
    @inline(__always)
    public func holds(_ field: FieldID) -> Bool {
        words[Int(field.rawValue >> 6)] >> UInt64(field.rawValue & 63) & 1 != 0
    }

    /// The value of a field; setting nil removes it.
    public subscript(field: FieldID) -> Value? {
        get { holds(field) ? places[Int(field.rawValue)].value : nil }
        set {
            guard let newValue else { return remove(field) }
            set(field, newValue)
        }
    }

    /// Sets a field.
    @inline(__always)
    public mutating func set(_ field: FieldID, _ value: consuming Value) {
        let place = places + Int(field.rawValue)
        if holds(field) {
            place.pointee.value = value
        } else {
            place.initialize(to: FieldValues.Entry(value: value, field: field))
            words[Int(field.rawValue >> 6)] |= 1 << UInt64(field.rawValue & 63)
            count += 1
        }
    }

    private mutating func remove(_ field: FieldID) {
        guard holds(field) else { return }
        (places + Int(field.rawValue)).deinitialize(count: 1)
        words[Int(field.rawValue >> 6)] &= ~(1 << UInt64(field.rawValue & 63))
        count -= 1
    }

    /// Sets all fields of a record, over those that are there.
    public mutating func add(_ values: FieldValues) {
        for entry in values.entries { set(entry.field, entry.value) }
    }

    /// Moves all fields out, in order.
    fileprivate mutating func take() -> [FieldValues.Entry] {
        var entries: [FieldValues.Entry] = []
        entries.reserveCapacity(count)
        for word in 0..<FieldDraft.wordCount {
            var bits = words[word]
            while bits != 0 {
                entries.append((places + word * 64 + bits.trailingZeroBitCount).move())
                bits &= bits - 1
            }
            words[word] = 0
        }
        count = 0
        return entries
    }
}

extension FieldValues {
    /// The fields of a draft, which is empty afterwards.
    public init(taking draft: inout FieldDraft) {
        self.init(sorted: draft.take())
    }
}
