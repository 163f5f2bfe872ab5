import ClinicalModel
import SDTM
import Values

extension PatientEncoding {
    /// What a row of SUPP-- says of its value.
    struct Qualifier {
        /// QNAM.
        var name: String
        /// QLABEL.
        var label: String
        /// QORIG.
        var origin: String
        /// QEVAL.
        var evaluator: String
        /// The names of what is too much for one row; nil when there must not be more than one.
        var pieces: PieceNames?

        /// The label with a number behind it, cut at a word so that both fit into 40 characters.
        static func numberedLabel(_ label: String, _ number: Int) -> String {
            let digits = " \(number)"
            let room = XPTLimits.labelLength - digits.utf8.count
            guard label.utf8.count > room else { return label + digits }
            let cut = label.prefix(room)
            return (cut.lastIndex(of: " ").map { String(cut[..<$0]) } ?? String(cut)) + digits
        }

        /// A name for a value that no mapping names: always the same for the same address.
        static func generated(for address: String) -> String {
            var hash: UInt64 = 0xCBF2_9CE4_8422_2325
            for byte in address.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            var name: [UInt8] = []
            for _ in 0..<5 {
                let digit = UInt8(hash % 36)
                name.append(digit < 10 ? 0x30 + digit : 0x41 + digit - 10)
                hash /= 36
            }
            return "RLT" + String(decoding: name, as: UTF8.self)
        }

        /// The address of an item whichever record it stands in: without repeat keys, which the record's own key says.
        /// Nil when the record's key does not say them.
        static func address(_ address: String, in key: RecordKey) -> String? {
            guard address.utf8.contains(where: { $0 == 0x5B || $0 == 0x23 }) else { return address }
            guard let slash = address.lastIndex(of: "/") else { return nil }
            let group = address[..<slash]
            guard key.text == group || key.text.hasPrefix(group + "#") || key.text.hasPrefix(group + "/") else {
                return nil
            }
            let steps = group.split(separator: "/").map { $0.prefix { $0 != "[" && $0 != "#" } }
            return steps.joined(separator: "/") + address[slash...]
        }

        /// Why SUPP-- cannot hold it; nil when it can.
        var fault: String? {
            let bytes = Array(name.utf8)
            func isLetter(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x5A }
            guard let first = bytes.first, isLetter(first), bytes.count <= XPTLimits.nameLength,
                bytes.allSatisfy({ isLetter($0) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x5F })
            else {
                return "QNAM has 1 to 8 upper-case letters, digits and underscores, and begins with a letter"
            }
            guard label.utf8.count <= XPTLimits.labelLength, label.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
                return "QLABEL has at most 40 printable ASCII characters"
            }
            return nil
        }
    }
}
