import Values

/// VISITNUMs for a patient's unplanned visits: the number before them plus .01 to .99, and behind that, or where the next
/// planned number comes sooner, the last of these plus .00001 to .00999. Numbers grow with the visits, one is never given
/// twice, and a visit that comes later changes no earlier one.
struct UnplannedNumbers {
    private var taken: Set<Decimal>
    /// The planned numbers.
    private let sorted: [Decimal]
    private var series: [Decimal: Series] = [:]

    private struct Series {
        var last: Decimal
        var hundredths: Int64 = 0
        /// How many of the small steps were taken; nil as long as there are hundredths.
        var small: Int64?
    }

    /// `stated` are the numbers that the source gives its visits itself.
    init(planned: [Decimal], stated: [Decimal]) {
        taken = Set(planned + stated)
        sorted = planned.sorted { $0.double < $1.double }
    }

    /// The next number after a base and before the next planned one; nil when none is left.
    mutating func next(after base: Decimal) -> Decimal? {
        let limit = sorted.first { $0.double > base.double }?.double ?? .infinity
        var series = series[base] ?? Series(last: base)
        defer { self.series[base] = series }
        while series.small == nil {
            series.hundredths += 1
            guard series.hundredths <= 99, let number = base.adding(series.hundredths, scale: 2), number.double < limit
            else {
                series.small = 0
                break
            }
            series.last = number
            if taken.insert(number).inserted { return number }
        }
        while let small = series.small, small < 999 {
            series.small = small + 1
            guard let number = series.last.adding(small + 1, scale: 5), number.double < limit else { return nil }
            if taken.insert(number).inserted { return number }
        }
        return nil
    }
}

extension Decimal {
    /// The number plus so many of its hundredths (scale 2), thousandths (scale 3) and so on; nil when that overflows or
    /// the number itself has more digits.
    fileprivate func adding(_ steps: Int64, scale wanted: Int16) -> Decimal? {
        guard scale <= wanted else { return nil }
        var digits = significand
        for _ in scale..<wanted {
            let (product, overflow) = digits.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            digits = product
        }
        let (sum, overflow) = digits.addingReportingOverflow(steps)
        return overflow ? nil : Decimal(significand: sum, scale: wanted).normalized
    }
}
