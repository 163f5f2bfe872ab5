import ClinicalModel
import ODM
import Values

extension PatientBuilder {
    /// The patient's site in study.yaml, by what the source says and, only where it says none, by the study's OID.
    func site(of study: ClinicalModel.Study) -> Site? {
        Self.listed(patient.subject.text(.siteID) ?? patient.key.study, in: study)
    }

    private static func listed(_ key: String, in study: ClinicalModel.Study) -> Site? {
        study.sites.first { $0.id == key || $0.aliases.contains(key) }
    }

    /// Names the patient's site by its SITEID, and its country and investigator where the source does not. The country
    /// that study.yaml does not say is that of the export's `Location`.
    ///
    /// The study's OID names the site only where the data say none: a site that study.yaml does not know is never another.
    mutating func setSite(_ study: ClinicalModel.Study, locations: [String: AdminLocation]) {
        let said = patient.subject.text(.siteID)
        let keys = [said, patient.key.study].compactMap { $0 }
        let site = site(of: study)
        if let site, let ofStudy = Self.listed(patient.key.study, in: study), site.id != ofStudy.id {
            patient.subject.values[.siteID] = nil
            refuseSite(site.id, other: ofStudy.id)
            return
        }
        if let site {
            patient.subject.values[.siteID] = .text(site.id)
            for (field, text) in [
                (FieldID.country, site.country), (.investigatorID, site.investigatorID),
                (.investigatorName, site.investigatorName),
            ] where !text.isEmpty && patient.subject.values[field] == nil {
                patient.subject.values[field] = .text(text)
            }
        }
        guard patient.subject.values[.country] == nil else { return }
        let names = keys + (site.map { [$0.id] + $0.aliases } ?? [])
        guard let location = names.lazy.compactMap({ locations[$0] }).first, !location.country.isEmpty else { return }
        guard let country = CountryCode.threeLetters(location.country) else {
            say(
                "odm.unknown-country", .warning, "is no code of ISO 3166-1: COUNTRY stays empty",
                remedy: "say the site's country in study.yaml", location)
            return
        }
        patient.subject.values[.country] = .text(country)
        say(
            "odm.country-from-location", .note,
            "is the subject's COUNTRY: study.yaml does not say it. ODM says no time zone",
            remedy: "list the site in study.yaml, with its country and time zone", location)
    }

    private mutating func refuseSite(_ said: String, other: String) {
        diagnostics.append(
            Diagnostic(
                "odm.site-conflict", .error,
                "the data say site '\(said)', and the StudyOID is an alias of site '\(other)' in study.yaml",
                remedy: "correct the export, or the aliases in study.yaml",
                at: records.groups.isEmpty ? nil : location(group: 0), patient: records.subjectKey))
    }

    private mutating func say(
        _ code: String, _ severity: Diagnostic.Severity, _ message: String, remedy: String, _ location: AdminLocation
    ) {
        diagnostics.append(
            Diagnostic(
                code, severity, "the country of Location '\(location.oid)' in AdminData \(message)", remedy: remedy,
                at: location.location, patient: records.subjectKey))
    }
}
