import ClinicalModel
import TestSupport
import Testing
import Values

/// Comparison of made-up patients: order says nothing, every change says something.
struct ComparisonPropertyTests {
    private static func patient(_ random: inout SeededGenerator) -> Patient {
        var patient = Patient(key: PatientKey(study: "S", subject: "001"))
        for index in 0..<Int.random(in: 1...30, using: &random) {
            let kind: EntityKind = [.adverseEvent, .laboratory, .exposure].randomElement(using: &random) ?? .visit
            // Few keys and few values, so that keys and whole records repeat.
            let isWeak = Bool.random(using: &random)
            let key = isWeak ? "W[\(index)]" : "K[\(Int.random(in: 1...20, using: &random))]"
            var record = Record(kind: kind, key: RecordKey(key, isWeak: isWeak))
            for field in kind.fields.shuffled(using: &random).prefix(3) {
                record.values[field] = .text(
                    ["a", "b", random.hostileText(upTo: 3)].randomElement(using: &random) ?? "")
            }
            if Bool.random(using: &random) {
                record.supplements.append(Supplement(address: "I.\(index % 3)", value: .text("s")))
            }
            patient.records.append(record)
        }
        return patient
    }

    @Test(arguments: 1...60)
    func anyOrderIsTheSamePatient(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let patient = Self.patient(&random)
        var shuffled = patient
        shuffled.records.shuffle(using: &random)
        #expect(patient.differences(from: shuffled) == [])
        #expect(patient.differences(from: patient, scope: .lexical) == [])
    }

    @Test(arguments: 1...60)
    func everyChangeIsFoundFromBothSides(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let patient = Self.patient(&random)
        var changed = patient
        changed.records.shuffle(using: &random)
        let index = Int.random(in: 0..<changed.records.count, using: &random)
        switch seed % 4 {
        case 0: changed.records.remove(at: index)
        case 1: changed.records.append(changed.records[index])
        case 2: changed.records[index].supplements.append(Supplement(address: "new", value: .text("x")))
        default: changed.records[index].values[.location] = .text("a value that stands nowhere else")
        }
        let found = patient.differences(from: changed)
        #expect(!found.isEmpty)
        let back = changed.differences(from: patient)
        #expect(back.count == found.count)
        #expect(Set(back.map(\.place)) == Set(found.map(\.place)))
    }
}
