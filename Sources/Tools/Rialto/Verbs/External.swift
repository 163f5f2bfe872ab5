import Mapping
import Values

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

extension Verbs {
    /// Hands a verb that `rialto` does not know to the program `rialto-VERB`, beside this one or on PATH. Does not return
    /// when there is such a program; else says how to get it.
    public static func external(_ verb: String, arguments: [String], console: Console) -> ExitCode {
        // A name with a slash would leave the folders that are searched.
        guard verb.utf8.allSatisfy({ ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || $0 == 0x2D }) else {
            console.report(UsageError("there is no verb of this name", remedy: "see rialto --help"))
            return .usage
        }
        let program = "rialto-\(verb)"
        for folder in programFolders() {
            let path = "\(folder)/\(program)"
            guard access(path, X_OK) == 0 else { continue }
            var strings = ([path] + arguments).map { strdup($0) } + [nil]
            execv(path, &strings)
            console.report(FileError.last(path, "run"))
            return .usage
        }
        let meant = MappingError.nearest(verb, in: ["inspect", "convert", "mapping", "sample"])
        console.report(
            UsageError(
                "there is no verb '\(verb)', and no program \(program) beside rialto or on PATH",
                remedy: meant.map { "did you mean '\($0)'?" } ?? "see rialto --help"))
        return .usage
    }

    private static func programFolders() -> [String] {
        var folders: [String] = []
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        if readlink("/proc/self/exe", &buffer, Int(PATH_MAX)) > 0 {
            let own = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            let path = String(decoding: own, as: UTF8.self)
            if let slash = path.lastIndex(of: "/") { folders.append(String(path[..<slash])) }
        }
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        return folders + path.split(separator: ":").map(String.init)
    }
}
