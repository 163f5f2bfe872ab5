/// Whether a variable holds text or numbers: all that a transport file knows of types (TS-140, `ntype`).
public enum VariableType: String, Sendable, Hashable {
    /// Text of at most 200 bytes in XPT version 5.
    case character
    /// A number or a missing value.
    case numeric
}

/// One variable of a dataset.
public struct DatasetVariable: Sendable, Hashable {
    /// The name, such as `AETERM`: at most 8 upper-case letters, digits and underscores, beginning with a letter.
    public var name: String
    /// The label: at most 40 printable ASCII characters.
    public var label: String
    /// Text or number.
    public var type: VariableType
    /// A length in bytes that a character variable has at least; nil for the shortest that holds the study's values.
    public var length: Int?
    /// A SAS format such as `DATE9.`, `8.2` or `$20.`; empty for none.
    public var displayFormat: String
    /// A SAS informat; empty for none.
    public var informat = ""
    /// What Dataset-JSON says of it besides; nil when it was not read from there.
    public var json: DatasetJSONColumn?

    /// Makes a variable.
    public init(name: String, label: String, type: VariableType, length: Int? = nil, displayFormat: String = "") {
        self.name = name
        self.label = label
        self.type = type
        self.length = length
        self.displayFormat = displayFormat
    }
}

/// The header records of a transport file and the places of its variables in a row, which need not follow their order.
public struct XPTLayout: Sendable, Hashable {
    /// The three records of the library.
    let library: [UInt8]
    /// The records of the member, up to the rows.
    let member: [UInt8]
    /// Where each variable stands in the row.
    let positions: [Int]
    /// The row's length in bytes.
    let rowLength: Int
}

/// What a dataset is called and which variables it has, in their order.
public struct DatasetDefinition: Sendable, Hashable {
    /// The name, such as `AE`; in lower case it is the file's name.
    public var name: String
    /// The label: at most 40 printable ASCII characters.
    public var label: String
    /// The variables in the order of the file.
    public var variables: [DatasetVariable]
    /// The names of the variables that order the rows and tell them apart.
    public var keys: [String]
    /// Whether it is a SUPP-- dataset, whose lengths are its own and not the study's.
    public var isSupplemental: Bool
    /// The header of the transport file that the dataset was read from; written again as it was.
    public var layout: XPTLayout?
    /// What Dataset-JSON says of the dataset besides; nil when it was not read from there.
    public var json: DatasetJSONAttributes?
    /// The layout of the Dataset-JSON file that the dataset was read from; written again as it was.
    public var jsonLayout: DatasetJSONLayout?

    /// Whether it was read from a file, and may be more than a transport file of version 5 can hold.
    var wasRead: Bool { layout != nil || json != nil }

    /// Makes a definition; it is checked when a ``DatasetSpool`` is made for it.
    public init(
        name: String, label: String, variables: [DatasetVariable], keys: [String] = [], isSupplemental: Bool = false
    ) {
        self.name = name
        self.label = label
        self.variables = variables
        self.keys = keys
        self.isSupplemental = isSupplemental
    }

    /// Throws the first thing that a version 5 transport file cannot hold.
    public func check() throws(SDTMError) {
        if let fault = Self.faultOfName(name) { throw .invalidDataset(name: name, reason: "its name \(fault)") }
        if let fault = Self.faultOfLabel(label) { throw .invalidDataset(name: name, reason: "its label \(fault)") }
        guard !variables.isEmpty else { throw .invalidDataset(name: name, reason: "it has no variables") }
        guard variables.count <= 9999 else {
            throw .invalidDataset(name: name, reason: "it has \(variables.count) variables, and 9999 is the most")
        }
        var seen: Set<String> = []
        for variable in variables {
            func refuse(_ reason: String) -> SDTMError {
                .invalidVariable(dataset: name, name: variable.name, reason: reason)
            }
            if let fault = Self.faultOfName(variable.name) { throw refuse("its name \(fault)") }
            if let fault = Self.faultOfLabel(variable.label) { throw refuse("its label \(fault)") }
            guard seen.insert(variable.name).inserted else { throw refuse("it is listed twice") }
            if let length = variable.length, variable.type == .character, !(1...XPTLimits.textLength ~= length) {
                throw refuse("its length is \(length), and 1 to 200 bytes can be written")
            }
            guard let format = XPT.DisplayFormat(variable.displayFormat) else {
                throw refuse("its format '\(variable.displayFormat)' is not a SAS format such as DATE9. or 8.2")
            }
            let isForText = format.name.hasPrefix("$")
            guard variable.displayFormat.isEmpty || isForText == (variable.type == .character) else {
                throw refuse("its format '\(variable.displayFormat)' is one for \(isForText ? "texts" : "numbers")")
            }
        }
        for key in keys where !seen.contains(key) {
            throw .invalidDataset(name: name, reason: "its key \(key) is not one of its variables")
        }
    }

    private static func faultOfName(_ name: String) -> String? {
        let bytes = Array(name.utf8)
        guard let first = bytes.first else { return "is empty" }
        if bytes.count > XPTLimits.nameLength { return "is longer than 8 characters" }
        func isLetter(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x5A }
        guard isLetter(first) else { return "does not begin with an upper-case letter" }
        guard bytes.allSatisfy({ isLetter($0) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x5F }) else {
            return "has characters other than upper-case letters, digits and underscores"
        }
        return nil
    }

    private static func faultOfLabel(_ label: String) -> String? {
        if label.utf8.count > XPTLimits.labelLength { return "is longer than 40 characters" }
        return label.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } ? nil : "has characters that are not printable ASCII"
    }
}
