import Mapping
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
    private var final: SourceSummary
    /// Why a patient is refused, by number.
    private var doubts: [Int32: Diagnostic] = [:]
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
        var studies: [Int32] = []
        var encoded: [UInt8] = []
        while let records = try inputs.next() {
            let key = records.identity(inputs.currentNames)
            let patient = numbers[key] ?? Int32(numbers.count)
            numbers[key] = patient
            if patient == studies.count { studies.append(records.groups.first?.study ?? -1) }
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
        doubt(inputs.breaks, inTransactions: inputs.isTransactional, studies: studies, numbers: numbers)
    }

    /// Finds the patients of whom inputs that broke off may have more to say.
    private func doubt(
        _ breaks: [InputBreak], inTransactions: Bool, studies: [Int32], numbers: [SIMD2<UInt64>: Int32]
    ) {
        for found in breaks {
            final.diagnostics.append(found.warning(inTransactions: inTransactions))
            if let subject = found.subject {
                let diagnostic = found.interruption(of: subject.key)
                let key = SubjectHash(study: subject.study, subject: subject.key).bits
                if let patient = numbers[key], doubts[patient] == nil {
                    doubts[patient] = diagnostic
                } else if numbers[key] == nil {
                    final.refused.note(diagnostic)
                    final.refused.refusedPatients.insert(subject.key)
                }
            }
            guard inTransactions else { continue }
            for (patient, study) in studies.enumerated()
            where doubts[Int32(patient)] == nil && found.mayConcern(study >= 0 ? final.names[study] : "") {
                doubts[Int32(patient)] = found.doubt
            }
        }
    }

    /// Books all of the patient at hand as refused.
    private func refuse(_ patient: Int32, because diagnostic: Diagnostic) throws(ConversionError) {
        var diagnostic = diagnostic
        while position < entries.count, entries[position].patient == patient {
            let records = try read(entries[position])
            diagnostic.patient = records.subjectKey
            final.refused.countRefused(records, names: final.names)
            position += 1
        }
        final.refused.note(diagnostic)
        final.refused.refusedPatients.insert(diagnostic.patient ?? "")
    }

    var summary: SourceSummary { final }

    func next() throws(ConversionError) -> SubjectBatch? {
        guard position < entries.count else { return nil }
        var batch = SubjectBatch(number: nextNumber)
        var size = 0
        while size < SubjectBatch.size, position < entries.count {
            let patient = entries[position].patient
            if let doubt = doubts[patient] {
                try refuse(patient, because: doubt)
                continue
            }
            var occurrences: [SubjectRecords] = []
            while position < entries.count, entries[position].patient == patient {
                let records = try read(entries[position])
                size += records.weight
                occurrences.append(records)
                position += 1
            }
            batch.subjects.append(occurrences)
        }
        if batch.subjects.isEmpty { return nil }
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
