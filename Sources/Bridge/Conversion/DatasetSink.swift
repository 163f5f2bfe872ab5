import Mapping
import SDTM
import SDTMMapping
import Values

/// The end of a conversion to SDTM: hands patients to the spools in their order, and keeps the list of those refused.
final class DatasetSink: BatchSink {
    private let sink: SDTMSink
    private let keepGoing: Bool
    /// The books so far: patients whom another one's USUBJID keeps out.
    private(set) var notes = Accounts()

    init(_ sink: SDTMSink, keepGoing: Bool) {
        self.sink = sink
        self.keepGoing = keepGoing
    }

    func accept(_ patients: [EncodedPatient]) throws(ConversionError) {
        for patient in patients {
            do throws(SDTMMappingError) { try sink.accept(patient) } catch .duplicateSubject(
                let usubjid, let first, let at)
            {
                let error = SDTMMappingError.duplicateSubject(usubjid: usubjid, first: first, at: at)
                guard keepGoing else { throw .sdtm(error) }
                notes.note(error.diagnostic)
                notes.refusedPatients.insert(patient.subject)
                if let refusal = patient.refusal { notes.merge(refusal) }
            } catch {
                throw .sdtm(error)
            }
        }
    }

    /// Writes everything; the books then list the files.
    func finish(study: EncodedPatient) throws(ConversionError) -> Accounts {
        if Task.isCancelled { throw .cancelled }
        do throws(SDTMMappingError) {
            try sink.accept(study)
            notes.outputs = try sink.finish()
            for path in sink.retired {
                notes.note(
                    Diagnostic(
                        "conversion.earlier-output", .note,
                        "an earlier run wrote this file and this one does not: it was removed", at: Location(path: path)
                    ))
            }
        } catch {
            throw .sdtm(error)
        }
        return notes
    }
}
