import ClinicalModel
import Mapping
import ODM
import Values

/// study.yaml against the exports: visits of study events that exist, sites that the data name.
extension MappingVerification {
    mutating func checkStudy(_ study: StudyDescription) {
        guard let definitions, let survey else { return }
        let place = study.places["visits"] ?? study.places[""] ?? Location(path: document.path)
        let known = definitions.eventOIDs
        var planned: Set<String> = []
        for visit in study.study.visits where !visit.studyEventOID.isEmpty {
            planned.insert(visit.studyEventOID)
            guard !known.isEmpty, !known.contains(visit.studyEventOID) else { continue }
            say(
                "study.unknown-event",
                "visit \(visit.number) names study event '\(visit.studyEventOID)', which is not in the exports",
                remedy: remedy(visit.studyEventOID, among: known, else: "correct its studyEventOID"), at: place)
        }
        for event in definitions.events where !planned.contains(event.oid) {
            say(
                "study.unplanned-event", .note, "study event '\(event.oid)' is no planned visit",
                remedy: "its records get the number of the visit before them and .01, .02 and so on", at: place)
        }
        checkSites(study.study, survey, at: study.places["sites"] ?? study.places[""] ?? Location(path: document.path))
    }

    private mutating func checkSites(_ study: ClinicalModel.Study, _ survey: ExportSurvey, at place: Location) {
        guard !study.sites.isEmpty else { return }
        let known = Set(study.sites.flatMap { [$0.id] + $0.aliases })
        var named: Set<String> = []
        for block in document.blocks.flatMap(\.contents) where block.entity == .subject {
            for line in block.lines {
                guard case .field(.siteID) = line.target, case .item(let name) = line.source else { continue }
                named.formUnion(tally(of: name, in: block, survey).distinct.keys)
            }
        }
        if named.isEmpty { named = Set(survey.versions.compactMap(\.study)) }
        for site in named.subtracting(known).sorted() {
            say(
                "study.unknown-site", .warning, "the exports have a site '\(site)' that the study does not name",
                remedy: "add it to 'sites', or as an alias of one", at: place)
        }
    }
}
