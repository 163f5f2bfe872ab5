public import Mapping
public import ODM
public import SDTMMapping
public import Values

/// Why a conversion stopped.
public enum ConversionError: LocatedError {
    /// An input cannot be read.
    case odm(ODMError)
    /// A mapping or the study is wrong.
    case mapping(MappingError)
    /// A dataset cannot be written.
    case sdtm(SDTMMappingError)
    /// A file cannot be read or written.
    case file(FileError)
    /// A value was refused, and `--keep-going` was not given.
    case refused(Diagnostic)
    /// `--strict`, and not everything would be carried: the books tell what.
    case losses(Diagnostic, Accounts)
    /// An input breaks off, and no patient is left that it does not put in doubt.
    case allRefused(Diagnostic, patients: Int)
    /// The inputs are not one study: data of `second` after those of `first`.
    case studies(first: String, second: String, at: Location)
    /// study.yaml lists the inputs' studies, and not this one.
    case unlistedStudy(String, at: Location)
    /// Neither study.yaml nor the mapping says how RFSTDTC is found, on which every study day hangs.
    case noReferenceStart(at: Location)
    /// The run was stopped from outside.
    case cancelled
    /// The inputs scatter their patients: the run starts again, gathering them. Never leaves this module.
    case restart

    /// The error as a value.
    public var diagnostic: Diagnostic {
        switch self {
        case .odm(let error): error.diagnostic
        case .mapping(let error): error.diagnostic
        case .sdtm(let error): error.diagnostic
        case .file(let error): error.diagnostic
        case .refused(let diagnostic), .losses(let diagnostic, _): diagnostic
        case .allRefused(let fault, let patients):
            Diagnostic(
                fault.code, .error,
                "\(fault.message); what is lost puts every patient in doubt (\(patients)), and nothing was written",
                remedy: fault.remedy, at: fault.location)
        case .studies(let first, let second, let place):
            Diagnostic(
                "conversion.two-studies", .error,
                "these data are of study '\(second)', and those before of study '\(first)'",
                remedy: "convert one study at a time; if both are one, name both in study.yaml, as aliases of sites or "
                    + "under 'studyOIDs'", at: place)
        case .unlistedStudy(let study, let place):
            Diagnostic(
                "conversion.unlisted-study", .error,
                "these data are of study '\(study)', which is none of the 'studyOIDs' of study.yaml",
                remedy: "leave the input out, or add the study there", at: place)
        case .noReferenceStart(let place):
            Diagnostic(
                "conversion.no-reference-start", .error,
                "the study does not say how the subject reference start date (RFSTDTC) is found, on which all study "
                    + "days hang",
                remedy: "add 'referenceDates: {RFSTDTC: {first: exposure.start}}' to study.yaml, or 'RFSTDTC: none' "
                    + "where the study has none", at: place)
        case .cancelled, .restart:
            Diagnostic("conversion.cancelled", .error, "the conversion was stopped; nothing was written")
        }
    }
}
