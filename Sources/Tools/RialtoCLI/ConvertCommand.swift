import ArgumentParser
import Rialto

/// `rialto convert`.
struct ConvertCommand: VerbCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Carry a study from one format to another.",
        discussion: """
            Reads ODM exports and writes SDTM datasets by a mapping. Whatever the mapping does not name goes to \
            OUTPUT.carry/, outside the package, and is listed in the report.

            Examples:
              rialto convert export.xml --to sdtm --mapping mapping.yaml --study study.yaml --output sdtm
              rialto convert exports/ --to sdtm --mapping mapping.yaml --output sdtm --transliterate \\
                --report report.html
            """)

    static var isStoppable: Bool { true }

    @OptionGroup var arguments: ConvertArguments

    func execute() async -> Rialto.ExitCode {
        await Verbs.convert(arguments.options, console: arguments.common.console)
    }
}
