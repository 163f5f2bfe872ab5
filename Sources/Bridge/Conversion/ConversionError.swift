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
    /// The inputs are not one study.
    case studies(first: String, second: String, at: Location)
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
        case .refused(let diagnostic): diagnostic
        case .studies(let first, let second, let place):
            Diagnostic(
                "conversion.two-studies", .error, "this input is of study '\(second)', the others of '\(first)'",
                remedy: "convert one study at a time, or name both as sites in study.yaml", at: place)
        case .cancelled, .restart: Diagnostic("conversion.cancelled", .error, "the conversion was stopped")
        }
    }
}
