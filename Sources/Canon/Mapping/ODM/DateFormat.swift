public import Values

/// How a date is written in a source: `yyyy-MM-dd`, `dd MMM yyyy`, `HH:mm` and the like.
///
/// Letters: `yyyy` year, `MM` month, `MMM` English month name's first three letters in any case, `dd` day, `HH` hour, `mm`
/// minute, `ss` second, of two digits each; `M`, `d` and `H` stand for one or two digits where something else than a
/// digit follows. `T` and everything that is no letter stand for themselves; other letters have no meaning. An unknown
/// token of the line may stand in the place of any component.
public struct DateFormat: Sendable, Hashable {
    /// A part of the format.
    enum Part: Sendable, Hashable {
        case year, month, monthName, day, hour, minute, second
        case literal(UInt8)
    }

    /// The parts with the digits that each takes; 0 for literals and month names.
    private let widths: [ClosedRange<Int>]
    let parts: [Part]
    /// The text it was made from.
    public let text: String

    /// Reads a format; nil when it has no component, one twice, one without the larger one that it is part of, a letter
    /// without a meaning, or a component of one or two digits before another number.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        var parts: [Part] = []
        var widths: [ClosedRange<Int>] = []
        var index = 0
        while index < bytes.count {
            let letter = bytes[index]
            var end = index
            while end < bytes.count, bytes[end] == letter { end += 1 }
            let count = end - index
            if let part = DateFormat.component(letter, count: count) {
                parts.append(part)
                widths.append(part == .monthName ? 0...0 : count == 1 ? 1...2 : count...count)
            } else {
                guard !DateFormat.isLetter(letter) || (letter == UInt8(ascii: "T") && count == 1) else { return nil }
                parts.append(contentsOf: repeatElement(.literal(letter), count: count))
                widths.append(contentsOf: repeatElement(0...0, count: count))
            }
            index = end
        }
        let components = parts.filter { if case .literal = $0 { false } else { true } }
        guard !components.isEmpty, Set(components).count == components.count, DateFormat.isWhole(components) else {
            return nil
        }
        // What may have one digit or two ends where something else begins.
        for index in parts.indices.dropLast() where widths[index] == 1...2 {
            switch parts[index + 1] {
            case .literal(let byte) where byte < 0x30 || byte > 0x39: continue
            case .monthName: continue
            default: return nil
            }
        }
        self.parts = parts
        self.widths = widths
        self.text = text
    }

    private static func component(_ letter: UInt8, count: Int) -> Part? {
        switch (letter, count) {
        case (UInt8(ascii: "y"), 4): .year
        case (UInt8(ascii: "M"), 1), (UInt8(ascii: "M"), 2): .month
        case (UInt8(ascii: "M"), 3): .monthName
        case (UInt8(ascii: "d"), 1), (UInt8(ascii: "d"), 2): .day
        case (UInt8(ascii: "H"), 1), (UInt8(ascii: "H"), 2): .hour
        case (UInt8(ascii: "m"), 2): .minute
        case (UInt8(ascii: "s"), 2): .second
        default: nil
        }
    }

    /// Whether it reads any part of a day.
    fileprivate var holdsDate: Bool {
        parts.contains(.year) || parts.contains(.month) || parts.contains(.monthName) || parts.contains(.day)
    }

    fileprivate static func isLetter(_ byte: UInt8) -> Bool {
        (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x61 && byte <= 0x7A)
    }

    /// Whether each component has the one that it is part of: `yyyy-mm-dd` says minutes, and would read no month.
    private static func isWhole(_ components: [Part]) -> Bool {
        let month = components.contains(.month) || components.contains(.monthName)
        if components.contains(.month), components.contains(.monthName) { return false }
        if components.contains(.second), !components.contains(.minute) { return false }
        if components.contains(.minute), !components.contains(.hour) { return false }
        if components.contains(.day), !month { return false }
        if month, !components.contains(.year) { return false }
        return true
    }

    /// The components of a date as read; nil components are unknown.
    struct Components {
        var year: Int?
        var month: Int?
        var day: Int?
        var hour: Int?
        var minute: Int?
        var second: Int?
    }

    /// Reads a text in this format; nil when it is written otherwise. The components are not checked for their ranges.
    func components(_ bytes: UnsafeRawBufferPointer, unknown: [[UInt8]]) -> Components? {
        var result = Components()
        var index = 0
        for (number, part) in parts.enumerated() {
            if case .literal(let byte) = part {
                guard index < bytes.count, bytes[index] == byte else { return nil }
                index += 1
                continue
            }
            if let length = DateFormat.unknownToken(in: bytes, at: index, unknown) {
                index += length
                continue
            }
            switch part {
            case .year:
                guard let value = DateFormat.number(in: bytes, at: &index, widths[number]) else { return nil }
                result.year = value
            case .month:
                guard let value = DateFormat.number(in: bytes, at: &index, widths[number]) else { return nil }
                result.month = value
            case .monthName:
                guard let value = DateFormat.monthName(in: bytes, at: &index) else { return nil }
                result.month = value
            case .day:
                guard let value = DateFormat.number(in: bytes, at: &index, widths[number]) else { return nil }
                result.day = value
            case .hour:
                guard let value = DateFormat.number(in: bytes, at: &index, widths[number]) else { return nil }
                result.hour = value
            case .minute:
                guard let value = DateFormat.number(in: bytes, at: &index, widths[number]) else { return nil }
                result.minute = value
            case .second:
                guard let value = DateFormat.number(in: bytes, at: &index, widths[number]) else { return nil }
                result.second = value
            case .literal: break
            }
        }
        return index == bytes.count ? result : nil
    }

    private static func unknownToken(
        in bytes: UnsafeRawBufferPointer, at index: Int, _ unknown: [[UInt8]]
    ) -> Int? {
        // The longest token wins, so that `UNK` is not read as `UN` and a stray `K`.
        var best: Int?
        for token in unknown where token.count > best ?? 0 && index + token.count <= bytes.count {
            let matches = token.indices.allSatisfy { uppercase(bytes[index + $0]) == uppercase(token[$0]) }
            if matches { best = token.count }
        }
        return best
    }

    private static func number(
        in bytes: UnsafeRawBufferPointer, at index: inout Int, _ width: ClosedRange<Int>
    ) -> Int? {
        var value = 0
        var count = 0
        while index < bytes.count, count < width.upperBound, bytes[index] >= 0x30, bytes[index] <= 0x39 {
            value = value * 10 + Int(bytes[index] - 0x30)
            index += 1
            count += 1
        }
        return width.contains(count) ? value : nil
    }

    private static let months: [[UInt8]] = [
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
    ].map { Array($0.utf8) }

    private static func monthName(in bytes: UnsafeRawBufferPointer, at index: inout Int) -> Int? {
        guard index + 3 <= bytes.count else { return nil }
        let start = index
        let month = months.firstIndex { name in (0..<3).allSatisfy { uppercase(bytes[start + $0]) == name[$0] } }
        guard let month else { return nil }
        index += 3
        return month + 1
    }

    private static func uppercase(_ byte: UInt8) -> UInt8 { byte >= 0x61 && byte <= 0x7A ? byte - 0x20 : byte }
}

/// The date formats of a line, ready to read values.
public struct DateReader: Sendable {
    private let formats: [DateFormat]
    private let unknown: [[UInt8]]
    /// Whether ten bytes like `2018-04-11` can only be read as year, month and day.
    private let takesISODate: Bool
    /// Whether five bytes like `11:27` can only be read as hour and minute.
    private let takesISOTime: Bool

    /// Makes a reader; no formats means ISO 8601 with ODM's and SDTM's partial forms.
    public init(formats: [DateFormat], unknown: [String]) {
        self.formats = formats
        self.unknown = unknown.map { Array($0.utf8) }
        // A token that begins with a letter stands nowhere in digits and their separators.
        let areWords = self.unknown.allSatisfy { $0.first.map { DateFormat.isLetter($0) } ?? true }
        takesISODate = areWords && (formats.isEmpty || formats[0].text == "yyyy-MM-dd")
        takesISOTime =
            areWords
            && formats.allSatisfy { $0.holdsDate || ["HH:mm", "HH:mm:ss"].contains($0.text) }
    }

    /// What a text says.
    public enum Reading: Sendable, Hashable {
        /// A date.
        case date(PartialDate)
        /// That nothing is known of it: every component is an unknown token.
        case unknown
        /// Nothing in any of the formats, or a date that does not exist.
        case invalid
    }

    /// Reads a date, and its time from a second text when the source keeps it apart.
    public func read(_ bytes: UnsafeRawBufferPointer, time: UnsafeRawBufferPointer? = nil) -> Reading {
        if let date = plain(bytes, time: time) { return .date(date) }
        guard let date = dateAlone(bytes) else { return isUnknownToken(bytes) ? .unknown : .invalid }
        guard let date else { return .unknown }
        guard let time, !time.isEmpty else { return .date(date) }
        return joined(date, time).map { .date($0) } ?? .invalid
    }

    /// The date of the commonest form, without trying one format after another; nil for all others, and for a date that
    /// does not exist.
    private func plain(_ bytes: UnsafeRawBufferPointer, time: UnsafeRawBufferPointer?) -> PartialDate? {
        guard takesISODate, bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let century = DateReader.twoDigits(bytes, 0), let year = DateReader.twoDigits(bytes, 2),
            let month = DateReader.twoDigits(bytes, 5), let day = DateReader.twoDigits(bytes, 8)
        else { return nil }
        guard let time, !time.isEmpty else {
            return PartialDate(year: century * 100 + year, month: month, day: day)
        }
        guard takesISOTime, time.count == 5, time[2] == UInt8(ascii: ":"), let hour = DateReader.twoDigits(time, 0),
            let minute = DateReader.twoDigits(time, 3)
        else { return nil }
        return PartialDate(year: century * 100 + year, month: month, day: day, hour: hour, minute: minute)
    }

    @inline(__always)
    private static func twoDigits(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Int? {
        let tens = bytes[index] &- 0x30
        let ones = bytes[index + 1] &- 0x30
        return tens < 10 && ones < 10 ? Int(tens) * 10 + Int(ones) : nil
    }

    /// The date; nil inside when every component is unknown, nil outside when it is not one.
    private func dateAlone(_ bytes: UnsafeRawBufferPointer) -> PartialDate?? {
        if formats.isEmpty {
            guard let date = PartialDate(iso8601: bytes) else { return nil }
            return .some(date)
        }
        for format in formats {
            guard let parts = format.components(bytes, unknown: unknown) else { continue }
            // The first format that fits decides: a date that does not exist is not tried in another order of parts.
            guard
                let date = PartialDate(
                    year: parts.year, month: parts.month, day: parts.day, hour: parts.hour, minute: parts.minute,
                    second: parts.second)
            else { return nil }
            let known = date.year != nil || date.month != nil || date.day != nil || date.hasTime
            return .some(known ? date : nil)
        }
        return nil
    }

    private func isUnknownToken(_ bytes: UnsafeRawBufferPointer) -> Bool {
        unknown.contains { $0.elementsEqual(bytes) }
    }

    private func joined(_ date: PartialDate, _ time: UnsafeRawBufferPointer) -> PartialDate? {
        for format in formats {
            guard let parts = format.components(time, unknown: unknown), parts.year == nil, parts.month == nil,
                parts.day == nil
            else { continue }
            return date.adding(hour: parts.hour, minute: parts.minute, second: parts.second)
        }
        var text = Array("1970-01-01T".utf8)
        text.append(contentsOf: time)
        let parsed = text.withUnsafeBytes { PartialDate(iso8601: $0) }
        guard let parsed else { return nil }
        return date.adding(
            hour: parsed.hour.map { Int($0) }, minute: parsed.minute.map { Int($0) },
            second: parsed.second.map { Int($0) }, offset: parsed.offset.map { Int($0) })
    }
}

extension PartialDate {
    /// The same date with a time.
    func adding(hour: Int?, minute: Int?, second: Int?, offset: Int? = nil) -> PartialDate? {
        PartialDate(
            year: year.map { Int($0) }, month: month.map { Int($0) }, day: day.map { Int($0) }, hour: hour,
            minute: minute, second: second, offset: offset)
    }
}
