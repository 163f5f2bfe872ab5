import ArgumentParser
import Rialto

/// The root: `rialto VERB ...`.
struct RialtoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rialto",
        abstract: "Carries clinical-trial data between CDISC ODM, SDTM and FHIR.",
        discussion: """
            An INPUT is a file or a folder; its format is recognised by content.

            Exit codes: 0 done; 1 issues found or something refused under --keep-going; 2 wrong usage or an incomplete \
            study; 3 an input that cannot be read; 4 delivered in part.

            A verb that is not listed is run as the program rialto-VERB, beside rialto or on PATH.
            """,
        version: Program.title,
        subcommands: [InspectCommand.self, ConvertCommand.self, MappingCommand.self, SampleCommand.self])

    /// The names that are not looked for as programs.
    static var verbs: Set<String> {
        Set(configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"])
    }
}

/// A command that is one call of a verb.
protocol VerbCommand: ParsableCommand {
    func execute() async throws -> Rialto.ExitCode
    /// Whether the verb stops by itself, and clears up, when its task is cancelled.
    static var isStoppable: Bool { get }
}

extension VerbCommand {
    static var isStoppable: Bool { false }
}

/// The options that all verbs have.
struct CommonArguments: ParsableArguments {
    @Flag(help: "Show only errors and what was asked for.")
    var quiet = false

    @Flag(help: "Show patients' values in messages.")
    var showValues = false

    var console: Console { .standard(quiet: quiet, showValues: showValues) }
}
