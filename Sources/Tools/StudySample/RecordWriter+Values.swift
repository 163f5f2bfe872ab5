/// A unit of measurement: its OID in ODM 1.3.2, its symbol in 2.0.
struct Unit {
    let oid, symbol: StaticString
    /// Whether the item allows several units, so that each value says which.
    var isChosen = false

    static let kilogram = Unit(oid: "MU.KG", symbol: "kg")
    static let centimetre = Unit(oid: "MU.CM", symbol: "cm")
    static let celsius = Unit(oid: "MU.CEL", symbol: "C")
    static let mercury = Unit(oid: "MU.MMHG", symbol: "mmHg")
    static let beats = Unit(oid: "MU.BPM", symbol: "beats/min")
    static let breaths = Unit(oid: "MU.BRPM", symbol: "breaths/min")
    static let percent = Unit(oid: "MU.PCT", symbol: "%")
    static let giga = Unit(oid: "MU.10E9L", symbol: "10^9/L")
    static let gramPerLitre = Unit(oid: "MU.GL", symbol: "g/L", isChosen: true)
    static let gramPerDecilitre = Unit(oid: "MU.GDL", symbol: "g/dL", isChosen: true)
    static let millimetre = Unit(oid: "MU.MM", symbol: "mm")
    static let doseRate = Unit(oid: "MU.UGM2D", symbol: "ug/m2/day")
    static let squareMetre = Unit(oid: "MU.M2", symbol: "m2")
    static let millionPerKilogram = Unit(oid: "MU.10E6KG", symbol: "10^6/kg")
}

extension RecordWriter {
    /// A coded answer.
    mutating func code(_ oid: StaticString, _ code: StaticString) {
        value.removeAll(keepingCapacity: true)
        value.append(code)
        item(oid)
    }

    /// A coded answer, yes or no.
    mutating func yes(_ oid: StaticString, _ answer: Bool) { code(oid, answer ? "Y" : "N") }

    /// A coded answer; when it was entered wrongly at first, as `slip`.
    mutating func code(_ oid: StaticString, _ number: Int, slip: Int) {
        value.removeAll(keepingCapacity: true)
        value.append(decimal: number)
        if number != slip, slips(oid, onceIn: 12) {
            other.append(decimal: slip)
            item(oid, slipped: true)
        } else {
            item(oid)
        }
    }

    /// Free text; some of it with a blank at its end, as typed.
    mutating func text(_ oid: StaticString, _ text: String) {
        value.removeAll(keepingCapacity: true)
        value.append(escaping: text)
        if entry.once(in: 90) { value.append(UInt8(ascii: " ")) }
        item(oid)
    }

    /// A text that nobody types, such as a list of codes or a dictionary's term.
    mutating func verbatim(_ oid: StaticString, _ text: String) {
        value.removeAll(keepingCapacity: true)
        value.append(escaping: text)
        item(oid)
    }

    /// A whole number.
    mutating func integer(_ oid: StaticString, _ number: Int, _ unit: Unit? = nil) {
        self.number(oid, number, digits: 0, unit)
    }

    /// A decimal number: `scaled` divided by ten to the power of `digits`.
    mutating func number(_ oid: StaticString, _ scaled: Int, digits: Int, _ unit: Unit? = nil) {
        value.removeAll(keepingCapacity: true)
        Self.append(scaled, digits: digits, to: &value)
        let slipped = slips(oid)
        if slipped { Self.append(scaled + Self.power(digits), digits: digits, to: &other) }
        item(oid, unit, slipped: slipped)
    }

    /// A date as the site writes dates.
    mutating func date(_ oid: StaticString, _ day: Day, _ precision: Precision = .day) {
        value.removeAll(keepingCapacity: true)
        Self.append(day, precision, site.dates, to: &value)
        let slipped = precision == .day && slips(oid)
        if slipped { Self.append(day + 1, precision, site.dates, to: &other) }
        item(oid, slipped: slipped)
    }

    /// A date that a site may only partly know.
    mutating func vagueDate(_ oid: StaticString, _ day: Day, _ draw: inout Draw) {
        switch draw.below(10) {
        case 0: date(oid, day, .year)
        case 1, 2, 3: date(oid, day, .month)
        default: date(oid, day)
        }
    }

    /// A time of day, in minutes.
    mutating func time(_ oid: StaticString, _ minutes: Int) {
        value.removeAll(keepingCapacity: true)
        value.append(twoDigits: minutes / 60)
        value.append(UInt8(ascii: ":"))
        value.append(twoDigits: minutes % 60)
        item(oid)
    }

    /// A question left open: no item at all, or at one site an empty value.
    mutating func unanswered(_ oid: StaticString) {
        guard site.export == .snapshot else { return }
        value.removeAll(keepingCapacity: true)
        item(oid)
    }

    static func append(_ scaled: Int, digits: Int, to target: inout [UInt8]) {
        let power = Self.power(digits)
        target.append(decimal: scaled / power)
        guard digits > 0 else { return }
        target.append(UInt8(ascii: "."))
        var rest = scaled % power, unit = power / 10
        while unit > 0 {
            target.append(UInt8(ascii: "0") + UInt8(rest / unit))
            rest %= unit
            unit /= 10
        }
    }

    private static func power(_ digits: Int) -> Int {
        switch digits {
        case 0: 1
        case 1: 10
        case 2: 100
        default: 1000
        }
    }

    private static func append(_ day: Day, _ precision: Precision, _ dates: Site.Dates, to target: inout [UInt8]) {
        let (year, month, dayOfMonth) = day.civil
        switch dates {
        case .iso:
            target.append(decimal: year)
            guard precision != .year else { return }
            target.append(UInt8(ascii: "-"))
            target.append(twoDigits: month)
            guard precision != .month else { return }
            target.append(UInt8(ascii: "-"))
            target.append(twoDigits: dayOfMonth)
        case .text:
            if precision == .day { target.append(twoDigits: dayOfMonth) } else { target.append("UN") }
            target.append(UInt8(ascii: " "))
            target.append(precision == .year ? "UNK" : months[month - 1])
            target.append(UInt8(ascii: " "))
            target.append(decimal: year)
        }
    }

    private static let months: [StaticString] = [
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
    ]
}
