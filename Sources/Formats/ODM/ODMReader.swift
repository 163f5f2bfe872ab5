public import Values
import XMLStream

/// Reads an ODM file, version 1.1 to 1.3.2 or 2.0, as a stream of studies and subjects.
///
/// ```swift
/// var reader = try ODMReader(path: "export.xml", sourceIndex: 0, names: NameTable(), options: .init())
/// while let event = try reader.next() {
///     if case .subject(let records) = event { print(records.items.count) }
/// }
/// ```
///
/// Memory holds one subject and one study's metadata at a time. What comes before an error is handed over first, then
/// the error is thrown; an element that the error interrupts is not handed over.
public struct ODMReader: ~Copyable {
    /// How to read.
    public struct Options: Sendable {
        /// Whether audit records, signatures, queries and annotations become items; they are counted in any case.
        public var keepAudit: Bool
        /// The encoding, when the document's own declaration is wrong.
        public var encoding: String?

        /// Says how to read.
        public init(keepAudit: Bool = false, encoding: String? = nil) {
            self.keepAudit = keepAudit
            self.encoding = encoding
        }
    }

    /// What a file is made of.
    public enum Event: Sendable {
        /// The `ODM` element: always the first.
        case document(DocumentAttributes)
        /// A `Study` with its metadata.
        case study(Study)
        /// A `Location` of `AdminData`.
        case location(AdminLocation)
        /// One occurrence of a `SubjectData`; the same subject may occur again.
        case subject(SubjectRecords)
        /// Rows without a subject: of `ReferenceData`, of Dataset-XML, or a pool of audit records, as
        /// ``SubjectRecords/content`` says. Many rows come in several events.
        case reference(SubjectRecords)
    }

    private var source: ByteSource
    private let parser: XMLParser<ODMHandler>
    private var failure: ODMError?
    private var isFinished = false

    /// Opens a file.
    ///
    /// - Parameters:
    ///   - path: The file; `-` is standard input.
    ///   - sourceIndex: The input's number, which records carry.
    ///   - names: The table that record numbers refer to; pass on ``names`` from file to file.
    ///   - options: How to read.
    public init(path: String, sourceIndex: Int32, names: NameTable, options: Options = Options()) throws(ODMError) {
        do throws(FileError) { source = try ByteSource(path: path) } catch { throw .file(error) }
        parser = XMLParser(
            path: path,
            handler: ODMHandler(path: path, source: sourceIndex, names: names, keepAudit: options.keepAudit),
            encoding: options.encoding)
    }

    /// The next part of the file; nil at its end. After an error the same error comes again.
    public mutating func next() throws(ODMError) -> Event? {
        while true {
            if let event = parser.handler.takeEvent() { return event }
            if let failure { throw failure }
            if isFinished { return nil }
            do throws(FileError) {
                if try source.readChunk() {
                    do throws(XMLError) { try parser.feed(source.chunk) } catch { failure = .xml(error) }
                } else {
                    isFinished = true
                    do throws(XMLError) { try parser.finish() } catch { failure = .xml(error) }
                }
            } catch {
                failure = .file(error)
            }
            // What the document is comes before what is wrong with its XML.
            if let error = parser.handler.failure { failure = error }
            if failure != nil || isFinished { parser.handler.tellDocument() }
        }
    }

    /// The names that records refer to by number. The table grows while reading; a copy keeps what it has.
    public var names: NameTable { parser.handler.names }

    /// The StudyOIDs of the `ClinicalData` met so far, as numbers of ``names``.
    public var clinicalStudies: Set<Int32> { parser.handler.clinicalStudies }

    /// The subject that an error interrupted, with the number of its StudyOID: it was not handed over. Nil outside of
    /// `SubjectData`, and before an error.
    public var interruptedSubject: (study: Int32, key: String)? {
        guard failure != nil, parser.handler.groups.count > 0, let key = parser.handler.subjectKey else { return nil }
        return (parser.handler.studyOID, key)
    }

    /// How many bytes have been read.
    public var bytesRead: Int { source.position }

    /// The file's size, when it is a regular file.
    public var size: Int? { source.size }

    /// What has been met so far.
    public var counts: ODMCounts {
        var counts = parser.handler.counts
        for (oid, count) in parser.handler.groupCounts.enumerated() where count > 0 {
            counts.byItemGroup[parser.handler.names[Int32(oid)], default: 0] += count
        }
        return counts
    }

    /// What was odd so far, but readable.
    public var warnings: [Diagnostic] { parser.handler.warnings }
}
