import Foundation
import Rialto
import TestSupport
import Testing
import Values

/// The first whole journey: the model study's exports become SDTM datasets.
@Suite struct ModelStudyTests {
    private static let quiet = Console(
        output: Console.Sink { _ in }, messages: Console.Sink { _ in }, quiet: true, showValues: false,
        isTerminal: false)

    /// Writes the exports of a few patients.
    private func sample(_ patients: Int, _ version: SampleRequest.ODMVersion, in folder: TemporaryFolder) -> [String] {
        var request = SampleRequest(output: folder.file("odm"))
        request.patients = patients
        request.odmVersion = version
        #expect(Verbs.sample(request, console: Self.quiet) == .done)
        return (1...4).map { folder.file("odm/site-0\($0).xml") }
    }

    private func convert(
        _ inputs: [String], to name: String, jobs: Int = 1, in folder: TemporaryFolder
    ) async -> Rialto.ExitCode {
        var options = ConvertOptions(inputs: inputs, target: .sdtm, output: folder.file(name))
        options.mapping = Fixtures.repository + "/mappings/odm/rialto.yaml"
        options.study = Fixtures.repository + "/samples/rialto/study.yaml"
        options.metadata = [folder.file("odm/site-03-metadata.xml")]
        options.sdtmFormat = .csv
        options.jobs = jobs
        options.timestamp = PartialDate(year: 2019, month: 8, day: 1)
        return await Verbs.convert(options, console: Self.quiet)
    }

    /// A dataset's rows by variable. The values looked at here hold no commas, quotes or line breaks.
    private func rows(_ dataset: String, of name: String, in folder: TemporaryFolder) throws -> [[String: String]] {
        let text = try String(contentsOfFile: folder.file("\(name)/\(dataset).csv"), encoding: .utf8)
        let lines = text.split(whereSeparator: \.isNewline).map { line in
            var cells = [""]
            var isQuoted = false
            for character in line {
                if character == "\"" {
                    isQuoted.toggle()
                } else if character == ",", !isQuoted {
                    cells.append("")
                } else {
                    cells[cells.count - 1].append(character)
                }
            }
            return cells
        }
        let names = try #require(lines.first)
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(names, $0)) }
    }

    @Test func whatTheSitesSaidStandsInTheDatasets() async throws {
        let folder = try TemporaryFolder()
        let inputs = sample(5, .v1_3_2, in: folder)
        #expect(await convert(inputs, to: "sdtm", in: folder) == .done)

        let subjects = try rows("dm", of: "sdtm", in: folder)
        #expect(subjects.count == 5)
        #expect(subjects.allSatisfy { $0["USUBJID"] == "RIALTO-MODEL-" + ($0["SUBJID"] ?? "") })
        // C001 of cohort.tsv: a boy of 4094 days at the first dose on 2018-01-26, at site 02.
        let first = try #require(
            subjects.first { $0["SITEID"] == "02" && $0["RFSTDTC"]?.hasPrefix("2018-01-26") == true })
        #expect(first["SEX"] == "M")
        #expect(first["AGE"] == "11")
        #expect(first["AGEU"] == "YEARS")
        #expect(first["BRTHDTC"] == "2006-11-11")
        #expect(first["COUNTRY"] == "DEU")
        #expect(first["DTHFL"] == "")

        let usubjid = try #require(first["USUBJID"])
        let events = try rows("ae", of: "sdtm", in: folder).filter { $0["USUBJID"] == usubjid }
        #expect(events.count == 8)
        let chills = try #require(events.first { $0["AEDECOD"] == "Chills" })
        #expect(chills["AETOXGR"] == "1")
        #expect(chills["AEREL"] == "Y")
        #expect(chills["AESTDTC"] == "2018-02-05")
        #expect(chills["AESTDY"] == "11")
        // Only the month is known: no study day is made up.
        let hypertension = try #require(events.first { $0["AEDECOD"] == "Hypertension" })
        #expect(hypertension["AESTDTC"] == "2018-02")
        #expect(hypertension["AESTDY"] == "")

        let doses = try rows("ex", of: "sdtm", in: folder).filter { $0["USUBJID"] == usubjid }
        #expect(doses.map { $0["EXDOSE"] } == ["5", "15"])
        #expect(doses.allSatisfy { $0["EXDOSU"] == "ug/m2/day" && $0["EPOCH"] == "INDUCTION TREATMENT" })

        let responses = try rows("rs", of: "sdtm", in: folder).filter { $0["RSTESTCD"] == "OVRLRESP" }
        #expect(responses.first { $0["USUBJID"] == usubjid }?["RSSTRESC"] == "CR")
        // Incomplete recovery is a response of its own.
        #expect(responses.contains { $0["RSSTRESC"] == "CRi" })
        // C002 died on day 12 of a sepsis of grade 5.
        let sepsis = try rows("ae", of: "sdtm", in: folder).first { $0["AETOXGR"] == "5" }
        #expect(sepsis?["AEDECOD"] == "Sepsis")
        #expect(sepsis?["AESDTH"] == "Y")
        #expect(sepsis?["AESLIFE"] == "")
    }

    @Test func anyNumberOfJobsWritesTheSameBytes() async throws {
        let folder = try TemporaryFolder()
        let inputs = sample(5, .v1_3_2, in: folder)
        #expect(await convert(inputs, to: "one", in: folder) == .done)
        #expect(await convert(inputs, to: "four", jobs: 4, in: folder) == .done)
        let written = folder.files.filter { $0.hasPrefix("one") }
        #expect(written.count > 50)
        for file in written {
            let other = "four" + file.dropFirst(3)
            #expect(
                try Data(contentsOf: URL(fileURLWithPath: folder.file(file)))
                    == Data(contentsOf: URL(fileURLWithPath: folder.file(other))), "\(file)")
        }
    }

    @Test func bothVersionsOfODMSayTheSame() async throws {
        let old = try TemporaryFolder()
        let new = try TemporaryFolder()
        #expect(await convert(sample(5, .v1_3_2, in: old), to: "sdtm", in: old) == .done)
        #expect(await convert(sample(5, .v2_0, in: new), to: "sdtm", in: new) == .done)
        let datasets = old.files.filter { $0.hasPrefix("sdtm/") }
        #expect(datasets.count > 30)
        for file in datasets {
            #expect(
                try Data(contentsOf: URL(fileURLWithPath: old.file(file)))
                    == Data(contentsOf: URL(fileURLWithPath: new.file(file))), "\(file)")
        }
    }
}
