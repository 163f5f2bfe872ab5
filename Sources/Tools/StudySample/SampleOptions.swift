/// What ``StudySample/generate(options:progress:)`` is to make.
public struct SampleOptions: Sendable {
    /// The version of ODM to write.
    public enum ODMVersion: String, Sendable, CaseIterable {
        /// ODM 1.3.2.
        case v1_3_2 = "1.3.2"
        /// ODM 2.0.
        case v2_0 = "2.0"
    }

    /// The seed with which the checked-in sample was made.
    public static let defaultSeed: UInt64 = 2_187_354
    /// The number of courses in the cohort, and so of patients in the checked-in sample.
    public static let defaultPatients = 110

    /// How many patients; the first 110 are the cohort's courses in their order, the rest are resampled from them.
    public var patients: Int
    /// What the cohort leaves open (laboratory values, times of day, texts, slips of the pen) is drawn from this.
    public var seed: UInt64
    /// The version of ODM.
    public var odmVersion: ODMVersion
    /// The folder that the exports are written to; made when it is not there.
    public var output: String

    /// Makes options; those left out are the checked-in sample's.
    public init(
        patients: Int = SampleOptions.defaultPatients, seed: UInt64 = SampleOptions.defaultSeed,
        odmVersion: ODMVersion = .v1_3_2, output: String
    ) {
        self.patients = patients
        self.seed = seed
        self.odmVersion = odmVersion
        self.output = output
    }
}

/// How far the generator is.
public struct SampleProgress: Sendable {
    /// Patients written.
    public var patients: Int
    /// Patients in all.
    public var total: Int
    /// Bytes written, all files together.
    public var bytes: Int
}

/// What was written.
public struct SampleSummary: Sendable, Equatable {
    /// One file.
    public struct File: Sendable, Equatable {
        /// Its path.
        public var path: String
        /// Its size in bytes.
        public var bytes = 0
        /// How many patients are in it when it has been replayed.
        public var patients = 0
        /// How many `ItemGroupData` elements that hold items stand in it.
        public var records = 0
        /// How many `ItemData` elements stand in it.
        public var values = 0
    }

    /// The files in the order of their paths; a re-export comes last.
    public var files: [File] = []
}
