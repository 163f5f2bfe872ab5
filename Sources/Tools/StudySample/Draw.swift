/// SplitMix64: a small generator whose sequence is fixed by its seed on every machine.
struct Draw {
    private var state: UInt64

    /// Starts a sequence for one patient and purpose, independent of every other patient's.
    init(seed: UInt64, patient: Int, purpose: UInt64) {
        state = seed &+ (UInt64(truncatingIfNeeded: patient) &* 8 &+ purpose) &* 0xD1B5_4A32_D192_ED03
        _ = next()
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A number from 0 up to `bound`, which is not reached.
    mutating func below(_ bound: Int) -> Int {
        Int((UInt64(bound)).multipliedFullWidth(by: next()).high)
    }

    /// A number between two others, both included; the lower one when the range is empty.
    mutating func between(_ low: Int, _ high: Int) -> Int {
        high <= low ? low : low + below(high - low + 1)
    }

    /// True once in `n` times.
    mutating func once(in n: Int) -> Bool { below(n) == 0 }

    /// One of several.
    mutating func pick<T>(_ choices: [T]) -> T { choices[below(choices.count)] }
}
