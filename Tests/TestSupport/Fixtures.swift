import Foundation

/// Files under `Tests/Fixtures`, found from where this source file stands, whatever the working folder.
public enum Fixtures {
    /// `Tests/Fixtures`.
    public static let folder = repository + "/Tests/Fixtures"

    /// The repository's folder.
    public static let repository: String = {
        var url = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { url.deleteLastPathComponent() }
        return url.path
    }()

    /// The path of a fixture: `Fixtures.path("ODM/undefined-oid.xml")`.
    public static func path(_ name: String) -> String { folder + "/" + name }

    /// A fixture's bytes.
    public static func bytes(_ name: String) throws -> [UInt8] { try readBytes(path(name)) }

    /// A fixture's text.
    public static func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }
}

/// Files made by other people's systems, in the folder that `RIALTO_REAL` names.
///
/// ```swift
/// @Test(.enabled(if: RealFiles.areThere, "\(RealFiles.hint)")) func readsREDCap() throws { ... }
/// ```
public enum RealFiles {
    /// The folder; nil when the variable is not set or the folder is not there.
    public static let folder: String? = {
        guard let path = ProcessInfo.processInfo.environment["RIALTO_REAL"], !path.isEmpty else { return nil }
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }()

    /// Whether tests with real files can run.
    public static var areThere: Bool { folder != nil }

    /// Why such a test was skipped.
    public static let hint = "RIALTO_REAL does not name the folder of real files"

    /// The path of a real file: `RealFiles.path("odm/redcap/Visits.REDCap.xml")`.
    public static func path(_ name: String) throws -> String {
        guard let folder else { throw MissingFile(path: name) }
        return folder + "/" + name
    }

    /// The paths of all files in a real folder and the folders below it, in byte order.
    public static func files(in name: String, suffix: String = "") throws -> [String] {
        let root = try path(name)
        guard let found = FileManager.default.enumerator(atPath: root) else { throw MissingFile(path: root) }
        let paths = found.compactMap { $0 as? String }.map { root + "/" + $0 }
        return paths.filter { path in
            var isFolder: ObjCBool = false
            return path.hasSuffix(suffix) && FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
                && !isFolder.boolValue
        }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}

/// A file that a test needs is not there.
public struct MissingFile: Error, CustomStringConvertible {
    /// The file.
    public let path: String

    /// What is missing.
    public var description: String { "\(path) is not there" }
}

/// The bytes of a file.
public func readBytes(_ path: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else { throw MissingFile(path: path) }
    return [UInt8](data)
}
