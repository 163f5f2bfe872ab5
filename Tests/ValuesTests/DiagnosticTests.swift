import Testing
import Values

@Suite("Diagnostics") struct DiagnosticTests {
    private let diagnostic = Diagnostic(
        "odm.impossible-date", .error, "this date does not exist", remedy: "correct it in the export",
        at: Location(path: "a.xml", line: 3, column: 14), patient: "001", value: "2020-02-30")

    @Test func aPatientsValueIsShownOnlyOnRequest() {
        #expect(diagnostic.text() == "a.xml:3:14: error: this date does not exist; correct it in the export")
        #expect(
            diagnostic.text(showValues: true)
                == "a.xml:3:14: error: this date does not exist (value: 2020-02-30); correct it in the export")
    }

    @Test func placesAreWrittenAsFarAsTheyAreKnown() {
        #expect(Location(path: "a.xml").description == "a.xml")
        #expect(Location(path: "a.xml", line: 3).description == "a.xml:3")
        #expect(Location(path: "ae.xpt", record: 12).description == "ae.xpt: record 12")
    }

    @Test func severitiesAreOrdered() {
        #expect(Diagnostic.Severity.allCases.sorted(by: >) == [.error, .warning, .note])
    }
}
