/// Writes one patient's records as the bytes of ODM's clinical data, straight into an array.
///
/// The records come as a flat sequence of calls: an event closes the event before it, a form the form before it, a
/// group the group before it. How a site works shows here: a site that exports transactions first enters some values
/// wrongly and corrects them later, an audited one leaves audit records.
///
/// OIDs are literals: their bytes are copied as they stand, nothing is looked up. `check-cohort.py` and the tests hold
/// them against the metadata.
struct RecordWriter {
    /// An event, form or group with its repeat key; 0 when it has none.
    struct Place {
        let oid: StaticString
        let key: Int
    }

    let version: SampleOptions.ODMVersion
    let site: Site
    /// What has been written.
    var bytes: [UInt8] = []
    /// Where the parts of a transactional export begin in ``bytes``: each arrives in its own `SubjectData`.
    private(set) var parts: [Int] = [0]
    /// Whole `SubjectData` elements that correct and remove what ``bytes`` says wrongly.
    var corrections: [UInt8] = []
    /// Values that a second export has corrected: where they stand, and the new bytes.
    var patches: [(range: Range<Int>, bytes: [UInt8])] = []
    /// The next item with this OID is corrected in the second export.
    var patched: StaticString?
    /// What decides on slips of the pen.
    var entry = Draw(seed: 0, patient: 0, purpose: 0)
    /// The day on which the data at hand were entered.
    var entryDay = Day(0)
    /// The number of `ItemGroupData` and of `ItemData` elements in ``bytes`` and ``corrections``.
    var records = 0, values = 0
    var subjectKey = ""

    private(set) var event: Place?
    private(set) var form: Place?
    private(set) var group: Place?
    /// The value being written, escaped.
    var value: [UInt8] = []
    /// What was entered wrongly in its place, or what a second export has.
    var other: [UInt8] = []

    init(version: SampleOptions.ODMVersion, site: Site) {
        self.version = version
        self.site = site
        bytes.reserveCapacity(1 << 17)
    }

    /// Forgets the last patient.
    mutating func begin(subject: String, entry: Draw) {
        bytes.removeAll(keepingCapacity: true)
        corrections.removeAll(keepingCapacity: true)
        patches.removeAll(keepingCapacity: true)
        parts = [0]
        (subjectKey, self.entry, patched) = (subject, entry, nil)
    }

    /// Begins an event, on a day.
    mutating func event(_ oid: StaticString, _ key: Int = 0, on day: Day) {
        endEvent()
        event = Place(oid: oid, key: key)
        entryDay = day
        open("<StudyEventData StudyEventOID=\"", oid, " StudyEventRepeatKey=\"", key)
        append(site.export == .transactional ? " TransactionType=\"Insert\">\n" : ">\n")
    }

    /// Begins a form.
    mutating func form(_ oid: StaticString, _ key: Int = 0) {
        endForm()
        form = Place(oid: oid, key: key)
        if version == .v1_3_2 {
            open("<FormData FormOID=\"", oid, " FormRepeatKey=\"", key)
        } else {
            records += 1
            open("<ItemGroupData ItemGroupOID=\"", oid, " ItemGroupRepeatKey=\"", key)
        }
        append(">\n")
    }

    /// Begins a group.
    mutating func group(_ oid: StaticString, _ key: Int = 0) {
        endGroup()
        group = Place(oid: oid, key: key)
        records += 1
        open("<ItemGroupData ItemGroupOID=\"", oid, " ItemGroupRepeatKey=\"", key)
        append(">\n")
    }

    /// Ends what is open; what follows is a part of its own in a transactional export.
    mutating func endPart() {
        endEvent()
        parts.append(bytes.count)
    }

    private mutating func endEvent() {
        endForm()
        guard event != nil else { return }
        append("</StudyEventData>\n")
        event = nil
    }

    private mutating func endForm() {
        endGroup()
        guard form != nil else { return }
        append(version == .v1_3_2 ? "</FormData>\n" : "</ItemGroupData>\n")
        form = nil
    }

    private mutating func endGroup() {
        guard group != nil else { return }
        append("</ItemGroupData>\n")
        group = nil
    }

    private mutating func open(_ start: StaticString, _ oid: StaticString, _ keyName: StaticString, _ key: Int) {
        append(start)
        append(oid)
        append("\"")
        guard key != 0 else { return }
        append(keyName)
        bytes.append(decimal: key)
        append("\"")
    }

    @inline(__always)
    mutating func append(_ text: StaticString) { bytes.append(text) }
}

extension [UInt8] {
    /// Appends a literal.
    @inline(__always)
    mutating func append(_ text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends a whole number.
    mutating func append(decimal number: Int) {
        if number < 0 { append(UInt8(ascii: "-")) }
        var rest = number.magnitude, power: UInt = 1
        while power <= rest / 10 { power *= 10 }
        while power > 0 {
            append(UInt8(ascii: "0") + UInt8(rest / power))
            rest %= power
            power /= 10
        }
    }

    /// Appends a number below 100 in two digits.
    @inline(__always)
    mutating func append(twoDigits number: Int) {
        append(UInt8(ascii: "0") + UInt8(number / 10))
        append(UInt8(ascii: "0") + UInt8(number % 10))
    }

    /// Appends a text with what XML reserves escaped.
    mutating func append(escaping text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): append("&amp;")
            case UInt8(ascii: "<"): append("&lt;")
            case UInt8(ascii: ">"): append("&gt;")
            case UInt8(ascii: "\""): append("&quot;")
            default: append(byte)
            }
        }
    }
}
