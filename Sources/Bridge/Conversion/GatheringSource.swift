import ODM
import Values

/// Patients gathered from inputs that scatter them: every occurrence goes to a spool, and patients come out of it in the
/// order of their first appearance, each with all its occurrences in document order.
///
/// Memory holds 32 bytes an occurrence; the records lie in one temporary file that has no name.
final class GatheringSource: ODMSource {
    private(set) var nextNumber = 0
    private let spool: SpoolFile
    private var entries: [Entry] = []
    private var position = 0
    private var buffer: [UInt8] = []
    private let final: SourceSummary
    private let libraryVersion: Int
    private let progress: (@Sendable (Int, Int) -> Void)?
    private let bytes: Int

    private struct Entry {
        var patient: Int32
        var length: Int32
        var offset: Int
    }

    /// Reads all inputs into the spool.
    init(_ inputs: consuming ODMInputs) throws(ConversionError) {
        var inputs = inputs
        let spool: SpoolFile
        do throws(FileError) { spool = try SpoolFile() } catch { throw .file(error) }
        var entries: [Entry] = []
        var numbers: [SIMD2<UInt64>: Int32] = [:]
        var encoded: [UInt8] = []
        while let records = try inputs.next() {
            let key = records.identity(inputs.currentNames)
            let patient = numbers[key] ?? Int32(numbers.count)
            numbers[key] = patient
            encoded.removeAll(keepingCapacity: true)
            records.encode(into: &encoded)
            do throws(FileError) {
                let offset = try spool.append(encoded)
                entries.append(Entry(patient: patient, length: Int32(encoded.count), offset: offset))
            } catch {
                throw .file(error)
            }
            if entries.count & 0x3FF == 0 { inputs.options.progress?(inputs.bytesRead, numbers.count) }
        }
        // Sorting is stable by offset: occurrences were appended in document order.
        entries.sort { ($0.patient, $0.offset) < ($1.patient, $1.offset) }
        self.spool = spool
        self.entries = entries
        progress = inputs.options.progress
        bytes = inputs.bytesRead
        libraryVersion = inputs.libraryVersion
        final = inputs.finalSummary
    }

    var summary: SourceSummary { final }

    func next() throws(ConversionError) -> SubjectBatch? {
        guard position < entries.count else { return nil }
        var batch = SubjectBatch(number: nextNumber)
        var size = 0
        while size < SubjectBatch.size, position < entries.count {
            let patient = entries[position].patient
            var occurrences: [SubjectRecords] = []
            while position < entries.count, entries[position].patient == patient {
                let records = try read(entries[position])
                size += records.weight
                occurrences.append(records)
                position += 1
            }
            batch.subjects.append(occurrences)
        }
        batch.names = final.names
        batch.library = final.library
        batch.libraryVersion = libraryVersion
        nextNumber += 1
        progress?(bytes, Int(entries[position - 1].patient) + 1)
        return batch
    }

    private func read(_ entry: Entry) throws(ConversionError) -> SubjectRecords {
        do throws(FileError) {
            try spool.read(at: entry.offset, length: Int(entry.length), into: &buffer)
        } catch {
            throw .file(error)
        }
        var result: Result<SubjectRecords, ODMError>?
        buffer.withUnsafeBytes { raw in
            do throws(ODMError) { result = .success(try SubjectRecords(decoding: raw)) } catch {
                result = .failure(error)
            }
        }
        switch result {
        case .success(let records): return records
        case .failure(let error): throw .odm(error)
        case nil: throw .cancelled
        }
    }
}
