import Foundation
import StudySample
import TestSupport
import Testing

/// Every file against CDISC's XML Schemas, by xmllint.
struct SchemaTests {
    static let xmllint = ["/usr/bin/xmllint", "/usr/local/bin/xmllint", "/opt/homebrew/bin/xmllint"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }
    static var canJudge: Bool { xmllint != nil && RealFiles.areThere }

    @Test(
        .enabled(if: SchemaTests.canJudge, "xmllint or the schemas in RIALTO_REAL are not there"),
        arguments: SampleOptions.ODMVersion.allCases, [2, 125])
    func exportsAreValid(version: SampleOptions.ODMVersion, patients: Int) throws {
        let schema = try RealFiles.path(version == .v1_3_2 ? "xsd/ODM1-3-2/ODM1-3-2.xsd" : "xsd/ODM2-0/ODM.xsd")
        let folder = try TemporaryFolder()
        let options = SampleOptions(patients: patients, seed: 3, odmVersion: version, output: folder.path)
        let summary = try StudySample.generate(options: options)
        #expect(summary.files.count == 6)
        let process = Process(), output = Pipe()
        process.executableURL = URL(fileURLWithPath: try #require(Self.xmllint))
        process.arguments =
            ["--nonet", "--huge", "--noout", "--schema", schema] + summary.files.map(\.path)
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(text.prefix(2000))")
    }
}
