public import Values

/// A file that was written.
public struct WrittenFile: Sendable, Hashable {
    /// The dataset's name; for a piece of a split dataset the piece's own.
    public let dataset: String
    /// The final path.
    public let path: String
    /// How many rows it has.
    public let rows: Int
    /// How long it is.
    public let bytes: Int
    /// The dataset of which this is a piece; nil for a whole dataset.
    public let pieceOf: String?

    /// Describes a file.
    public init(dataset: String, path: String, rows: Int, bytes: Int, pieceOf: String? = nil) {
        self.dataset = dataset
        self.path = path
        self.rows = rows
        self.bytes = bytes
        self.pieceOf = pieceOf
    }
}

/// Writes spooled datasets as SAS transport files, version 5 (TS-140), as CSV (RFC 4180), or as Dataset-JSON 1.1.
///
/// Files are staged in an `OutputFolder`: nothing is visible before its `commit()`.
///
/// Above ``Options/splitSize`` a transport file is written whole, and once more in pieces of at most that size in the folder
/// `split` beside it, as FDA's conformance guide asks. The pieces are cut between subjects: that keeps every piece under the
/// limit for any dataset, which a cut by category cannot promise. A subject is divided only when alone above the limit.
/// Pieces are called after the dataset and numbered (`lb1.xpt` with member `LB1`), and have its label, variables and
/// lengths; run together in the order of their numbers they are the whole. Other files are not split.
public enum DatasetWriter {
    /// The form of the file.
    public enum Format: String, Sendable, Hashable, CaseIterable {
        /// SAS transport, version 5.
        case xpt
        /// Comma-separated text in UTF-8.
        case csv
        /// Dataset-JSON 1.1, one JSON document.
        case datasetJSON = "dataset-json"
        /// Dataset-JSON 1.1 in lines.
        case ndjson
        /// Dataset-JSON 1.1 in lines, compressed.
        case dsjc
    }

    /// How datasets are written.
    public struct Options: Sendable {
        /// The form of the files.
        public var format: Format
        /// The subjects' numbers in the order of the files.
        public var subjectOrder: [Int]
        /// The study's lengths of character variables by name, see ``StudyLengths``; a variable that is not in it, and every
        /// one of a SUPP-- dataset, gets the length of its longest value.
        public var characterLengths: [String: Int]
        /// The date and time that the headers give as created and modified.
        public var timestamp: PartialDate
        /// The size in bytes above which a transport file is split; FDA takes at most 5 GB.
        public var splitSize: Int
        /// Whether a dataset that was read from a transport file is written to one as it was: with the same header records,
        /// dates and times too, the same places in the row and bytes outside ASCII; and one that was read from Dataset-JSON
        /// to the same form of it with the same metadata text and white space.
        public var keepsLayout = false

        /// Makes options.
        public init(
            format: Format = .xpt, subjectOrder: [Int], characterLengths: [String: Int], timestamp: PartialDate,
            splitSize: Int = 5_000_000_000
        ) {
            self.format = format
            self.subjectOrder = subjectOrder
            self.characterLengths = characterLengths
            self.timestamp = timestamp
            self.splitSize = splitSize
        }
    }

    /// Writes one dataset into a folder and stages its file or files there.
    public static func write(
        _ spool: DatasetSpool, to folder: OutputFolder, options: Options
    ) throws(SDTMError) -> [WrittenFile] {
        let order = try SubjectOrder(of: spool, subjects: options.subjectOrder)
        switch options.format {
        case .csv: return [try CSVFile.write(spool, order: order, to: folder)]
        case .datasetJSON: return [try DatasetJSONFile.write(spool, .json, order: order, to: folder, options: options)]
        case .ndjson: return [try DatasetJSONFile.write(spool, .ndjson, order: order, to: folder, options: options)]
        case .dsjc: return [try DatasetJSONFile.write(spool, .dsjc, order: order, to: folder, options: options)]
        case .xpt:
            guard options.timestamp.isComplete else {
                throw .invalidOption(name: "the timestamp", reason: "it needs year, month and day")
            }
            if !options.keepsLayout || spool.definition.layout == nil { try spool.definition.check() }
            return try XPTFile(spool, order: order, to: folder, options: options).write()
        }
    }
}
