public import ArgumentParser
public import Rialto

/// `rialto mapping`.
struct MappingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mapping",
        abstract: "Draft a mapping from an export, check one, list the fields.",
        discussion: """
            A mapping says which items of an export become which fields; study.yaml says what exports do not: sites, \
            visits, arms. Draft both, complete them, check them, then convert.

            Examples:
              rialto mapping draft export.xml --output study
              rialto mapping check study/mapping.yaml export.xml
              rialto mapping fields --entity adverseEvent
            """,
        subcommands: [DraftCommand.self, CheckCommand.self, FieldsCommand.self])
}

/// Metadata that stand in files of their own.
struct MetadataArguments: ParsableArguments {
    @Option(
        name: .customLong("metadata"), parsing: .singleValue,
        help: ArgumentHelp("An ODM file with the inputs' metadata; may be given several times.", valueName: "file"))
    var files: [String] = []
}

/// `rialto mapping draft`.
struct DraftCommand: VerbCommand {
    static let configuration = CommandConfiguration(
        commandName: "draft",
        abstract: "Write a first mapping.yaml and study.yaml for exports.",
        discussion: """
            Reads aliases, SDTM names, item names, questions, code lists, units, vendor attributes and the values met. Each \
            line says how sure it is and why; what is not sure is commented out, and what nothing was found for is listed \
            at the end. Files that are there already are not replaced.

            Examples:
              rialto mapping draft export.xml --output study
              rialto mapping draft exports/ --metadata metadata.xml --output study
            """)

    @Argument(help: ArgumentHelp("Files and folders.", valueName: "export"))
    var inputs: [String]

    @OptionGroup var metadata: MetadataArguments

    @Option(name: [.long, .short], help: ArgumentHelp("The folder to write.", valueName: "dir"))
    var output: String

    @OptionGroup var common: CommonArguments

    func execute() async -> Rialto.ExitCode {
        var options = DraftOptions(inputs: inputs, output: output)
        options.metadata = metadata.files
        return Verbs.draft(options, console: common.console)
    }
}

/// `rialto mapping check`.
struct CheckCommand: VerbCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a mapping, and say what it covers of exports.",
        discussion: """
            Without exports the mapping and study.yaml alone are checked. With them, OIDs, paths, data types and codes are \
            checked against their metadata, dates against the values met, and what no line takes is listed by group, most \
            values first. The exit code is 1 when there are errors.

            Examples:
              rialto mapping check mapping.yaml
              rialto mapping check mapping.yaml export.xml --study study.yaml
              rialto mapping check mapping.yaml exports/ --metadata metadata.xml
            """)

    @Argument(help: ArgumentHelp("The mapping.", valueName: "mapping"))
    var mapping: String

    @Argument(help: ArgumentHelp("Files and folders to check it against.", valueName: "export"))
    var inputs: [String] = []

    @OptionGroup var metadata: MetadataArguments

    @Option(help: ArgumentHelp("Mapping files that go before the built-in ones of the same name.", valueName: "dir"))
    var mappings: String?

    @Option(help: ArgumentHelp("study.yaml; default: the one that the mapping names.", valueName: "file"))
    var study: String?

    @OptionGroup var common: CommonArguments

    func execute() async -> Rialto.ExitCode {
        var options = CheckOptions(mapping: mapping)
        options.inputs = inputs
        options.metadata = metadata.files
        options.mappings = mappings
        options.study = study
        return Verbs.check(options, console: common.console)
    }
}

/// `rialto mapping fields`.
struct FieldsCommand: VerbCommand {
    static let configuration = CommandConfiguration(
        commandName: "fields",
        abstract: "List the entities and fields that mappings name.",
        discussion: """
            For one entity, the fields that its SDTM domain has variables for, in the order of the guide.

            Examples:
              rialto mapping fields
              rialto mapping fields --entity vitalSigns
              rialto mapping fields --format markdown > canon.md
            """)

    @Option(help: ArgumentHelp("Only the fields of this entity.", valueName: "entity"))
    var entity: String?

    @Option(help: "How to print the catalogue.")
    var format = FieldsOptions.Format.text

    @OptionGroup var common: CommonArguments

    func execute() async -> Rialto.ExitCode {
        Verbs.fields(FieldsOptions(entity: entity, format: format), console: common.console)
    }
}

extension FieldsOptions.Format: ExpressibleByArgument {}
