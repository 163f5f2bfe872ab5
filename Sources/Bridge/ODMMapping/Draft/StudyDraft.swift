import ODM

/// A first study.yaml: identifiers and names from the metadata, sites and visits as far as exports say them, and
/// placeholders for what no export says.
struct StudyDraft {
    private(set) var text = ""

    init(_ survey: ExportSurvey, _ definitions: SurveyedDefinitions, hasSites: Bool) {
        let studies = survey.library.studies
        // A study whose metadata others include is the study itself; those others are its sites.
        let included = Set(studies.flatMap(\.metaDataVersions).compactMap { $0.include?.studyOID })
        let main = studies.first { included.contains($0.oid) } ?? studies.first
        let sites = studies.filter { study in
            study.oid != main?.oid && study.metaDataVersions.contains { $0.include?.studyOID == main?.oid }
        }
        say("# What exports do not say, drafted from what they do. Lines to complete are commented out.")
        let names = [main?.protocolName, main?.name, main?.oid, survey.versions.first?.study].compactMap { $0 }
        let name = names.first { !$0.isEmpty } ?? "STUDY"
        say(
            "studyID: \(DraftYAML.scalar(StudyDraft.identifier(name)))  # from '\(DraftYAML.comment(name, 60))': the protocol's STUDYID"
        )
        let studyOIDs = StudyDraft.studyOIDs(survey)
        if studyOIDs.count > 1 {
            say("studyOIDs: \(DraftYAML.list(studyOIDs))  # of the exports' data: take out what is another study's")
        }
        if let title = main?.name, !title.isEmpty { say("title: \(DraftYAML.scalar(title.plainText()))") }
        let seen = sites.isEmpty ? StudyDraft.siteReferences(survey) : []
        if sites.isEmpty && seen.isEmpty && !hasSites {
            say("usubjid: \"{STUDYID}-{SUBJID}\"  # no site is said; {SITEID} can be added once it is")
        } else {
            say("usubjid: \"{STUDYID}-{SITEID}-{SUBJID}\"  # agree it once for all submissions of the compound")
        }
        say("# sdtmig: 3.4")
        say("ct: 2025-03-28")
        say("# ctcae: 5.0")
        say("# cutoff: 2020-12-31")
        writeSites(sites, of: main, seen: seen)
        writeVisits(survey, definitions)
        writePlaceholders()
    }

    private mutating func say(_ line: String) { text += line + "\n" }

    /// The StudyOIDs of the data, in byte order.
    private static func studyOIDs(_ survey: ExportSurvey) -> [String] {
        Set(survey.versions.compactMap(\.study)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private static func siteReferences(_ survey: ExportSurvey) -> [String] {
        for path in ["SiteRef/@LocationOID", "@redcap:DataAccessGroup"] {
            let tally = survey.tally(.subject, oid: nil, item: path)
            if !tally.distinct.isEmpty { return tally.inOrder }
        }
        return []
    }

    private mutating func writeSites(_ sites: [Study], of main: Study?, seen: [String]) {
        say("")
        guard !sites.isEmpty || !seen.isEmpty else {
            say("# No export names a site:")
            say("# sites:")
            say("#   - {id: \"101\", country: DEU, timeZone: Europe/Berlin, investigator: {id: I1, name: Dr. A}}")
            return
        }
        say("sites:  # add country (three letters), timeZone (Europe/Berlin) and investigator: {id, name} to each")
        var used: Set<String> = []
        for site in sites {
            let id = StudyDraft.siteID(site, of: main, used: used)
            used.insert(id)
            let aliases = id == site.oid ? "" : ", aliases: \(DraftYAML.list([site.oid]))"
            let name = site.name.isEmpty ? "" : ", name: \(DraftYAML.scalar(site.name.plainText()))"
            say(
                "  - {id: \(DraftYAML.scalar(id))\(aliases)\(name)}  # study '\(DraftYAML.comment(site.oid))' of the export"
            )
        }
        for site in seen where used.insert(site).inserted {
            say("  - {id: \(DraftYAML.scalar(site))}  # seen in the data")
        }
    }

    /// What a site study's protocol name has beyond the main study's (`JUNO - 101`), else its OID.
    private static func siteID(_ site: Study, of main: Study?, used: Set<String>) -> String {
        if let main, !main.protocolName.isEmpty, site.protocolName.hasPrefix(main.protocolName) {
            var rest = site.protocolName.dropFirst(main.protocolName.count)
            while let first = rest.first, !first.isLetter, !first.isNumber { rest.removeFirst() }
            let id = String(rest).trimmingWhiteSpace
            if !id.isEmpty, !used.contains(id), id != main.oid { return id }
        }
        return site.oid
    }

    private mutating func writeVisits(_ survey: ExportSurvey, _ definitions: SurveyedDefinitions) {
        let planned = definitions.events.filter { $0.type.isEmpty || $0.type == "Scheduled" }
        say("")
        guard !planned.isEmpty else {
            say("# No study event is planned:")
            say("# visits:")
            say("#   - {number: 1, name: SCREENING, day: -7, studyEventOID: SE.SCR}")
            return
        }
        say("visits:  # in the order of the protocol; correct VISITNUM, add day: (VISITDY)")
        var number = 0
        for event in planned {
            let name = (event.name.isEmpty ? event.oid : event.name).plainText(60).uppercased()
            let keys = survey.groups(.studyEvent, oid: event.oid).flatMap(\.repeatKeys)
            guard event.repeating, !keys.isEmpty else {
                number += 1
                let note = event.repeating ? "  # repeats: give each repeatKey a number" : ""
                say(StudyDraft.visit(number, name, event.oid, nil) + note)
                continue
            }
            for key in StudyDraft.inOrder(keys) {
                number += 1
                say(
                    StudyDraft.visit(number, "\(name) \(key.plainText(20))", event.oid, key)
                        + "  # repeat seen in the data")
            }
        }
        for event in definitions.events where !event.type.isEmpty && event.type != "Scheduled" {
            say(
                "  # '\(DraftYAML.comment(event.oid))' is \(DraftYAML.comment(event.type.lowercased(), 20)), not a planned visit"
            )
        }
    }

    private static func visit(_ number: Int, _ name: String, _ oid: String, _ key: String?) -> String {
        let repeatKey = key.map { ", repeatKey: \(DraftYAML.scalar($0))" } ?? ""
        return
            "  - {number: \(number), name: \(DraftYAML.scalar(name)), studyEventOID: \(DraftYAML.scalar(oid))\(repeatKey)}"
    }

    /// Repeat keys once each, numbers by value.
    private static func inOrder(_ keys: [String]) -> [String] {
        Set(keys).sorted { a, b in
            if let x = Int(a), let y = Int(b) { return x < y }
            return a.utf8.lexicographicallyPrecedes(b.utf8)
        }
    }

    private mutating func writePlaceholders() {
        text += """

            # Which date is RFSTDTC? All study days hang on it, and nothing is converted until it is said: the first dose, or
            # 'RFSTDTC: none' for a study without a reference date.
            # referenceDates:
            #   RFSTDTC: {first: exposure.start}
            #   RFENDTC: {last: [exposure.end, exposure.start]}

            # What no export says; complete and remove the '#':
            # epochs: [SCREENING, TREATMENT, FOLLOW-UP]
            # elements:
            #   - {code: SCRN, name: Screening, epoch: SCREENING, starts: {subject: informedConsent}}
            #   - {code: TRT, name: Treatment, epoch: TREATMENT, starts: {first: exposure.start}}
            # arms:
            #   - {code: TRT, name: Treatment, path: [SCRN, TRT]}
            # treatments: [DRUG]
            # dictionaries: {MedDRA: "27.0"}

            """
    }

    /// A name without what a STUDYID cannot hold.
    private static func identifier(_ name: String) -> String {
        var text: [UInt8] = []
        for byte in name.uppercased().utf8 {
            let isKept =
                (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5A) || byte == 0x5F || byte == 0x2E
            if isKept { text.append(byte) } else if text.last != 0x2D { text.append(0x2D) }
        }
        while text.last == 0x2D { text.removeLast() }
        while text.first == 0x2D { text.removeFirst() }
        return text.isEmpty ? "STUDY" : String(decoding: text.prefix(40), as: UTF8.self)
    }
}
