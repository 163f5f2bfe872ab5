import XMLStream

/// The names of ODM's elements and attributes that the reader acts on; all others are ``other``.
///
/// Names are matched by their local name in ODM's namespaces and in none, because real files have either, or both.
/// Some vendors' names stand here too: they are matched in the vendor's namespace only.
enum ODMName: String, CaseIterable {
    case other

    // The document.
    case ODM, ODMVersion, FileType, FileOID, PriorFileOID, CreationDateTime, AsOfDateTime, SourceSystem
    case SourceSystemVersion, Study, AdminData, ReferenceData, ClinicalData

    // The data.
    case SubjectData, StudyEventData, FormData, ItemGroupData, ItemData, Value
    case ItemDataAny, ItemDataString, ItemDataInteger, ItemDataFloat, ItemDataDouble, ItemDataDate, ItemDataTime
    case ItemDataDatetime, ItemDataBoolean, ItemDataHexBinary, ItemDataBase64Binary, ItemDataHexFloat
    case ItemDataBase64Float, ItemDataPartialDate, ItemDataPartialTime, ItemDataPartialDatetime
    case ItemDataDurationDatetime, ItemDataIntervalDatetime, ItemDataIncompleteDatetime, ItemDataIncompleteDate
    case ItemDataIncompleteTime, ItemDataURI
    case StudyOID, MetaDataVersionOID, SubjectKey, StudyEventOID, StudyEventRepeatKey, FormOID, FormRepeatKey
    case ItemGroupOID, ItemGroupRepeatKey, ItemGroupDataSeq, TransactionType, ItemOID, IsNull, ReasonForNull
    case MeasurementUnitRef, MeasurementUnitOID
    case AuditRecord, AuditRecords, AuditRecordID, Signature, Signatures, SignatureID, Annotation, Annotations
    case AnnotationID, Query, Association
    case AuditLogs, AuditLog, DiscrepancyNotes, DiscrepancyNote

    // The administrative data.
    case Location, Country

    // The metadata.
    case GlobalVariables, StudyName, StudyDescription, ProtocolName, MeasurementUnit, Symbol, TranslatedText
    case MetaDataVersion, Include, `Protocol`, StudyEventRef, StudyEventGroupRef, StudyEventGroupOID, StudyEventDef
    case FormDef, FormRef, ItemGroupDef, ItemGroupRef, ItemDef, ItemRef, Description, Question, CodeListRef
    case CodeListOID, RangeCheck, Comparator, SoftHard, CheckValue, CodeList, CodeListItem, EnumeratedItem, CodedValue
    case Decode, ExternalCodeList, Dictionary, Version, Alias, Context, Coding, Code, System, SystemName, SystemVersion
    case MethodDef, ImputationMethod, ConditionDef, OID, Name, Repeating, `Type`, Domain, SASDatasetName, DataType
    case Length, SignificantDigits, SASFieldName, SDSVarName, Origin, Mandatory, OrderNumber, KeySequence, MethodOID
    case Role, UnitsItemOID
    case MultiSelectList, MultiSelectListRef, MultiSelectListItem, MultiSelectListID, CodedOptionValue, ID

    /// The names that stand for a vendor's element or attribute, by the name with the customary prefix.
    static let vendors: [String: ODMName] = [
        "OpenClinica:AuditLogs": .AuditLogs, "OpenClinica:AuditLog": .AuditLog,
        "OpenClinica:DiscrepancyNotes": .DiscrepancyNotes, "OpenClinica:DiscrepancyNote": .DiscrepancyNote,
        "OpenClinica:MultiSelectList": .MultiSelectList, "OpenClinica:MultiSelectListRef": .MultiSelectListRef,
        "OpenClinica:MultiSelectListItem": .MultiSelectListItem, "OpenClinica:ReasonForNull": .ReasonForNull,
        "mdsol:Query": .Query, "data:ItemGroupDataSeq": .ItemGroupDataSeq,
    ]

    /// The data type that a typed item element stands for; nil for other names.
    var typedItem: ODMDataType? {
        switch self {
        case .ItemDataAny: .any
        case .ItemDataString: .string
        case .ItemDataInteger: .integer
        case .ItemDataFloat: .float
        case .ItemDataDouble: .double
        case .ItemDataDate: .date
        case .ItemDataTime: .time
        case .ItemDataDatetime: .datetime
        case .ItemDataBoolean: .boolean
        case .ItemDataHexBinary: .hexBinary
        case .ItemDataBase64Binary: .base64Binary
        case .ItemDataHexFloat: .hexFloat
        case .ItemDataBase64Float: .base64Float
        case .ItemDataPartialDate: .partialDate
        case .ItemDataPartialTime: .partialTime
        case .ItemDataPartialDatetime: .partialDatetime
        case .ItemDataDurationDatetime: .durationDatetime
        case .ItemDataIntervalDatetime: .intervalDatetime
        case .ItemDataIncompleteDatetime: .incompleteDatetime
        case .ItemDataIncompleteDate: .incompleteDate
        case .ItemDataIncompleteTime: .incompleteTime
        case .ItemDataURI: .URI
        default: nil
        }
    }
}

/// The names that a document uses: what each means to the reader, and how it is written in paths.
struct ODMVocabulary {
    private(set) var known: [ODMName] = []
    private(set) var display: [String] = []
    private let table: [String: ODMName]
    /// The namespace of the root element, which counts as ODM's whatever it is.
    private(set) var rootNamespace: String?

    init() {
        table = Dictionary(uniqueKeysWithValues: ODMName.allCases.filter { $0 != .other }.map { ($0.rawValue, $0) })
    }

    /// What a name means.
    @inline(__always)
    subscript(token: Int32) -> ODMName { known[Int(token)] }

    /// Gives a new name its number.
    mutating func add(_ name: XMLName) -> Int32 {
        if known.isEmpty { rootNamespace = name.namespace }
        let isODM =
            name.namespace == nil || name.namespace == rootNamespace
            || name.namespace?.hasPrefix("http://www.cdisc.org/ns/odm/") == true
        let written = isODM ? name.localName : ODMVocabulary.customary(name)
        display.append(written)
        known.append((isODM ? table[name.localName] : ODMName.vendors[written]) ?? .other)
        return Int32(known.count - 1)
    }

    /// The name with the customary prefix of its namespace, whatever the document calls it.
    static func customary(_ name: XMLName) -> String {
        let namespace = name.namespace ?? ""
        let prefix: String? =
            if namespace.hasPrefix("http://www.openclinica.org/ns/odm_ext") {
                "OpenClinica"
            } else if namespace == "https://projectredcap.org" {
                "redcap"
            } else if namespace.hasPrefix("http://www.mdsol.com/ns/odm/") {
                "mdsol"
            } else if namespace.hasPrefix("http://www.cdisc.org/ns/Dataset-XML/") {
                "data"
            } else if namespace.hasPrefix("http://www.cdisc.org/ns/def/") {
                "def"
            } else {
                name.prefix
            }
        return prefix.map { "\($0):\(name.localName)" } ?? name.localName
    }
}
