public import ArgumentParser
public import Rialto

/// `rialto inspect`.
struct InspectCommand: VerbCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Say what is in there: studies, patients, records, values.",
        discussion: """
            Counts are taken as the files stand. For ODM, records are ItemGroupData and values are ItemData elements; for \
            datasets, rows and non-missing cells.

            Examples:
              rialto inspect export.xml
              rialto inspect --format json samples/rialto
            """)

    @Argument(help: ArgumentHelp("Files and folders.", valueName: "input"))
    var inputs: [String]

    @Option(help: "How to print the result.")
    var format = InspectOptions.Format.text

    @OptionGroup var common: CommonArguments

    func execute() async -> Rialto.ExitCode {
        await Verbs.inspect(InspectOptions(inputs: inputs, format: format), console: common.console)
    }
}

extension InspectOptions.Format: ExpressibleByArgument {}
