extension Patient {
    /// Transplantation, relapse, follow-up, the ends of treatment and of the study, death.
    mutating func writeOutcome(to writer: inout RecordWriter) {
        writer.event("SE.EOT", on: day(course.treatmentEnd.day))
        writeVisit(course.treatmentEnd.day, to: &writer)
        writer.form("F.DISP")
        writeDisposition("TRT", course.treatmentEnd, to: &writer)
        if let transplant = course.transplant { writeTransplant(transplant, to: &writer) }
        if let relapse = course.relapse {
            writer.event("SE.REL", on: day(relapse.day))
            writer.form("F.RELAPSE")
            writer.group("IG.RELAPSE")
            writer.date("I.RELAPSE.DAT", day(relapse.day))
            writer.code("I.RELAPSE.SITE", relapse.site)
            writer.code("I.RELAPSE.CD19", relapse.isCD19Negative ? "NEG" : "POS")
            if relapse.site.utf8Start.pointee == UInt8(ascii: "B") {
                writer.integer("I.RELAPSE.BLAST", draw.between(26, 95), .percent)
            }
        }
        writeFollowUp(to: &writer)
        guard course.studyEnd != nil || course.causeOfDeath != nil else { return }
        writer.event("SE.EOS", on: day(course.lastContact))
        if let end = course.studyEnd {
            writer.form("F.DISP")
            writeDisposition("STU", end, to: &writer)
        }
        if let cause = course.causeOfDeath {
            writer.form("F.DEATH")
            writer.group("IG.DEATH")
            writer.date("I.DEATH.DAT", day(course.lastContact))
            writer.code("I.DEATH.CAUSE", cause)
            writer.code("I.DEATH.AUTOPSY", draw.once(in: 6) ? "Y" : draw.once(in: 5) ? "U" : "N")
        }
    }

    private mutating func writeDisposition(_ scope: StaticString, _ end: Course.End, to writer: inout RecordWriter) {
        writer.group("IG.DISP")
        writer.code("I.DISP.SCOPE", scope)
        writer.date("I.DISP.DAT", day(end.day))
        switch end.reason {
        case .completed: writer.code("I.DISP.REASON", "1")
        case .adverseEvent: writer.code("I.DISP.REASON", "2")
        case .relapse: writer.code("I.DISP.REASON", "3")
        case .lackOfEfficacy: writer.code("I.DISP.REASON", "4")
        case .death: writer.code("I.DISP.REASON", "5")
        case .lost: writer.code("I.DISP.REASON", "6")
        case .withdrawalBySubject: writer.code("I.DISP.REASON", "7")
        case .withdrawalByParent: writer.code("I.DISP.REASON", "8")
        case .decision, .physician: writer.code("I.DISP.REASON", "9")
        case .transplantation:
            writer.code("I.DISP.REASON", "99")
            writer.text("I.DISP.SPEC", "Proceeded to allogeneic transplantation")
        }
    }

    private mutating func writeTransplant(_ study: Int, to writer: inout RecordWriter) {
        writer.event("SE.HSCT", on: day(study))
        writer.form("F.HSCT")
        writer.group("IG.HSCT")
        writer.yes("I.HSCT.YN", true)
        writer.date("I.HSCT.DAT", day(study))
        writer.code("I.HSCT.DONOR", draw.pick(["MSD", "MUD", "MUD", "HAP"]))
        writer.code("I.HSCT.SOURCE", draw.pick(["BM", "BM", "PB", "CB"]))
        writer.number("I.HSCT.CELLS", draw.between(210, 980), digits: 2, .millionPerKilogram)
        writer.text("I.HSCT.COND", draw.pick(["TBI 12 Gy / etoposide", "Fludarabine/thiotepa/treosulfan"]))
        let engrafted = study + draw.between(15, 28)
        if engrafted <= course.lastContact {
            writer.vagueDate("I.HSCT.ENGRAFT", day(engrafted), &draw)
        } else {
            writer.unanswered("I.HSCT.ENGRAFT")
        }
    }

    /// Every three months until month 18 after the first dose; later only the survival contact. The living always
    /// have a contact on the last day on which they are known to be alive.
    private mutating func writeFollowUp(to writer: inout RecordWriter) {
        let isAlive = course.causeOfDeath == nil
        var key = 0
        for quarter in 1...6 {
            let study = quarter * 91 + draw.between(-6, 6)
            guard study > course.treatmentEnd.day + 14, study < course.lastContact else { continue }
            key += 1
            writer.event("SE.FU", key, on: day(study))
            writeVisit(study, to: &writer)
            writeContact(study, to: &writer)
            writeLaboratory(study, at: isInRemission(study) ? .remission : .treated, to: &writer)
            if quarter % 2 == 0 { writeQualityOfLife(to: &writer) }
        }
        guard isAlive else { return }
        if course.lastContact > 548 {
            writer.event("SE.SURV", on: day(course.lastContact))
        } else {
            writer.event("SE.FU", key + 1, on: day(course.lastContact))
            writeVisit(course.lastContact, to: &writer)
        }
        writeContact(course.lastContact, to: &writer)
    }

    private func isInRemission(_ study: Int) -> Bool {
        guard let first = course.assessments.first(where: { $0.response.isRemission }) else { return false }
        return study >= first.day && study < (course.relapse?.day ?? Int.max)
    }

    private mutating func writeContact(_ study: Int, to writer: inout RecordWriter) {
        writer.form("F.FU")
        writer.group("IG.FU")
        writer.date("I.FU.DAT", day(study))
        writer.code("I.FU.STATUS", "A")
        writer.code("I.FU.REMISSION", isInRemission(study) ? "Y" : draw.once(in: 8) ? "U" : "N")
        writer.date("I.FU.ASSDAT", day(min(study, course.lastDisease)))
        if let relapse = course.relapse, relapse.day < study {
            writer.text(
                "I.FU.THERAPY", draw.pick(["Inotuzumab ozogamicin", "FLA-Ida", "palliative chemotherapy", "none"]))
        } else {
            writer.unanswered("I.FU.THERAPY")
        }
    }
}
