import ClinicalModel
import Mapping
import SDTMMapping
import Testing
import Values

/// Values against code lists, CTCAE and the study treatments: written as they were said, and reported.
struct ValueCheckTests {
    private func bench(_ lines: String) -> Bench {
        var bench = Bench()
        bench.studyText += "\n" + lines
        return bench
    }

    private func adverseEvent(_ key: String, _ values: [FieldID: Value], line: UInt32 = 20) throws -> Record {
        try record(.adverseEvent, key, [.term: .text("Fever"), .start: .date(date("2019-01-12"))], line: line) {
            for (field, value) in values { $0.values[field] = value }
        }
    }

    private func said(_ code: String, _ bench: Bench, _ patient: Patient) throws -> [Diagnostic] {
        try bench.encode(patient).diagnostics.filter { $0.code == code }
    }

    @Test func aValueOutsideAListThatCannotBeExtendedIsWrittenAndReported() throws {
        let patient = try patient {
            $0.records.append(try adverseEvent("1", [.serious: .text("PERHAPS")], line: 31))
            $0.records.append(try adverseEvent("2", [.serious: .text("PERHAPS")], line: 32))
            $0.records.append(try adverseEvent("3", [.serious: .text("Y")], line: 33))
        }
        let bench = Bench()
        let issues = try said("sdtm.not-in-terms", bench, patient)
        #expect(issues.count == 1)
        let issue = try #require(issues.first)
        #expect(issue.severity == .warning)
        #expect(
            issue.message
                == "AE.AESER has a value that is not in code list NY (C66742), which cannot be extended, in 2 records; it is written as it was said"
        )
        #expect(issue.location == Location(path: "site-101.xml", line: 31, column: 5))
        #expect(issue.value == "PERHAPS")
        #expect(try bench.rows("AE", of: [patient]).map { $0["AESER"] } == ["PERHAPS", "PERHAPS", "Y"])
    }

    @Test(arguments: [("y", "sdtm.term-case", "'Y'"), ("Yes", "sdtm.term-synonym", "'Y'")])
    func aSlipNamesTheListsValue(value: String, code: String, right: String) throws {
        let patient = try patient { $0.records.append(try adverseEvent("1", [.serious: .text(value)])) }
        #expect(try said(code, Bench(), patient).first?.remedy.contains(right) == true)
    }

    @Test func setsAreCheckedCodeByCode() throws {
        let patient = try patient { $0.subject.values[.race] = .set(["WHITE", "MARTIAN"]) }
        #expect(try said("sdtm.not-in-terms", Bench(), patient).map(\.value) == ["MARTIAN"])
    }

    @Test func aListThatMayBeExtendedTakesAnyValue() throws {
        let patient = try patient { $0.records.append(try adverseEvent("1", [.location: .text("LEFT EYEBROW")])) }
        #expect(try said("sdtm.not-in-terms", Bench(), patient).isEmpty)
    }

    /// Alopecia has no grade 3 in any version; Sepsis has one since 5.0.
    @Test(arguments: [("4.03", ["Alopecia: 3", "Sepsis: 3"]), ("5.0", ["Alopecia: 3"])])
    func aGradeThatTheTermDoesNotHaveIsReported(version: String, expected: [String]) throws {
        let bench = bench("ctcae: \"\(version)\"")
        let patient = try patient {
            for (term, grade) in [("Alopecia", "2"), ("Alopecia", "3"), ("Sepsis", "3"), ("Nausea", "1")] {
                $0.records.append(
                    try adverseEvent("\(term)\(grade)", [.standardizedTerm: .text(term), .grade: .text(grade)]))
            }
        }
        let issues = try said("sdtm.grade-not-in-ctcae", bench, patient)
        #expect(issues.map { $0.value ?? "" } == expected)
        #expect(issues.first?.message.contains("CTCAE \(version)") == true)
        #expect(issues.first?.remedy.contains("1, 2") == true)
        #expect(try bench.rows("AE", of: [patient]).compactMap { $0["AETOXGR"] }.sorted() == ["1", "2", "3", "3"])
    }

    @Test(arguments: ["+3", "03", "3.0", "0"])
    func whatIsWrittenOtherwiseThanAGradeIsReported(grade: String) throws {
        let patient = try patient {
            $0.records.append(try adverseEvent("1", [.standardizedTerm: .text("Nausea"), .grade: .text(grade)]))
            $0.records.append(try adverseEvent("2", [.standardizedTerm: .text("Nausea"), .grade: .text("3")]))
        }
        let issues = try said("sdtm.grade-not-in-ctcae", bench("ctcae: \"5.0\""), patient)
        #expect(issues.map { $0.value ?? "" } == ["Nausea: \(grade)"])
    }

    @Test func gradeZeroIsThatOfAFindingAndNotOfAnEventWithAToxicity() throws {
        let patient = try patient {
            $0.records.append(try adverseEvent("1", [.toxicity: .text("Nausea"), .grade: .text("0")]))
            $0.records.append(
                try record(.laboratory, "2", [.testCode: .text("A"), .toxicity: .text("Anemia"), .grade: .text("0")]))
        }
        let issues = try said("sdtm.grade-not-in-ctcae", bench("ctcae: \"5.0\""), patient)
        #expect(issues.map { $0.value ?? "" } == ["Nausea: 0"])
    }

    @Test func aVersionThatIsAskedForGoesBeforeTheStudys() throws {
        var bench = bench("ctcae: \"4.03\"")
        bench.options.ctcae = "5.0"
        let patient = try patient {
            $0.records.append(
                try adverseEvent("1", [.standardizedTerm: .text("Sepsis"), .grade: .text("3")]))
        }
        #expect(try said("sdtm.grade-not-in-ctcae", bench, patient).isEmpty)
        bench.options.ctcae = "7"
        let error = #expect(throws: MappingError.self) { _ = try bench.plan() }
        #expect(
            error?.diagnostic.text()
                == "--ctcae: error: 'ctcae' must be 4.03 or 5.0 or 6.0")
    }

    /// 10001760 is Alopecia; the verbatim text need not be English.
    @Test func theTermIsFoundByItsCode() throws {
        let patient = try patient {
            $0.records.append(
                try adverseEvent(
                    "1",
                    [
                        .term: .text("Haarausfall"), .grade: .text("4"),
                        .codingLowestLevelTermCode: .number(Decimal(significand: 10_001_760)),
                    ]))
        }
        #expect(try said("sdtm.grade-not-in-ctcae", bench("ctcae: \"5.0\""), patient).map(\.value) == ["Alopecia: 4"])
    }

    @Test func gradesThatCannotBeCheckedAreCounted() throws {
        let patient = try patient {
            for key in ["1", "2"] {
                $0.records.append(try adverseEvent(key, [.term: .text("Kopfweh"), .grade: .text("9")]))
            }
        }
        let unknown = try said("sdtm.grade-not-checked", bench("ctcae: \"5.0\""), patient)
        #expect(
            unknown.map(\.message) == ["AE.AETOXGR: 2 grades could not be checked, of terms that are not in CTCAE 5.0"])
        let unsaid = try said("sdtm.grade-not-checked", Bench(), patient)
        #expect(
            unsaid.map(\.message) == [
                "AE.AETOXGR: 2 grades could not be checked, since the study says no CTCAE version"
            ])
    }

    @Test func aTreatmentThatTheStudyDoesNotNameIsReported() throws {
        let patient = try patient { $0.records[0].values[.treatment] = .text("Blincyto") }
        #expect(
            try said("sdtm.not-a-study-treatment", bench("treatments: [BLINATUMOMAB]"), patient).map(\.value) == [
                "Blincyto"
            ])
        #expect(try said("sdtm.not-a-study-treatment", Bench(), patient).isEmpty)
        #expect(
            try said(
                "sdtm.not-a-study-treatment", bench("treatments: [BLINATUMOMAB, Blincyto]"), patient
            ).isEmpty)
    }

    @Test(arguments: [
        ("ct: 2020-01-01", "'ct' must be a version that Rialto has: 2025-03-28"),
        ("ctcae: \"4.3\"", "'ctcae' must be a version that Rialto has: 4.03 or 5.0 or 6.0"),
    ])
    func aVersionThatIsNotThereIsRefusedWithItsPlace(line: String, message: String) throws {
        let text = Bench.studyText + "\n" + line
        do throws(MappingError) {
            _ = try StudyFile.parse(text: text, path: "study.yaml")
            Issue.record("\(line) was taken")
        } catch {
            #expect(error.diagnostic.message == message)
            #expect(error.diagnostic.location?.path == "study.yaml")
            #expect(error.diagnostic.location?.line == text.split(separator: "\n").count)
        }
    }

    @Test func aCodeListThatTheTerminologyDoesNotHaveIsRefused() throws {
        var domains = try DomainMapping.embedded()
        let event = try #require(domains.firstIndex { $0.domain == "AE" })
        let serious = try #require(domains[event].variables.firstIndex { $0.name == "AESER" })
        domains[event].variables[serious].codeLists = ["C6674"]
        let study = try StudyFile.parse(text: Bench.studyText, path: "study.yaml")
        #expect {
            try SDTMPlan(study: study, domains: domains)
        } throws: { error in
            guard let error = error as? MappingError else { return false }
            return error.diagnostic.message == "there is no code list of sdtmct-2025-03-28 'C6674'"
                && error.diagnostic.location == domains[event].variables[serious].location
        }
    }
}
