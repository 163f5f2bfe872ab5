extension Patient {
    /// The logs that run through the study: adverse events, other medication, comments.
    mutating func writeLogs(to writer: inout RecordWriter) {
        writer.event("SE.LOG", on: day(course.lastContact))
        writeAdverseEvents(to: &writer)
        writeMedication(to: &writer)
        writeComments(to: &writer)
    }

    private mutating func writeAdverseEvents(to writer: inout RecordWriter) {
        writer.form("F.AE")
        guard !course.events.isEmpty else {
            writer.group("IG.AE", 1)
            writer.yes("I.AE.YN", false)
            return
        }
        for (index, event) in course.events.enumerated() {
            writer.group("IG.AE", index + 1)
            writeEvent(event, grade: event.grade, to: &writer)
        }
        if writer.errs(onceIn: 4) {
            // An event of another child, with the worst grade its term has.
            let event = draw.pick(course.events)
            writer.group("IG.AE", 900)
            writeEvent(event, grade: terms[event.term].grades.max() ?? event.grade, to: &writer)
            writer.removeGroupLater()
        }
    }

    private mutating func writeEvent(_ event: Course.AdverseEvent, grade: Int, to writer: inout RecordWriter) {
        let term = terms[event.term]
        writer.yes("I.AE.YN", true)
        writer.text("I.AE.TERM", draw.pick(term.verbatims))
        writer.date("I.AE.STDAT", day(event.start), event.startPrecision)
        if let end = event.end {
            writer.date("I.AE.ENDAT", day(end), event.startPrecision)
            writer.yes("I.AE.ONGO", false)
        } else {
            writer.unanswered("I.AE.ENDAT")
            writer.yes("I.AE.ONGO", true)
        }
        let others = term.grades.filter { $0 != grade }
        writer.code("I.AE.GRADE", grade, slip: others.isEmpty ? grade : draw.pick(others))
        writer.yes("I.AE.SER", !event.criteria.isEmpty)
        if !event.criteria.isEmpty { writer.verbatim("I.AE.SERC", event.criteria) }
        writer.yes("I.AE.REL", event.isRelated)
        writer.code("I.AE.ACT", event.action)
        writer.code("I.AE.OUT", event.outcome)
        if !term.interest.isEmpty { writer.verbatim("I.AE.EOI", term.interest) }
        writer.verbatim("I.AE.CTCAE", term.name)
        writer.verbatim("I.AE.CODE", term.code)
        writer.verbatim("I.AE.SOC", term.soc)
        writer.verbatim("I.AE.SOCCD", term.socCode)
    }

    private struct Medication {
        let name, indication, dose: String
        let unit, frequency, route: StaticString
    }

    private static let medications = [
        Medication(
            name: "Dexamethasone", indication: "Premedication", dose: "5", unit: "mg", frequency: "ONCE", route: "IV"),
        Medication(name: "Paracetamol", indication: "Fever", dose: "15", unit: "mg/kg", frequency: "TID", route: "PO"),
        Medication(
            name: "Cotrimoxazole", indication: "Prophylaxis of pneumonia", dose: "2,5", unit: "mg/kg", frequency: "BID",
            route: "PO"),
        Medication(
            name: "Fluconazole", indication: "Prophylaxis of mycosis", dose: "6", unit: "mg/kg", frequency: "QD",
            route: "PO"),
        Medication(
            name: "Ondansetron", indication: "Nausea & vomiting", dose: "0.15", unit: "mg/kg", frequency: "PRN",
            route: "IV"),
        Medication(
            name: "Levetiracetam", indication: "Prophylaxis of seizures", dose: "10-20", unit: "mg/kg",
            frequency: "BID",
            route: "PO"),
        Medication(
            name: "Methotrexate", indication: "CNS prophylaxis", dose: "12", unit: "mg", frequency: "ONCE", route: "IT"),
        Medication(
            name: "Immunoglobulin", indication: "IgG < 4 g/L", dose: "400", unit: "mg/kg", frequency: "ONCE",
            route: "IV"),
        Medication(
            name: "Morphine", indication: "Pain", dose: "0.05", unit: "mg/kg", frequency: "PRN", route: "IV"),
    ]

    private mutating func writeMedication(to writer: inout RecordWriter) {
        writer.form("F.CM")
        let count = draw.once(in: 20) ? 0 : draw.between(2, 7)
        writer.group("IG.CM", 1)
        guard count > 0 else {
            writer.yes("I.CM.YN", false)
            return
        }
        for key in 1...count {
            if key > 1 { writer.group("IG.CM", key) }
            let medication = Self.medications[draw.below(Self.medications.count)]
            writer.yes("I.CM.YN", true)
            writer.text("I.CM.TRT", medication.name)
            writer.text("I.CM.INDC", medication.indication)
            writer.verbatim("I.CM.DOSE", medication.dose)
            writer.code("I.CM.U", medication.unit)
            writer.code("I.CM.FREQ", medication.frequency)
            writer.code("I.CM.ROUTE", medication.route)
            let last = course.lastContact
            let start = draw.between(course.screening, max(1, min(last, course.lastDose)))
            writer.vagueDate("I.CM.STDAT", day(start == 0 ? 1 : start), &draw)
            let end = start + draw.between(0, 40)
            if end <= last, !draw.once(in: 7) {
                writer.vagueDate("I.CM.ENDAT", day(end == 0 ? 1 : end), &draw)
                writer.yes("I.CM.ONGO", false)
            } else {
                writer.unanswered("I.CM.ENDAT")
                writer.yes("I.CM.ONGO", true)
            }
        }
    }

    private static let german = [
        "Mutter berichtet über Müdigkeit; Kind spielt wieder draußen.", "Zugang links gewechselt, danach unauffällig.",
        "Größe wegen Gips nicht gemessen", "Infusionspumpe: Alarm um 03:20 Uhr (Luft), < 5 min",
    ]
    private static let greek = [
        "Το παιδί ανέχθηκε καλά την έγχυση.", "Πυρετός το βράδυ, έγινε καλλιέργεια αίματος.",
        "Αλλαγή καθετήρα & έλεγχος", "Η μητέρα αναφέρει πονοκέφαλο, χωρίς άλλα συμπτώματα.",
    ]

    private mutating func writeComments(to writer: inout RecordWriter) {
        let count = draw.below(4)
        guard count > 0 else { return }
        writer.form("F.COMMENT")
        for key in 1...count {
            writer.group("IG.COMMENT", key)
            writer.date("I.COMMENT.DAT", day(draw.between(1, max(1, min(course.lastContact, course.lastDose)))))
            writer.text("I.COMMENT.TEXT", draw.pick(site.country == "GRC" ? Self.greek : Self.german))
        }
    }
}
