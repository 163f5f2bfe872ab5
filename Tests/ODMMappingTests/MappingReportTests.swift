import ClinicalModel
import Mapping
import ODM
import ODMMapping
import Terminology
import TestSupport
import Testing
import Values

/// Mappings against the export `Tests/Fixtures/Mapping/export.xml`: one file for each kind of mistake in
/// `mistakes/export`. What must be said stands at the end of each file.
@Suite struct MappingReportTests {
    static let names = [
        "attribute-not-met", "binary-item", "code-not-in-code-list", "code-not-mapped", "condition-not-in-code-list",
        "date-into-number", "group-not-in-form", "item-of-other-group", "lookup-of-unknown-group", "no-code-list",
        "not-in-extensible-terms", "not-in-terms", "number-into-date", "term-case", "term-synonym", "test-case",
        "test-name", "time-from-date", "unknown-attribute", "unknown-event", "unknown-form", "unknown-group",
        "unknown-item", "unreachable-block", "unreadable-dates", "unreadable-decodes", "unreadable-kept",
        "unreadable-numbers",
    ]

    @Test(arguments: names) func saysWhatIsWrongAndWhere(_ name: String) throws {
        let text = try Fixtures.text("Mapping/mistakes/export/\(name).yaml")
        let expected = text.split(separator: "\n").filter { $0.hasPrefix("# expect: ") }.map {
            String($0.dropFirst(10))
        }
        let report = MappingReport(
            of: try document(text), against: try survey(), terminology: try Terminology.codeLists("2025-03-28"))
        #expect(report.diagnostics.map { $0.text().replacing("m.yaml:", with: "") } == expected)
        #expect(report.hasErrors == expected.contains { $0.contains(": error: ") })
    }

    @Test func messagesHoldNoPatientsValue() throws {
        let text = try Fixtures.text("Mapping/mistakes/export/unreadable-dates.yaml")
        let report = MappingReport(
            of: try document(text), against: try survey(), terminology: try Terminology.codeLists("2025-03-28"))
        let diagnostic = try #require(report.diagnostics.first)
        #expect(!diagnostic.text().contains("FEB"))
        #expect(diagnostic.text(showValues: true).contains("UN FEB 2019"))
    }

    @Test func withoutExportsOnlyTheMappingIsChecked() throws {
        let text = try Fixtures.text("Mapping/mistakes/export/unknown-group.yaml")
        let report = MappingReport(of: try document(text), terminology: try Terminology.codeLists("2025-03-28"))
        #expect(report.diagnostics.isEmpty)
    }

    @Test func studyNamesVisitsAndSitesThatTheExportHasNot() throws {
        let study = try StudyFile.parse(
            text: """
                studyID: TEST-1
                sites:
                  - {id: LOC.1}
                visits:
                  - {number: 1, name: SCREENING, studyEventOID: SE.SCREEN}
                """, path: "study.yaml")
        let mapping = """
            language: 1
            subjectData:
              - entity: subject
                items:
                  - {attribute: SiteRef/@LocationOID, field: siteID}
            """
        let report = MappingReport(
            of: try document(mapping), study: study, against: try survey(),
            terminology: try Terminology.codeLists("2025-03-28"))
        let texts = report.diagnostics.filter { $0.severity > .note }.map { $0.text() }
        #expect(
            texts == [
                "study.yaml:3:3: warning: the exports have a site 'LOC.2' that the study does not name; "
                    + "add it to 'sites', or as an alias of one",
                "study.yaml:5:3: error: visit 1 names study event 'SE.SCREEN', which is not in the exports; "
                    + "did you mean 'SE.SCR'?",
            ])
    }

    @Test func coverageCountsItemsAndValues() throws {
        let mapping = """
            language: 1
            itemGroups:
              - oid: IG.AE
                entity: adverseEvent
                items:
                  - {oid: I.AE.AETERM, field: term}
                  - {oid: I.AE.STDAT, field: start}
                  - {oid: I.AE.NOTE, notSubmitted: internal}
              - oid: IG.VS
                entity: vitalSigns
                items:
                  - {oid: I.VSDAT, field: date}
                pivot:
                  - {oid: I.WEIGHT, test: WEIGHT, name: Weight, unit: kg}
            """
        let coverage = try MappingCoverage(of: try document(mapping), in: try survey())
        #expect(coverage.items == 11)
        #expect(coverage.coveredItems == 5)
        #expect(coverage.values == 15)
        // Term, start and two weights; two dates are refused, the note is declared.
        #expect(coverage.mappedValues == 4)
        #expect(coverage.notSubmittedValues == 1)
        #expect(coverage.refusedValues == 2)
        #expect(
            coverage.uncovered.map { "\($0.address) \($0.values)" } == [
                "F.DM/IG.DM/I.DOB 2", "F.DM/IG.DM/I.SEX 2", "F.VS/IG.VS/I.PULSE 2", "F.AE/IG.AE/I.AE.SEV 1",
                "F.VS/IG.VS/I.VSTIM 1", "F.DM/IG.DM/I.SCAN 0",
            ])
        #expect(coverage.text().contains("values of the data covered:    5 of 15 (33.3 %), 1 of them declared"))
    }

    private func document(_ text: String) throws -> MappingDocument {
        try MappingDocument(text: text, path: "m.yaml") { (path) throws(MappingError) in
            throw .missingKey(path, in: "test", at: Location(path: path))
        }
    }

    private func survey() throws -> ExportSurvey {
        try ExportSurvey(exports: [Fixtures.path("Mapping/export.xml")])
    }
}
