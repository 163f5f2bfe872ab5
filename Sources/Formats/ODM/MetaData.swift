public import Values

/// `DataType` of an `ItemDef` (ODM 1.3.2, 3.1.3.6; 2.0 adds `decimal`), and the types of typed item elements.
public enum ODMDataType: String, Sendable, CaseIterable {
    case any, text, string, integer, float, decimal, double, date, time, datetime, boolean
    case hexBinary, base64Binary, hexFloat, base64Float
    case partialDate, partialTime, partialDatetime, durationDatetime, intervalDatetime
    case incompleteDatetime, incompleteDate, incompleteTime, URI
}

/// A `Study` element: its names and its metadata versions.
public struct Study: Sendable {
    /// `OID`.
    public var oid: String
    /// `GlobalVariables/StudyName`, or 2.0's `StudyName`.
    public var name = ""
    /// `StudyDescription`.
    public var description = ""
    /// `ProtocolName`.
    public var protocolName = ""
    /// `BasicDefinitions/MeasurementUnit` by OID: the symbol.
    public var measurementUnits: [String: MeasurementUnit] = [:]
    /// `MetaDataVersion`, in document order, with `Include` not yet followed.
    public var metaDataVersions: [MetaDataVersion] = []

    /// Makes a study.
    public init(oid: String) { self.oid = oid }
}

/// A `MeasurementUnit`.
public struct MeasurementUnit: Sendable {
    /// `OID`.
    public var oid: String
    /// `Name`.
    public var name: String
    /// The symbol's text.
    public var symbol: String
    /// `Alias` children.
    public var aliases: [Alias] = []
}

/// An `Alias`: another name in some context, such as `SDTM`.
public struct Alias: Sendable, Hashable {
    /// `Context`.
    public var context: String
    /// `Name`.
    public var name: String
}

/// `Coding` of ODM 2.0.
public struct Coding: Sendable, Hashable {
    /// `Code`.
    public var code: String
    /// `System`.
    public var system: String
    /// `SystemName`.
    public var systemName = ""
    /// `SystemVersion`.
    public var systemVersion = ""
}

/// A `MetaDataVersion`.
public struct MetaDataVersion: Sendable {
    /// `OID`.
    public var oid: String
    /// `Name`.
    public var name = ""
    /// `Include`: the version that this one builds on.
    public var include: (studyOID: String, metaDataVersionOID: String)?
    /// `Protocol/StudyEventRef`, in order (2.0: `StudyEventGroupRef` and `StudyEventRef`).
    public var studyEventRefs: [ItemRef] = []
    /// `StudyEventDef` in document order.
    public var studyEvents: [StudyEventDef] = []
    /// `FormDef` in document order (2.0: none).
    public var forms: [FormDef] = []
    /// `ItemGroupDef` in document order.
    public var itemGroups: [ItemGroupDef] = []
    /// `ItemDef` in document order.
    public var items: [ItemDef] = []
    /// `CodeList` (and OpenClinica's `MultiSelectList`) in document order.
    public var codeLists: [CodeList] = []
    /// `MethodDef`: OID and description.
    public var methods: [TextDef] = []
    /// `ConditionDef`: OID and description.
    public var conditions: [TextDef] = []
    /// Where it stands.
    public var location: Location

    /// Makes a version.
    public init(oid: String, location: Location) {
        self.oid = oid
        self.location = location
    }
}

/// A reference with its order and whether it is mandatory: `StudyEventRef`, `FormRef`, `ItemGroupRef`, `ItemRef`.
public struct ItemRef: Sendable {
    /// The OID referred to.
    public var oid: String
    /// `Mandatory="Yes"`.
    public var mandatory = false
    /// `OrderNumber`.
    public var orderNumber: Int?
    /// `KeySequence`.
    public var keySequence: Int?
    /// `MethodOID`.
    public var methodOID: String?
    /// `Role`.
    public var role: String?
    /// 2.0's `UnitsItemOID`.
    public var unitsItemOID: String?
}

/// A `StudyEventDef`.
public struct StudyEventDef: Sendable {
    /// `OID`.
    public var oid: String
    /// `Name`.
    public var name: String
    /// `Repeating="Yes"`.
    public var repeating = false
    /// `Type`.
    public var type = ""
    /// `FormRef` (2.0: `ItemGroupRef`).
    public var refs: [ItemRef] = []
    /// `Alias` children.
    public var aliases: [Alias] = []
    /// Vendor attributes by name with the customary prefix.
    public var attributes: [String: String] = [:]
}

/// A `FormDef`.
public struct FormDef: Sendable {
    /// `OID`.
    public var oid: String
    /// `Name`.
    public var name: String
    /// `Repeating="Yes"`.
    public var repeating = false
    /// `ItemGroupRef`.
    public var refs: [ItemRef] = []
    /// `Alias` children.
    public var aliases: [Alias] = []
    /// Vendor attributes by name with the customary prefix.
    public var attributes: [String: String] = [:]
}

/// An `ItemGroupDef`.
public struct ItemGroupDef: Sendable {
    /// `OID`.
    public var oid: String
    /// `Name`.
    public var name: String
    /// `Repeating="Yes"` (2.0: not `No`).
    public var repeating = false
    /// 2.0's `Type`: `Form`, `Section`, `Dataset`, `Concept`.
    public var type = ""
    /// `Domain`.
    public var domain: String?
    /// `SASDatasetName`.
    public var sasDatasetName: String?
    /// The `Description`.
    public var description = ""
    /// `ItemRef` and, in 2.0, nested `ItemGroupRef`.
    public var refs: [ItemRef] = []
    /// `Alias` children.
    public var aliases: [Alias] = []
    /// Vendor attributes by name with the customary prefix.
    public var attributes: [String: String] = [:]
    /// Where it stands.
    public var location: Location
}

/// An `ItemDef`.
public struct ItemDef: Sendable {
    /// `OID`.
    public var oid: String
    /// `Name`.
    public var name: String
    /// `DataType`.
    public var dataType: ODMDataType?
    /// `Length`.
    public var length: Int?
    /// `SignificantDigits`.
    public var significantDigits: Int?
    /// `SASFieldName`.
    public var sasFieldName: String?
    /// `SDSVarName`.
    public var sdsVarName: String?
    /// `Origin`.
    public var origin: String?
    /// `Question`, in the first language given.
    public var question = ""
    /// `Description`, in the first language given.
    public var description = ""
    /// `CodeListRef`, or OpenClinica's `MultiSelectListRef`.
    public var codeListOID: String?
    /// Whether the code list allows several codes in one value (OpenClinica's `MultiSelectList`).
    public var isMultiSelect = false
    /// `MeasurementUnitRef`.
    public var measurementUnitOIDs: [String] = []
    /// `RangeCheck`.
    public var rangeChecks: [RangeCheck] = []
    /// `Alias` children.
    public var aliases: [Alias] = []
    /// 2.0's `Coding` children.
    public var codings: [Coding] = []
    /// Vendor attributes by name with the customary prefix.
    public var attributes: [String: String] = [:]
    /// Where it stands.
    public var location: Location

    /// Makes a definition of which only the names are known.
    public init(oid: String, name: String, at location: Location) {
        self.oid = oid
        self.name = name
        self.location = location
    }
}

/// A `RangeCheck`.
public struct RangeCheck: Sendable {
    /// `Comparator`: `LT`, `LE`, `GT`, `GE`, `EQ`, `NE`, `IN`, `NOTIN`.
    public var comparator: String
    /// `SoftHard="Hard"`.
    public var hard = false
    /// `CheckValue`.
    public var values: [String] = []
}

/// A `CodeList`.
public struct CodeList: Sendable {
    /// `OID`.
    public var oid: String
    /// `Name`.
    public var name: String
    /// `DataType`.
    public var dataType = ""
    /// `CodeListItem` and `EnumeratedItem` in order.
    public var items: [CodeListItem] = []
    /// `ExternalCodeList/@Dictionary`, when it is one.
    public var externalDictionary: String?
    /// `ExternalCodeList/@Version`.
    public var externalVersion: String?
    /// `Alias` children.
    public var aliases: [Alias] = []
    /// Vendor attributes by name with the customary prefix.
    public var attributes: [String: String] = [:]
    /// Where it stands.
    public var location: Location
}

/// A term of a `CodeList`.
public struct CodeListItem: Sendable {
    /// `CodedValue`.
    public var codedValue: String
    /// `Decode/TranslatedText` in the first language given; nil for an `EnumeratedItem`.
    public var decode: String?
    /// `Alias` children.
    public var aliases: [Alias] = []
    /// 2.0's `Coding` children.
    public var codings: [Coding] = []
}

/// A definition of which only the description matters: `MethodDef`, `ConditionDef`.
public struct TextDef: Sendable {
    /// `OID`.
    public var oid: String
    /// `Name`.
    public var name: String
    /// The `Description`.
    public var description: String
}
