import ClinicalModel
import Values

/// Dates with an offset that were put into the site's time, as the source wrote them.
struct ForeignDates {
    /// A record is known by its kind and key: elements are copied from the patient's records.
    struct Place: Hashable {
        let kind: EntityKind
        let key: RecordKey
    }

    private(set) var byRecord: [Place: [(field: FieldID, written: PartialDate, local: PartialDate)]] = [:]

    mutating func add(_ written: PartialDate, local: PartialDate, field: FieldID, of record: borrowing Record) {
        byRecord[Place(kind: record.kind, key: record.key), default: []].append((field, written, local))
    }
}

/// Site time.
///
/// SDTM's dates are the site's: --DY is the difference of the date portions of two --DTC (SDTMIG 4.4.4), and a UTC evening
/// may be the site's next day. ISO 8601 lets a time keep its offset (SDTMIG 4.4.1). So a time with an offset is written as
/// the same moment in the site's local time with the site's offset: its date portion is the site's day, the moment stays
/// what it was, and the hour that comes twice when clocks are put back stays two. The source's own text goes to the carry
/// folder.
extension PatientEncoding {
    /// Puts every time with an offset into the site's time, before anything is compared or derived.
    mutating func useSiteTime(_ subject: inout Record, _ records: inout [Record]) {
        guard let zone else { return }
        var count = useTime(of: zone, &subject)
        for index in records.indices where Self.hasOffset(records[index]) {
            count += useTime(of: zone, &records[index])
        }
        guard count > 0 else { return }
        note(
            "sdtm.site-time", .note,
            (count == 1 ? "a time with an offset from UTC is" : "\(count) times with an offset from UTC are")
                + " written in the site's time",
            remedy: "the source's texts are in the carry folder", at: subject.origin)
    }

    private static func hasOffset(_ record: borrowing Record) -> Bool {
        record.values.entries.contains { entry in
            if case .date(let date) = entry.value { date.zoneOffset != nil } else { false }
        }
    }

    private mutating func useTime(of zone: ZoneRules, _ record: inout Record) -> Int {
        var count = 0
        for entry in record.values.entries {
            guard case .date(let written) = entry.value, let local = zone.local(written), local != written else {
                continue
            }
            record.values[entry.field] = .date(local)
            foreignDates.add(written, local: local, field: entry.field, of: record)
            count += 1
        }
        return count
    }

    /// Carries the source's texts of the times that a row has in the site's.
    mutating func carryForeignDates(of record: RecordRef, domain: DomainPlan) {
        guard !foreignDates.byRecord.isEmpty, !areDerived,
            let dates = foreignDates.byRecord[ForeignDates.Place(kind: record.kind, key: record.key)]
        else { return }
        for date in dates where record[date.field] == .date(date.local) {
            let column = domain.column(date.field)
            carry(
                .date(date.written), field: date.field, variable: column >= 0 ? domain.columns[column].name : "",
                reason: .zone)
        }
    }

    /// A value as the source wrote it.
    func asWritten(_ entry: FieldValues.Entry, of kind: EntityKind, _ key: RecordKey) -> Value {
        guard !foreignDates.byRecord.isEmpty, case .date(let date) = entry.value,
            let dates = foreignDates.byRecord[ForeignDates.Place(kind: kind, key: key)],
            let found = dates.first(where: { $0.field == entry.field && $0.local == date })
        else { return entry.value }
        return .date(found.written)
    }

    /// Whether a time has an offset and is not the site's: its day may be the day before or after.
    func isForeign(_ date: PartialDate?) -> Bool {
        guard let date, date.zoneOffset != nil else { return false }
        return zone?.local(date) != date
    }

    /// What to do about a time that cannot be put into the site's.
    var foreignRemedy: String {
        if zone != nil { return "give the whole time, or the local one" }
        if site?.timeZone.isEmpty ?? true { return "give the site's timeZone in study.yaml, or local times" }
        return "install tzdata, or correct the site's timeZone in study.yaml"
    }

    /// The days that a date may be at the site, as day numbers.
    func possibleDays(_ date: PartialDate) -> ClosedRange<Int>? {
        guard let (first, last) = date.days else { return nil }
        return isForeign(date) ? first - 1...last + 1 : first...last
    }
}

extension PartialDate {
    /// The first and last day that the known components allow; nil without a year. A day without its month says nothing.
    var days: (first: Int, last: Int)? {
        if let dayNumber { return (dayNumber, dayNumber) }
        guard let year else { return nil }
        let lastMonth = Int(month ?? 12)
        let lastDay = PartialDate.days(inMonth: lastMonth, year: Int(year))
        guard let first = PartialDate(year: Int(year), month: Int(month ?? 1), day: 1)?.dayNumber,
            let last = PartialDate(year: Int(year), month: lastMonth, day: lastDay)?.dayNumber
        else { return nil }
        return (first, last)
    }
}
