import Foundation
import Terminology
import Testing

/// The folder of the tables' sources, when it is at hand.
private let facts = ProcessInfo.processInfo.environment["RIALTO_FACTS"].map { URL(filePath: $0) }

/// The embedded tables against the sources that `Tests/Tools/make-tables` read, row by row through the public API.
@Suite("Tables equal their sources", .enabled(if: facts != nil, "RIALTO_FACTS is not set: tables were not compared"))
struct SourceFactsTests {
    /// The rows of a tab-separated file, each by the heading's names.
    private func rows(_ name: String) throws -> [[String: String]] {
        let folder = try #require(facts)
        let text = try String(contentsOf: folder.appending(path: name + ".tsv"), encoding: .utf8)
        let lines = text.split(separator: "\n").map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
        let heading = try #require(lines.first).map(String.init)
        return lines.dropFirst().map { cells in
            Dictionary(uniqueKeysWithValues: zip(heading, cells.map(String.init)))
        }
    }

    @Test func controlledTerminology() throws {
        let package = try Terminology.codeLists("2025-03-28")
        let source = try rows("cdisc-sdtm-ct-2025-03-28")
        #expect(source.count == package.termCount)
        for row in source {
            let list = try package.codeList(row["codelist_code", default: ""])
            let term = try #require(list.term(submissionValue: row["submission_value", default: ""]))
            let read = [
                list.submissionValue, list.isExtensible ? "Yes" : "No", list.name, term.code,
                term.synonyms.joined(separator: "; "), term.preferredTerm,
            ]
            let names = ["codelist_subval", "extensible", "codelist_name", "code", "synonyms", "preferred_term"]
            guard read == names.map({ row[$0] ?? "" }) else {
                Issue.record("\(row) became \(read)")
                return
            }
        }
    }

    @Test(arguments: ["4.03", "5.0", "6.0"])
    func ctcae(version: String) throws {
        let ctcae = try Terminology.ctcae(version)
        let source = try rows("ctcae-\(version)")
        #expect(source.count == ctcae.count)
        for row in source {
            let term = try #require(ctcae.term(row["term", default: ""]))
            #expect(String(term.lltCode) == row["meddra_llt_code"])
            #expect(term.soc == row["soc"])
            for grade in 1...5 { #expect(term.grades.contains(grade) == (row["grade\(grade)"] == "y")) }
        }
    }

    @Test func changesBetweenCTCAEVersions() throws {
        let versions = try [("v4.03", "4.03"), ("v5", "5.0"), ("v6", "6.0")].map { ($0, try Terminology.ctcae($1)) }
        let source = try rows("ctcae-changes")
        #expect(source.count == 261)
        // One term of 4.03 has two blanks before "Other, specify", which is no change.
        for row in source where row["meddra_llt_code"] != "10028395" {
            for (column, ctcae) in versions {
                let term = ctcae.term(row["term", default: ""])
                #expect(row["grades_\(column)"] == term.map { $0.grades.all.map(String.init).joined() } ?? "absent")
                #expect(row["soc_\(column)"] == term?.soc ?? "")
            }
        }
    }

    @Test func units() throws {
        let map = try Terminology.units("2025-03-28")
        let source = try rows("cdisc-unit-ucum")
        #expect(source.count == map.count)
        var refused: [String] = []
        for (row, unit) in zip(source, map) {
            #expect(unit.cdisc == row["cdisc_submission"])
            #expect(unit.code == row["cdisc_code"])
            if row["ucum"] != "", unit.ucum == nil {
                refused.append(unit.cdisc)
            } else {
                #expect(unit.ucum ?? "" == row["ucum"])
            }
        }
        #expect(refused.count == 7)
    }

    /// Names that the 3.2 source spells wrongly, and variables of which a label or core designation is mended.
    private let slips = ["DVAR": "IDVAR", "DVARVAL": "IDVARVAL", "EGFXN": "EGXFN"]
    private let mendedLabels = ["GFSEQID", "IETESTCD", "MHPRESP"]
    private let mendedCores = ["FALAT", "PRLNKGRP"]

    @Test(arguments: ["3.2", "3.3", "3.4"])
    func sdtmig(version: String) throws {
        let guide = try Terminology.sdtmig(version)
        let source = try rows("sdtmig-\(version)").filter { $0["name"] != "" }
        let variables = guide.flatMap { domain in domain.variables.map { (domain, $0) } }
        #expect(source.count == variables.count)
        for (row, (domain, variable)) in zip(source, variables) {
            #expect(domain.code == row["domain"] || row["domain"] == "Supplemental_Qualifiers")
            let printed = row["name"] ?? ""
            #expect(variable.name == (version == "3.2" ? slips[printed] ?? printed : printed))
            #expect(String(variable.order) == row["order"])
            // A label that a dataset cannot hold is the next version's.
            let isTooLong = (row["label"]?.utf8.count ?? 0) > 40
            #expect(variable.label == row["label"] || isTooLong || mendedLabels.contains(variable.name))
            #expect(variable.core?.rawValue ?? "" == row["core"] || mendedCores.contains(variable.name))
            guard version != "3.2" else { continue }
            #expect(variable.type.rawValue == row["type"])
            #expect(variable.role?.rawValue == row["role"])
            #expect(variable.codeListCodes.joined(separator: ";") == row["codelist_ccode"]?.filter { $0 != " " })
            #expect(variable.describedValueDomain == row["described_value_domain"])
            #expect(variable.valueList == row["value_list"])
            #expect(domain.domainClass == row["class"])
        }
    }

    @Test func codeListsOfDomains() throws {
        let guide = try Terminology.sdtmig("3.4")
        let package = try Terminology.codeLists("2025-03-28")
        for row in try rows("sdtm-domain-codelists") {
            let variable = try #require(
                guide.domain(row["domain", default: ""])?.variable(row["variable", default: ""]))
            let list = try package.codeList(row["codelist_code", default: ""])
            #expect(variable.codeListCodes.contains(list.code))
            #expect(list.submissionValue == row["codelist_subval"])
            #expect(String(list.count) == row["terms"])
            #expect((list.isExtensible ? "Yes" : "No") == row["extensible"])
        }
    }
}
