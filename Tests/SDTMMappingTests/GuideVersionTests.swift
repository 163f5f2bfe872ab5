import ClinicalModel
import Mapping
import SDTM
import SDTMMapping
import Testing
import Values

/// What differs from one version of the SDTMIG to another.
struct GuideVersionTests {
    var bench = Bench()

    private func adverseEvent(_ key: String = "SE.AE[1]/F.AE/IG.AE[1]", _ values: [FieldID: Value] = [:]) throws
        -> Record
    {
        try record(.adverseEvent, key, [.term: .text("Fever"), .start: .date(date("2019-01-12"))]) {
            for (field, value) in values { $0.values[field] = value }
        }
    }

    @Test func aVariableThatTheVersionLacksGoesToSupplements() throws {
        var bench = bench
        bench.options.sdtmig = "3.3"
        let patient = try patient {
            $0.records.append(try adverseEvent("AE[1]", [.actionTakenWithDevice: .text("NONE")]))
        }
        #expect(try bench.rows("AE", of: [patient]).first?["AEACNDEV"] == nil)
        #expect(try bench.rows("SUPPAE", of: [patient]).map { $0["QNAM"] } == ["AEACNDEV"])
        #expect(try bench.encode(patient).diagnostics.contains { $0.code == "sdtm.variable-not-in-version" })
    }

    /// Every version of the guide gives datasets that can be written: keys that are variables, labels that fit.
    @Test(arguments: ["3.2", "3.3", "3.4"])
    func everyVersionHasDatasetsThatCanBeWritten(version: String) throws {
        var bench = bench
        bench.options.sdtmig = version
        for definition in try bench.plan().datasets {
            let names = Set(definition.variables.map(\.name))
            #expect(definition.keys.allSatisfy(names.contains), "\(definition.name)")
            #expect(definition.variables.allSatisfy { (1...40).contains($0.label.utf8.count) }, "\(definition.name)")
            _ = try DatasetSpool(definition: definition)
        }
    }

    @Test func anOldVersionHasItsOwnOrderAndLabels() throws {
        var bench = bench
        bench.options.sdtmig = "3.2"
        let datasets = try bench.plan().datasets
        let comments = try #require(datasets.first { $0.name == "CO" })
        #expect(
            comments.variables.map(\.name).filter { !$0.hasPrefix("COVAL") || $0 == "COVAL" } == [
                "STUDYID", "DOMAIN", "RDOMAIN", "USUBJID", "COSEQ", "IDVAR", "IDVARVAL", "COREF", "COVAL", "COEVAL",
                "CODTC",
            ])
        let elements = try #require(datasets.first { $0.name == "SE" })
        #expect(elements.variables.map(\.name).suffix(5) == ["SESTDTC", "SEENDTC", "TAETORD", "EPOCH", "SEUPDES"])
        let medication = try #require(datasets.first { $0.name == "CM" })
        #expect(medication.variables.first { $0.name == "CMDUR" }?.label == "Duration of Medication")
    }

    @Test func valuesWithoutAVariableAreCountedOnceAPatient() throws {
        var bench = bench
        bench.options.sdtmig = "3.3"
        let patient = try patient {
            for key in ["AE[1]", "AE[2]"] {
                $0.records.append(try adverseEvent(key, [.actionTakenWithDevice: .text("NONE")]))
            }
        }
        let notes = try bench.encode(patient).diagnostics.filter { $0.code == "sdtm.variable-not-in-version" }
        #expect(notes.map(\.message) == ["SDTMIG 3.3 has no AEACNDEV: its 2 values are in SUPPAE"])
    }
}
