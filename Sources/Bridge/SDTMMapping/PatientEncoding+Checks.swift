import ClinicalModel
import Mapping
import Terminology
import Values

/// Code lists, CTCAE grades and study treatments: what is wrong is written as it was said, and reported with its place.
extension PatientEncoding {
    /// Holds a value against the check with this number.
    mutating func check(_ value: Value, _ number: Int, record: RecordRef, domain: DomainPlan) {
        switch value {
        case .text(let text): check(text, number, record: record, domain: domain)
        case .set(let codes): for code in codes { check(code, number, record: record, domain: domain) }
        case .number, .date: check(value.text ?? "", number, record: record, domain: domain)
        case .missing: break
        }
    }

    private mutating func check(_ text: String, _ number: Int, record: RecordRef, domain: DomainPlan) {
        guard !text.isEmpty else { return }
        switch domain.checks[number].check {
        case .codeLists(let lists):
            findings.check(text, number, at: record.origin) { value in lists.contains { $0.contains(value) } }
        case .treatments:
            let treatments = plan.study.study.treatments
            findings.check(text, number, at: record.origin) { treatments.contains($0) }
        case .grade: checkGrade(text, number, record: record)
        }
    }

    /// Whether the grade exists for the record's term: an event's by its MedDRA LLT code, else by name; that of a record
    /// with a toxicity by that. In a finding 0 says that there is none.
    private mutating func checkGrade(_ text: String, _ number: Int, record: RecordRef) {
        let isFinding = record[.toxicity] != nil || record.kind.generalClass == .findings
        if record.kind.generalClass == .findings, text == "0" { return }
        guard let ctcae = plan.ctcae, let term = Self.term(of: record, isFinding: isFinding, in: ctcae) else {
            findings.uncheckedGrades[number, default: (0, record.origin)].count += 1
            return
        }
        // "+3" and "03" are no grades, though they are numbers.
        if text.utf8.count == 1, let grade = Int(text), term.grades.contains(grade) { return }
        findings.add(.init(check: number, value: text, term: term.name), at: record.origin)
    }

    private static func term(of record: RecordRef, isFinding: Bool, in ctcae: CTCAE) -> CTCAE.Term? {
        if isFinding { return record.text(.toxicity).flatMap { ctcae.term($0) } }
        if let code = record.number(.codingLowestLevelTermCode)?.normalized, code.scale == 0,
            let term = ctcae.term(lltCode: Int(code.significand))
        {
            return term
        }
        for field in [FieldID.codingLowestLevelTerm, .standardizedTerm, .modifiedTerm, .term] {
            if let name = record.text(field), let term = ctcae.term(name) { return term }
        }
        return nil
    }

    /// Reports what was found in a domain.
    mutating func noteFindings(_ domain: DomainPlan) {
        for finding in findings.inOrder {
            let (variable, check) = domain.checks[finding.key.check]
            let what = "\(domain.code).\(variable)"
            let records = finding.count == 1 ? "1 record" : "\(finding.count) records"
            let extent = "in \(records); it is written as it was said"
            switch check {
            case .codeLists(let lists): note(finding.key.value, of: what, lists, extent, at: finding.origin)
            case .treatments:
                note(
                    "sdtm.not-a-study-treatment", .warning,
                    "\(what) has a value that is none of the 'treatments' of study.yaml, \(extent)",
                    remedy: "map it to the treatment's name, add it to 'treatments', or make it another medication",
                    at: finding.origin, value: finding.key.value)
            case .grade:
                let grades = plan.ctcae?.grades(of: finding.key.term)
                note(
                    "sdtm.grade-not-in-ctcae", .warning,
                    "\(what) has a grade that CTCAE \(plan.ctcae?.version ?? "") does not have for the term, \(extent)",
                    remedy:
                        "the term's grades are \(grades?.description ?? ""): correct the grade, the term or 'ctcae'",
                    at: finding.origin, value: "\(finding.key.term): \(finding.key.value)")
            }
        }
        for (number, unchecked) in findings.uncheckedGrades.sorted(by: { $0.key < $1.key }) {
            let grades = unchecked.count == 1 ? "1 grade" : "\(unchecked.count) grades"
            let what = "\(domain.code).\(domain.checks[number].variable): \(grades) could not be checked"
            if let ctcae = plan.ctcae {
                note(
                    "sdtm.grade-not-checked", .note, "\(what), of terms that are not in CTCAE \(ctcae.version)",
                    remedy: "map the MedDRA LLT code, or the CTCAE term", at: unchecked.origin)
            } else {
                note(
                    "sdtm.grade-not-checked", .note, "\(what), since the study says no CTCAE version",
                    remedy: "add 'ctcae' to study.yaml", at: unchecked.origin)
            }
        }
        findings.end()
    }

    private mutating func note(
        _ value: String, of variable: String, _ lists: [Terminology.CodeList], _ extent: String, at origin: Origin
    ) {
        let names = lists.map { "\($0.submissionValue) (\($0.code))" }.joined(separator: " or ")
        var near: [String] = []
        var code = "sdtm.not-in-terms"
        for list in lists {
            switch list.match(value) {
            case .exact, .none: break
            case .caseDiffers(let terms):
                code = "sdtm.term-case"
                near += terms.map(\.submissionValue)
            case .synonym(let terms):
                if code == "sdtm.not-in-terms" { code = "sdtm.term-synonym" }
                near += terms.map(\.submissionValue)
            }
        }
        note(
            code, .warning,
            "\(variable) has a value that is not in code list \(names), which cannot be extended, \(extent)",
            remedy: near.isEmpty
                ? "map it to a value of the list, or correct it in the source"
                : "the list's value is \(near.map { "'\($0)'" }.joined(separator: " or ")): map it", at: origin,
            value: value)
    }
}
