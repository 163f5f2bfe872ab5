import Mapping
import Testing
import Values

/// How dates of a source are read.
@Suite struct DateFormatTests {
    private func read(_ text: String, _ format: String) throws -> DateReader.Reading {
        let reader = DateReader(formats: [try #require(DateFormat(format))], unknown: ["UN", "UNK"])
        return Array(text.utf8).withUnsafeBytes { reader.read($0) }
    }

    @Test(arguments: [
        "yyyy-mm-dd", "yyyy-MM-dd:mm", "yyyy-MM-dd HH:ss", "dd yyyy", "dd MMM", "MM-dd", "YYYY-MM-DD", "yyyy-MM-DD",
        "yyyy-MM-dd hh:mm a", "HH:mm:ss.SSS", "dMyyyy", "yyyyMMd HHmm9H", "d MM MMM yyyy", "TT", "yyyy-MM-ddTTHH",
    ]) func aFormatThatSaysSomethingElseIsRefused(format: String) {
        #expect(DateFormat(format) == nil)
    }

    @Test(arguments: ["yyyy", "HH:mm", "HH", "yyyy-MM-ddTHH:mm:ss", "d/M/yyyy", "dMMMyyyy", "yyyyMMdd", "yyyy HH:mm"])
    func aWholeFormatIsTaken(format: String) { #expect(DateFormat(format) != nil) }

    @Test func twoLettersAreTwoDigits() throws {
        #expect(try read("2020111", "yyyyMMdd") == .invalid)
        #expect(try read("20201101", "yyyyMMdd") == .date(#require(PartialDate(iso8601: "2020-11-01"))))
        #expect(try read("1/2/2020", "dd/MM/yyyy") == .invalid)
        #expect(try read("1/12/2020", "d/M/yyyy") == .date(#require(PartialDate(iso8601: "2020-12-01"))))
        #expect(try read("UN MAR 2018", "dd MMM yyyy") == .date(#require(PartialDate(iso8601: "2018-03"))))
    }
}
