/// Wordings of names and questions and the variables that they mean, by domain. `--` stands for the domain.
enum Wordings {
    typealias Rule = (variable: String, phrases: [String])

    private static let period: [Rule] = [
        ("--STDTC", ["start date", "onset date", "date of onset", "date started", "start", "onset", "began", "stdat"]),
        (
            "--ENDTC",
            [
                "end date", "stop date", "resolution date", "date of resolution", "date resolved", "date stopped",
                "end", "stop",
            ]
        ),
    ]
    private static let finding: [Rule] = [
        (
            "--DTC",
            ["date", "date of assessment", "date of measurement", "visit date", "date of completion", "exam date"]
        ),
        ("--POS", ["position"]), ("--LAT", ["laterality"]), ("--METHOD", ["method"]),
        ("--NAM", ["laboratory", "lab name"]),
        ("--SPEC", ["specimen", "sample type"]),
    ]

    static let byDomain: [String: [Rule]] = [
        "DM": [
            ("SEX", ["sex", "gender"]), ("BRTHDTC", ["date of birth", "birth date", "birthdate", "dob"]),
            ("RACE", ["race"]), ("ETHNIC", ["ethnicity", "ethnic", "ethnic group"]),
            (
                "SUBJID",
                ["record id", "study id", "subject id", "subject number", "participant id", "subject identifier"]
            ),
            ("COUNTRY", ["country"]),
            ("RFICDTC", ["date of informed consent", "informed consent date", "date of consent"]),
            ("DTHDTC", ["date of death", "death date"]), ("AGE", ["age"]),
        ],
        "AE": [
            (
                "AETERM",
                [
                    "adverse event", "adverse event term", "event", "description of event", "adverse experience",
                    "ae description", "event description",
                ]
            ),
            ("AESEV", ["severity", "intensity"]), ("AETOXGR", ["grade", "toxicity grade", "ctcae grade"]),
            ("AESER", ["serious", "is the event serious", "is this a serious adverse event"]),
            ("AEREL", ["relationship", "causality", "relationship to study drug", "relationship to study treatment"]),
            ("AEOUT", ["outcome"]), ("AEACN", ["action taken", "action taken with study drug"]),
        ] + period,
        "CM": [
            (
                "CMTRT",
                [
                    "medication", "drug", "drug name", "medication name", "concomitant medication", "treatment",
                    "name of medication",
                ]
            ),
            ("CMINDC", ["indication", "reason for use"]), ("CMDOSE", ["dose"]),
            ("CMDOSU", ["dose unit", "dose units", "unit", "units"]), ("CMDOSFRQ", ["frequency", "dose frequency"]),
            ("CMROUTE", ["route", "route of administration"]),
        ] + period,
        "EX": [
            ("EXTRT", ["study drug", "study treatment", "drug", "treatment"]), ("EXDOSE", ["dose"]),
            ("EXDOSU", ["dose unit", "unit"]), ("EXROUTE", ["route"]), ("EXLOT", ["lot number", "lot"]),
        ] + period,
        "MH": [
            ("MHTERM", ["diagnosis", "condition", "medical history", "disease", "medical condition"]),
            ("MHSTDTC", ["date of diagnosis", "diagnosis date", "start date", "onset date", "date of onset"]),
            ("MHENDTC", ["end date", "stop date", "resolution date"]),
        ],
        "PR": [
            ("PRTRT", ["procedure", "surgery", "procedure name", "name of procedure"]),
            ("PRSTDTC", ["date of procedure", "procedure date", "start date"]), ("PRINDC", ["indication"]),
        ],
        "DV": [
            ("DVTERM", ["deviation", "protocol deviation", "description of deviation", "deviation description"]),
            ("DVSTDTC", ["date of deviation", "deviation date", "start date", "date"]),
        ],
        "DS": [
            ("DSTERM", ["reason for discontinuation", "reason for withdrawal", "reason", "disposition"]),
            ("DSSTDTC", ["date of discontinuation", "date of completion", "date of withdrawal", "completion date"]),
        ],
        "VS": finding, "LB": finding, "PE": finding, "EG": finding, "PC": finding, "RS": finding, "QS": finding,
        "FT": finding, "MI": finding, "TU": finding, "TR": finding,
    ]

    /// The words of a text in lower case, one blank between, one at each end.
    static func normalized(_ text: String) -> String {
        let words = text.plainText(200).lowercased().split { !($0.isLetter || $0.isNumber) }
        return " " + words.joined(separator: " ") + " "
    }

    /// What a name or question says in a domain. A phrase that is the whole text is clear; one within it is a guess.
    static func proposal(name: String, question: String, domain: String) -> Proposal? {
        guard let rules = byDomain[domain] else { return nil }
        let texts = [("name", normalized(name)), ("question", normalized(question))]
        for isWhole in [true, false] {
            for (what, text) in texts where text.utf8.count > 2 {
                var best: (variable: String, phrase: String)?
                for rule in rules {
                    for phrase in rule.phrases {
                        let spaced = " " + phrase + " "
                        let fits = isWhole ? text == spaced : phrase.utf8.count > 3 && text.contains(spaced)
                        if fits, phrase.utf8.count > best?.phrase.utf8.count ?? 0 { best = (rule.variable, phrase) }
                    }
                }
                guard let best else { continue }
                return Proposal(
                    domain: domain, variable: best.variable.replacing("--", with: domain),
                    confidence: isWhole ? .medium : .low, reason: "the \(what) says '\(best.phrase)'")
            }
        }
        return nil
    }
}
