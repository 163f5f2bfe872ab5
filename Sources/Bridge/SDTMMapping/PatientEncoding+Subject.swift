import ClinicalModel
import Mapping
import Values

extension PatientEncoding {
    // MARK: - Identity

    /// Site, SUBJID and USUBJID.
    mutating func identify(_ subject: inout Record, key: PatientKey) throws(SDTMMappingError) {
        let sites = plan.study.study.sites
        if let name = subject.text(.siteID), !sites.isEmpty {
            guard let index = plan.siteOfName[name] else {
                throw .unknownSite(known: sites.count, patient: patientName, at: result.location)
            }
            site = sites[index]
            subject.values[.siteID] = .text(sites[index].id)
        }
        if let site {
            derive(.investigatorID, site.investigatorID, on: &subject)
            derive(.investigatorName, site.investigatorName, on: &subject)
            derive(.country, site.country, on: &subject)
            zone = plan.zones[site.timeZone]
        }
        if subject.text(.subjectID) == nil {
            let subjid = try fill(plan.study.subjid, variable: "SUBJID", subject: subject, key: key)
            subject.values[.subjectID] = .text(subjid)
        }
        result.usubjid = try fill(plan.study.usubjid, variable: "USUBJID", subject: subject, key: key)
    }

    private func fill(
        _ pattern: IdentifierPattern, variable: String, subject: Record, key: PatientKey
    ) throws(SDTMMappingError) -> String {
        var text = ""
        for part in pattern.parts {
            let (piece, name): (String?, String) =
                switch part {
                case .text(let piece): (piece, "")
                case .studyID: (plan.study.study.studyID, "STUDYID")
                case .siteID: (subject.text(.siteID), "site (SITEID)")
                case .subjectID: (subject.text(.subjectID), "subject identifier (SUBJID)")
                case .subjectKey: (key.subject, "subject key")
                case .screeningNumber: (subject.text(.screeningNumber), "screening number")
                }
            guard let piece, !piece.isEmpty else {
                throw .incompleteIdentifier(
                    variable: variable, missing: name, patient: patientName, at: result.location)
            }
            text += piece
        }
        return text
    }

    /// Sets a value that Rialto computes unless one is stored; a stored one that differs wins and is reported.
    mutating func derive(_ field: FieldID, _ value: Value, on subject: inout Record) {
        guard let stored = subject.values[field] else {
            subject.values[field] = value
            countDerived(field)
            return
        }
        if stored.text != value.text { noteOverride(field, at: subject.origin) }
    }

    mutating func derive(_ field: FieldID, _ text: String, on subject: inout Record) {
        if !text.isEmpty { derive(field, .text(text), on: &subject) }
    }

    private mutating func countDerived(_ field: FieldID) {
        let index = plan.domainOfKind[Int(EntityKind.subject.rawValue)]
        guard index >= 0, plan.domains[index].has(field) else { return }
        result.derived.append(
            EncodedPatient.VariableCount(
                dataset: plan.domains[index].dataset, column: plan.domains[index].column(field), count: 1))
    }

    mutating func noteOverride(_ field: FieldID, at origin: Origin) {
        note(
            "sdtm.override", .note, "the stored '\(field.name)' differs from what is derived; the stored value is kept",
            remedy: "correct the source, or leave the field out of the mapping so that it is derived", at: origin)
    }

    // MARK: - Demographics

    /// Everything of DM that is derived. Returns the Subject Visits derived from the records' visits.
    mutating func deriveSubject(_ subject: inout Record, _ records: KeptRecords) -> [Record] {
        let rules = plan.study.referenceDates
        deriveDate(.firstTreatment, rules.firstTreatment, on: &subject, records)
        deriveDate(.lastTreatment, rules.lastTreatment, on: &subject, records)
        if let start = rules.referenceStart {
            deriveDate(.referenceStart, start, on: &subject, records)
        } else {
            deriveDate(.referenceStart, [], else: .firstTreatment, on: &subject, records)
        }
        deriveDate(.referenceEnd, rules.referenceEnd, else: .lastTreatment, on: &subject, records)
        deriveDate(.endOfParticipation, rules.endOfParticipation, on: &subject, records)
        referenceStart = subject.date(.referenceStart)
        firstTreatment = subject.date(.firstTreatment)
        if isForeign(referenceStart) {
            note(
                "sdtm.utc-reference", .warning,
                "RFSTDTC has an offset from UTC and cannot be put into the site's time: no study days are given",
                remedy: foreignRemedy, at: subject.origin)
            referenceStart = nil
        }
        referenceDay = referenceStart?.dayNumber
        deriveAge(&subject)
        deriveDeath(&subject, records)
        deriveArms(&subject, records)
        return derivedVisits(records)
    }

    private mutating func deriveDate(
        _ field: FieldID, _ rules: [DateRule], else fallback: FieldID? = nil, on subject: inout Record,
        _ records: KeptRecords
    ) {
        for rule in rules {
            switch rule.date(subject: subject, kept: records) {
            case .none: continue
            case .date(let date):
                derive(field, .date(date), on: &subject)
                return
            case .afterCutoff:
                note(
                    "sdtm.after-cutoff", .note, "'\(field.name)' is after the cut-off: it stays empty",
                    at: subject.origin)
                return
            case .undecided:
                if subject.values[field] == nil {
                    note(
                        "sdtm.reference-date-undecided", .warning,
                        "partial or missing dates leave '\(field.name)' open: it stays empty",
                        remedy: "complete the dates, or state another rule in study.yaml", at: subject.origin)
                }
                return
            }
        }
        if rules.isEmpty, let fallback, let date = subject.date(fallback) { derive(field, .date(date), on: &subject) }
    }

    private mutating func deriveAge(_ subject: inout Record) {
        let rule = plan.study.age
        guard let birth = subject.date(.birthDate), let reference = subject.date(rule.reference) else { return }
        guard let age = Age(born: possibleDays(birth), at: possibleDays(reference), rule: rule) else {
            if subject.values[.age] == nil {
                noteOpenAge(birth, reference, at: subject.origin)
            }
            return
        }
        if let stored = subject.number(.age) {
            // An age without its unit says nothing about its difference from one in another unit.
            let sameUnit = subject.text(.ageUnit).map { $0 == age.unit } ?? false
            if !sameUnit || !stored.isSameNumber(as: Decimal(significand: Int64(age.value))) {
                noteOverride(.age, at: subject.origin)
            }
            return
        }
        if let stored = subject.text(.ageUnit), stored != age.unit {
            note(
                "sdtm.age-unit-override", .warning,
                "the stored 'ageUnit' is not the unit in which the age is derived; it is kept, and AGE stays empty",
                remedy: "map the age, too, or leave its unit out", at: subject.origin)
            return
        }
        derive(.age, .number(Decimal(significand: Int64(age.value))), on: &subject)
        derive(.ageUnit, .text(age.unit), on: &subject)
    }

    private mutating func noteOpenAge(_ birth: PartialDate, _ reference: PartialDate, at origin: Origin) {
        let name = "'\(plan.study.age.reference.name)'"
        let isBirthOpen = !birth.isComplete || isForeign(birth)
        let isReferenceOpen = !reference.isComplete || isForeign(reference)
        let what =
            isBirthOpen
            ? "the date of birth leaves the age open"
            : isReferenceOpen ? "\(name) leaves the age open" : "the date of birth is after \(name)"
        note(
            "sdtm.age-undecided", .warning, "\(what): AGE stays empty",
            remedy: "\(isBirthOpen || isReferenceOpen ? "complete" : "correct") the date, or map the age", at: origin)
    }

    /// The arm's name from its code; in a study of one arm a treated subject is in that arm; a subject without an arm has the
    /// reason in ARMNRS, or before SDTMIG 3.3 in the arm itself.
    private mutating func deriveArms(_ subject: inout Record, _ records: KeptRecords) {
        let arms = plan.study.study.arms
        guard !arms.isEmpty else { return }
        let isTreated = subject.date(.firstTreatment) != nil || wasExposed(records)
        if arms.count == 1, isTreated, subject.values[.armNullReason] == nil {
            if subject.values[.armCode] == nil { derive(.armCode, .text(arms[0].code), on: &subject) }
            if subject.values[.actualArmCode] == nil, subject.text(.armCode) == arms[0].code {
                derive(.actualArmCode, .text(arms[0].code), on: &subject)
            }
        }
        for (code, name) in [(FieldID.armCode, FieldID.arm), (.actualArmCode, .actualArm)] {
            guard let value = subject.text(code) else { continue }
            if let arm = arms.first(where: { $0.code == value }) {
                derive(name, .text(arm.name), on: &subject)
            } else {
                note(
                    "sdtm.unknown-arm", .warning, "the subject's arm is none of study.yaml's arms",
                    remedy: "add it to 'arms', or correct the source", at: subject.origin)
            }
        }
        guard subject.text(.actualArmCode) == nil, subject.text(.unplannedArm) == nil else { return }
        deriveArmNullReason(&subject, records, isTreated: isTreated)
    }

    private func wasExposed(_ records: KeptRecords) -> Bool {
        [.exposure, .exposureAsCollected].contains { kind in
            records.indices(of: kind).contains { DateRule.happened(records.records[$0]) }
        }
    }

    private mutating func deriveArmNullReason(_ subject: inout Record, _ records: KeptRecords, isTreated: Bool) {
        let isScreenFailure = records.indices(of: .disposition).contains {
            records.records[$0].text(.standardizedTerm) == "SCREEN FAILURE"
        }
        let isAssigned = subject.text(.armCode) != nil
        // A treated subject without an arm in a study of several: which arm it was is not ours to say.
        guard !isTreated else { return }
        let index = plan.domainOfKind[Int(EntityKind.subject.rawValue)]
        if index >= 0, plan.domains[index].has(.armNullReason) {
            let reason =
                isAssigned ? "ASSIGNED, NOT TREATED" : isScreenFailure ? "SCREEN FAILURE" : "NOT ASSIGNED"
            derive(.armNullReason, .text(reason), on: &subject)
            return
        }
        let (code, name) =
            isAssigned
            ? ("NOTTRT", "Not Treated")
            : isScreenFailure ? ("SCRNFAIL", "Screen Failure") : ("NOTASSGN", "Not Assigned")
        if !isAssigned {
            derive(.armCode, .text(code), on: &subject)
            derive(.arm, .text(name), on: &subject)
        }
        derive(.actualArmCode, .text(code), on: &subject)
        derive(.actualArm, .text(name), on: &subject)
    }
}
