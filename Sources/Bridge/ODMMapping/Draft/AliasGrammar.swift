import ODM

/// What an `Alias` of Context SDTM, CDASH or CDASH/SDTM says. Its grammar is free text; these forms are read:
///
///     BRTHDTC                               a variable, its domain from the group
///     DM.SEX, DM.SEX=M                      with its domain, and a value on a code list item
///     VSORRES where VSTESTCD=SYSBP          the result of a test
///     RSSTRESN/RSSTRESC where RSTESTCD=X    several targets: the first counts
///     FTASTDEV in SUPPFT, SUPPDM.QNAM       a supplement
///     VSORRES+VSORRESU                      a value with its unit
///     WEIGHT.VSORRES                        CDASH: a test and its variable
///     DM                                    on a group: its domain
struct AliasStatement {
    var domain: String?
    var variable: String?
    var testCode: String?
    var value: String?
    var isSupplement = false

    /// Reads an alias; nil for other contexts and for texts in none of the forms.
    init?(_ alias: Alias, catalogue: VariableCatalogue) {
        let context = alias.context.uppercased()
        guard context.contains("SDTM") || context.contains("CDASH") else { return nil }
        self.init(alias.name, catalogue: catalogue)
    }

    init?(_ text: String, catalogue: VariableCatalogue) {
        var rest = text.plainText(300).replacing("[", with: "").replacing("]", with: "")
        if rest.lowercased().contains("not submitted") { return nil }
        if let range = rest.lowercased().firstRange(of: " where ") {
            let condition = String(rest[range.upperBound...])
            rest = String(rest[..<range.lowerBound])
            // `VSTESTCD=SYSBP`, `VSTESTCD = "SYSBP" and ...`
            let sides = condition.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: true)
            if sides.count == 2, sides[0].trimmingQuotes.hasSuffix("TESTCD") {
                testCode = String(sides[1].trimmingQuotes.prefix { $0 != " " && $0 != "," && $0 != ";" }).trimmingQuotes
            }
        }
        if let range = rest.uppercased().firstRange(of: " IN SUPP") {
            isSupplement = true
            domain = String(rest[range.upperBound...].prefix(2)).uppercased()
            rest = String(rest[..<range.lowerBound])
        }
        if let equals = rest.firstIndex(of: "=") {
            value = String(rest[rest.index(after: equals)...]).trimmingQuotes
            rest = String(rest[..<equals])
        }
        // Several targets or value and unit: the first one is the value itself.
        rest = String(rest.prefix { $0 != "/" && $0 != "+" && $0 != "," && $0 != ";" && $0 != " " }).uppercased()
        var parts = rest.split(separator: ".").map(String.init)
        guard let last = parts.popLast(), !last.isEmpty, last.utf8.allSatisfy(AliasStatement.isName) else { return nil }
        if parts.isEmpty, catalogue.isDomain(last) {
            domain = last
            return
        }
        variable = last
        guard let first = parts.last else { return }
        if first.hasPrefix("SUPP"), first.utf8.count == 6 {
            isSupplement = true
            domain = String(first.suffix(2))
        } else if catalogue.isDomain(first) {
            domain = first
        } else if last.hasSuffix("ORRES") || last.hasSuffix("RES") || last.hasSuffix("ORRESU") {
            testCode = testCode ?? first
        }
    }

    private static func isName(_ byte: UInt8) -> Bool {
        (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x30 && byte <= 0x39) || byte == 0x5F
    }
}

extension StringProtocol {
    /// The text without blanks and quotes around it.
    var trimmingQuotes: String {
        var text = String(self)[...]
        while let first = text.first, " \"'".contains(first) { text.removeFirst() }
        while let last = text.last, " \"'".contains(last) { text.removeLast() }
        return String(text)
    }
}
