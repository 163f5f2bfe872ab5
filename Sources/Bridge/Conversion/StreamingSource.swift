import ODM
import Values

/// Patients as they come, for inputs that hold each patient in one place: a patient is closed when the next begins.
///
/// When a closed patient comes again, a transactional file or metadata behind the data are met, or an input breaks off
/// that may have more to say of closed patients, the assumption was wrong and the run must start again with a ``GatheringSource``: ``Restart`` says so.
final class StreamingSource: ODMSource {
    /// The optimistic assumption does not hold.
    private(set) var mustGather = false
    private(set) var nextNumber = 0
    private var inputs: ODMInputs
    private var seen = SubjectKeySet()
    private var open: (key: SIMD2<UInt64>, occurrences: [SubjectRecords])?

    init(_ inputs: consuming ODMInputs) { self.inputs = inputs }

    var summary: SourceSummary { inputs.finalSummary }

    func next() throws(ConversionError) -> SubjectBatch? {
        var batch = SubjectBatch(number: nextNumber)
        var size = 0
        while size < SubjectBatch.size {
            let next = try inputs.next()
            // Metadata may stand behind the last data, whose first batches are decoded already.
            if !inputs.breaks.isEmpty || inputs.studyCameLate {
                mustGather = true
                throw .restart
            }
            guard let records = next else {
                if let last = open { batch.subjects.append(last.occurrences) }
                open = nil
                break
            }
            if inputs.isTransactional {
                mustGather = true
                throw .restart
            }
            let key = records.identity(inputs.currentNames)
            if open?.key == key {
                open?.occurrences.append(records)
                continue
            }
            guard seen.insert(key) else {
                mustGather = true
                throw .restart
            }
            if let closed = open {
                batch.subjects.append(closed.occurrences)
                size += closed.occurrences.reduce(0) { $0 + $1.weight }
            }
            open = (key, [records])
        }
        if batch.subjects.isEmpty { return nil }
        batch.names = inputs.currentNames
        batch.library = inputs.library
        batch.libraryVersion = inputs.libraryVersion
        nextNumber += 1
        inputs.options.progress?(inputs.bytesRead, seen.count)
        return batch
    }
}

extension SubjectRecords {
    /// The identity of the subject: study and subject key, hashed.
    func identity(_ names: NameTable) -> SIMD2<UInt64> {
        let study = groups.first.map { $0.study >= 0 ? names[$0.study] : "" } ?? ""
        return SubjectHash(study: study, subject: subjectKey ?? "").bits
    }

    /// About how much memory the records take, for cutting batches.
    var weight: Int { bytes.count + items.count * 16 + groups.count * 32 }
}
