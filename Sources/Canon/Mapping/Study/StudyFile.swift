import ClinicalModel
import Terminology
import Values

/// Reads study.yaml, and the `study:` part of a mapping.
///
/// ```yaml
/// studyID: RIALTO
/// title: Blinatumomab in paediatric BCP-ALL
/// studyOIDs: [S_RIALTO, S_RIALTO_2]          # what ODM exports call the study, when it has several names
/// usubjid: "{STUDYID}-{SITEID}-{SUBJID}"     # also {SUBJECTKEY}, {SCREENING}
/// sdtmig: 3.4
/// ct: 2025-03-28
/// ctcae: 5.0
/// cutoff: 2019-07-19
/// sites:
///   - {id: "101", aliases: [LOC.101], country: DEU, timeZone: Europe/Berlin, investigator: {id: I1, name: Dr. A}}
/// arms:
///   - {code: BLIN, name: Blinatumomab, path: [{element: SCRN, epoch: SCREENING}, {element: IND1, epoch: TREATMENT}]}
/// epochs: [SCREENING, TREATMENT]
/// elements:
///   - {code: SCRN, name: Screening, epoch: SCREENING, starts: {subject: informedConsent}}
///   - {code: IND1, name: Induction 1, duration: P42D, starts: {first: exposure.start, where: {cycle: C1}}}
/// visits:
///   - {number: 1, name: SCREENING, day: -7, studyEventOID: SE.SCR}
/// treatments: [BLINATUMOMAB]
/// referenceDates:
///   RFSTDTC: {first: exposure.start}
///   RFENDTC: {last: [exposure.end, exposure.start]}
/// age: {daysBelow: 28, monthsBelow: 24, at: RFSTDTC}
/// trialSummary:
///   - {code: SSTYP, parameter: Study Type, value: INTERVENTIONAL}
/// eligibility:
///   - {code: INCL01, text: Age below 18 years, category: INCLUSION}
/// dictionaries: {MedDRA: "22.0"}
/// ```
public enum StudyFile {
    static let keys = [
        "studyID", "studyOIDs", "title", "usubjid", "subjid", "sdtmig", "ct", "ctcae", "cutoff", "sites", "arms",
        "epochs",
        "elements",
        "visits", "treatments", "referenceDates", "age", "trialSummary", "eligibility", "dictionaries",
    ]

    /// Reads a file; every mistake is an error with its place.
    public static func parse(text: String, path: String) throws(MappingError) -> StudyDescription {
        try parse(YAMLNode(text: text, path: path))
    }

    static func parse(_ node: YAMLNode) throws(MappingError) -> StudyDescription {
        try node.requireKeys(keys, in: "a study")
        let studyID = try node.requiredText("studyID", in: "a study")
        guard !studyID.isEmpty, studyID.utf8.count <= 200, studyID.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw .wrongValue(
                of: "studyID", expected: "ASCII without blanks", at: node["studyID"]?.location ?? node.location)
        }
        var description = StudyDescription(studyID: studyID)
        for (key, value) in node.entries ?? [] { description.places[key.scalar ?? ""] = value.location }
        description.places[""] = node.location
        description.study.title = try node.text("title") ?? ""
        if let pattern = node["usubjid"] {
            let text = try pattern.requiredScalar("usubjid")
            description.usubjid = try IdentifierPattern(text, key: "usubjid", at: pattern.location)
            description.study.usubjidPattern = text
        }
        if let pattern = node["subjid"] {
            description.subjid = try IdentifierPattern(
                try pattern.requiredScalar("subjid"), key: "subjid", at: pattern.location)
            guard !description.subjid.parts.contains(.subjectID) else {
                throw .wrongValue(of: "subjid", expected: "a pattern without itself", at: pattern.location)
            }
        }
        description.studyOIDs = try node.texts("studyOIDs")
        description.sdtmig = try node.text("sdtmig")
        description.controlledTerminology = try version("ct", of: .sdtmCT, in: node)
        description.ctcae = try version("ctcae", of: .ctcae, in: node)
        description.study.cutoff = try date("cutoff", of: node)
        description.study.treatments = try node.texts("treatments")
        description.study.epochs = try node.texts("epochs")
        description.study.sites = try sites(of: node)
        description.study.visits = try visits(of: node)
        description.study.dictionaries = try dictionaries(of: node)
        try readDesign(of: node, into: &description)
        try readRules(of: node, into: &description)
        description.study.records = try trialSummary(of: node) + eligibility(of: node)
        return description
    }

    /// A version that Rialto has: values are checked against it, and against no other in its place.
    private static func version(
        _ key: String, of standard: Terminology.Standard, in node: YAMLNode
    ) throws(MappingError) -> String? {
        guard let child = node[key] else { return nil }
        let version = try child.requiredScalar(key)
        let available = Terminology.availableVersions(of: standard)
        guard available.contains(version) else {
            throw .wrongValue(
                of: key, expected: "a version that Rialto has: \(available.joined(separator: " or "))",
                at: child.location)
        }
        return version
    }

    private static func date(_ key: String, of node: YAMLNode) throws(MappingError) -> PartialDate? {
        guard let child = node[key] else { return nil }
        guard let date = PartialDate(iso8601: try child.requiredScalar(key)), date.isComplete else {
            throw .wrongValue(of: key, expected: "a whole date such as 2019-07-19", at: child.location)
        }
        return date
    }

    private static func dictionaries(of node: YAMLNode) throws(MappingError) -> [String: String] {
        guard let child = node["dictionaries"] else { return [:] }
        guard let entries = child.entries else {
            throw .wrongValue(of: "dictionaries", expected: "names with versions", at: child.location)
        }
        var dictionaries: [String: String] = [:]
        for (key, value) in entries {
            dictionaries[try key.requiredScalar("dictionaries")] = try value.requiredScalar("dictionaries")
        }
        return dictionaries
    }

    private static func visits(of node: YAMLNode) throws(MappingError) -> [StudyVisit] {
        var visits: [StudyVisit] = []
        var numbers = UniqueNames(what: "visit number")
        var events = UniqueNames(what: "visit of study event")
        for element in try node.list("visits") {
            let place = "a visit"
            try element.requireKeys(
                ["number", "name", "day", "studyEventOID", "repeatKey", "startRule", "endRule"], in: place)
            let text = try element.requiredText("number", in: place)
            guard let number = Decimal(text) else {
                throw .wrongValue(
                    of: "number", expected: "a number", at: element["number"]?.location ?? element.location)
            }
            var visit = StudyVisit(
                number: number, name: try element.requiredText("name", in: place),
                studyEventOID: try element.text("studyEventOID") ?? "")
            visit.day = try element.integer("day")
            if visit.day == 0 {
                throw .wrongValue(
                    of: "day", expected: "a study day other than 0, which does not exist",
                    at: element["day"]?.location ?? element.location)
            }
            visit.repeatKey = try element.text("repeatKey")
            visit.startRule = try element.text("startRule") ?? ""
            visit.endRule = try element.text("endRule") ?? ""
            try numbers.add(number.normalized.description, at: element.location)
            if !visit.studyEventOID.isEmpty {
                let repeatKey = visit.repeatKey.map { "[\($0)]" } ?? ""
                try events.add(visit.studyEventOID + repeatKey, at: element.location)
            }
            visits.append(visit)
        }
        return visits
    }

    /// Names of which each may be given once.
    struct UniqueNames {
        let what: String
        private var places: [String: Location] = [:]

        init(what: String) { self.what = what }

        mutating func add(_ name: String, at location: Location) throws(MappingError) {
            if let first = places.updateValue(location, forKey: name) {
                throw .duplicate(what: what, name: name, first: first, at: location)
            }
        }

        func contains(_ name: String) -> Bool { places[name] != nil }
        var names: [String] { places.keys.sorted() }
    }
}
