import ClinicalModel
import TestSupport
import Testing
import Values

/// The sorted array of fields and values behaves like a dictionary.
struct FieldValuesTests {
    @Test(arguments: 1...20)
    func anyOrderOfSettingAndRemovingIsADictionary(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        var values = FieldValues()
        var expected: [FieldID: Value] = [:]
        // Few fields, so that overwriting and removing happen often; sometimes all.
        let fields = Array(FieldID.allCases.shuffled(using: &random).prefix(seed % 3 == 0 ? 300 : 12))
        for _ in 0..<400 {
            let field = fields[Int.random(in: 0..<fields.count, using: &random)]
            let value: Value? =
                switch Int.random(in: 0..<4, using: &random) {
                case 0: nil
                case 1: .number(Decimal(significand: Int64.random(in: -9...9, using: &random), scale: 1))
                case 2: .missing(.null)
                default: .text(random.hostileText(upTo: 6))
                }
            values[field] = value
            expected[field] = value
            #expect(values[field] == value)
        }
        #expect(values.entries.count == expected.count)
        for field in FieldID.allCases { #expect(values[field] == expected[field]) }
        let numbers = values.entries.map(\.field.rawValue)
        #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test(arguments: 1...20)
    func aDraftHandsOverWhatFieldValuesWouldHold(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        var draft = FieldDraft()
        // The same draft again and again: nothing of one record may stay for the next.
        for _ in 0..<5 {
            var expected = FieldValues()
            let fields = Array(FieldID.allCases.shuffled(using: &random).prefix(seed % 3 == 0 ? 400 : 12))
            for _ in 0..<200 {
                let field = fields[Int.random(in: 0..<fields.count, using: &random)]
                let isRemoved = Int.random(in: 0..<4, using: &random) == 0
                let value: Value? = isRemoved ? nil : .text(random.hostileText(upTo: 30))
                draft[field] = value
                expected[field] = value
                #expect(draft[field] == value)
                #expect(draft.holds(field) == (value != nil))
            }
            #expect(draft.count == expected.entries.count)
            #expect(FieldValues(taking: &draft) == expected)
            #expect(draft.count == 0)
            #expect(FieldValues(taking: &draft) == FieldValues())
        }
    }

    @Test func removingTheLastAndTheAbsentChangesNothingElse() {
        var values = FieldValues()
        values[.term] = .text("Fever")
        values[.grade] = nil
        values[.outcome] = nil
        #expect(values.entries.map(\.field) == [.term])
        values[.term] = nil
        #expect(values.entries.isEmpty)
    }
}
