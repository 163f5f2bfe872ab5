import ClinicalModel
import SDTM
import Values

/// What keeps a text from standing in a dataset as it is.
enum TextFault {
    case none
    /// Longer than a variable.
    case long
    /// Trailing blanks, which a dataset does not keep.
    case blanks
    /// Characters outside printable ASCII.
    case characters

    init(of bytes: UnsafeBufferPointer<UInt8>) {
        if !Self.isPrintable(UnsafeRawBufferPointer(bytes)) {
            self = .characters
        } else if bytes.last == 0x20 {
            self = .blanks
        } else {
            self = bytes.count > XPTLimits.textLength ? .long : .none
        }
    }

    /// Whether all bytes are printable ASCII; eight at a time.
    private static func isPrintable(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        var strange: UInt64 = 0
        var index = 0
        while index + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            // The top bit of a byte comes out set: its own, or by adding one to 0x7F, or by borrowing below 0x20.
            strange |= word | (word &+ ones) | (word &- ones &* 0x20)
            index += 8
        }
        if strange & (ones &* 0x80) != 0 { return false }
        while index < bytes.count {
            if bytes[index] < 0x20 || bytes[index] >= 0x7F { return false }
            index += 1
        }
        return true
    }
}

extension PatientEncoding {
    struct FittingText {
        var text: String
        var isTransliterated = false
    }

    /// A text as the datasets can have it; what that changes is carried. Nil when it was refused.
    mutating func fit(
        _ text: String, fault: TextFault, variable: String, field: String, record: RecordRef
    ) -> FittingText? {
        switch fault {
        case .none, .long: return FittingText(text: text)
        case .blanks:
            carryEntry.add(.text(text), field: field, variable: variable, reason: .blanks)
            result.carried += 1
            return FittingText(text: text.withoutTrailingBlanks)
        case .characters: break
        }
        switch plan.options.characters {
        case .keep: return FittingText(text: text.withoutTrailingBlanks)
        case .transliterate:
            let plain = Transliteration(text)
            carryEntry.add(.text(text), field: field, variable: variable, reason: .transliterated)
            result.carried += 1
            if !plain.unmapped.isEmpty {
                note(
                    "sdtm.no-ascii-equivalent", .warning,
                    "the value of \(variable) has characters without an equivalent in ASCII: they stand as codes",
                    at: record.origin, value: text)
            }
            return FittingText(text: plain.text.withoutTrailingBlanks, isTransliterated: true)
        case .refuse:
            carryEntry.add(.text(text), field: field, variable: variable, reason: .refused)
            result.carried += 1
            refuse(.notASCII(variable: variable, value: text, patient: patientName, at: location(record.origin)))
            return nil
        }
    }
}

extension String {
    /// The text as a dataset keeps it.
    var withoutTrailingBlanks: String {
        var bytes = utf8[...]
        while bytes.last == 0x20 { bytes.removeLast() }
        return bytes.count == utf8.count ? self : String(Substring(bytes))
    }
}
