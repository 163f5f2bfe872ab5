import ClinicalModel
import Testing
import Values

/// What a record takes and refuses.
struct RecordFieldTests {
    private let origin = Origin(source: 1, line: 7, column: 3)

    private func record(_ kind: EntityKind) -> Record { Record(kind: kind, key: RecordKey("K"), origin: origin) }

    @Test func aValueOfTheFieldsTypeIsSetAndRead() throws {
        var event = record(.adverseEvent)
        try event.set(.term, .text("Fever"))
        try event.set(.start, .date(try #require(PartialDate(iso8601: "2018-03"))))
        try event.set(.grade, .missing(.reason("ASKU")))
        #expect(event.get(.term) == .text("Fever"))
        #expect(event.date(.start)?.description == "2018-03")
        #expect(event.text(.grade) == nil)
        #expect(event.missing(.grade) == .reason("ASKU"))
        #expect(event.missing(.term) == nil)
        event.remove(.grade)
        #expect(event.get(.grade) == nil)
    }

    @Test(arguments: [
        (EntityKind.adverseEvent, FieldID.start, Value.text("2018-03-01")),
        (.adverseEvent, .term, .number(Decimal(significand: 4711))),
        (.exposure, .dose, .text("15")), (.exposure, .dose, .set(["1", "2"])),
        (.subject, .race, .text("WHITE")), (.subject, .birthDate, .number(Decimal(significand: 2010))),
    ])
    func aValueOfAnotherTypeIsRefused(kind: EntityKind, field: FieldID, value: Value) throws {
        var target = record(kind)
        let before = target
        let error = #expect(throws: ClinicalModelError.self) { try target.set(field, value) }
        #expect(target == before)
        let diagnostic = try #require(error?.diagnostic(sources: ["a.xml", "b.xml"]))
        #expect(diagnostic.code == "model.wrong-type")
        #expect(diagnostic.location == Location(path: "b.xml", line: 7, column: 3))
        #expect(diagnostic.message.contains("'\(field.name)'"))
        if let text = value.text { #expect(!diagnostic.text().contains(text)) }
    }

    @Test func aFieldOfAnotherClassIsRefused() throws {
        var event = record(.adverseEvent)
        let error = #expect(throws: ClinicalModelError.self) {
            try event.set(.dose, .number(Decimal(significand: 15)))
        }
        #expect(error?.diagnostic.code == "model.field-not-held")
        #expect(error?.description.contains("'adverseEvent' has no field 'dose'") == true)
        #expect(event.values.entries.isEmpty)
    }

    @Test func aTextFieldTakesSeveralCodes() throws {
        var event = record(.adverseEvent)
        try event.set(.otherActionTaken, .set(["TRANSFUSION", "ANTIBIOTICS"]))
        #expect(event.codes(.otherActionTaken) == ["TRANSFUSION", "ANTIBIOTICS"])
        try event.set(.otherActionTaken, .text("TRANSFUSION"))
        #expect(event.codes(.otherActionTaken) == ["TRANSFUSION"])
        try event.set(.otherActionTaken, .missing(.null))
        #expect(event.codes(.otherActionTaken) == [])
    }

    @Test func storedDerivedValuesAreFound() throws {
        var subject = record(.subject)
        try subject.set(.sex, .text("F"))
        #expect(Array(subject.storedDerivedValues).isEmpty)
        try subject.set(.age, .number(Decimal(significand: 7)))
        #expect(subject.storedDerivedValues.map(\.field) == [.age])
    }
}
