/// The three forms of CDISC Dataset-JSON 1.1.
public enum DatasetJSONForm: String, Sendable, Hashable, CaseIterable {
    /// One JSON object, with the rows as its member `rows`.
    case json
    /// Lines: the metadata as an object, then a row an array.
    case ndjson
    /// The lines compressed (Compressed Dataset-JSON 1.1).
    case dsjc
}

/// How a compressed dataset is compressed.
enum Compression: Sendable, Hashable {
    /// RFC 1950: what the specification of Compressed Dataset-JSON says.
    case zlib
    /// RFC 1952: what CDISC's own examples are.
    case gzip
}

/// `dataType`: how a column's values are written in Dataset-JSON.
public enum DatasetJSONType: String, Sendable, Hashable, CaseIterable {
    /// A text.
    case string
    /// A whole number.
    case integer
    /// A decimal number of any precision, as a JSON string.
    case decimal
    /// A floating-point number.
    case float
    /// A floating-point number of double precision.
    case double
    /// `true` or `false`.
    case boolean
    /// ISO 8601 date and time, as a string.
    case datetime
    /// ISO 8601 date, as a string; it may be partial.
    case date
    /// ISO 8601 time, as a string.
    case time
    /// A URI, as a string.
    case uri = "URI"
}

/// `targetDataType`: what a column's values are in an operational system such as SAS.
public enum DatasetJSONTarget: String, Sendable, Hashable {
    /// A date, time or date and time that is a number: days or seconds, since 1960.
    case integer
    /// A decimal number.
    case decimal
}

/// What Dataset-JSON says of a variable and other formats do not.
public struct DatasetJSONColumn: Sendable, Hashable {
    /// The variable's OID in define.xml.
    public var itemOID: String
    /// How its values are written.
    public var dataType: DatasetJSONType
    /// What its values are in an operational system; nil when it says nothing.
    public var targetDataType: DatasetJSONTarget?
    /// The variable's place among the keys, from 1; nil when it is no key.
    public var keySequence: Int?

    /// Describes a column.
    public init(
        itemOID: String, dataType: DatasetJSONType, targetDataType: DatasetJSONTarget? = nil, keySequence: Int? = nil
    ) {
        self.itemOID = itemOID
        self.dataType = dataType
        self.targetDataType = targetDataType
        self.keySequence = keySequence
    }
}

/// What Dataset-JSON says of a dataset and other formats do not; nil and empty is what the file does not say.
public struct DatasetJSONAttributes: Sendable, Hashable {
    /// A computer system that data came from.
    public struct SourceSystem: Sendable, Hashable {
        /// Its name.
        public var name: String
        /// Its version.
        public var version: String

        /// Names a system.
        public init(name: String, version: String) {
            self.name = name
            self.version = version
        }
    }

    /// When the file was created. A file written anew has its own.
    public var creationDateTime: String?
    /// The identifier of the file.
    public var fileOID: String?
    /// When the source database was last modified.
    public var dbLastModifiedDateTime: String?
    /// Who made the file.
    public var originator: String?
    /// What system the data came from.
    public var sourceSystem: SourceSystem?
    /// The study's OID in ODM or define.xml.
    public var studyOID: String?
    /// The OID of the version of the metadata.
    public var metaDataVersionOID: String?
    /// Where a file with metadata is, such as `define.xml`.
    public var metaDataRef: String?
    /// The dataset's OID in define.xml.
    public var itemGroupOID: String

    /// Makes attributes that say nothing but the dataset's OID.
    public init(itemGroupOID: String) { self.itemGroupOID = itemGroupOID }
}

/// How a Dataset-JSON file was laid out, so that it can be written again byte by byte.
public struct DatasetJSONLayout: Sendable, Hashable {
    /// White space and punctuation of rows; each begins with `[` and ends with `]`.
    struct RowStyle: Sendable, Hashable {
        /// Between `[` and the first value.
        var open: [UInt8] = []
        /// Between two values.
        var comma: [UInt8] = [0x2C]
        /// Between the last value and `]`.
        var close: [UInt8] = []
        /// Between two rows.
        var between: [UInt8]
    }

    let form: DatasetJSONForm
    let compression: Compression?
    /// All that stands before the first row.
    let header: [UInt8]
    let style: RowStyle
    /// All that stands behind the last row.
    let tail: [UInt8]
    /// How many rows the header says there are.
    let records: Int
}

/// How the cells of a column are written in Dataset-JSON.
enum DatasetJSONKind: Equatable {
    case text
    case number
    /// A number in a string.
    case decimal
    case boolean
    /// A number that is written as an ISO 8601 string: the days or seconds of SAS.
    case sasDate(SASDate.Kind)

    init(_ dataType: DatasetJSONType, _ target: DatasetJSONTarget?) {
        switch (dataType, target) {
        case (.integer, _), (.float, _), (.double, _): self = .number
        case (.decimal, _): self = .decimal
        case (.boolean, _): self = .boolean
        case (.date, .integer?): self = .sasDate(.date)
        case (.datetime, .integer?): self = .sasDate(.datetime)
        case (.time, .integer?): self = .sasDate(.time)
        case (.string, _), (.uri, _), (.date, _), (.datetime, _), (.time, _): self = .text
        }
    }

    /// What the column is in a transport file.
    var variableType: VariableType { self == .text ? .character : .numeric }
}
