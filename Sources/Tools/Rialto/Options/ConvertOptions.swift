public import Values

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// What `rialto convert` is asked for.
public struct ConvertOptions: Sendable {
    /// The format to convert to.
    public enum Target: String, Sendable, CaseIterable {
        /// SDTM datasets.
        case sdtm
    }

    /// Where unmapped content goes (law 2).
    public enum Purpose: String, Sendable, CaseIterable {
        /// Inside the output.
        case interchange
        /// Beside the output, in `OUTPUT.carry/`.
        case submission
    }

    /// A format of SDTM datasets.
    public enum DatasetFormat: String, Sendable, CaseIterable {
        /// SAS transport files, version 5.
        case xpt
        /// CSV (RFC 4180, UTF-8).
        case csv
        /// Dataset-JSON 1.1, one document a dataset.
        case datasetJSON = "dataset-json"
        /// Dataset-JSON 1.1 in lines.
        case ndjson
        /// Dataset-JSON 1.1 in lines, compressed.
        case dsjc
    }

    /// A version of the SDTM implementation guide.
    public enum SDTMIG: String, Sendable, CaseIterable {
        /// SDTMIG 3.2.
        case v3_2 = "3.2"
        /// SDTMIG 3.3.
        case v3_3 = "3.3"
        /// SDTMIG 3.4.
        case v3_4 = "3.4"
    }

    /// Files and folders to read.
    public var inputs: [String]
    /// The format to convert to.
    public var target: Target
    /// The folder to write.
    public var output: String
    /// The mapping of the study; nil for the one that the input names or the default.
    public var mapping: String?
    /// A folder of mapping files that go before the embedded ones of the same name.
    public var mappings: String?
    /// `study.yaml`.
    public var study: String?
    /// ODM files that hold metadata for the inputs.
    public var metadata: [String] = []
    /// Where unmapped content goes; nil for the target's usual (SDTM: submission).
    public var purpose: Purpose?
    /// The format of SDTM datasets.
    public var sdtmFormat = DatasetFormat.xpt
    /// The SDTMIG version; nil for the one that study.yaml names.
    public var sdtmig: SDTMIG?
    /// The date of the controlled terminology package; nil for the one that study.yaml names, else the newest.
    public var controlledTerminology: String?
    /// The version of CTCAE; nil for the one that study.yaml names.
    public var ctcae: String?
    /// Records that begin after this date are left out, and counted.
    public var cutoff: PartialDate?
    /// Whether text that the output cannot hold is written in other letters, and the original carried.
    public var transliterate = false
    /// A dataset larger than so many bytes is split.
    public var splitSize = 5_000_000_000
    /// The creation date-time of outputs; nil for SOURCE_DATE_EPOCH or now.
    public var timestamp: PartialDate?
    /// Whether audit records, signatures, queries and annotations are data.
    public var keepAudit = false
    /// Whether what is refused is listed, and the rest is still converted.
    public var keepGoing = false
    /// Whether what cannot be carried is an error.
    public var strict = false
    /// How many workers convert patients.
    public var jobs = 1
    /// Reports to write.
    public var reports: [ReportFile] = []

    /// Makes options with the defaults.
    public init(inputs: [String], target: Target = .sdtm, output: String) {
        self.inputs = inputs
        self.target = target
        self.output = output
    }

    /// Where unmapped content goes.
    public var effectivePurpose: Purpose {
        purpose ?? (target == .sdtm ? .submission : .interchange)
    }
}

/// The computer that this runs on.
public enum Machine {
    /// How many processors are online.
    public static var cores: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}
