public import Values

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The moment that outputs carry as their creation date-time, in UTC: `--timestamp`, else `SOURCE_DATE_EPOCH`, else now.
public enum RunTime {
    /// The environment's or the clock's moment.
    public static func now() throws(UsageError) -> PartialDate {
        if let text = getenv("SOURCE_DATE_EPOCH").map({ String(cString: $0) }), !text.isEmpty {
            guard let seconds = Int(text), let date = PartialDate(secondsSince1970: seconds) else {
                throw UsageError("SOURCE_DATE_EPOCH is not a number of seconds", remedy: "unset it or correct it")
            }
            return date
        }
        guard let date = PartialDate(secondsSince1970: time(nil)) else {
            throw UsageError("the computer's clock is not set", remedy: "use --timestamp")
        }
        return date
    }
}

extension PartialDate {
    /// A moment in UTC; nil outside the years 1 to 9999.
    init?(secondsSince1970 seconds: Int) {
        let (days, rest) = seconds.quotientAndRemainder(dividingBy: 86_400)
        guard let date = PartialDate(dayNumber: rest < 0 ? days - 1 : days), let year = date.year else { return nil }
        let second = rest < 0 ? rest + 86_400 : rest
        self.init(
            year: Int(year), month: date.month.map { Int($0) }, day: date.day.map { Int($0) }, hour: second / 3600,
            minute: second / 60 % 60, second: second % 60)
    }
}

/// Wrong usage of the program: an option's value, or options that do not go together.
public struct UsageError: LocatedError {
    /// The error as a value.
    public let diagnostic: Diagnostic

    /// Makes an error.
    public init(_ message: String, remedy: String = "", at location: Location? = nil) {
        diagnostic = Diagnostic("usage", .error, message, remedy: remedy, at: location)
    }
}
