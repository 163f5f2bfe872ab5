import Mapping

/// How the dates of an item are written, found from the values met.
struct DateFormatGuess {
    /// The formats, none for ISO 8601.
    var formats: [String] = []
    /// What stands for unknown parts.
    var unknown: [String] = []
    /// Why nothing could be decided; nil when all values can be read.
    var doubt: String?

    private static let candidates = [
        "yyyy-MM-dd", "dd MMM yyyy", "dd-MMM-yyyy", "ddMMMyyyy", "dd/MMM/yyyy", "MMM dd yyyy", "yyyy/MM/dd",
        "dd.MM.yyyy", "dd/MM/yyyy", "MM/dd/yyyy", "dd-MM-yyyy", "MM-dd-yyyy", "yyyyMMdd", "MMM yyyy", "yyyy-MM", "yyyy",
    ]
    private static let ambiguous = [("dd/MM/yyyy", "MM/dd/yyyy"), ("dd-MM-yyyy", "MM-dd-yyyy")]
    private static let tokens = ["UNK", "UN", "NK", "XX"]

    init(_ values: [String]) {
        if DateFormatGuess.reads(values, DateReader(formats: [], unknown: [])) { return }
        unknown = DateFormatGuess.tokens.filter { token in
            values.contains { ItemNames.tokens($0).contains(token) || $0.uppercased().hasPrefix(token) }
        }
        var rest = values
        for time in ["", " HH:mm", " HH:mm:ss"] {
            for candidate in DateFormatGuess.candidates where !rest.isEmpty {
                guard let format = DateFormat(candidate + time) else { continue }
                let reader = DateReader(formats: [format], unknown: unknown)
                let left = rest.filter { !DateFormatGuess.reads([$0], reader) }
                if left.count < rest.count {
                    formats.append(candidate + time)
                    rest = left
                }
            }
        }
        if !rest.isEmpty { doubt = "\(rest.count) of \(values.count) different values are in no format that is known" }
        for (one, other) in DateFormatGuess.ambiguous {
            let used = formats.filter { $0.hasPrefix(one) || $0.hasPrefix(other) }
            guard !used.isEmpty else { continue }
            // Day and month cannot be told apart unless a value has a day above 12 in the first of the two orders.
            let readers = [one, other].compactMap { DateFormat($0) }.map { DateReader(formats: [$0], unknown: unknown) }
            let both = values.contains { value in readers.allSatisfy { DateFormatGuess.reads([value], $0) } }
            let onlyOne = values.contains { value in readers.contains { !DateFormatGuess.reads([value], $0) } }
            if both, !onlyOne || used.count > 1 { doubt = "day and month cannot be told apart" }
        }
    }

    private static func reads(_ values: [String], _ reader: DateReader) -> Bool {
        values.allSatisfy { value in Array(value.utf8).withUnsafeBytes { reader.read($0) } != .invalid }
    }

    /// The keys of the line.
    var entries: [(key: String, value: String)] {
        var entries: [(key: String, value: String)] = []
        if !formats.isEmpty { entries.append(("format", DraftYAML.list(formats))) }
        if !unknown.isEmpty { entries.append(("unknown", DraftYAML.list(unknown))) }
        return entries
    }
}
