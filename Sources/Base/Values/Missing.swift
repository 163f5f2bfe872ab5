/// Why a value is not there although its place is: data in itself, unlike an absent value.
///
/// `.special` is SAS's `.A` to `.Z` and `._` (TS-140); the others come from ODM's `IsNull` and from SDTM's --STAT with
/// --REASND and FHIR's data-absent-reason.
public enum Missing: Sendable, Hashable {
    /// Null without a stated reason (ODM `IsNull="Yes"`, FHIR `unknown`).
    case null
    /// Null with the reason as written in the source.
    case reason(String)
    /// Not done, with the reason as written when there is one (--STAT, --REASND).
    case notDone(String?)
    /// A SAS special missing value: `A` to `Z` or `_`, as ASCII.
    case special(UInt8)
}
