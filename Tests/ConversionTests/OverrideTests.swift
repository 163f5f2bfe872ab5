import Conversion
import Mapping
import SDTM
import TestSupport
import Testing
import Values

/// What SDTM derives and the source says differently (law 4): the source's value stands in the dataset and is reported.
struct OverrideTests {
    private let mapping = """
        language: 1
        itemGroups:
          - oid: IG.DM
            entity: subject
            items:
              - {oid: I.BIRTH, field: birthDate}
              - {oid: I.AGE, field: age}
              - {oid: I.AGEU, field: ageUnit}
              - {oid: I.RFST, field: referenceStart}
          - oid: IG.EX
            entity: exposure
            items: [{oid: I.TRT, field: treatment}, {oid: I.EXST, field: start}]
          - oid: IG.VS
            entity: vitalSigns
            items:
              - {oid: I.RES, field: original}
              - {oid: I.DAT, field: date}
              - {oid: I.DY, field: day}
              - {oid: I.EPOCH, field: epoch}
              - {oid: I.ORD, field: elementOrder}
              - {oid: I.VN, field: visitNumber}
              - {oid: I.VD, field: visitDay}
        """

    private let study = """
        studyID: S
        usubjid: "{STUDYID}-{SUBJID}"
        referenceDates: {RFSTDTC: {first: exposure.start}}
        epochs: [SCREENING, TREATMENT]
        elements:
          - {code: SCRN, name: Screening, epoch: SCREENING, starts: {subject: informedConsent}}
          - {code: TRT, name: Treatment, epoch: TREATMENT, starts: {first: exposure.start}}
        arms:
          - {code: A, name: A, path: [SCRN, TRT]}
        visits:
          - {number: 1, name: BASELINE, day: 1, studyEventOID: SE}

        """

    private func group(_ oid: String, _ items: [String: String]) -> String {
        let values = items.sorted { $0.key < $1.key }.map { "<ItemData ItemOID=\"\($0)\" Value=\"\($1)\"/>" }
        return "<ItemGroupData ItemGroupOID=\"\(oid)\">\(values.joined())</ItemGroupData>"
    }

    /// Converts one patient, born 2010-01-01 and treated from 2020-01-01 on, who had a measurement on 2020-01-03.
    private func convert(
        subject: [String: String], measurement: [String: String]
    ) async throws -> (cells: [String: String], overridden: [String]) {
        let folder = try TemporaryFolder()
        let groups =
            group("IG.DM", ["I.BIRTH": "2010-01-01"].merging(subject) { $1 })
            + group("IG.EX", ["I.TRT": "X", "I.EXST": "2020-01-01"])
            + group("IG.VS", ["I.RES": "1", "I.DAT": "2020-01-03"].merging(measurement) { $1 })
        let input = try folder.write(
            """
            <ODM xmlns="http://www.cdisc.org/ns/odm/v1.3" ODMVersion="1.3.2" FileType="Snapshot" FileOID="F" \
            CreationDateTime="2021-01-01T00:00:00"><ClinicalData StudyOID="S" MetaDataVersionOID="1"><SubjectData \
            SubjectKey="1"><StudyEventData StudyEventOID="SE"><FormData FormOID="F">\(groups)</FormData></StudyEventData>\
            </SubjectData></ClinicalData></ODM>
            """, to: "in.xml")
        let document = try MappingDocument(text: mapping, path: "mapping.yaml") { (path) throws(MappingError) in
            throw .missingKey(path, in: "test", at: Location(path: path))
        }
        var conversion = ODMToSDTM(
            inputs: [input], mapping: document, study: try StudyFile.parse(text: study, path: "study.yaml"),
            domains: try DomainMapping.embedded(), output: folder.file("out"),
            timestamp: try #require(PartialDate(year: 2024, month: 1, day: 1)))
        conversion.format = .csv
        conversion.keepGoing = true
        let accounts = try await conversion.run()
        var cells: [String: String] = [:]
        for dataset in ["dm", "vs"] {
            let lines = String(decoding: try readBytes(folder.file("out/\(dataset).csv")), as: UTF8.self)
                .split(whereSeparator: \.isNewline).map { $0.split(separator: ",", omittingEmptySubsequences: false) }
            try #require(lines.count == 2)
            for (name, value) in zip(lines[0], lines[1]) { cells[String(name)] = String(value) }
        }
        let overrides = accounts.diagnostics.filter { $0.code.hasSuffix("override") }.flatMap(\.first).map(\.message)
        return (cells, overrides)
    }

    @Test func withoutAStatementValuesAreDerived() async throws {
        let (cells, overridden) = try await convert(subject: [:], measurement: [:])
        #expect(cells["AGE"] == "10" && cells["AGEU"] == "YEARS" && cells["RFSTDTC"] == "2020-01-01")
        #expect(cells["VSDY"] == "3" && cells["EPOCH"] == "TREATMENT" && cells["TAETORD"] == "2")
        #expect(cells["VISITNUM"] == "1" && cells["VISIT"] == "BASELINE" && cells["VISITDY"] == "1")
        #expect(overridden == [])
    }

    @Test func theSameStatementIsNoOverride() async throws {
        let (cells, overridden) = try await convert(
            subject: ["I.AGE": "10", "I.AGEU": "YEARS", "I.RFST": "2020-01-01"],
            measurement: ["I.DY": "3", "I.EPOCH": "TREATMENT", "I.ORD": "2", "I.VN": "1", "I.VD": "1"])
        #expect(cells["AGE"] == "10" && cells["VSDY"] == "3" && cells["EPOCH"] == "TREATMENT")
        #expect(overridden == [])
    }

    @Test(arguments: [
        ("I.AGE", "9", "AGE"), ("I.AGEU", "MONTHS", "AGEU"), ("I.RFST", "2019-12-31", "RFSTDTC"),
        ("I.DY", "2", "VSDY"), ("I.EPOCH", "SCREENING", "EPOCH"), ("I.ORD", "1", "TAETORD"),
        ("I.VN", "7", "VISITNUM"), ("I.VD", "9", "VISITDY"),
    ])
    func aDifferentStatementWinsAndIsReported(_ item: String, _ value: String, _ variable: String) async throws {
        let isSubject = ["I.AGE", "I.AGEU", "I.RFST"].contains(item)
        let (cells, overridden) = try await convert(
            subject: isSubject ? [item: value] : [:], measurement: isSubject ? [:] : [item: value])
        #expect(cells[variable] == value)
        // Ten years are not ten months.
        if item == "I.AGEU" { #expect(cells["AGE"] == "") }
        #expect(overridden.count == 1, "\(overridden)")
        #expect(overridden.first?.contains("kept") == true)
    }
}
