import SDTM

/// The QNAMs of what does not stand in a variable or qualifier itself: the pieces of a long text and the codes of a set are
/// numbered from 1 (SDTMIG 4.5.3.2 and 4.2.8.3).
///
/// A name of 8 characters gives its last one for the number. Where that is another's name too, the number takes the place of
/// another letter: `LBORRES1` continues LBORRES, and `LBORREU1` LBORRESU.
struct PieceNames: Sendable, Hashable {
    /// What stands before one digit, and before two.
    private let stems: [String]

    /// The most pieces that there can be.
    static let limit = 99

    /// The names that the guide gives, whoever else has them.
    init(_ name: String) {
        stems = [String(name.prefix(XPTLimits.nameLength - 1)), String(name.prefix(XPTLimits.nameLength - 2))]
    }

    fileprivate init(stems: [String]) { self.stems = stems }

    /// The name of the piece with this number, from 1 to ``limit``.
    subscript(number: Int) -> String { stems[number < 10 ? 0 : 1] + String(number) }

    /// Gives names in one dataset so that none is given twice.
    ///
    /// What it gives depends on the names alone and their order, so that a study has the same QNAMs in every run.
    struct Register {
        /// The beginnings of fixed names that end with a digit, and with two.
        private var fixed: [Set<String>] = [[], []]
        private var given: [Set<String>] = [[], []]

        /// Keeps a name for whom it belongs to.
        mutating func reserve(_ name: String) {
            var stem = Substring(name)
            for place in fixed.indices {
                guard let last = stem.utf8.last, last >= 0x30, last <= 0x39 else { return }
                stem.removeLast()
                fixed[place].insert(String(stem))
            }
        }

        /// The names of the pieces of this variable or qualifier.
        mutating func names(of name: String) -> PieceNames {
            PieceNames(stems: fixed.indices.map { stem(of: name, digits: $0 + 1) })
        }

        private mutating func stem(of name: String, digits: Int) -> String {
            let room = XPTLimits.nameLength - digits
            let stem = firstFree(name, room: room, digits: digits) ?? String(name.prefix(room))
            given[digits - 1].insert(stem)
            return stem
        }

        /// The name's beginning, else with ever more of its end, else with a letter of the alphabet.
        private func firstFree(_ name: String, room: Int, digits: Int) -> String? {
            let beginning = String(name.prefix(room))
            if isFree(beginning, digits: digits) { return beginning }
            if name.utf8.count > room {
                for end in 1..<room {
                    let stem = String(name.prefix(room - end) + name.suffix(end))
                    if isFree(stem, digits: digits) { return stem }
                }
            }
            for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" {
                let stem = String(name.prefix(room - 1)) + String(letter)
                if isFree(stem, digits: digits) { return stem }
            }
            return nil
        }

        /// Whether no name of this stem and so many digits is another's.
        private func isFree(_ stem: String, digits: Int) -> Bool {
            if given[digits - 1].contains(stem) || fixed[digits - 1].contains(stem) { return false }
            if digits == 1 {
                // A stem that ends with a digit and one digit more read like a shorter stem and two.
                guard let last = stem.utf8.last, last >= 0x30, last <= 0x39 else { return true }
                return !given[1].contains(String(stem.dropLast()))
            }
            return !(0...9).contains { given[0].contains(stem + String($0)) }
        }
    }
}
