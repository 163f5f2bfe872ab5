public import JSONStream
public import Values

/// What this module refuses, each with its place: the dataset's file and the record in it where there is one.
public enum SDTMError: LocatedError {
    /// A dataset that cannot be written as it is defined.
    case invalidDataset(name: String, reason: String)
    /// A variable that cannot be written as it is defined.
    case invalidVariable(dataset: String, name: String, reason: String)
    /// A value that the file cannot hold, or that is of the wrong type.
    case invalidValue(variable: String, fault: ValueFault, value: String, at: Location)
    /// Rows that were not given one cell for each variable.
    case incompleteRow(dataset: String, row: Int)
    /// Subjects listed twice, or having rows and not listed.
    case invalidSubjectOrder(dataset: String, reason: String)
    /// An option out of its range.
    case invalidOption(name: String, reason: String)
    /// A last record without any value in a file with records under 80 bytes: no reader can tell it from padding.
    case blankLastRecord(at: Location)
    /// A file that is not a transport file at all.
    case notTransport(what: String, remedy: String, at: Location)
    /// A file that breaks its format, or is cut off.
    case malformed(reason: String, at: Location)
    /// A file that is not Dataset-JSON at all, or of another version.
    case notDatasetJSON(what: String, remedy: String, at: Location)
    /// A file that is not well-formed JSON.
    case json(JSONError)
    /// A value of a Dataset-JSON file that is not of its column's type.
    case wrongDataType(variable: String, dataType: DatasetJSONType, found: String, at: Location)
    /// The file system refused.
    case file(FileError)

    /// What is wrong with a value.
    public enum ValueFault: Sendable, Hashable {
        /// So many bytes, and so many can be written.
        case tooLong(bytes: Int, limit: Int)
        /// A character outside ASCII in a transport file.
        case notASCII
        /// A control character (line end, tab, ...) in a transport file.
        case controlCharacter
        /// Bytes that are not UTF-8 in a CSV file.
        case notUTF8
        /// Not a number, or infinite.
        case notFinite
        /// A number nearer to zero than 5.4e-79 or beyond 7.2e75, which IBM floating point does not have.
        case outOfRange
        /// A number with more digits than so many bytes hold.
        case tooPrecise(bytes: Int)
        /// A text in a numeric variable.
        case textInNumeric
        /// A number or special missing value in a character variable.
        case numberInCharacter
        /// A special missing value (`.A`) in Dataset-JSON, which has none.
        case specialMissing
        /// A number other than 0 and 1 in a boolean column.
        case notBoolean
        /// A number that is no whole day or second of the years 1 to 9999, in a column that is written as a date or time.
        case notADate
        /// A special missing value other than `.A` to `.Z`, `._` and `.`.
        case unknownMissing
    }

    /// The error as a diagnostic.
    public var diagnostic: Diagnostic {
        switch self {
        case .invalidDataset(let name, let reason):
            Diagnostic(
                "sdtm.invalid-dataset", .error, "dataset \(name) cannot be written: \(reason)",
                remedy: "correct the dataset in the mapping")
        case .invalidVariable(let dataset, let name, let reason):
            Diagnostic(
                "sdtm.invalid-variable", .error, "variable \(dataset).\(name) cannot be written: \(reason)",
                remedy: "correct the variable in the mapping")
        case .invalidValue(let variable, let fault, let value, let location):
            Diagnostic(
                "sdtm.invalid-value", .error, "the value of \(variable) \(fault.reason)", remedy: fault.remedy,
                at: location, value: value)
        case .incompleteRow(let dataset, let row):
            Diagnostic(
                "sdtm.incomplete-row", .error, "row \(row) of \(dataset) does not have one cell for each variable",
                remedy: "give each variable a text, a number or a missing value, in order")
        case .invalidSubjectOrder(let dataset, let reason):
            Diagnostic(
                "sdtm.subject-order", .error, "the rows of \(dataset) cannot be ordered: \(reason)",
                remedy: "list each subject once")
        case .invalidOption(let name, let reason):
            Diagnostic("sdtm.invalid-option", .error, "\(name) cannot be used: \(reason)")
        case .blankLastRecord(let location):
            Diagnostic(
                "sdtm.blank-last-record", .error,
                "the last record has no values, and records are shorter than 80 bytes: readers would take it for padding",
                remedy: "leave the empty record out", at: location)
        case .notTransport(let what, let remedy, let location):
            Diagnostic("sdtm.not-transport", .error, what, remedy: remedy, at: location)
        case .notDatasetJSON(let what, let remedy, let location):
            Diagnostic("sdtm.not-dataset-json", .error, what, remedy: remedy, at: location)
        case .json(let error): error.diagnostic
        case .wrongDataType(let variable, let dataType, let found, let location):
            Diagnostic(
                "sdtm.wrong-data-type", .error,
                "the value of \(variable) is \(found), and its dataType is \(dataType.rawValue)",
                remedy: "correct the value, or the column's dataType", at: location)
        case .malformed(let reason, let location):
            Diagnostic("sdtm.malformed", .error, reason, remedy: "export or copy the file again", at: location)
        case .file(let error): error.diagnostic
        }
    }
}

extension SDTMError.ValueFault {
    var reason: String {
        switch self {
        case .tooLong(let bytes, let limit): "has \(bytes) bytes, and \(limit) can be written"
        case .notASCII: "has a character that is not ASCII"
        case .controlCharacter: "has a control character"
        case .notUTF8: "is not UTF-8"
        case .notFinite: "is not a finite number"
        case .outOfRange: "is a number that a transport file cannot hold (5.4e-79 to 7.2e75)"
        case .tooPrecise(let bytes): "has more digits than a number of \(bytes) bytes holds"
        case .textInNumeric: "is a text, and the variable is numeric"
        case .numberInCharacter: "is not a text, and the variable is character"
        case .specialMissing: "is a special missing value, which Dataset-JSON does not have"
        case .notBoolean: "is a number other than 0 and 1, and the column is boolean"
        case .notADate: "is no whole day or second from the year 1 to 9999, and the column is a date or time"
        case .unknownMissing: "is missing with a code other than .A to .Z and ._"
        }
    }

    var remedy: String {
        switch self {
        case .tooLong: "split the text, or give the variable a longer length"
        case .notASCII, .controlCharacter: "use --transliterate, or write CSV"
        case .notUTF8: "name the input's encoding"
        case .tooPrecise(let bytes):
            bytes < 8 ? "give the variable a length of 8 bytes" : "write Dataset-JSON or CSV, which keep all digits"
        case .specialMissing: "write a transport file or CSV, or say the reason in a variable of its own"
        case .notBoolean, .notADate: "correct the value, or the column's dataType"
        case .notFinite, .outOfRange: "correct the value, or map it to a character variable"
        case .textInNumeric, .numberInCharacter: "correct the variable's type in the mapping"
        case .unknownMissing: "use a letter or underscore"
        }
    }
}
