import Synchronization

/// How far a long work is: bytes, patients, rate and time left, at most ten times a second, on a terminal only.
///
/// Any thread may add; adding costs two atomic additions when no line is due.
public final class Progress: Sendable {
    private let console: Console
    private let total: Int?
    private let bytes = Atomic<Int>(0)
    private let patients = Atomic<Int>(0)
    private let nextLine = Atomic<Int>(0)
    private let start = ContinuousClock.now
    private static let interval = 100

    /// Begins; `total` is the size of all inputs in bytes when it is known.
    public init(_ console: Console, total: Int?) {
        self.console = console
        self.total = total
    }

    /// Adds what was done.
    public func add(bytes newBytes: Int = 0, patients newPatients: Int = 0) {
        show(
            bytes: bytes.add(newBytes, ordering: .relaxed).newValue,
            patients: patients.add(newPatients, ordering: .relaxed).newValue)
    }

    /// Says what was done so far.
    public func set(bytes newBytes: Int, patients newPatients: Int) {
        bytes.store(newBytes, ordering: .relaxed)
        patients.store(newPatients, ordering: .relaxed)
        show(bytes: newBytes, patients: newPatients)
    }

    private func show(bytes byteCount: Int, patients patientCount: Int) {
        guard console.showsProgress else { return }
        let now = milliseconds(since: start)
        let due = nextLine.load(ordering: .relaxed)
        // Of several threads that find a line due, one writes it.
        guard now >= due,
            nextLine.compareExchange(expected: due, desired: now + Self.interval, ordering: .relaxed).exchanged
        else { return }
        console.showProgress(Self.line(bytes: byteCount, of: total, patients: patientCount, milliseconds: now))
    }

    /// Takes the line away.
    public func end() { console.clearProgress() }

    private func milliseconds(since start: ContinuousClock.Instant) -> Int {
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    }

    /// `1.2 GB of 4.0 GB (30 %), 12,345 patients, 180 MB/s, 15 s left`.
    static func line(bytes: Int, of total: Int?, patients: Int, milliseconds: Int) -> String {
        var parts: [String] = []
        if let total, total > 0 {
            parts.append("\(size(bytes)) of \(size(total)) (\(min(100, bytes * 100 / total)) %)")
        } else {
            parts.append(size(bytes))
        }
        if patients > 0 { parts.append("\(grouped(patients)) patients") }
        if milliseconds >= 500, bytes > 0 {
            let rate = Double(bytes) / Double(milliseconds) * 1000
            parts.append("\(size(Int(rate)))/s")
            if let total, total > bytes { parts.append("\(duration(Int(Double(total - bytes) / rate))) left") }
        }
        return parts.joined(separator: ", ")
    }

    private static func size(_ bytes: Int) -> String {
        for (unit, power) in [("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1000)] where bytes >= power {
            let tenths = bytes / (power / 10)
            return tenths < 1000 ? "\(tenths / 10).\(tenths % 10) \(unit)" : "\(tenths / 10) \(unit)"
        }
        return "\(bytes) bytes"
    }

    private static func duration(_ seconds: Int) -> String {
        if seconds < 60 { return "\(seconds) s" }
        return seconds < 3600 ? "\(seconds / 60) min \(seconds % 60) s" : "\(seconds / 3600) h \(seconds / 60 % 60) min"
    }
}
