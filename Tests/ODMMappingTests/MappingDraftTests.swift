import Mapping
import ODM
import ODMMapping
import Terminology
import TestSupport
import Testing
import Values

@Suite struct MappingDraftTests {
    /// Drafts of small exports: vendor attributes and names, every form of alias, REDCap's checkboxes.
    @Test(arguments: ["export", "aliases", "redcap"]) func isTheGoldenFile(_ name: String) throws {
        let draft = try draft([Fixtures.path("Mapping/\(name).xml")])
        #expect(difference(draft.mapping, try Fixtures.text("Mapping/drafts/\(name).mapping.yaml")) == nil)
        #expect(difference(draft.study, try Fixtures.text("Mapping/drafts/\(name).study.yaml")) == nil)
    }

    @Test(arguments: ["export", "aliases", "redcap"]) func passesItsOwnCheck(_ name: String) throws {
        let path = Fixtures.path("Mapping/\(name).xml")
        #expect(try errors(in: try draft([path]), of: [path]) == [])
    }

    @Test func severalStudyOIDsAreListedSoThatTheDraftTakesThem() throws {
        let folder = try TemporaryFolder()
        let text = try Fixtures.text("Mapping/export.xml")
        let single = try draft([Fixtures.path("Mapping/export.xml")])
        #expect(!single.study.contains("studyOIDs:"))
        let start = try #require(text.firstRange(of: "<ClinicalData StudyOID=\""))
        let oid = text[start.upperBound...].prefix { $0 != "\"" }
        let other = text.replacing("<ClinicalData StudyOID=\"\(oid)\"", with: "<ClinicalData StudyOID=\"A: SITE\"")
        let several = try draft([Fixtures.path("Mapping/export.xml"), folder.write(other, to: "other.xml")])
        #expect(several.study.contains("studyOIDs: [\"A: SITE\", \(oid)]"))
        let study = try StudyFile.parse(text: several.study, path: "study.yaml")
        #expect(study.studyOIDs == ["A: SITE", String(oid)])
    }

    @Test(.enabled(if: RealFiles.areThere, "\(RealFiles.hint)")) func everyRealExportGivesADraftThatPasses() throws {
        var drafted = 0
        for path in try RealFiles.files(in: "odm") {
            let survey: ExportSurvey
            do throws(ODMError) { survey = try ExportSurvey(exports: [path]) } catch { continue }
            let draft = try MappingDraft(survey, terminology: Terminology.codeLists("2025-03-28"))
            #expect(try errors(in: draft, of: [path]) == [], "\(path)")
            drafted += 1
        }
        #expect(drafted >= 46)
    }

    @Test(.enabled(if: RealFiles.areThere, "\(RealFiles.hint)")) func theJunoMappingPassesAndRefusesNothing() throws {
        let path = try RealFiles.path(
            "odm/openclinica/JUNO_DEMO_odm1.3_fullExtract_All_Data_2016-08-01-081433593.xml")
        let survey = try ExportSurvey(exports: [path])
        let document = try document(Fixtures.text("Mapping/juno/mapping.yaml"))
        let study = try StudyFile.parse(text: try Fixtures.text("Mapping/juno/study.yaml"), path: "study.yaml")
        let report = MappingReport(
            of: document, study: study, against: survey, terminology: try Terminology.codeLists("2025-03-28"))
        #expect(report.diagnostics.filter { $0.severity > .note }.map { $0.text() } == [])
        let coverage = try MappingCoverage(of: document, study: study, in: survey)
        #expect(coverage.values == 3908)
        #expect(coverage.refusedValues == 0)
        #expect(coverage.mappedValues == 1620)
    }

    private func draft(_ paths: [String]) throws -> MappingDraft {
        try MappingDraft(ExportSurvey(exports: paths), terminology: Terminology.codeLists("2025-03-28"))
    }

    private func document(_ text: String) throws -> MappingDocument {
        try MappingDocument(text: text, path: "m.yaml") { (path) throws(MappingError) in
            throw .missingKey(path, in: "test", at: Location(path: path))
        }
    }

    private func errors(in draft: MappingDraft, of paths: [String]) throws -> [String] {
        let study = try StudyFile.parse(text: draft.study, path: "study.yaml")
        let report = MappingReport(
            of: try document(draft.mapping), study: study, against: try ExportSurvey(exports: paths),
            terminology: try Terminology.codeLists("2025-03-28"))
        return report.diagnostics.filter { $0.severity == .error }.map { $0.text() }
    }
}
