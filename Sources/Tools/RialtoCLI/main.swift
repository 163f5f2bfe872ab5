import ArgumentParser
import Rialto

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

// A reader who goes away (`rialto inspect ... | head`) ends the output, not the work.
signal(SIGPIPE, SIG_IGN)

let arguments = Array(CommandLine.arguments.dropFirst())
if let verb = arguments.first, !verb.hasPrefix("-"), !RialtoCommand.verbs.contains(verb) {
    let console = Console.standard(quiet: false, showValues: false)
    exit(Verbs.external(verb, arguments: Array(arguments.dropFirst()), console: console).rawValue)
}

do {
    let command = try RialtoCommand.parseAsRoot(arguments)
    if let verb = command as? any VerbCommand {
        exit(try await StoppableRun.of(verb).rawValue)
    }
    var other = command
    try other.run()
} catch {
    // Asked-for help ends with 0; wrong usage with 2, where ArgumentParser would say 64.
    let text = RialtoCommand.fullMessage(for: error)
    let isHelp = RialtoCommand.exitCode(for: error).isSuccess
    let console = Console.standard(quiet: false, showValues: false)
    if isHelp { console.print(text) } else { console.complain(text) }
    exit(isHelp ? Rialto.ExitCode.done.rawValue : Rialto.ExitCode.usage.rawValue)
}
