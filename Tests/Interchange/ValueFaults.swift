import Rialto
import TestSupport
import Testing

/// Values that cannot be carried as the mapping says. The run stops at the first, or, with `--keep-going`, leaves it out,
/// lists it and carries all the rest.
struct ValueFaults {
    struct Case: CustomTestStringConvertible, Sendable {
        let input: String
        let message: String
        /// Who arrives with `--keep-going`.
        var arrive = ["001", "002", "003"]
        /// A variable of AE (of DM for the second subject's sex) with what its rows then hold.
        var dataset = "ae"
        var variable = "AETERM"
        var values = ["Headache", "Headache", "Nausea"]
        /// How many values are refused.
        var refused = 1
        var testDescription: String { input }
    }

    static let cases = [
        Case(
            input: "duplicate-keys.xml",
            message: "duplicate-keys.xml:53:7: error: the same group comes twice with different values: "
                + "SE.1/F.1/IG.AE; the first, at duplicate-keys.xml:48:7, is kept; correct the repeat keys, or give one "
                + "file"),
        Case(
            input: "duplicate-item.xml",
            message: "duplicate-item.xml:52:9: error: the same item comes twice with different values: "
                + "SE.1/F.1/IG.AE/I.AESEV; the first value is kept", variable: "AESEV",
            values: ["MODERATE", "MODERATE", "MODERATE"]),
        Case(
            input: "update-missing.xml",
            message:
                "update-missing.xml:70:7: error: Update of what does not exist: SE.1/F.1/IG.AE; give the file that "
                + "inserts it before this one; it and all in it is left out",
            values: ["Headache", "Headache", "Headache"]),
        Case(
            input: "undefined-oid.xml",
            message:
                "undefined-oid.xml:51:9: error: item 'I.AESEVV' is not defined in the export's metadata; correct the "
                + "OID in the source, or give the metadata that define it by --metadata", variable: "AESEV",
            values: ["MODERATE", "", "MODERATE"], refused: 0),
        Case(
            input: "undefined-group.xml",
            message: "undefined-group.xml:48:7: error: ItemGroupData 'IG.AEE' is not defined in the export's metadata; "
                + "correct the OID in the source, or give the metadata that define it by --metadata",
            values: ["Headache", "Nausea"], refused: 0),
        Case(
            input: "not-in-code-list.xml",
            message: "not-in-code-list.xml:45:9: error: the value of item 'I.SEX' is not in the export's code list; "
                + "correct it in the source, or map its code with 'map'", dataset: "dm", variable: "SEX",
            values: ["F", "", "F"]),
        Case(
            input: "not-in-mapping-list.xml",
            message:
                "not-in-mapping-list.xml:51:9: error: the code of item 'I.AESEV' is not in the mapping's list; add "
                + "the code to the list, or say else: keep", variable: "AESEV", values: ["MODERATE", "", "MODERATE"]),
        Case(
            input: "impossible-date.xml",
            message:
                "impossible-date.xml:50:9: error: item 'I.AESTDAT' is not a date that exists in any of the formats "
                + "of the mapping; correct it in the source, or add its format to the line", variable: "AESTDTC",
            values: ["2019-05-06", "", "2019-05-06"]),
        Case(
            input: "no-subject-key.xml",
            message: "no-subject-key.xml:42:5: error: SUBJID cannot be made: the patient has no subject key; "
                + "map it, or change the pattern in study.yaml", arrive: ["001", "003"],
            values: ["Headache", "Nausea"], refused: 0),
    ]

    @Test(arguments: cases) func `stops with one located message`(_ fault: Case) async throws {
        let run = try await FaultRun(fault.input)
        #expect(run.exit == .unreadable)
        #expect(run.errors == [fault.message])
        #expect(run.left == [])
    }

    @Test(arguments: cases) func `lists it and carries the rest`(_ fault: Case) async throws {
        let run = try await FaultRun(fault.input, keepGoing: true)
        #expect(run.exit == .issues)
        #expect(run.listed == [fault.message])
        #expect(run.patients == fault.arrive)
        #expect(run.column(fault.variable, of: fault.dataset) == fault.values)
        #expect(run.summary.contains("source values is accounted for"))
        #expect(run.summary.contains("\(fault.refused)  refused\n") == (fault.refused > 0))
    }

    @Test func `a patient's value is shown only on request`() async throws {
        let silent = try await FaultRun("impossible-date.xml", keepGoing: true)
        #expect(!silent.summary.contains("2020-02-30"))
        let stopped = try await FaultRun("impossible-date.xml")
        #expect(!stopped.errors.joined().contains("2020-02-30"))
        let shown = try await FaultRun("impossible-date.xml", showValues: true)
        #expect(shown.errors.joined().contains("(value: 2020-02-30)"))
    }

    @Test func `quiet still says what was refused`() async throws {
        let run = try await FaultRun(["impossible-date.xml"], keepGoing: true, quiet: true)
        #expect(run.exit == .issues)
        #expect(run.summary.isEmpty)
        #expect(run.errors.count == 1)
        #expect(run.errors.first?.hasPrefix("impossible-date.xml:50:9: error: ") == true)
    }

    @Test func `a removed subject is gone without a fault`() async throws {
        let run = try await FaultRun("subject-removed.xml")
        #expect(run.exit == .done)
        #expect(run.patients == ["001", "003"])
        #expect(run.column("AETERM", of: "ae").count == 2)
        #expect(run.summary.contains("replaced or removed later in the source"))
    }

    @Test func `strict refuses to drop an audit trail`() async throws {
        let run = try await FaultRun(["audit.xml"]) { $0.strict = true }
        #expect(run.exit == .unreadable)
        #expect(
            run.errors == [
                "audit.xml: error: 1 audit records, signatures, queries and annotations would not be carried; use "
                    + "--keep-audit, or leave out --strict"
            ])
        #expect(run.left == [])
        let kept = try await FaultRun(["audit.xml"]) {
            $0.strict = true
            $0.keepAudit = true
        }
        #expect(kept.exit == .done)
    }

    @Test func `strict refuses what keep-going would leave out, and lists it`() async throws {
        let folder = try TemporaryFolder()
        let run = try await FaultRun(["impossible-date.xml"], keepGoing: true, in: folder) {
            $0.strict = true
            $0.reports = [ReportFile(path: folder.file("r.json"))].compactMap { $0 }
        }
        #expect(run.exit == .unreadable)
        #expect(
            run.errors == [
                "impossible-date.xml:50:9: error: 1 values are refused, 1 errors are listed; --report lists them, one by "
                    + "one; mend them, or leave out --strict"
            ])
        #expect(run.left == ["r.json"])
        #expect(String(decoding: try readBytes(folder.file("r.json")), as: UTF8.self).contains("impossible-date.xml"))
    }

    @Test(arguments: ["truncated.xml", "duplicate-keys.xml", "update-missing.xml", "undefined-oid.xml"])
    func `strict refuses every kind of loss`(_ input: String) async throws {
        let run = try await FaultRun([input], keepGoing: true) { $0.strict = true }
        #expect(run.exit == .unreadable)
        #expect(run.errors.first?.contains("leave out --strict") == true)
        #expect(run.left == [])
    }

    @Test func `strict lets a sound export pass`() async throws {
        #expect(try await FaultRun(["sound.xml"]) { $0.strict = true }.exit == .done)
    }

    @Test func `associations are counted, kept audit or not`() async throws {
        let association = "<Association StudyOID=\"S.FAULTS\" MetaDataVersionOID=\"MDV.1\"/>\n</ODM>"
        let text = try Fixtures.text("Interchange/sound.xml").replacing("</ODM>", with: association)
        let folder = try TemporaryFolder()
        let path = try folder.write(text, to: "association.xml")
        let run = try await FaultRun([path], in: folder) {
            $0.strict = true
            $0.keepAudit = true
        }
        #expect(run.exit == .unreadable)
        #expect(run.errors.first?.hasPrefix("association.xml: error: 1 audit records, signatures") == true)
    }
}
