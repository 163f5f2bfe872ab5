import ClinicalModel
import Values

extension StudyFile {
    static func sites(of node: YAMLNode) throws(MappingError) -> [Site] {
        var sites: [Site] = []
        // An identifier and an alias are looked up in one place, so they must differ from each other too.
        var names = UniqueNames(what: "site identifier or alias")
        for element in try node.list("sites") {
            let place = "a site"
            try element.requireKeys(["id", "aliases", "name", "country", "timeZone", "investigator"], in: place)
            var site = Site(id: try element.requiredText("id", in: place))
            site.aliases = try element.texts("aliases")
            site.name = try element.text("name") ?? ""
            site.country = try element.text("country") ?? ""
            site.timeZone = try element.text("timeZone") ?? ""
            try names.add(site.id, at: element.location)
            for alias in site.aliases where alias != site.id { try names.add(alias, at: element.location) }
            guard site.country.isEmpty || isCountry(site.country) else {
                throw .wrongValue(
                    of: "country", expected: "three capital letters of ISO 3166-1 such as DEU",
                    at: element["country"]?.location ?? element.location)
            }
            guard site.timeZone.isEmpty || isTimeZone(site.timeZone) else {
                throw .wrongValue(
                    of: "timeZone", expected: "an IANA zone such as Europe/Berlin, or UTC",
                    at: element["timeZone"]?.location ?? element.location)
            }
            if let investigator = element["investigator"] {
                try investigator.requireKeys(["id", "name"], in: "an investigator")
                site.investigatorID = try investigator.text("id") ?? ""
                site.investigatorName = try investigator.text("name") ?? ""
            }
            sites.append(site)
        }
        return sites
    }

    private static func isCountry(_ text: String) -> Bool {
        text.utf8.count == 3 && text.utf8.allSatisfy { $0 >= 0x41 && $0 <= 0x5A }
    }

    private static func isTimeZone(_ text: String) -> Bool {
        guard text != "UTC" else { return true }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count >= 2
            && parts.allSatisfy { part in
                !part.isEmpty
                    && part.utf8.allSatisfy { byte in
                        switch byte {
                        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2D, 0x5F: true
                        default: false
                        }
                    }
            }
    }

    /// TS: rows of study.yaml become the study's records.
    static func trialSummary(of node: YAMLNode) throws(MappingError) -> [Record] {
        var records: [Record] = []
        for element in try node.list("trialSummary") {
            let place = "a trial summary parameter"
            try element.requireKeys(
                [
                    "code", "parameter", "value", "nullFlavor", "valueCode", "terminology", "terminologyVersion",
                    "group",
                ], in: place)
            let code = try element.requiredText("code", in: place)
            guard code.utf8.count <= 8 else {
                throw .wrongValue(
                    of: "code", expected: "at most 8 characters (TSPARMCD)",
                    at: element["code"]?.location ?? element.location)
            }
            guard element["value"] != nil || element["nullFlavor"] != nil else {
                throw .missingKey("value' or 'nullFlavor", in: place, at: element.location)
            }
            let ordinal = records.count { $0.text(.parameterCode) == code } + 1
            let place2 = Origin(line: UInt32(element.location.line), column: UInt32(element.location.column))
            var record = Record(kind: .trialSummary, key: RecordKey("TS.\(code)[\(ordinal)]"), origin: place2)
            record.values[.parameterCode] = .text(code)
            record.values[.parameter] = .text(try element.requiredText("parameter", in: place))
            let fields: [(String, FieldID)] = [
                ("value", .parameterValue), ("nullFlavor", .parameterNullFlavor), ("valueCode", .parameterValueCode),
                ("terminology", .parameterTerminology), ("terminologyVersion", .parameterTerminologyVersion),
                ("group", .groupID),
            ]
            for (key, field) in fields {
                if let text = try element.text(key) { record.values[field] = .text(text) }
            }
            records.append(record)
        }
        return records
    }

    /// TI: the eligibility criteria.
    static func eligibility(of node: YAMLNode) throws(MappingError) -> [Record] {
        var records: [Record] = []
        var names = UniqueNames(what: "eligibility criterion")
        for element in try node.list("eligibility") {
            let place = "an eligibility criterion"
            try element.requireKeys(["code", "text", "category", "subcategory", "rule", "version"], in: place)
            let code = try element.requiredText("code", in: place)
            guard code.utf8.count <= 8 else {
                throw .wrongValue(
                    of: "code", expected: "at most 8 characters (IETESTCD)",
                    at: element["code"]?.location ?? element.location)
            }
            let category = try element.requiredText("category", in: place)
            guard category == "INCLUSION" || category == "EXCLUSION" else {
                throw .wrongValue(
                    of: "category", expected: "INCLUSION or EXCLUSION",
                    at: element["category"]?.location ?? element.location)
            }
            let version = try element.text("version") ?? ""
            try names.add(version.isEmpty ? code : "\(code) of version \(version)", at: element.location)
            let origin = Origin(line: UInt32(element.location.line), column: UInt32(element.location.column))
            let key = RecordKey(version.isEmpty ? "TI.\(code)" : "TI.\(code)[\(version)]")
            var record = Record(kind: .eligibilityCriterion, key: key, origin: origin)
            record.values[.testCode] = .text(code)
            record.values[.test] = .text(try element.requiredText("text", in: place))
            record.values[.category] = .text(category)
            if let text = try element.text("subcategory") { record.values[.subcategory] = .text(text) }
            if let text = try element.text("rule") { record.values[.criterionRule] = .text(text) }
            if !version.isEmpty { record.values[.criteriaVersion] = .text(version) }
            records.append(record)
        }
        return records
    }
}
