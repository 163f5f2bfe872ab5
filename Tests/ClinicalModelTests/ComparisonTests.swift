import ClinicalModel
import Testing
import Values

/// What counts as a difference between two readings of a patient, and what does not.
struct ComparisonTests {
    private func patient(_ change: (inout Patient) -> Void = { _ in }) -> Patient {
        var patient = Patient(key: PatientKey(study: "S", subject: "001"))
        change(&patient)
        return patient
    }

    private func record(
        _ kind: EntityKind, _ key: String, weak: Bool = false, _ values: [FieldID: Value]
    ) -> Record {
        var record = Record(kind: kind, key: RecordKey(key, isWeak: weak))
        for (field, value) in values { record.values[field] = value }
        return record
    }

    private func record(_ values: [FieldID: Value]) -> Record { record(.adverseEvent, "AE[1]", values) }

    private func differences(
        _ left: [Record], _ right: [Record], scope: ComparisonScope = .semantic
    ) -> [Difference] {
        patient { $0.records = left }.differences(from: patient { $0.records = right }, scope: scope)
    }

    @Test func aPatientIsEqualToItself() {
        let one = patient {
            $0.records = [record([.term: .text("Fever")]), record([.term: .text("Fever")])]
            $0.relations = [Relation(id: "1", members: [RecordKey("AE[1]")])]
            $0.supplements = [Supplement(address: "a", value: .text("x"))]
        }
        #expect(one.isEqual(to: one))
        #expect(one.isEqual(to: one, scope: .lexical))
    }

    @Test func aDifferenceNamesPatientRecordFieldAndBothValues() {
        let found = differences([record([.grade: .text("3")])], [record([.grade: .text("4")])])
        #expect(
            found == [
                Difference(
                    patient: PatientKey(study: "S", subject: "001"), record: RecordKey("AE[1]"), kind: .adverseEvent,
                    place: .field(.grade), left: .text("3"), right: .text("4"))
            ])
    }

    @Test func aFieldOfOneSideIsADifferenceWithoutAnOtherValue() {
        let found = differences(
            [record([.term: .text("F"), .grade: .text("3")])], [record([.term: .text("F"), .outcome: .text("FATAL")])])
        #expect(found.map(\.place) == [.field(.grade), .field(.outcome)])
        #expect(found.map(\.left) == [.text("3"), nil])
        #expect(found.map(\.right) == [nil, .text("FATAL")])
    }

    @Test func theSubjectAndThePatientsKeyAreCompared() {
        let left = patient { $0.subject.values[.sex] = .text("F") }
        var right = patient { $0.subject.values[.sex] = .text("M") }
        right.key.subject = "002"
        #expect(left.differences(from: right).map(\.place) == [.patientKey, .field(.sex)])
    }

    @Test func orderAndOriginsCountOnlyLexically() {
        var moved = record(.adverseEvent, "AE[2]", [.term: .text("Rash")])
        moved.origin = Origin(source: 0, line: 9)
        let left = [record([.term: .text("Fever")]), record(.adverseEvent, "AE[2]", [.term: .text("Rash")])]
        let right = [moved, record([.term: .text("Fever")])]
        #expect(differences(left, right).isEmpty)
        #expect(differences(left, right, scope: .lexical).map(\.place) == [.origin, .order])
    }

    @Test func aRecordOfOneSideIsReportedOnce() {
        let extra = record(.medicalHistory, "MH[1]", [.term: .text("Asthma"), .occurrence: .text("Y")])
        let found = differences([record([:]), extra], [record([:])])
        #expect(found.map(\.place) == [.record])
        #expect(found.map(\.record) == [RecordKey("MH[1]")])
        #expect(found[0].left == .text("medicalHistory") && found[0].right == nil)
        #expect(differences([], [extra]).map(\.right) == [.text("medicalHistory")])
    }

    @Test func aRecordThatBecameAnotherKindIsTwoDifferences() {
        let found = differences(
            [record(.adverseEvent, "K", [.term: .text("X")])], [record(.medicalHistory, "K", [.term: .text("X")])])
        #expect(found.map(\.place) == [.record, .record])
        #expect(found.map(\.kind) == [.adverseEvent, .medicalHistory])
    }

    @Test func identicalRecordsCompareAsMultisets() {
        let fever = record([.term: .text("Fever")])
        let rash = record([.term: .text("Rash")])
        #expect(differences([fever, rash, fever], [rash, fever, fever]).isEmpty)
        #expect(differences([fever, fever, rash], [fever, rash, rash]).map(\.place) == [.field(.term)])
        #expect(differences([fever, fever], [fever]).map(\.place) == [.record])
        #expect(differences([fever], [fever, fever]).map(\.place) == [.record])
    }

    @Test func weakKeysFollowWhatTheRecordsSay() {
        func lab(_ ordinal: Int, _ result: String) -> Record {
            record(.laboratory, "LB[\(ordinal)]", weak: true, [.testCode: .text("WBC"), .original: .text(result)])
        }
        #expect(differences([lab(1, "4.0"), lab(2, "5.0")], [lab(1, "5.0"), lab(2, "4.0")]).isEmpty)
        // One removed in front: the others moved up.
        let found = differences([lab(1, "4.0"), lab(2, "5.0"), lab(3, "6.0")], [lab(1, "5.0"), lab(2, "6.0")])
        #expect(found.map(\.place) == [.record])
        #expect(found.map(\.record) == [RecordKey("LB[1]", isWeak: true)])
        let changed = differences([lab(1, "4.0"), lab(2, "5.0")], [lab(1, "5.0"), lab(2, "4.1")])
        #expect(changed.map(\.place) == [.field(.original)])
        #expect(differences([lab(1, "4.0")], [lab(2, "4.0")], scope: .lexical).map(\.place) == [.key])
    }

    /// Strong keys decide: two records that swapped their values are two changes, not a new order.
    @Test func strongKeysDecideWhateverTheRecordsSay() {
        let a = record(.adverseEvent, "AE[1]", [.term: .text("Fever")])
        let b = record(.adverseEvent, "AE[2]", [.term: .text("Rash")])
        let found = differences(
            [a, b],
            [
                record(.adverseEvent, "AE[1]", [.term: .text("Rash")]),
                record(.adverseEvent, "AE[2]", [.term: .text("Fever")]),
            ])
        #expect(found.map(\.place) == [.field(.term), .field(.term)])
    }

    @Test func referencesToWeakKeysFollowTheirRecords() {
        func lesions(_ first: String, _ second: String, parent: String) -> Patient {
            patient {
                $0.records = [
                    record(.lesion, "TU[1]", weak: true, [.linkID: .text(first)]),
                    record(.lesion, "TU[2]", weak: true, [.linkID: .text(second)]),
                    record(.lesionMeasurement, "TR[k]", [.standard: .text("PRESENT")]),
                ]
                $0.records[2].parent = RecordKey(parent, isWeak: true)
                $0.relations = [Relation(id: "7", members: [RecordKey(parent), RecordKey("TR[k]")])]
            }
        }
        let left = lesions("T1", "T2", parent: "TU[1]")
        #expect(left.differences(from: lesions("T2", "T1", parent: "TU[2]")).isEmpty)
        // The same key now means the other lesion.
        let found = left.differences(from: lesions("T2", "T1", parent: "TU[1]"))
        #expect(found.map(\.place) == [.parent, .relation(id: "7")])
    }

    @Test func aCycleIsComparedByTheRecordThatItNames() {
        func course(_ first: Int64, _ second: Int64, cycle: String) -> Patient {
            patient {
                $0.records = [
                    record(.cycle, "C[1]", weak: true, [.cycleNumber: .number(Decimal(significand: first))]),
                    record(.cycle, "C[2]", weak: true, [.cycleNumber: .number(Decimal(significand: second))]),
                    record(.exposure, "EX[a]", [.cycle: .text(cycle)]),
                ]
            }
        }
        #expect(course(1, 2, cycle: "C[1]").isEqual(to: course(2, 1, cycle: "C[2]")))
        #expect(
            course(1, 2, cycle: "C[1]").differences(from: course(2, 1, cycle: "C[1]")).map(\.place) == [.field(.cycle)])
    }

    @Test func relationsCompareByTypeAndMembers() {
        func related(_ id: String, _ members: [String], _ type: String = "") -> Patient {
            patient { $0.relations = [Relation(id: id, members: members.map { RecordKey($0) }, type: type)] }
        }
        #expect(related("1", ["A", "B"]).isEqual(to: related("2", ["B", "A"])))
        #expect(!related("1", ["A", "B"]).isEqual(to: related("2", ["B", "A"]), scope: .lexical))
        #expect(!related("1", ["A", "B"]).isEqual(to: related("1", ["A", "B"], "MANY")))
        let found = related("1", ["A", "B"]).differences(from: related("1", ["A", "C"]))
        #expect(found.map(\.place) == [.relation(id: "1")])
        #expect(found.map(\.right) == [.text("A, C")])
        #expect(related("1", ["A"]).differences(from: patient()).map(\.right) == [nil])
    }

    @Test func supplementsCompareAsMultisetsByAddress() {
        func with(_ supplements: [Supplement]) -> [Record] {
            var record = record([:])
            record.supplements = supplements
            return [record]
        }
        let a = Supplement(address: "I.A", name: "AEESI", label: "Special", value: .text("Y"))
        let b = Supplement(address: "I.B", value: .number(Decimal(significand: 70, scale: 1)))
        #expect(differences(with([a, b, b]), with([b, a, b])).isEmpty)
        #expect(differences(with([a, b]), with([b, a]), scope: .lexical).map(\.place) == [.order])
        #expect(differences(with([a, b, b]), with([b, a])).map(\.place) == [.supplement(address: "I.B", .value)])
        var changed = a
        changed.label = "Other"
        changed.value = .text("N")
        let found = differences(with([a]), with([changed]))
        #expect(found.map(\.place) == [.supplement(address: "I.A", .value), .supplement(address: "I.A", .label)])
        #expect(found.map(\.record) == [RecordKey("AE[1]"), RecordKey("AE[1]")])
        var own = patient()
        own.supplements = [a]
        #expect(own.differences(from: patient()).map(\.record) == [nil])
    }
}
