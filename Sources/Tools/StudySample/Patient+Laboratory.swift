extension Patient {
    /// What is going on when blood is taken, as far as counts depend on it.
    enum Condition {
        /// Before treatment.
        case baseline
        /// During treatment, without remission.
        case disease
        /// During treatment.
        case treated
        /// At an assessment with this response.
        case response(Course.Response)
        /// Afterwards, in remission.
        case remission
    }

    /// Pulse, pressure and the like.
    mutating func writeVitalSigns(_ study: Int, to writer: inout RecordWriter) {
        let years = ageDays / 365
        writer.form("F.VS")
        writer.group("IG.VS")
        writer.date("I.VS.DAT", day(study))
        if !draw.once(in: 12) { writer.time("I.VS.TIM", draw.between(7 * 60, 18 * 60)) }
        writer.number("I.VS.TEMP", draw.between(361, 379) + (draw.once(in: 9) ? 12 : 0), digits: 1, .celsius)
        if draw.once(in: 30) {
            writer.null("I.VS.SYSBP", because: "Child did not keep still")
            writer.null("I.VS.DIABP", because: "Child did not keep still")
        } else {
            writer.integer("I.VS.SYSBP", 78 + years * 2 + draw.below(22), .mercury)
            writer.integer("I.VS.DIABP", 46 + years + draw.below(18), .mercury)
        }
        writer.integer("I.VS.PULSE", 132 - years * 3 + draw.between(-14, 14), .beats)
        writer.integer("I.VS.RESP", 34 - years + draw.between(-3, 5), .breaths)
        if draw.once(in: 8) {
            writer.unanswered("I.VS.OXYSAT")
        } else {
            writer.integer("I.VS.OXYSAT", draw.between(94, 100), .percent)
        }
        writer.number("I.VS.WEIGHT", weight + draw.between(-weight / 30, weight / 30), digits: 1, .kilogram)
        if study < 0 || draw.once(in: 4) { writer.number("I.VS.HEIGHT", height, digits: 1, .centimetre) }
    }

    /// Blood count and chemistry.
    mutating func writeLaboratory(_ study: Int, at condition: Condition, to writer: inout RecordWriter) {
        writer.form("F.LAB")
        writer.group("IG.CBC")
        if case .treated = condition, draw.once(in: 25) {
            writer.yes("I.CBC.DONE", false)
            writer.text("I.CBC.REASND", draw.pick(["sample clotted", "tube lost", "parents declined"]))
        } else {
            writeBloodCount(study, at: condition, to: &writer)
        }
        writer.group("IG.CHEM")
        writer.date("I.CHEM.DAT", day(study))
        let enzyme = draw.once(in: 6) ? draw.between(60, 320) : draw.between(9, 48)
        writer.integer("I.CHEM.ALT", enzyme)
        writer.code("I.CHEM.ALT.U", "U/L")
        writer.number("I.CHEM.ALT.HI", 400, digits: 1)
        writer.integer("I.CHEM.AST", enzyme + draw.between(-6, 20))
        writer.code("I.CHEM.AST.U", "U/L")
        writer.number("I.CHEM.AST.HI", 450, digits: 1)
        if site.dates == .iso {
            writer.number("I.CHEM.BILI", draw.between(30, 220), digits: 1)
            writer.code("I.CHEM.BILI.U", "umol/L")
            writer.number("I.CHEM.BILI.HI", 171, digits: 1)
            writer.integer("I.CHEM.CREAT", draw.between(17, 62))
            writer.code("I.CHEM.CREAT.U", "umol/L")
            writer.number("I.CHEM.CREAT.HI", 650, digits: 1)
        } else {
            writer.number("I.CHEM.BILI", draw.between(2, 13), digits: 1)
            writer.code("I.CHEM.BILI.U", "mg/dL")
            writer.number("I.CHEM.BILI.HI", 10, digits: 1)
            writer.number("I.CHEM.CREAT", draw.between(19, 70), digits: 2)
            writer.code("I.CHEM.CREAT.U", "mg/dL")
            writer.number("I.CHEM.CREAT.HI", 74, digits: 2)
        }
        writer.number("I.CHEM.K", draw.between(29, 52), digits: 1)
        writer.code("I.CHEM.K.U", site.dates == .iso ? "mmol/L" : "mEq/L")
        if draw.once(in: 3) {
            writer.verbatim("I.CHEM.CRP", "<0.6")
        } else {
            writer.number("I.CHEM.CRP", draw.between(7, 900), digits: 1)
        }
        writer.code("I.CHEM.CRP.U", "mg/L")
    }

    private mutating func writeBloodCount(_ study: Int, at condition: Condition, to writer: inout RecordWriter) {
        // Neutrophils in hundredths of 10^9/L and platelets in 10^9/L. Full recovery is more than 1.0 and 100,
        // partial recovery more than 0.5 and 50 (and not full), incomplete recovery one of the two only.
        let neutrophils: Int, platelets: Int
        switch condition {
        case .response(.cr), .remission: (neutrophils, platelets) = (draw.between(105, 480), draw.between(104, 380))
        case .response(.crh): (neutrophils, platelets) = (draw.between(55, 320), draw.between(53, 98))
        case .response(.cri): (neutrophils, platelets) = (draw.between(8, 46), draw.between(103, 260))
        case .response, .disease, .baseline: (neutrophils, platelets) = (draw.between(2, 140), draw.between(8, 110))
        case .treated: (neutrophils, platelets) = (draw.between(4, 260), draw.between(20, 240))
        }
        let lymphocytes = draw.between(10, 190), blasts: Int
        switch condition {
        case .baseline, .disease: blasts = min(90, course.blasts / 2 + draw.below(8))
        case .response(let response) where !response.isRemission: blasts = draw.between(1, 40)
        default: blasts = 0
        }
        writer.yes("I.CBC.DONE", true)
        writer.date("I.CBC.DAT", day(study))
        writer.time("I.CBC.TIM", draw.between(6 * 60, 11 * 60))
        let haemoglobin = draw.between(72, 131)
        if site.number == "01" {
            writer.number("I.CBC.HGB", haemoglobin, digits: 1, .gramPerDecilitre)
            writer.number("I.CBC.HGB.LO", 112, digits: 1, .gramPerDecilitre)
            writer.number("I.CBC.HGB.HI", 146, digits: 1, .gramPerDecilitre)
        } else {
            writer.integer("I.CBC.HGB", haemoglobin, .gramPerLitre)
            writer.integer("I.CBC.HGB.LO", 112, .gramPerLitre)
            writer.integer("I.CBC.HGB.HI", 146, .gramPerLitre)
        }
        writer.number("I.CBC.WBC", neutrophils + lymphocytes + blasts * 9 + draw.below(30), digits: 2, .giga)
        writer.number("I.CBC.WBC.LO", 440, digits: 2, .giga)
        writer.number("I.CBC.WBC.HI", 1130, digits: 2, .giga)
        writer.number("I.CBC.NEUT", neutrophils, digits: 2, .giga)
        writer.number("I.CBC.NEUT.LO", 150, digits: 2, .giga)
        writer.number("I.CBC.NEUT.HI", 750, digits: 2, .giga)
        writer.number("I.CBC.LYM", lymphocytes, digits: 2, .giga)
        writer.number("I.CBC.LYM.LO", 130, digits: 2, .giga)
        writer.number("I.CBC.LYM.HI", 470, digits: 2, .giga)
        writer.integer("I.CBC.PLAT", platelets, .giga)
        writer.integer("I.CBC.PLAT.LO", 150, .giga)
        writer.integer("I.CBC.PLAT.HI", 400, .giga)
        writer.integer("I.CBC.BLAST", blasts, .percent)
    }

    /// Blasts and minimal residual disease in the marrow.
    mutating func writeMarrow(_ study: Int, blasts: Int, mrd: String, to writer: inout RecordWriter) {
        writer.form("F.MARROW")
        writer.group("IG.MARROW")
        writer.yes("I.MARROW.DONE", true)
        writer.date("I.MARROW.DAT", day(study))
        writer.code("I.MARROW.SPEC", "BM")
        writer.integer("I.MARROW.BLAST", blasts, .percent)
        writer.code("I.MARROW.CELL", draw.pick(["HYPO", "NORM", "HYPR"]))
        writer.group("IG.MRD")
        writer.date("I.MRD.DAT", day(study))
        writer.code("I.MRD.METHOD", "FLOW")
        if site.dates == .iso {
            writer.verbatim("I.MRD.LEVEL", mrd)
            writer.code("I.MRD.U", "FRAC")
            writer.verbatim("I.MRD.SENS", "1E-4")
        } else {
            writer.verbatim("I.MRD.LEVEL", Self.percent(mrd))
            writer.code("I.MRD.U", "PCT")
            writer.verbatim("I.MRD.SENS", "0.01")
        }
    }

    /// A fraction such as `<1E-4` or `3.2E-3` in percent: `<0.01`, `0.32`.
    static func percent(_ fraction: String) -> String {
        let isBelow = fraction.hasPrefix("<")
        let parts = (isBelow ? fraction.dropFirst() : fraction[...]).split(separator: "E-")
        guard parts.count == 2, let exponent = Int(parts[1]) else { return fraction }
        let digits = String(parts[0].filter { $0 != "." })
        let decimals = parts[0].contains(".") ? parts[0].count - 2 : 0
        // The decimal point stands `exponent - 2` places further left.
        let places = decimals + exponent - 2
        let number: String
        if places <= 0 {
            number = digits + String(repeating: "0", count: -places)
        } else {
            let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
            number = "\(padded.dropLast(places)).\(padded.suffix(places))"
        }
        return (isBelow ? "<" : "") + number
    }
}
