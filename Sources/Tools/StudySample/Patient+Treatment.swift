extension Patient {
    /// The cycles: infusions, visits, assessments.
    mutating func writeTreatment(to writer: inout RecordWriter) {
        var induction = 0, consolidation = 0
        for (index, cycle) in course.cycles.enumerated() {
            if cycle.isInduction { induction += 1 } else { consolidation += 1 }
            let number = index + 1
            let assessment = course.assessments.first { $0.cycle == number }
            writer.event("SE.D01", number, on: day(cycle.start))
            writeVisit(cycle.start, to: &writer)
            writeCycle(cycle, number, ordinal: cycle.isInduction ? induction : consolidation, to: &writer)
            writeInfusions(cycle, number, to: &writer)
            writeVitalSigns(cycle.start, to: &writer)
            writeLaboratory(cycle.start, at: number == 1 ? .disease : .treated, to: &writer)
            for (event, offset) in [("SE.D08", 7), ("SE.D15", 14), ("SE.D22", 21)] as [(StaticString, Int)] {
                let study = cycle.start + offset + (draw.once(in: 6) ? 1 : 0)
                guard study <= min(cycle.end, course.lastContact) else { break }
                writer.event(event, number, on: day(study))
                writeVisit(study, to: &writer)
                writeVitalSigns(study, to: &writer)
                writeLaboratory(study, at: .treated, to: &writer)
            }
            if let assessment {
                writeAssessment(assessment, to: &writer)
            } else if cycle.end == cycle.start + 28, cycle.end <= course.lastContact {
                writeMissedAssessment(cycle.end, number, to: &writer)
            }
            if draw.once(in: 3), cycle.end > cycle.start + 6 {
                let study = draw.between(cycle.start + 2, min(cycle.end, course.lastContact))
                writer.event("SE.UNS", number, on: day(study))
                writeVisit(study, to: &writer)
                writeVitalSigns(study, to: &writer)
                writeLaboratory(study, at: .treated, to: &writer)
            }
            if writer.errs(onceIn: 9) {
                // A visit of another child, removed when the mistake is seen.
                writer.event("SE.UNS", 90 + number, on: day(cycle.start))
                writeVisit(cycle.start, to: &writer)
                writer.removeEventLater()
            }
        }
    }

    private mutating func writeCycle(
        _ cycle: Course.Cycle, _ number: Int, ordinal: Int, to writer: inout RecordWriter
    ) {
        writer.form("F.CYCLE")
        writer.group("IG.CYCLE")
        writer.integer("I.CYCLE.NUM", number)
        writer.code("I.CYCLE.KIND", cycle.isInduction ? "IND" : "CON")
        writer.integer("I.CYCLE.ORD", ordinal)
        writer.date("I.CYCLE.STDAT", day(cycle.start))
        writer.date("I.CYCLE.ENDAT", day(cycle.end))
        writer.number("I.CYCLE.BSA", bodySurface, digits: 2, .squareMetre)
        switch cycle.ending {
        case .completed: writer.code("I.CYCLE.ENDRSN", "COMP")
        case .adverseEvent: writer.code("I.CYCLE.ENDRSN", "AE")
        case .relapse: writer.code("I.CYCLE.ENDRSN", "REL")
        case .death: writer.code("I.CYCLE.ENDRSN", "DTH")
        case .transplantation: writer.code("I.CYCLE.ENDRSN", "HSCT")
        default: writer.code("I.CYCLE.ENDRSN", "DEC")
        }
    }

    /// The infusion log: an interval for each dose and after each interruption, the interruptions between them. The
    /// first cycle begins with 5 ug/m2/day for a week, all else runs at 15.
    private mutating func writeInfusions(_ cycle: Course.Cycle, _ number: Int, to writer: inout RecordWriter) {
        writer.form("F.INF")
        var key = 0, start = cycle.start, clock = draw.between(9 * 60, 15 * 60)
        let isAgainstAE = cycle.ending == .adverseEvent
        let pauses = course.interruptions.filter { $0.start >= cycle.start && $0.end < cycle.end }
        while start < cycle.end || key == 0 {
            let isStep = number == 1 && start < cycle.start + 7
            var end = isStep ? min(cycle.start + 7, cycle.end) : cycle.end
            let pause = pauses.first { $0.start >= start && $0.start < end }
            if let pause { end = pause.start }
            let stop = draw.between(8 * 60, 17 * 60)
            if end > start || key == 0 {
                key += 1
                writer.group("IG.INF", key)
                writer.verbatim("I.INF.TRT", "BLINATUMOMAB")
                writer.code("I.INF.KIND", "INF")
                writeSpan(start, clock, end, end == start ? min(clock + 240, 1439) : stop, to: &writer)
                writer.integer("I.INF.DOSE", isStep ? 5 : 15, .doseRate)
                writer.code("I.INF.ROUTE", "IV")
                let ending: StaticString =
                    pause != nil ? "AE" : end < cycle.end ? "STEP" : isAgainstAE ? "AE" : "END"
                writer.code("I.INF.REASON", ending)
            }
            start = end
            clock = stop
            if let pause {
                key += 1
                let again = draw.between(8 * 60, 17 * 60)
                writer.group("IG.INF", key)
                writer.verbatim("I.INF.TRT", "BLINATUMOMAB")
                writer.code("I.INF.KIND", "INT")
                writeSpan(pause.start, clock, pause.end, again, to: &writer)
                writer.code("I.INF.REASON", "AE")
                start = pause.end
                clock = again
            }
            if end >= cycle.end { break }
        }
        if draw.once(in: 3), cycle.end > cycle.start + 12, pauses.isEmpty {
            let study = draw.between(cycle.start + 8, cycle.end - 2), minute = draw.between(8 * 60, 20 * 60)
            key += 1
            writer.group("IG.INF", key)
            writer.verbatim("I.INF.TRT", "BLINATUMOMAB")
            writer.code("I.INF.KIND", "INT")
            writeSpan(study, minute, study, minute + draw.between(20, 170), to: &writer)
            writer.code("I.INF.REASON", "BAG")
        }
    }

    private func writeSpan(_ start: Int, _ from: Int, _ end: Int, _ to: Int, to writer: inout RecordWriter) {
        writer.date("I.INF.STDAT", day(start))
        writer.time("I.INF.STTIM", from)
        writer.date("I.INF.ENDAT", day(end))
        writer.time("I.INF.ENTIM", to)
    }

    private mutating func writeAssessment(_ assessment: Course.Assessment, to writer: inout RecordWriter) {
        let study = assessment.day, response = assessment.response
        writer.event("SE.D29", assessment.cycle, on: day(study))
        writeVisit(study, to: &writer)
        writeVitalSigns(study, to: &writer)
        writeLaboratory(study, at: .response(response), to: &writer)
        writeMarrow(study, blasts: assessment.blasts, mrd: assessment.mrd, to: &writer)
        writer.form("F.RESP")
        writer.group("IG.RESP")
        writer.date("I.RESP.DAT", day(study))
        writer.code("I.RESP.MARROW", assessment.blasts < 5 ? "M1" : assessment.blasts < 25 ? "M2" : "M3")
        switch response {
        case .cr: writer.code("I.RESP.RESP", "CR")
        case .crh: writer.code("I.RESP.RESP", "CRH")
        case .cri: writer.code("I.RESP.RESP", "CRI")
        case .pr: writer.code("I.RESP.RESP", "PR")
        case .nr: writer.code("I.RESP.RESP", "NR")
        case .pd: writer.code("I.RESP.RESP", "PD")
        }
        writer.yes("I.RESP.MRD", assessment.mrd.hasPrefix("<"))
        writer.code("I.RESP.CNS", "CNS1")
        if course.lesions > 0 {
            writer.code("I.RESP.EML", response.isRemission ? "CR" : response == .pr ? "PR" : "SD")
            writeMeasurements(study, share: response.isRemission ? 5 : response == .pr ? 45 : 95, to: &writer)
        }
        writeQualityOfLife(to: &writer)
    }

    /// The end of a cycle without a marrow: the response is not evaluable.
    private mutating func writeMissedAssessment(_ study: Int, _ number: Int, to writer: inout RecordWriter) {
        writer.event("SE.D29", number, on: day(study))
        writeVisit(study, to: &writer)
        writeLaboratory(study, at: .treated, to: &writer)
        writer.form("F.MARROW")
        writer.group("IG.MARROW")
        writer.yes("I.MARROW.DONE", false)
        writer.text("I.MARROW.REASND", draw.pick(["dry tap", "child unwell", "parents declined"]))
        writer.form("F.RESP")
        writer.group("IG.RESP")
        writer.date("I.RESP.DAT", day(study))
        writer.code("I.RESP.MARROW", "NE")
        writer.code("I.RESP.RESP", "NE")
        writer.code("I.RESP.MRD", "NE")
    }
}
