extension Patient {
    /// Everything that is asked before the first dose.
    mutating func writeScreening(to writer: inout RecordWriter) {
        let screening = course.screening
        writer.event("SE.SCR", on: day(screening))
        writeVisit(screening, to: &writer)
        writer.form("F.ENROL")
        writer.group("IG.ENROL")
        writer.verbatim("I.ENROL.SUBJID", subjectNumber)
        writer.date("I.ENROL.ICDAT", day(screening))
        writer.code("I.ENROL.ASSENT", day(screening).number - birth.number > 7 * 365 ? "Y" : "NA")
        writer.date("I.ENROL.ENRDAT", day(-draw.between(1, 3)))
        writer.verbatim("I.ENROL.INVNAM", site.investigator)
        writer.verbatim("I.ENROL.COUNTRY", site.country)

        writer.form("F.ELIG")
        let criteria: [StaticString] = ["INCL01", "INCL02", "INCL03", "EXCL01", "EXCL02", "EXCL03"]
        for (index, criterion) in criteria.enumerated() {
            writer.group("IG.ELIG", index + 1)
            writer.code("I.ELIG.CRIT", criterion)
            writer.yes("I.ELIG.MET", index < 3)
        }

        writer.form("F.DM")
        writer.group("IG.DM")
        writer.date("I.DM.BRTHDAT", birth)
        writer.code("I.DM.SEX", isMale ? "1" : "2")
        writer.verbatim("I.DM.RACE", race)
        if race == "8" { writer.text("I.DM.RACEOTH", draw.pick(["Roma", "Berber", "Kurdish"])) }
        switch draw.below(8) {
        case 0: writer.code("I.DM.ETHNIC", "NR")
        case 1: writer.code("I.DM.ETHNIC", "H")
        case 2: writer.unanswered("I.DM.ETHNIC")
        default: writer.code("I.DM.ETHNIC", "NH")
        }

        writeDiseaseHistory(to: &writer)
        writePriorTherapy(to: &writer)
        writeMedicalHistory(to: &writer)
        writeVitalSigns(screening, to: &writer)
        writeLaboratory(screening, at: .baseline, to: &writer)
        writeMarrow(screening + 1, blasts: course.blasts, mrd: course.mrd, to: &writer)
        writeLesions(to: &writer)
        writeQualityOfLife(to: &writer)
    }

    private mutating func writeDiseaseHistory(to writer: inout RecordWriter) {
        writer.form("F.DXHIST")
        writer.group("IG.DXHIST")
        writer.vagueDate("I.DXHIST.DXDAT", day(course.diagnosis), &draw)
        switch course.priorRelapses {
        case 0: writer.code("I.DXHIST.STATUS", "REFR")
        case 1: writer.code("I.DXHIST.STATUS", draw.once(in: 3) ? "RREL" : "REL1")
        default: writer.code("I.DXHIST.STATUS", "REL2")
        }
        writer.integer("I.DXHIST.NREL", course.priorRelapses)
        if course.priorRelapses > 0 {
            writer.vagueDate("I.DXHIST.LRELDAT", day(course.screening - draw.between(8, 30)), &draw)
        } else {
            writer.unanswered("I.DXHIST.LRELDAT")
        }
        writer.code("I.DXHIST.GENET", course.genetics)
        let isT1719 = course.genetics.utf8CodeUnitCount == 1 && course.genetics.utf8Start.pointee == UInt8(ascii: "1")
        writer.code("I.DXHIST.T1719", isT1719 ? "Y" : draw.once(in: 12) ? "U" : "N")
        writer.code("I.DXHIST.TRI21", course.hasTrisomy21 ? "Y" : "N")
        writer.code("I.DXHIST.CNS", draw.once(in: 9) ? "CNS2" : "CNS1")
        writer.yes("I.DXHIST.EM", course.lesions > 0)
    }

    private mutating func writePriorTherapy(to writer: inout RecordWriter) {
        writer.form("F.PRIOR")
        writer.group("IG.PRSUM")
        writer.yes("I.PRSUM.BLIN", course.hadBlinatumomab)
        writer.yes("I.PRSUM.HSCT", course.hadTransplant)
        let hadRadiation = draw.once(in: 7)
        writer.code("I.PRSUM.RADIO", hadRadiation ? "Y" : draw.once(in: 10) ? "U" : "N")
        let span = course.screening - 20 - course.diagnosis
        var start = course.diagnosis + 3, key = 0
        let lines = max(1, course.priorRelapses + 1)
        for line in 0..<lines {
            key += 1
            writePrior(
                key, "CHEMO",
                draw.pick(["ALL frontline protocol (model) A", "ALL relapse protocol (model) B", "FLAG"]),
                from: start, length: max(10, span / lines * 2 / 3), response: line == 0 && lines > 1 ? 1 : nil,
                to: &writer)
            start += max(12, span / lines)
        }
        if course.hadBlinatumomab {
            key += 1
            writePrior(key, "BLIN", "Blinatumomab", from: course.screening - 150, length: 28, response: 1, to: &writer)
        }
        if course.hadTransplant {
            key += 1
            writePrior(
                key, "HSCT", "Allogeneic transplantation", from: course.diagnosis + span / 2, length: 0, response: 1,
                to: &writer)
        }
        if hadRadiation {
            key += 1
            writePrior(
                key, "RADIO", "Cranial irradiation, 12 Gy", from: course.diagnosis + span / 3, length: 12,
                response: nil,
                to: &writer)
        }
    }

    private mutating func writePrior(
        _ key: Int, _ type: StaticString, _ therapy: String, from start: Int, length: Int, response: Int?,
        to writer: inout RecordWriter
    ) {
        writer.group("IG.PRIOR", key)
        writer.code("I.PRIOR.TYPE", type)
        writer.text("I.PRIOR.TRT", therapy)
        writer.vagueDate("I.PRIOR.STDAT", day(min(start, course.screening - 12)), &draw)
        writer.vagueDate("I.PRIOR.ENDAT", day(min(start + length, course.screening - 8)), &draw)
        switch response ?? draw.pick([1, 2, 3, 3, 9]) {
        case 1: writer.code("I.PRIOR.RESP", "1")
        case 2: writer.code("I.PRIOR.RESP", "2")
        case 3: writer.code("I.PRIOR.RESP", "3")
        default: writer.code("I.PRIOR.RESP", "9")
        }
    }

    private mutating func writeMedicalHistory(to writer: inout RecordWriter) {
        let conditions = [
            "Asthma", "Allergic rhinitis", "Neurodermitis", "Central venous catheter thrombosis", "Obesity",
            "Febrile convulsion", "Hypothyroidism", "Otitis media, recurrent",
        ]
        writer.form("F.MH")
        let count = draw.below(4)
        writer.group("IG.MH", 1)
        guard count > 0 || course.hasTrisomy21 else {
            writer.yes("I.MH.YN", false)
            return
        }
        for key in 1...max(1, count) {
            if key > 1 { writer.group("IG.MH", key) }
            writer.yes("I.MH.YN", true)
            let isTrisomy = key == 1 && course.hasTrisomy21
            writer.text("I.MH.TERM", isTrisomy ? "Trisomy 21" : draw.pick(conditions))
            writer.vagueDate(
                "I.MH.STDAT", isTrisomy ? birth : birth + draw.between(min(20, ageDays / 2), ageDays - 25), &draw)
            writer.code("I.MH.ONGO", isTrisomy || draw.once(in: 2) ? "Y" : draw.once(in: 5) ? "U" : "N")
        }
    }

    private mutating func writeLesions(to writer: inout RecordWriter) {
        guard course.lesions > 0 else { return }
        let places: [StaticString] = ["TEST", "LNOD", "SKIN", "KIDN", "MEDI", "BONE"]
        writer.form("F.EML")
        for key in 1...course.lesions {
            writer.group("IG.EML", key)
            writer.verbatim("I.EML.NUM", "L\(key)")
            let place = (key + ageDays) % places.count
            writer.code("I.EML.LOC", place == 0 && !isMale ? "LNOD" : places[place])
            if draw.once(in: 3) {
                writer.unanswered("I.EML.LAT")
            } else {
                writer.code("I.EML.LAT", draw.pick(["L", "R"]))
            }
            writer.code("I.EML.METHOD", draw.pick(["MRI", "CT", "US"]))
            writer.date("I.EML.DAT", day(course.screening + 1))
            writer.text(
                "I.EML.DESC",
                draw.pick(["firm, not tender", "seen on MRI only", "< 3 cm, well defined", "conglomerate, \"bulky\""]))
        }
        writeMeasurements(course.screening + 1, share: 100, to: &writer)
    }

    /// The lesions' sizes, shrunk to a share (in percent) of the first ones.
    mutating func writeMeasurements(_ study: Int, share: Int, to writer: inout RecordWriter) {
        guard course.lesions > 0 else { return }
        writer.form("F.EMLM")
        for key in 1...course.lesions {
            writer.group("IG.EMLM", key)
            writer.verbatim("I.EMLM.NUM", "L\(key)")
            writer.date("I.EMLM.DAT", day(study))
            writer.code("I.EMLM.METHOD", draw.pick(["MRI", "CT", "US"]))
            let diameter = (14 + (ageDays + key * 7) % 31) * share / 100
            if diameter < 4 {
                writer.code("I.EMLM.STATE", "ABS")
            } else {
                writer.integer("I.EMLM.LDIAM", diameter, .millimetre)
                writer.integer("I.EMLM.LPERP", max(2, diameter * 7 / 10), .millimetre)
                writer.code("I.EMLM.STATE", "PRES")
            }
        }
    }

    /// The questionnaire that no mapping names.
    mutating func writeQualityOfLife(to writer: inout RecordWriter) {
        writer.form("F.QOL")
        writer.group("IG.QOL")
        writer.code("I.QOL.WHO", ageDays > 8 * 365 ? "C" : "P")
        for item in ["I.QOL.PLAY", "I.QOL.SLEEP", "I.QOL.EAT", "I.QOL.PAIN"] as [StaticString] {
            let answer = draw.below(5)
            if draw.once(in: 15) { writer.unanswered(item) } else { writer.code(item, answer, slip: (answer + 1) % 5) }
        }
        if draw.once(in: 6) {
            writer.text(
                "I.QOL.NOTE", draw.pick(["tired in the evening", "misses school & friends", "better than before"]))
        }
    }
}
