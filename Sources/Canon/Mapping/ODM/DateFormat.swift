/// How a date is written in a source: `yyyy-MM-dd`, `dd MMM yyyy`, `HH:mm` and the like.
///
/// Letters: `yyyy` year, `MM` month, `MMM` English month name's first three letters in any case, `dd` day, `HH` hour, `mm`
/// minute, `ss` second, of two digits each; `M`, `d` and `H` stand for one or two digits where something else than a
/// digit follows. A fraction may follow the seconds. `T` and everything that is no letter stand for themselves; other letters have no meaning. An unknown
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

    static func isLetter(_ byte: UInt8) -> Bool {
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
        var fraction: UInt32 = 0
        var fractionDigits: UInt8 = 0
    }

    /// Whether it reads a time without a date.
    var isTime: Bool { parts.contains(.hour) && !parts.contains(.year) }

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
                // Where the format itself goes on with a point, that is no fraction.
                guard number + 1 == parts.count || !DateFormat.isPoint(parts[number + 1]) else { continue }
                guard DateFormat.fraction(in: bytes, at: &index, into: &result) else { return nil }
            case .literal: break
            }
        }
        return index == bytes.count ? result : nil
    }

    private static func isPoint(_ part: Part) -> Bool { part == .literal(0x2E) || part == .literal(0x2C) }

    /// A fraction of the second where one is written; false for one that is finer than a nanosecond.
    private static func fraction(
        in bytes: UnsafeRawBufferPointer, at index: inout Int, into result: inout Components
    ) -> Bool {
        guard index + 1 < bytes.count, bytes[index] == 0x2E || bytes[index] == 0x2C, bytes[index + 1] >= 0x30,
            bytes[index + 1] <= 0x39
        else { return true }
        index += 1
        while index < bytes.count, bytes[index] >= 0x30, bytes[index] <= 0x39 {
            guard result.fractionDigits < 9 else { return false }
            result.fraction = result.fraction * 10 + UInt32(bytes[index] - 0x30)
            result.fractionDigits += 1
            index += 1
        }
        return true
    }

    static func unknownToken(
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

    static func uppercase(_ byte: UInt8) -> UInt8 { byte >= 0x61 && byte <= 0x7A ? byte - 0x20 : byte }
}
