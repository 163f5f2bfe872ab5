internal import Values

/// One course of the cohort: what happened to a patient, in study days (the first dose is on day 1, the day before is
/// day -1).
struct Course {
    struct Cycle {
        let isInduction: Bool
        let start, end: Int
        let ending: Ending
    }
    /// How a cycle's infusion, or the treatment, or the study ended.
    enum Ending: String {
        case completed = "COMPLETED"
        case adverseEvent = "ADVERSE EVENT"
        case relapse = "RELAPSE"
        case death = "DEATH"
        case transplantation = "HSCT"
        case decision = "DECISION"
        case physician = "PHYSICIAN DECISION"
        case lackOfEfficacy = "LACK OF EFFICACY"
        case lost = "LOST TO FOLLOW-UP"
        case withdrawalBySubject = "WITHDRAWAL BY SUBJECT"
        case withdrawalByParent = "WITHDRAWAL BY PARENT/GUARDIAN"
    }
    struct Interruption {
        let start, end: Int
    }
    struct Assessment {
        let day, cycle, blasts: Int
        let mrd: String
        let response: Response
    }
    enum Response: String {
        case cr = "CR"
        case crh = "CRH"
        case cri = "CRI"
        case pr = "PR"
        case nr = "NR"
        case pd = "PD"

        /// Fewer than 5% blasts.
        var isRemission: Bool { self == .cr || self == .crh || self == .cri }
    }
    struct AdverseEvent {
        let term: Int
        let grade, start: Int
        let end: Int?
        let isRelated: Bool
        let action, outcome: StaticString
        let criteria: String
        let startPrecision: Precision
    }
    struct End {
        let day: Int
        let reason: Ending
    }

    let site: String
    let firstDose: Day
    let screening, ageDays, diagnosis, priorRelapses, blasts, lesions: Int
    let isMale, hasTrisomy21, hadBlinatumomab, hadTransplant: Bool
    let race, mrd: String
    let genetics: StaticString
    let cycles: [Cycle]
    let interruptions: [Interruption]
    let assessments: [Assessment]
    let transplant: Int?
    let relapse: (day: Int, site: StaticString, isCD19Negative: Bool)?
    let lastDisease, lastContact: Int
    /// The code of the cause of death; nil for the living.
    let causeOfDeath: StaticString?
    let treatmentEnd: End
    let studyEnd: End?
    let events: [AdverseEvent]

    /// The last day with an infusion.
    var lastDose: Int { cycles.map(\.end).max() ?? 1 }

    /// Reads a row of `cohort.tsv`.
    init(_ row: Table.Row, terms: [Term]) throws(SampleError) {
        site = try row.text("site")
        guard let first = Day(iso: try row.text("first_dose")) else { throw row.wrong("first_dose", "is no date") }
        firstDose = first
        (screening, ageDays) = (try row.integer("screening"), try row.integer("age_days"))
        (diagnosis, priorRelapses) = (try row.integer("diagnosis"), try row.integer("relapses"))
        (blasts, lesions) = (try row.integer("blasts"), try row.integer("lesions"))
        isMale = try row.text("sex") == "M"
        hasTrisomy21 = try row.text("trisomy21") == "Y"
        hadBlinatumomab = try row.text("prior_blinatumomab") == "Y"
        hadTransplant = try row.text("prior_hsct") == "Y"
        (race, mrd) = (try row.text("race"), try row.text("mrd"))
        genetics = try Self.code(row, "genetics", try row.text("genetics"), Self.geneticsCodes)
        var cycles: [Cycle] = []
        for fields in try row.records("cycles", fields: 4) {
            cycles.append(
                Cycle(
                    isInduction: fields[0] == "IND", start: try Self.number(row, "cycles", fields[1]),
                    end: try Self.number(row, "cycles", fields[2]), ending: try Self.ending(row, "cycles", fields[3])))
        }
        self.cycles = cycles
        var interruptions: [Interruption] = []
        for fields in try row.records("interruptions", fields: 3) {
            interruptions.append(
                Interruption(
                    start: try Self.number(row, "interruptions", fields[0]),
                    end: try Self.number(row, "interruptions", fields[1])))
        }
        self.interruptions = interruptions
        var assessments: [Assessment] = []
        for fields in try row.records("assessments", fields: 5) {
            guard let response = Response(rawValue: fields[4]) else {
                throw row.wrong("assessments", "has no response")
            }
            assessments.append(
                Assessment(
                    day: try Self.number(row, "assessments", fields[0]),
                    cycle: try Self.number(row, "assessments", fields[1]),
                    blasts: try Self.number(row, "assessments", fields[2]), mrd: fields[3], response: response))
        }
        self.assessments = assessments
        transplant = try row.optionalInteger("hsct")
        if let fields = try row.records("relapse", fields: 3).first {
            relapse = (
                try Self.number(row, "relapse", fields[0]),
                try Self.code(row, "relapse", fields[1], Self.relapseCodes), fields[2] == "NEGATIVE"
            )
        } else {
            relapse = nil
        }
        (lastDisease, lastContact) = (try row.integer("last_disease"), try row.integer("last_contact"))
        let death = try row.records("death", fields: 2).first
        causeOfDeath =
            if let death { try Self.code(row, "death", death[1], Self.causeCodes) } else { nil as StaticString? }
        guard let treatmentEnd = try Self.end(row, "treatment_end") else {
            throw row.wrong("treatment_end", "is empty")
        }
        self.treatmentEnd = treatmentEnd
        studyEnd = try Self.end(row, "study_end")
        events = try Self.adverseEvents(row, terms: terms)
    }
}

extension Course {
    private static let geneticsCodes: KeyValuePairs<String, StaticString> = [
        "NONE": "0", "T1719": "1", "KMT2A": "2", "HYPERDIPLOID": "3", "ETV6RUNX1": "4", "OTHER": "8",
    ]
    private static let relapseCodes: KeyValuePairs<String, StaticString> = [
        "MARROW": "BM", "CNS": "CNS", "EM": "EM", "MARROW+EM": "BM,EM",
    ]
    private static let causeCodes: KeyValuePairs<String, StaticString> = [
        "DISEASE": "DIS", "ADVERSE EVENT": "AE", "TRANSPLANT RELATED": "TRM", "OTHER": "OTH",
    ]
    private static let actionCodes: KeyValuePairs<String, StaticString> = [
        "DOSE NOT CHANGED": "0", "DRUG INTERRUPTED": "1", "DOSE REDUCED": "2", "DRUG WITHDRAWN": "3",
        "NOT APPLICABLE": "8",
    ]
    private static let outcomeCodes: KeyValuePairs<String, StaticString> = [
        "RECOVERED/RESOLVED": "1", "RECOVERING/RESOLVING": "2", "NOT RECOVERED/NOT RESOLVED": "3",
        "RECOVERED/RESOLVED WITH SEQUELAE": "4", "FATAL": "5", "UNKNOWN": "9",
    ]

    private static func number(_ row: Table.Row, _ column: String, _ text: String) throws(SampleError) -> Int {
        guard let number = Int(text) else { throw row.wrong(column, "has a field that is not a whole number") }
        return number
    }

    private static func ending(_ row: Table.Row, _ column: String, _ text: String) throws(SampleError) -> Ending {
        guard let ending = Ending(rawValue: text) else { throw row.wrong(column, "has an unknown reason") }
        return ending
    }

    private static func code(
        _ row: Table.Row, _ column: String, _ text: String, _ codes: KeyValuePairs<String, StaticString>
    ) throws(SampleError) -> StaticString {
        guard let code = codes.first(where: { $0.key == text })?.value else {
            throw row.wrong(column, "has a word that is none of the known ones")
        }
        return code
    }

    private static func end(_ row: Table.Row, _ column: String) throws(SampleError) -> End? {
        guard let fields = try row.records(column, fields: 2).first else { return nil }
        return End(day: try number(row, column, fields[0]), reason: try ending(row, column, fields[1]))
    }

    private static func adverseEvents(_ row: Table.Row, terms: [Term]) throws(SampleError) -> [AdverseEvent] {
        var events: [AdverseEvent] = []
        for fields in try row.records("events", fields: 9) {
            guard let term = terms.firstIndex(where: { $0.name == fields[0] }) else {
                throw row.wrong("events", "has a term that terms.tsv does not list")
            }
            let grade = try number(row, "events", fields[1])
            guard terms[term].grades.contains(grade) else {
                throw row.wrong("events", "has a grade that its CTCAE term does not have")
            }
            events.append(
                AdverseEvent(
                    term: term, grade: grade, start: try number(row, "events", fields[2]),
                    end: fields[3].isEmpty ? nil : try number(row, "events", fields[3]), isRelated: fields[4] == "Y",
                    action: try code(row, "events", fields[5], actionCodes),
                    outcome: try code(row, "events", fields[6], outcomeCodes), criteria: fields[7],
                    startPrecision: fields[8] == "M" ? .month : .day))
        }
        return events
    }
}

/// A CTCAE 4.03 term as `terms.tsv` lists it, with its invented code and the words in which sites report it.
struct Term {
    let name, soc, code, socCode, interest: String
    let grades: [Int]
    let verbatims: [String]

    init(_ row: Table.Row) throws(SampleError) {
        (name, soc) = (try row.text("term"), try row.text("soc"))
        (code, socCode, interest) = (try row.text("code"), try row.text("soc_code"), try row.text("interest"))
        grades = try row.text("grades").split(separator: ",").compactMap { Int($0) }
        verbatims = try row.text("verbatim").split(separator: "|").map(String.init)
        guard !verbatims.isEmpty, !grades.isEmpty else { throw row.wrong("verbatim", "or 'grades' is empty") }
    }
}
