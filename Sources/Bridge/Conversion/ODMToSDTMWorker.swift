import ClinicalModel
import Mapping
import ODM
import ODMMapping
import SDTMMapping
import Values

/// A worker between the ODM door and the SDTM door.
struct ODMToSDTMWorker: BatchWorker, ~Copyable {
    /// The doors and what they share.
    struct Setup: Sendable {
        var door: ODMDoor.Context
        var encoder: SDTMEncoder
        var keepGoing: Bool
    }

    private var door: ODMDoor
    private let setup: Setup
    private var libraryVersion = -1
    private var notes = Accounts()
    /// By name, how many values of the subject at hand do not live; zero between subjects.
    private var leftOut: [Int] = []

    init(_ setup: Setup) {
        self.setup = setup
        door = ODMDoor(setup.door)
    }

    var books: Accounts {
        var books = door.accounts
        books.merge(notes)
        return books
    }

    mutating func process(_ batch: SubjectBatch) -> Result<[EncodedPatient], ConversionError> {
        if batch.libraryVersion != libraryVersion {
            door.use(batch.library)
            libraryVersion = batch.libraryVersion
        }
        var patients: [EncodedPatient] = []
        patients.reserveCapacity(batch.subjects.count)
        for occurrences in batch.subjects {
            do throws(ConversionError) {
                if let encoded = try patient(occurrences, names: batch.names) { patients.append(encoded) }
            } catch {
                return .failure(error)
            }
        }
        return .success(patients)
    }

    private mutating func patient(
        _ occurrences: [SubjectRecords], names: NameTable
    ) throws(ConversionError) -> EncodedPatient? {
        guard let records = try live(occurrences, names: names) else { return nil }
        let result = door.patient(from: records, names: names)
        if !setup.keepGoing, let first = result.diagnostics.first(where: { $0.severity == .error }) {
            throw .refused(first)
        }
        var encoded: EncodedPatient
        do throws(SDTMMappingError) { encoded = try setup.encoder.encode(result.patient) } catch {
            guard setup.keepGoing else { throw .refused(error.diagnostic) }
            notes.note(error.diagnostic)
            notes.refusedPatients.insert(result.patient.key.subject)
            notes.merge(door.refusal())
            return nil
        }
        if !setup.keepGoing, let first = encoded.diagnostics.first(where: { $0.severity == .error }) {
            throw .refused(first)
        }
        if let cutoff = setup.encoder.plan.cutoff {
            door.leaveOut(
                records: encoded.leftOut, subjectFields: encoded.leftOutFields, reason: "after the cut-off \(cutoff)")
        }
        encoded.book(into: &notes, plan: setup.encoder.plan)
        // Only the sink sees that another patient has the same USUBJID.
        if setup.keepGoing { encoded.keep(refusal: door.refusal(), plan: setup.encoder.plan) }
        return encoded
    }

    /// The records as they stand at the end: the one occurrence, or what several or transactions come to; nil when
    /// the subject was removed.
    private mutating func live(
        _ occurrences: [SubjectRecords], names: NameTable
    ) throws(ConversionError) -> SubjectRecords? {
        if occurrences.count == 1, !occurrences[0].isTransactional, !occurrences[0].hasDuplicateKeys {
            return occurrences[0]
        }
        var replay = TransactionReplay(names: names, paths: setup.door.sources)
        for occurrence in occurrences { replay.apply(occurrence) }
        let records = replay.finish()
        for diagnostic in replay.diagnostics { try note(diagnostic) }
        bookLeftOut(occurrences, live: records, refused: replay.refusedItems, names: names)
        return records
    }

    private mutating func note(_ diagnostic: Diagnostic) throws(ConversionError) {
        if diagnostic.severity == .error, !setup.keepGoing { throw .refused(diagnostic) }
        notes.note(diagnostic)
    }

    /// Books the values read that do not live: those that the replay refused, and those that later transactions
    /// replaced or removed.
    private mutating func bookLeftOut(
        _ occurrences: [SubjectRecords], live: SubjectRecords?, refused: [Int32: Int], names: NameTable
    ) {
        let missing = names.names.count - leftOut.count
        if missing > 0 { leftOut.append(contentsOf: repeatElement(0, count: missing)) }
        for records in occurrences { for item in records.items { leftOut[Int(item.name)] += 1 } }
        for item in live?.items ?? [] { leftOut[Int(item.name)] -= 1 }
        for records in occurrences {
            for name in records.items.lazy.map(\.name) where leftOut[Int(name)] != 0 {
                let count = leftOut[Int(name)]
                leftOut[Int(name)] = 0
                let item = notes.item(names[name])
                let refusals = min(count, refused[name] ?? 0)
                notes.count(.refused, item, by: refusals)
                notes.count(.superseded, item, by: count - refusals)
            }
        }
    }
}
