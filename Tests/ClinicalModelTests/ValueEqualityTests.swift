import ClinicalModel
import Testing
import Values

/// When two values say the same, and when they are only spelt the same.
struct ValueEqualityTests {
    private func areEqual(
        _ left: Value?, _ right: Value?, field: FieldID = .start, scope: ComparisonScope = .semantic
    ) -> Bool {
        func patient(_ value: Value?) -> Patient {
            var patient = Patient(key: PatientKey(study: "S", subject: "1"))
            var record = Record(kind: .adverseEvent, key: RecordKey("K"))
            record.values[field] = value
            patient.records = [record]
            return patient
        }
        return patient(left).isEqual(to: patient(right), scope: scope)
    }

    private func date(_ text: String) throws -> Value { .date(try #require(PartialDate(iso8601: text))) }
    private func number(_ text: String) throws -> Value { .number(try #require(Decimal(text))) }

    @Test(arguments: [
        ("2018-03-01T10:30+01:00", "2018-03-01T09:30Z", true),
        ("2018-03-01T23:30:05-02:00", "2018-03-02T01:30:05Z", true),
        ("2018-03-01", "2018-03", false), ("2018-03-01T10:30", "2018-03-01", false),
        ("2018-03-01T10:30:00", "2018-03-01T10:30", false), ("2018-03-01T10:30", "2018-03-01T10:30Z", false),
        ("2003---15", "2003---15", true), ("2003---15", "2003", false),
        ("2018-03-01T10:30:00.5", "2018-03-01T10:30:00.50", false),
    ])
    func datesAreMomentsAtTheirPrecision(a: String, b: String, equal: Bool) throws {
        #expect(areEqual(try date(a), try date(b)) == equal)
        #expect(areEqual(try date(b), try date(a)) == equal)
        #expect(areEqual(try date(a), try date(b), scope: .lexical) == (a == b))
    }

    @Test(arguments: [
        ("7.0", "7.0", true, true), ("7.0", "7", false, false), ("7.0", "7.00", false, false),
        ("1E2", "100", true, false),
        ("0.10", "0.1", false, false), ("1.5E1", "15", true, true), ("-7", "7", false, false),
    ])
    func decimalsAreComparedWithTheirDigits(a: String, b: String, equal: Bool, lexically: Bool) throws {
        #expect(areEqual(try number(a), try number(b), field: .timePointNumber) == equal)
        #expect(areEqual(try number(a), try number(b), field: .timePointNumber, scope: .lexical) == lexically)
    }

    @Test func verbatimTextIsComparedByteByByte() {
        #expect(areEqual(.text("h\u{E9}moglobine"), .text("h\u{E9}moglobine"), field: .term))
        #expect(!areEqual(.text("h\u{E9}moglobine"), .text("he\u{301}moglobine"), field: .term))
        #expect(!areEqual(.text("Fever"), .text("FEVER"), field: .term))
        #expect(!areEqual(.text("Fever "), .text("Fever"), field: .term))
        #expect(!areEqual(.text("7"), .number(Decimal(significand: 7)), field: .timePointNumber))
    }

    @Test func missingReasonsCount() {
        #expect(areEqual(.missing(.reason("ASKU")), .missing(.reason("ASKU"))))
        #expect(!areEqual(.missing(.reason("ASKU")), .missing(.reason("NASK"))))
        #expect(!areEqual(.missing(.null), nil))
        #expect(!areEqual(.missing(.null), .missing(.notDone(nil))))
        #expect(!areEqual(.missing(.special(0x41)), .missing(.special(0x42))))
    }

    @Test func theOrderOfCodesIsSpelling() {
        let (a, b) = (Value.set(["A", "B"]), Value.set(["B", "A"]))
        #expect(areEqual(a, b, field: .otherActionTaken))
        #expect(!areEqual(a, b, field: .otherActionTaken, scope: .lexical))
        #expect(!areEqual(a, .set(["A", "B", "B"]), field: .otherActionTaken))
    }

    /// A stored derived value is an override, and its loss a difference; what a door stores in any case is none.
    @Test func derivedValuesCountWhereTheyAreStored() {
        let seven = Value.number(Decimal(significand: 7))
        let eight = Value.number(Decimal(significand: 8))
        #expect(!areEqual(seven, eight, field: .startDay))
        #expect(!areEqual(seven, nil, field: .startDay))
        #expect(!areEqual(seven, eight, field: .sequence))
        #expect(areEqual(seven, nil, field: .sequence))
        #expect(areEqual(nil, seven, field: .visitNumber))
    }
}
