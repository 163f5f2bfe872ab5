public import Values

/// How patients become SDTM.
public struct SDTMOptions: Sendable {
    /// What the datasets are for (DESIGN, law 2).
    public enum Purpose: String, Sendable {
        /// For an authority: the package has what the mapping names, everything else goes to the carry folder.
        case submission
        /// For another system: the package has everything that SUPP-- can hold.
        case interchange
    }

    /// What becomes of text that is not printable ASCII.
    public enum Characters: String, Sendable {
        /// The value is refused with its place, and carried.
        case refuse
        /// It is written in ASCII letters, counted, and carried as it was (`--transliterate`).
        case transliterate
        /// It is written as it is: for formats that have an encoding.
        case keep
    }

    /// What the datasets are for.
    public var purpose = Purpose.submission
    /// The SDTMIG version; nil for the study's, else 3.4.
    public var sdtmig: String?
    /// The date of the controlled terminology package; nil for the study's, else the newest.
    public var controlledTerminology: String?
    /// The version of CTCAE that grades are held against; nil for the study's.
    public var ctcae: String?
    /// The date after which nothing is taken over; nil for the study's.
    public var cutoff: PartialDate?
    /// What becomes of text that is not printable ASCII.
    public var characters = Characters.refuse
    /// Where the files of the sites' time zones are.
    public var zoneFolder = ZoneRules.systemFolder

    /// The options that hold when none are said: submission, the study's version and cut-off, ASCII only.
    public init() {}
}
