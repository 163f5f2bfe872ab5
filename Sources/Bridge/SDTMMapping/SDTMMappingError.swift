public import Mapping
public import SDTM
public import Values

/// What stands between a patient and SDTM, with the place of the record or value in the source.
public enum SDTMMappingError: LocatedError {
    /// The site of a patient is none of study.yaml's.
    case unknownSite(known: Int, patient: String, at: Location?)
    /// A part of the pattern of USUBJID or SUBJID that the patient does not have.
    case incompleteIdentifier(variable: String, missing: String, patient: String, at: Location?)
    /// Two patients with one USUBJID.
    case duplicateSubject(usubjid: String, first: Location?, at: Location?)
    /// Text that is not printable ASCII where only that can be written.
    case notASCII(variable: String, value: String, patient: String, at: Location?)
    /// A text where a number belongs.
    case notNumeric(variable: String, value: String, patient: String, at: Location?)
    /// A number that IBM floating point, which transport files hold, does not have.
    case outOfRange(variable: String, value: String, patient: String, at: Location?)
    /// A supplemental qualifier whose name or label SUPP-- cannot hold.
    case invalidQualifier(name: String, reason: String, patient: String, at: Location?)
    /// Two supplemental qualifiers of one record with one name.
    case duplicateQualifier(name: String, patient: String, at: Location?)
    /// One QNAM that means two things in one dataset.
    case ambiguousQualifier(name: String, dataset: String, labels: [String], first: Location?, at: Location?)
    /// Two records of one patient and dataset that keep one --SEQ.
    case duplicateSequence(dataset: String, patient: String, at: Location?)
    /// What a text is longer than, and no variable can continue it.
    case tooLong(variable: String, bytes: Int, limit: Int, value: String, patient: String, at: Location?)
    /// A dataset refused it.
    case dataset(SDTMError)
    /// The mapping or study.yaml is wrong.
    case mapping(MappingError)
    /// The file system refused.
    case file(FileError)

    /// The error as a value.
    public var diagnostic: Diagnostic {
        switch self {
        case .unknownSite(let known, let patient, let place):
            Diagnostic(
                "sdtm.unknown-site", .error, "the patient's site is none of the \(known) sites of study.yaml",
                remedy: "add it to 'sites', or add its identifier to the aliases of one", at: place, patient: patient)
        case .incompleteIdentifier(let variable, let missing, let patient, let place):
            Diagnostic(
                "sdtm.incomplete-identifier", .error, "\(variable) cannot be made: the patient has no \(missing)",
                remedy: "map it, or change the pattern in study.yaml", at: place, patient: patient)
        case .duplicateSubject(let usubjid, let first, let place):
            Diagnostic(
                "sdtm.duplicate-subject", .error,
                "two patients get one USUBJID" + (first.map { ", the first at \($0)" } ?? ""),
                remedy: "make the pattern of USUBJID tell them apart, or correct the subject identifier in the source",
                at: place, patient: usubjid)
        case .notASCII(let variable, let value, let patient, let place):
            Diagnostic(
                "sdtm.not-ascii", .error, "the value of \(variable) has characters that are not printable ASCII",
                remedy: "use --transliterate, or write CSV", at: place, patient: patient, value: value)
        case .notNumeric(let variable, let value, let patient, let place):
            Diagnostic(
                "sdtm.not-numeric", .error, "the value of \(variable) is not a number",
                remedy: "correct it in the source, or map it to a text field", at: place, patient: patient, value: value
            )
        case .outOfRange(let variable, let value, let patient, let place):
            Diagnostic(
                "sdtm.out-of-range", .error,
                "the value of \(variable) is a number too large or too near to zero for SDTM",
                remedy: "correct it in the source, or map it to a text field", at: place, patient: patient, value: value
            )
        case .invalidQualifier(let name, let reason, let patient, let place):
            Diagnostic(
                "sdtm.invalid-qualifier", .error, "the supplemental qualifier '\(name)' cannot be written: \(reason)",
                remedy: "correct its name or label in the mapping", at: place, patient: patient)
        case .duplicateQualifier(let name, let patient, let place):
            Diagnostic(
                "sdtm.duplicate-qualifier", .error, "one record has two supplemental qualifiers '\(name)'",
                remedy: "give one of them another name in the mapping", at: place, patient: patient)
        case .ambiguousQualifier(let name, let dataset, let labels, let first, let place):
            Diagnostic(
                "sdtm.ambiguous-qualifier", .error,
                "the supplemental qualifier '\(name)' of \(dataset) means two things: "
                    + labels.map { "'\($0)'" }.joined(separator: " and ")
                    + (first.map { ", the first at \($0)" } ?? ""),
                remedy: "give one of them another name in the mapping", at: place)
        case .duplicateSequence(let dataset, let patient, let place):
            Diagnostic(
                "sdtm.duplicate-sequence", .error, "two records of one patient keep one \(dataset)SEQ",
                remedy: "correct --SEQ in the source", at: place, patient: patient)
        case .tooLong(let variable, let bytes, let limit, let value, let patient, let place):
            Diagnostic(
                "sdtm.too-long", .error, "the value of \(variable) has \(bytes) bytes, and \(limit) can be written",
                remedy: "shorten it in the source", at: place, patient: patient, value: value)
        case .dataset(let error): error.diagnostic
        case .mapping(let error): error.diagnostic
        case .file(let error): error.diagnostic
        }
    }
}
