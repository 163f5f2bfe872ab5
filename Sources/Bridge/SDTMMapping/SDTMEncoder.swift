public import ClinicalModel
import Mapping
import Values

/// The door from the canon to SDTM: one patient in, their rows out. Each worker has its own; the result depends on the patient
/// and the plan alone.
///
/// ```swift
/// let encoder = SDTMEncoder(plan: plan, sources: ["site-101.xml"])
/// let encoded = try encoder.encode(patient)
/// ```
public struct SDTMEncoder: Sendable {
    /// The plan.
    public let plan: SDTMPlan
    /// The inputs' paths by the number in `Origin.source`.
    public let sources: [String]

    /// Makes an encoder.
    public init(plan: SDTMPlan, sources: [String]) {
        self.plan = plan
        self.sources = sources
    }

    /// Encodes a patient. Throws when the patient cannot have rows at all: no USUBJID, an unknown site. A value that cannot
    /// be written is carried, and an error about it stands in ``EncodedPatient/diagnostics``: the caller decides whether to
    /// go on.
    public func encode(_ patient: borrowing Patient) throws(SDTMMappingError) -> EncodedPatient {
        var encoding = PatientEncoding(plan: plan, sources: sources)
        try encoding.encode(copy patient)
        return encoding.result
    }

    /// The rows without a subject: TA, TE, TV, TI, TS and the study's other records.
    ///
    /// - Parameter reference: Data of the source that belong to no subject, as a patient without a subject.
    public func encodeStudy(_ reference: Patient? = nil) -> EncodedPatient {
        var encoding = PatientEncoding(plan: plan, sources: sources)
        encoding.encodeStudy(reference)
        return encoding.result
    }
}
