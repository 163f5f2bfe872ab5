import StudySample
import TestSupport
import Testing
import Values

/// The study's tables: what is wrong in them is said with its line, and nothing is written.
struct TableTests {
    private func text(_ name: String) throws -> String {
        String(decoding: try readBytes(Fixtures.repository + "/samples/rialto/" + name), as: UTF8.self)
    }

    /// The error when one table's text is changed.
    private func failure(
        _ name: String, _ change: (String) -> String
    ) throws -> (error: Diagnostic?, files: [String]) {
        let folder = try TemporaryFolder()
        var tables = try SampleTables.embedded()
        let changed = Array(change(try text(name)).utf8)
        switch name {
        case "cohort.tsv": tables.cohort = changed
        case "terms.tsv": tables.terms = changed
        default: tables.caseReportForm = changed
        }
        let error = #expect(throws: SampleError.self) {
            try StudySample.generate(options: SampleOptions(patients: 3, output: folder.path), tables: tables)
        }
        return (error?.diagnostic, folder.files)
    }

    @Test func embeddedTablesAreTheCheckedInOnes() throws {
        let tables = try SampleTables.embedded()
        #expect(tables.cohort == Array(try text("cohort.tsv").utf8))
        #expect(tables.terms == Array(try text("terms.tsv").utf8))
        #expect(tables.caseReportForm == Array(try text("crf.tsv").utf8))
    }

    @Test func shortLineIsLocated() throws {
        let (error, files) = try failure("cohort.tsv") { $0 + "C111\t01\n" }
        #expect(error?.location == Location(path: "cohort.tsv", line: 112))
        #expect(files.isEmpty)
    }

    @Test func missingColumnIsNamed() throws {
        let (error, _) = try failure("cohort.tsv") { $0.replacing("\tlast_contact\t", with: "\tlast_seen\t") }
        #expect(error?.message.contains("'last_contact'") == true)
    }

    @Test func gradeThatTheTermDoesNotHaveIsRefused() throws {
        let line = try text("cohort.tsv").split(separator: "\n").prefix { !$0.contains("Headache|1|") }.count + 1
        let (error, _) = try failure("cohort.tsv") {
            $0.replacing("Headache|1|", with: "Headache|5|", maxReplacements: 1)
        }
        #expect(error?.location?.line == line)
        #expect(error?.message.contains("grade") == true)
    }

    @Test func termThatIsNotListedIsRefused() throws {
        let (error, _) = try failure("terms.tsv") { $0.replacing("\nHeadache\t", with: "\nHead ache\t") }
        #expect(error?.message.contains("term") == true)
    }

    @Test func unknownSiteIsRefused() throws {
        let (error, _) = try failure("cohort.tsv") { $0.replacing("C001\t0", with: "C001\t9") }
        #expect(error?.location == Location(path: "cohort.tsv", line: 2))
        #expect(error?.message.contains("'site'") == true)
    }

    @Test func unknownKindOfDefinitionIsRefused() throws {
        let (error, _) = try failure("crf.tsv") { $0.replacing("\nunit\tMU.KG", with: "\nmeasure\tMU.KG") }
        #expect(error?.location?.path == "crf.tsv")
        #expect(error?.message.contains("'kind'") == true)
    }

    @Test func noCourseIsRefused() throws {
        let (error, _) = try failure("cohort.tsv") { String($0.prefix { $0 != "\n" }) }
        #expect(error?.message.contains("no course") == true)
    }

    @Test func ownTextsAreEscaped() throws {
        let folder = try TemporaryFolder()
        var tables = try SampleTables.embedded()
        let text = try text("crf.tsv").replacing("Papadaki, Eleni", with: "<Papadaki> & \"Eleni\"")
        tables.caseReportForm = Array(text.utf8)
        _ = try StudySample.generate(options: SampleOptions(patients: 20, output: folder.path), tables: tables)
        let export = String(decoding: try readBytes(folder.file("site-03.xml")), as: UTF8.self)
        #expect(export.contains("Value=\"&lt;Papadaki&gt; &amp; &quot;Eleni&quot;\""))
    }

    @Test func readmeListsTheWholeCaseReportForm() throws {
        let readme = try text("README.md")
        for line in try text("crf.tsv").split(separator: "\n").dropFirst() {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard ["event", "form", "group", "item", "codelist"].contains(fields[0]) else { continue }
            #expect(readme.contains("`\(fields[1])`"), "\(fields[1])")
        }
    }
}
