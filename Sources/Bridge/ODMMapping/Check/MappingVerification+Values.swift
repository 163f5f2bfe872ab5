import ClinicalModel
import Mapping
import ODM
import Values

/// The values met against what lines read them as. What cannot be read would be refused, one by one.
extension MappingVerification {
    /// What would be read as dates must be dates.
    mutating func checkDates(of line: Line, in block: MappingDocument.Block) {
        guard case .field(let id) = line.target, id.definition.type == .date, line.timeItem == nil else { return }
        let reader = DateReader(formats: line.formats, unknown: line.unknown)
        let others = texts(of: line, in: block).filter { text in
            Array(text.utf8).withUnsafeBytes { reader.read($0) } == .invalid
        }
        guard case .item(let name) = line.source, let example = others.first else { return }
        say(
            "mapping.unreadable-dates", .warning,
            "of the different values of '\(name)', \(others.count) cannot be read as dates in the formats of this line",
            remedy:
                "they would be refused: add their format, or what stands for unknown parts; --show-values shows one",
            at: line.location, value: example)
    }

    /// What would be read as numbers must be numbers.
    mutating func checkNumbers(of line: Line, in block: MappingDocument.Block) {
        guard case .field(let id) = line.target, id.definition.type == .number else { return }
        let others = texts(of: line, in: block).filter { Decimal($0, withComma: line.hasDecimalComma) == nil }
        guard case .item(let name) = line.source, let example = others.first else { return }
        let allHaveCommas = others.allSatisfy { Decimal($0, withComma: true) != nil }
        say(
            "mapping.unreadable-numbers", .warning,
            "of the different values of '\(name)', \(others.count) cannot be read as numbers",
            remedy: allHaveCommas
                ? MappingVerification.commaRemedy
                : "they would be refused: map it to a text field; --show-values shows one", at: line.location,
            value: example)
    }

    /// Results are numbers or texts; one with a decimal comma would be refused, because it may mean either.
    mutating func checkNumbers(of pivot: Pivot, in block: MappingDocument.Block) {
        guard let survey, pivot.list == nil, !pivot.hasDecimalComma else { return }
        for name in [pivot.item, pivot.low, pivot.high].compactMap({ $0 }) {
            let others = tally(of: name, in: block, survey).inOrder.filter { text in
                let (_, rest) = PatientBuilder.comparison(text)
                return Decimal(rest) == nil && Decimal(rest, withComma: true) != nil
            }
            guard let example = others.first else { continue }
            say(
                "mapping.unreadable-numbers", .warning,
                "of the different values of '\(name)', \(others.count) are written with a comma",
                remedy: MappingVerification.commaRemedy, at: pivot.location, value: example)
        }
    }

    private static let commaRemedy =
        "they would be refused: say decimal: \",\" where it is the decimal sign; --show-values shows one"

    /// The texts that a line reads as its field's type: the values met, or what they are decoded to; what a list of the
    /// mapping makes of them was checked when it was loaded.
    private func texts(of line: Line, in block: MappingDocument.Block) -> [String] {
        guard let survey, case .item(let name) = line.source, line.condition == nil else { return [] }
        let values = tally(of: name, in: block, survey).inOrder
        switch line.list {
        case nil: return values
        case .list(let list):
            guard case .keep = list.otherwise else { return [] }
            let codes = Set(list.pairs.map(\.source))
            return values.filter { !codes.contains($0) }
        case .decode:
            return (definitions?.codeList(ofItem: name)?.items ?? []).map { $0.decode ?? $0.codedValue }
        }
    }
}
