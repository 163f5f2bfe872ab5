public import ClinicalModel
public import Terminology
public import Values

/// A mapping made ready to run: flat arrays of small structs, names as numbers.
///
/// Items are numbered once for the whole plan (``names``); a door translates an export's names to these numbers and then
/// works with arrays only. Nothing here is looked up by text while records flow.
public struct ODMPlan: Sendable {
    /// The names of the items that the plan looks at: ItemOIDs and paths.
    public internal(set) var names: [String] = []
    /// The blocks, in the order in which they are tried.
    public internal(set) var blocks: [Shared<Block>] = []
    /// All operations; blocks and pivots own ranges of them.
    public internal(set) var operations: [Operation] = []
    /// Where the line of each operation stands; apart from it, so that running an operation copies plain numbers.
    public internal(set) var locations: [Location] = []
    /// The lists that operations translate with.
    public internal(set) var lists: [CompiledList] = []
    /// The date readers.
    public internal(set) var dateReaders: [DateReader] = []
    /// The names of supplements.
    public internal(set) var supplements: [SupplementName] = []
    /// The conditions.
    public internal(set) var conditions: [CompiledCondition] = []
    /// The lookups.
    public internal(set) var lookups: [CompiledLookup] = []
    /// Constant values and reasons.
    public internal(set) var constants: [Value] = []
    /// Checkbox items with the codes that their ticks stand for.
    public internal(set) var checkboxes: [[(slot: Int32, code: String)]] = []
    /// The factors.
    public internal(set) var scales: [Scale] = []
    /// The code lists that values must be of.
    public internal(set) var termLists: [Terminology.CodeList] = []
    /// Whether a block has keys of its own.
    public internal(set) var hasKeys = false
    var terminology: CodeListPackage?
    var termNumbers: [String: Int32] = [:]
    /// The codes of select-multiples with the fields that they set.
    public internal(set) var flags: [[LineTarget.Flag]] = []
    var nameNumbers: [String: Int32] = [:]

    /// One step: fetch a text, translate it, read it as the target's type, store it.
    public struct Operation: Sendable {
        /// Where the text comes from.
        public enum Fetch: UInt8, Sendable {
            /// The item ``slot``.
            case item
            /// The constant ``slot``.
            case constant
            /// The lookup ``slot``.
            case lookup
            /// The context value ``slot``.
            case context
            /// The checkbox items ``ODMPlan/checkboxes``.
            case checkboxes
            /// The unit of the item ``slot``.
            case unit
        }

        /// Where the value goes.
        public enum Store: UInt8, Sendable {
            /// The field ``field``, of type text.
            case text
            /// The field ``field``, of type number.
            case number
            /// The field ``field``, of type date.
            case date
            /// The field ``field``, of type set.
            case set
            /// The supplement ``target``.
            case supplement
            /// The fields of ``ODMPlan/flags``, number ``target``.
            case flags
            /// Nowhere; ``target`` is the constant with the reason.
            case none
        }

        /// Where the text comes from.
        public var fetch: Fetch
        /// Where the value goes.
        public var store: Store
        /// The field written to, for fields.
        public var field: FieldID
        /// What ``fetch`` needs.
        public var slot: Int32
        /// The supplement or the reason.
        public var target: Int32 = -1
        /// The list, ``ODMPlan/decode``, or -1.
        public var list: Int32 = -1
        /// The date reader, or -1.
        public var dateReader: Int32 = -1
        /// The item with the time, or -1.
        public var timeSlot: Int32 = -1
        /// The condition, or -1.
        public var condition: Int32 = -1
        /// The factor, or -1.
        public var scale: Int32 = -1
        /// Whether numbers are written with a decimal comma.
        public var hasDecimalComma = false
        /// What separates several codes, as ASCII; 0 for one code.
        public var separator: UInt8 = 0
        /// The code list that the values must be of, or -1.
        public var terms: Int32 = -1
        /// The supplement that keeps the original, or -1.
        public var original: Int32 = -1
    }

    /// The list number that means: through the export's own decodes.
    public static let decode: Int32 = -2

    /// A block.
    public struct Block: Sendable {
        /// What it looks at.
        public var source: MappingDocument.Source
        /// The OIDs.
        public var oids: [String]
        /// Only within these forms.
        public var forms: [String]
        /// Only within these study events.
        public var events: [String]
        /// What the record becomes.
        public var entity: EntityKind
        /// The condition, or -1.
        public var condition: Int32
        /// The items that make the record's key; empty for repeat keys.
        public var keys: [Int32]
        /// Items of which the condition admits one value only: they have done their work when the block takes the record,
        /// which says what they hold. Where several are admitted, the value stands nowhere but in the item.
        public var conditionItems: [Int32]
        /// The operations of every record.
        public var operations: Range<Int>
        /// What fields hold when no operation gave them a value: operations with constants.
        public var defaults: Range<Int>
        /// The tests.
        public var pivots: [Shared<CompiledPivot>]
        /// The lookup of the parent, or -1.
        public var parent: Int32
        /// The lookups of related records, with RELTYPE.
        public var relations: [(lookup: Int32, type: String)]
        /// Whether visit numbers are set.
        public var takesVisit: Bool
        /// The constant with the reason why nothing is submitted, or -1.
        public var notSubmitted: Int32 = -1
        /// The blocks that a split makes, by number.
        public var parts: Range<Int> = 0..<0
        /// Whether it is a part of a split, and so never tried on its own.
        public var isPart = false
        /// What tells a part's record keys from those of the first part, which are the group's own.
        public var keySuffix = ""
        /// Where the block stands.
        public var location: Location
    }

    /// A test of a pivot.
    public struct CompiledPivot: Sendable {
        /// The item with the result.
        public var slot: Int32
        /// --TESTCD, --TEST and the constants of the test's own lines.
        public var template: FieldValues
        /// What the test adds to a record's key, such as `#WBC`.
        public var keySuffix: String
        /// The unit of the mapping.
        public var unit: Value?
        /// The item with the unit, or -1.
        public var unitSlot: Int32
        /// The list of the source's words for units, or -1.
        public var unitList: Int32
        /// The items with the limits of the reference range, or -1.
        public var lowSlot: Int32, highSlot: Int32
        /// The list, ``ODMPlan/decode``, or -1.
        public var list: Int32
        /// Whether results and limits are written with a decimal comma.
        public var hasDecimalComma: Bool
        /// The list of the standard result, ``ODMPlan/decode``, or -1.
        public var standardList: Int32
        /// The standard unit.
        public var standardUnit: Value?
        /// The factor to it from ``unit``, or -1.
        public var scale: Int32
        /// The factors to it, by original unit.
        public var factors: [(unit: String, scale: Int32)]
        /// The operations of this test alone.
        public var operations: Range<Int>
        /// Where it stands.
        public var location: Location
    }

    /// A condition in numbers.
    public indirect enum CompiledCondition: Sendable {
        /// The item has a value.
        case present(Int32)
        /// The item's value is one of these.
        case isIn(Int32, [[UInt8]])
        /// The item's value is a number.
        case isNumber(Int32)
        /// All hold.
        case all([CompiledCondition])
        /// At least one holds.
        case any([CompiledCondition])
        /// It does not hold.
        case not(CompiledCondition)
    }

    /// A lookup in numbers.
    public struct CompiledLookup: Sendable {
        /// The record's `ItemGroupOID`.
        public var oid: String
        /// The item, or -1 for the record's key.
        public var slot: Int32
        /// How near.
        public var scope: Lookup.Scope
        /// Items that must be equal: own and other.
        public var match: [(own: Int32, other: Int32)]
        /// What must hold for the other record, or -1.
        public var condition: Int32
        /// Whether this record must begin within the time of the other.
        public var isDuring: Bool
        /// Where it stands.
        public var location: Location
    }

    /// A list ready for bytes.
    public struct CompiledList: Sendable {
        /// The codes.
        public let sources: [[UInt8]]
        /// What they become.
        public var targets: [String]
        /// The codes' first bytes and lengths: up to seven bytes they tell all.
        private let keys: [UInt64]
        /// What happens to others.
        public var otherwise: ValueList.Otherwise

        /// Makes a list of codes and what each becomes.
        public init(sources: [[UInt8]], targets: [String], otherwise: ValueList.Otherwise) {
            self.sources = sources
            keys = sources.map { $0.withUnsafeBytes { CompiledList.key($0) } }
            self.targets = targets
            self.otherwise = otherwise
        }

        /// The number of a code, comparing bytes; nil when it is not in the list.
        public func index(of code: UnsafeRawBufferPointer) -> Int? {
            let key = CompiledList.key(code)
            for index in keys.indices where keys[index] == key {
                if code.count <= 7 || sources[index].elementsEqual(code) { return index }
            }
            return nil
        }

        private static func key(_ code: UnsafeRawBufferPointer) -> UInt64 {
            var key = UInt64(min(code.count, 255))
            for index in 0..<min(code.count, 7) { key = key << 8 | UInt64(code[index]) }
            return key
        }
    }
}
