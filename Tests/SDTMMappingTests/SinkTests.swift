import ClinicalModel
import Mapping
import SDTM
import SDTMMapping
import TestSupport
import Testing
import Values

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Files: order, identity, what is written at all.
struct SinkTests {
    let bench = Bench()

    @Test func subjectsStandInByteOrderOfUSUBJID() throws {
        let patients = try ["010", "002", "1"].map { try patient($0) }
        #expect(try bench.rows("DM", of: patients).map { $0["SUBJID"] } == ["002", "010", "1"])
        #expect(
            try bench.rows("EX", of: patients).map { $0["USUBJID"] } == [
                "RIALTO-101-002", "RIALTO-101-010", "RIALTO-101-1",
            ])
        let text = try bench.write(patients)
        #expect(try bench.write(patients.reversed()) == text)
    }

    @Test func twoPatientsWithOneUSUBJIDAreAnErrorWithBothPlaces() throws {
        let error = #expect(throws: SDTMMappingError.self) {
            _ = try bench.write([patient(), patient()])
        }
        #expect(error?.diagnostic.code == "sdtm.duplicate-subject")
        #expect(error?.diagnostic.location == Location(path: "site-101.xml", line: 10, column: 3))
        #expect(error?.diagnostic.message.contains("site-101.xml:10:3") == true)
    }

    @Test func anUnknownSiteIsRefusedAndSoIsAMissingOne() throws {
        let unknown = #expect(throws: SDTMMappingError.self) { _ = try bench.encode(patient(site: "LOC.999")) }
        #expect(unknown?.diagnostic.code == "sdtm.unknown-site")
        let missing = #expect(throws: SDTMMappingError.self) {
            _ = try bench.encode(patient { $0.subject.values[.siteID] = nil })
        }
        #expect(missing?.diagnostic.code == "sdtm.incomplete-identifier")
        #expect(missing?.diagnostic.message.contains("SITEID") == true)
    }

    @Test func emptyDatasetsAndUnusedPermissibleVariablesAreNotWritten() throws {
        let files = try bench.write([patient()])
        #expect(
            files.keys.sorted() == [
                "sdtm.carry/ex.ndjson", "sdtm.carry/manifest.json", "sdtm/dm.csv", "sdtm/ex.csv", "sdtm/se.csv",
            ])
        let header = try #require(files["sdtm/ex.csv"]?.split(separator: "\r\n").first)
        #expect(
            header == """
                STUDYID,DOMAIN,USUBJID,EXSEQ,EXTRT,EXDOSE,EXDOSU,EXDOSFRM,TAETORD,EPOCH,EXSTDTC,EXENDTC,EXSTDY,EXENDY
                """)
    }

    @Test func rowsAreSortedByKeysNumbersAsNumbersAndEqualOnesAsTheyCame() throws {
        let patient = try patient {
            for (index, (code, visit)) in [("B", 10), ("B", 9), ("A", 2), ("B", -1), ("B", 9)].enumerated() {
                $0.records.append(
                    try record(
                        .vitalSigns, "VS[\(index)]",
                        [
                            .testCode: .text(code), .original: .text("\(index)"),
                            .visitNumber: .number(Decimal(significand: Int64(visit))),
                        ]))
            }
            $0.records.append(try record(.vitalSigns, "VS[9]", [.testCode: .text("B"), .original: .text("9")]))
        }
        let rows = try bench.rows("VS", of: [patient])
        #expect(rows.map { $0["VSORRES"] } == ["2", "9", "3", "1", "4", "0"])
        #expect(rows.map { $0["VSSEQ"] } == ["1", "2", "3", "4", "5", "6"])
    }

    @Test func trialDesignComesFromTheStudy() throws {
        var bench = bench
        bench.studyText += """

            trialSummary:
              - {code: TITLE, parameter: Trial Title, value: "\(String(repeating: "word ", count: 50))end"}
              - {code: SSTYP, parameter: Study Type, value: INTERVENTIONAL, valueCode: C98388, terminology: CDISC CT}
              - {code: PCLAS, parameter: Pharmacologic Class, value: one}
              - {code: PCLAS, parameter: Pharmacologic Class, value: two}
            eligibility:
              - {code: INCL01, text: Below 18 years, category: INCLUSION}
            """
        let arms = try bench.rows("TA", of: [], study: true)
        #expect(arms.map { $0["ETCD"] } == ["SCRN", "IND1", "FU"])
        #expect(arms.map { $0["TAETORD"] } == ["1", "2", "3"])
        #expect(arms.map { $0["EPOCH"] } == ["SCREENING", "TREATMENT", "FOLLOW-UP"])
        #expect(try bench.rows("TE", of: [], study: true).map { $0["ETCD"] } == ["FU", "IND1", "SCRN"])
        #expect(try bench.rows("TV", of: [], study: true).map { $0["VISITDY"] } == ["-7", "1"])
        #expect(try bench.rows("TI", of: [], study: true).map { $0["IETESTCD"] } == ["INCL01"])
        let summary = try bench.rows("TS", of: [], study: true)
        #expect(summary.map { $0["TSPARMCD"] } == ["PCLAS", "PCLAS", "SSTYP", "TITLE"])
        #expect(summary.map { $0["TSSEQ"] } == ["1", "2", "1", "1"])
        let title = [summary[3]["TSVAL"] ?? "", summary[3]["TSVAL1"] ?? ""].joined(separator: " ")
        #expect(title == String(repeating: "word ", count: 50) + "end")
    }

    @Test func aRunThatEndsBeforeItsEndLeavesNothing() throws {
        let folder = try TemporaryFolder()
        func run() throws {
            let plan = try bench.plan()
            let sink = SDTMSink(
                plan: plan, folder: try OutputFolder(path: folder.file("sdtm")), format: .csv,
                timestamp: try date("2026-01-01T00:00:00"))
            try sink.accept(SDTMEncoder(plan: plan, sources: []).encode(patient()))
        }
        try run()
        #expect(folder.files.isEmpty)
        #expect(access(folder.file("sdtm.carry"), F_OK) != 0)
    }

    @Test func theManifestListsTheCarryFolderByDigest() throws {
        let folder = try TemporaryFolder()
        let plan = try bench.plan()
        let sink = SDTMSink(
            plan: plan, folder: try OutputFolder(path: folder.file("sdtm")), format: .csv,
            timestamp: try date("2026-01-01T00:00:00"))
        try sink.accept(SDTMEncoder(plan: plan, sources: []).encode(patient()))
        let outputs = try sink.finish()
        let carry = try #require(outputs.first { $0.kind == .carry })
        let manifest = String(decoding: try readBytes(folder.file("sdtm.carry/manifest.json")), as: UTF8.self)
        #expect(manifest.contains(carry.sha256 ?? "none"))
        #expect(carry.sha256?.utf8.count == 64)
    }

    /// Writes a patient, with a cycle that goes to carry if asked, and gives the files that went.
    private func run(_ folder: TemporaryFolder, withExposure: Bool = true, format: DatasetWriter.Format = .csv) throws
        -> [String]
    {
        let plan = try bench.plan()
        let sink = SDTMSink(
            plan: plan, folder: try OutputFolder(path: folder.file("sdtm")), format: format,
            timestamp: try date("2026-01-01T00:00:00"))
        let patient = try patient { if !withExposure { $0.records = [] } }
        try sink.accept(SDTMEncoder(plan: plan, sources: ["site-101.xml"]).encode(patient))
        _ = try sink.finish()
        return sink.retired.map { String($0.dropFirst(folder.path.count + 1)) }
    }

    @Test func aRerunTakesAwayWhatTheLastOneWroteAndItDoesNot() throws {
        let folder = try TemporaryFolder()
        try folder.write("mine", to: "sdtm/notes.csv")
        #expect(try run(folder) == [])
        let first = folder.files
        #expect(try run(folder) == [])
        #expect(folder.files == first)
        #expect(
            try run(folder, withExposure: false) == [
                "sdtm.carry/ex.ndjson", "sdtm.carry/manifest.json", "sdtm/ex.csv",
            ])
        #expect(folder.files == ["sdtm.carry/outputs.tsv", "sdtm/dm.csv", "sdtm/notes.csv", "sdtm/se.csv"])
        #expect(try run(folder, withExposure: false, format: .xpt) == ["sdtm/dm.csv", "sdtm/se.csv"])
    }

    @Test(arguments: [
        "sdtm/dm.csv", "sdtm/ex.csv", "sdtm/LB.XPT", "sdtm/ae.csv", "sdtm/dm.xpt", "sdtm/split/lb1.xpt",
        "sdtm.carry/ae.ndjson",
    ])
    func whatRialtoIsNotKnownToHaveWrittenIsNeitherDeletedNorWrittenBeside(_ foreign: String) throws {
        let folder = try TemporaryFolder()
        try folder.write("foreign", to: foreign)
        let error = #expect(throws: SDTMMappingError.self) { _ = try run(folder) }
        #expect(error?.diagnostic.location?.path == folder.file(foreign))
        #expect(folder.files == [foreign])
    }

    @Test func aChangedDatasetOfTheLastRunIsNotDeleted() throws {
        let folder = try TemporaryFolder()
        _ = try run(folder)
        try folder.write("corrected by hand", to: "sdtm/ex.csv")
        let error = #expect(throws: SDTMMappingError.self) { _ = try run(folder, withExposure: false) }
        #expect(error?.diagnostic.location?.path == folder.file("sdtm/ex.csv"))
    }

    @Test(arguments: ["sdtm/ex.csv", "sdtm.carry/ex.ndjson"])
    func aDatasetThatWasChangedInPlaceIsNotReplaced(_ name: String) throws {
        let folder = try TemporaryFolder()
        _ = try run(folder)
        var bytes = try readBytes(folder.file(name))
        bytes[bytes.count / 2] ^= 1
        try folder.write(bytes, to: name)
        let error = #expect(throws: SDTMMappingError.self) { _ = try run(folder) }
        #expect(error?.diagnostic.location?.path == folder.file(name))
        #expect(try readBytes(folder.file(name)) == bytes)
    }

    @Test func countsGoToTheAccounts() throws {
        let encoded = try bench.encode(patient())
        var accounts = Accounts()
        encoded.book(into: &accounts, plan: try bench.plan())
        #expect(accounts.derived["EX.EXSTDY"] == 1)
        #expect(accounts.derived["SE.EPOCH"] == nil)
        #expect(encoded.derivedRecords == 3)
    }
}
