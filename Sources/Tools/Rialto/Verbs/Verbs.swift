/// What the program does, one function a verb: options in, exit code out, everything said on a ``Console``.
public enum Verbs {}

/// The program's name and version.
public enum Program {
    /// The version of this build.
    public static let version = "0.1.0"
    /// The version of CDISC's controlled terminology that counts where study.yaml names none.
    static let terminology = "2025-03-28"
    /// Name and version, for reports.
    public static let title = "rialto \(version)"
}
