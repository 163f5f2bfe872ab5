import StudySample
import Values

/// What `rialto sample` is asked for.
public struct SampleRequest: Sendable {
    /// The version of ODM to write.
    public enum ODMVersion: String, Sendable, CaseIterable {
        /// ODM 1.3.2.
        case v1_3_2 = "1.3.2"
        /// ODM 2.0.
        case v2_0 = "2.0"
    }

    /// How many patients.
    public var patients = SampleRequest.defaultPatients
    /// What chance begins with.
    public var seed = SampleRequest.defaultSeed
    /// The version of ODM to write.
    public var odmVersion = ODMVersion.v1_3_2
    /// The folder to write.
    public var output: String

    /// Those of the checked-in sample.
    public static var defaultPatients: Int { SampleOptions.defaultPatients }
    /// That of the checked-in sample.
    public static var defaultSeed: UInt64 { SampleOptions.defaultSeed }

    /// Asks for the checked-in sample, into a folder.
    public init(output: String) { self.output = output }

    fileprivate var options: SampleOptions {
        let version: SampleOptions.ODMVersion =
            switch odmVersion {
            case .v1_3_2: .v1_3_2
            case .v2_0: .v2_0
            }
        return SampleOptions(patients: patients, seed: seed, odmVersion: version, output: output)
    }
}

extension Verbs {
    /// Writes the model study's exports and says what was written.
    public static func sample(_ request: SampleRequest, console: Console) -> ExitCode {
        let progress = Progress(console, total: nil)
        var bytes = 0
        var patients = 0
        do throws(SampleError) {
            let summary = try StudySample.generate(options: request.options) { now in
                progress.add(bytes: now.bytes - bytes, patients: now.patients - patients)
                bytes = now.bytes
                patients = now.patients
            }
            progress.end()
            let rows = summary.files.map { file in
                [file.path] + [file.patients, file.records, file.values, file.bytes].map(grouped)
            }
            console.summarize(
                columns([["file", "patients", "records", "values", "bytes"]] + rows, rightAligned: [1, 2, 3, 4]))
            return .done
        } catch {
            progress.end()
            console.report(error)
            return .usage
        }
    }
}
