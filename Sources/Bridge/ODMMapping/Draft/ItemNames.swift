import ODM

/// What an item's names say: SDTM variables, CDASH names, and names made of a domain and a part of a variable.
enum ItemNames {
    /// CDASH suffixes that are not those of SDTM, and what they become.
    private static let cdash: [(suffix: String, variable: String, isTime: Bool)] = [
        ("STDAT", "STDTC", false), ("ENDAT", "ENDTC", false), ("DAT", "DTC", false), ("STTIM", "STDTC", true),
        ("ENTIM", "ENDTC", true), ("TIM", "DTC", true), ("STDT", "STDTC", false), ("ENDT", "ENDTC", false),
        ("DSTXT", "DOSTXT", false), ("PERF", "STAT", false),
    ]
    /// CDASH names of DM, without a prefix.
    private static let subject: [String: String] = [
        "BRTHDAT": "BRTHDTC", "BRTHDT": "BRTHDTC", "DOB": "BRTHDTC", "GENDER": "SEX", "ETHNICITY": "ETHNIC",
        "RFICDAT": "RFICDTC", "DTHDAT": "DTHDTC", "DMDAT": "DMDTC",
    ]

    /// What the item's names say within a group of a domain, the surest first; nil when they say nothing.
    static func proposal(_ item: ItemDef, domain: String, _ catalogue: VariableCatalogue) -> Proposal? {
        for (what, name) in [("SDSVarName", item.sdsVarName), ("SASFieldName", item.sasFieldName)] {
            guard let name, let found = exact(name.uppercased(), domain, catalogue) else { continue }
            return found.proposal(what == "SDSVarName" ? .high : .medium, "\(what) is \(name)", domain)
        }
        for text in [item.name, item.oid] {
            let tokens = ItemNames.tokens(text)
            guard let last = tokens.last else { continue }
            if let found = exact(last, domain, catalogue) {
                let isAlone = tokens.count == 1 || tokens.dropLast().allSatisfy { isNoise($0, domain) }
                if isAlone { return found.proposal(.high, "the name is \(found.spelling)", domain) }
                return found.proposal(
                    .low, "the name ends in \(found.spelling), of '\(tokens.dropLast().joined(separator: " "))'", domain
                )
            }
            if tokens.dropLast().allSatisfy({ isNoise($0, domain) }),
                let found = exact(domain + last, domain, catalogue)
            {
                return found.proposal(.medium, "'\(last)' of \(domain) reads \(found.spelling)", domain)
            }
        }
        return nil
    }

    /// A variable that a name is.
    struct Found {
        var spelling: String
        var variable: String
        var isTime: Bool
        var isGate: Bool

        func proposal(_ confidence: Confidence, _ reason: String, _ domain: String) -> Proposal {
            Proposal(
                domain: domain, variable: variable, confidence: isGate ? .low : confidence,
                reason: isGate ? "a gate question (\(spelling))" : reason, isTime: isTime, isGate: isGate)
        }
    }

    /// The variable of a domain that a name is, in SDTM's or CDASH's spelling.
    static func exact(_ name: String, _ domain: String, _ catalogue: VariableCatalogue) -> Found? {
        if catalogue.field(name, of: domain) != nil {
            return Found(spelling: name, variable: name, isTime: false, isGate: false)
        }
        if domain == "DM", let variable = subject[name] {
            return Found(spelling: name, variable: variable, isTime: false, isGate: false)
        }
        guard name.hasPrefix(domain), name.utf8.count > 3 else { return nil }
        if name == domain + "YN" {
            return Found(spelling: name, variable: domain + "OCCUR", isTime: false, isGate: true)
        }
        for rule in cdash where name == domain + rule.suffix {
            let variable = domain + rule.variable
            guard catalogue.field(variable, of: domain) != nil else { continue }
            return Found(spelling: name, variable: variable, isTime: rule.isTime, isGate: false)
        }
        return nil
    }

    /// Upper-case words of a name or OID.
    static func tokens(_ text: String) -> [String] {
        text.uppercased().split { !($0.isLetter || $0.isNumber) }.map(String.init)
    }

    /// Words that say nothing of the variable: prefixes of OIDs, the domain itself.
    private static func isNoise(_ token: String, _ domain: String) -> Bool {
        ["I", "IT", "ITEM", "ID", "ODM", "F", "IG", domain].contains(token) || Int(token) != nil
            || GroupClassifier.domain(ofWord: token) == domain
    }
}
