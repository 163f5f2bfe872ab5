public import ArgumentParser
public import Rialto

/// `rialto sample`.
struct SampleCommand: VerbCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample",
        abstract: "Write the model study as sites' ODM exports, any size.",
        discussion: """
            The patients are invented. The same number, seed and version give the same bytes.

            Examples:
              rialto sample --output exports
              rialto sample --patients 5000 --seed 7 --output exports
            """)

    @Option(help: ArgumentHelp("How many patients.", valueName: "n"))
    var patients = SampleRequest.defaultPatients

    @Option(help: ArgumentHelp("What chance begins with.", valueName: "s"))
    var seed = SampleRequest.defaultSeed

    @Option(help: "The version of ODM to write.")
    var odmVersion = SampleRequest.ODMVersion.v1_3_2

    @Option(name: [.long, .short], help: ArgumentHelp("The folder to write.", valueName: "dir"))
    var output: String

    @OptionGroup var common: CommonArguments

    func validate() throws {
        guard patients > 0 else { throw ValidationError("--patients must be at least 1") }
    }

    func execute() -> Rialto.ExitCode {
        var request = SampleRequest(output: output)
        request.patients = patients
        request.seed = seed
        request.odmVersion = odmVersion
        return Verbs.sample(request, console: common.console)
    }
}

extension SampleRequest.ODMVersion: ExpressibleByArgument {}
