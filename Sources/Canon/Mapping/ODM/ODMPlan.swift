public import ClinicalModel
public import Terminology
public import Values

/// A mapping made ready to run: flat arrays of small structs, names as numbers.
///
/// Items are numbered once for the whole plan (``names``); a door translates an export's names to these numbers and then
/// works with arrays only. Nothing here is looked up by text while records flow.
public struct ODMPlan: Sendable {
    /// The names of the items that the plan looks at: ItemOIDs and paths.
    public private(set) var names: [String] = []
    /// The blocks, in the order in which they are tried.
    public private(set) var blocks: [Shared<Block>] = []
    /// All operations; blocks and pivots own ranges of them.
    public private(set) var operations: [Operation] = []
    /// Where the line of each operation stands; apart from it, so that running an operation copies plain numbers.
    public private(set) var locations: [Location] = []
    /// The lists that operations translate with.
    public private(set) var lists: [CompiledList] = []
    /// The date readers.
    public private(set) var dateReaders: [DateReader] = []
    /// The names of supplements.
    public private(set) var supplements: [SupplementName] = []
    /// The conditions.
    public private(set) var conditions: [CompiledCondition] = []
    /// The lookups.
    public private(set) var lookups: [CompiledLookup] = []
    /// Constant values and reasons.
    public private(set) var constants: [Value] = []
    /// Checkbox items with the codes that their ticks stand for.
    public private(set) var checkboxes: [[(slot: Int32, code: String)]] = []
    /// The factors.
    public private(set) var scales: [Scale] = []
    /// The code lists that values must be of.
    public private(set) var termLists: [Terminology.CodeList] = []
    private var terminology: CodeListPackage?
    private var termNumbers: [String: Int32] = [:]
    /// The codes of select-multiples with the fields that they set.
    public private(set) var flags: [[LineTarget.Flag]] = []
    private var nameNumbers: [String: Int32] = [:]

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
        /// Items that the condition looks at: they have done their work when the block takes the record.
        public var conditionItems: [Int32]
        /// The operations of every record.
        public var operations: Range<Int>
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
        /// The list of the standard result, ``ODMPlan/decode``, or -1.
        public var standardList: Int32
        /// The standard unit.
        public var standardUnit: Value?
        /// The factor to it from any unit, or -1.
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
        public var sources: [[UInt8]]
        /// What they become.
        public var targets: [String]
        /// What happens to others.
        public var otherwise: ValueList.Otherwise

        /// Makes a list of codes and what each becomes.
        public init(sources: [[UInt8]], targets: [String], otherwise: ValueList.Otherwise) {
            self.sources = sources
            self.targets = targets
            self.otherwise = otherwise
        }

        /// The number of a code, comparing bytes; nil when it is not in the list.
        public func index(of code: UnsafeRawBufferPointer) -> Int? {
            for (index, source) in sources.enumerated()
            where source.count == code.count && source.elementsEqual(code) { return index }
            return nil
        }
    }
}

extension ODMPlan {
    /// Compiles a mapping.
    ///
    /// - Parameter terminology: The package whose code lists `terms` name; the newest one when not given.
    public init(_ document: MappingDocument, terminology: CodeListPackage? = nil) {
        self.terminology = terminology ?? .newest
        for block in document.blocks {
            add(block)
            for (index, part) in block.parts.enumerated() { add(part, keySuffix: index == 0 ? "" : "#" + part.part) }
        }
    }

    /// The number of an item that the plan looks at.
    public func number(of name: String) -> Int32? { nameNumbers[name] }

    private mutating func slot(_ name: String) -> Int32 {
        if let number = nameNumbers[name] { return number }
        let number = Int32(names.count)
        names.append(name)
        nameNumbers[name] = number
        return number
    }

    private mutating func add(_ block: MappingDocument.Block, keySuffix: String = "") {
        let condition = block.condition.map { add($0) } ?? -1
        let operations = add(block.lines)
        var pivots: [Shared<CompiledPivot>] = []
        for pivot in block.pivots {
            let (template, lines) = template(of: pivot)
            let suffix = keySuffix.isEmpty ? "#" : keySuffix + "."
            pivots.append(
                Shared(
                    CompiledPivot(
                        slot: slot(pivot.item), template: template,
                        keySuffix: suffix + pivot.testCode, unit: pivot.unit.map { .text($0) },
                        unitSlot: pivot.unitItem.map { slot($0) } ?? -1, unitList: pivot.units.map { add($0) } ?? -1,
                        lowSlot: pivot.low.map { slot($0) } ?? -1, highSlot: pivot.high.map { slot($0) } ?? -1,
                        list: pivot.list.map { add($0) } ?? -1,
                        standardList: pivot.standard?.list.map { add($0) } ?? -1,
                        standardUnit: pivot.standard.flatMap { $0.list == nil ? .text($0.unit) : nil },
                        scale: pivot.standard?.scale.map { add($0) } ?? -1,
                        factors: pivot.standard.map { $0.factors.map { ($0.unit, add($0.scale)) } } ?? [],
                        operations: add(lines), location: pivot.location)))
        }
        let items = block.condition.map { $0.items.map { slot($0) } } ?? []
        let first = blocks.count + 1
        blocks.append(
            Shared(
                Block(
                    source: block.source, oids: block.oids, forms: block.forms, events: block.events,
                    entity: block.entity, condition: condition, conditionItems: items, operations: operations,
                    pivots: pivots, parent: block.parent.map { add($0) } ?? -1,
                    relations: block.relations.map { (add($0.to), $0.type) }, takesVisit: block.takesVisit,
                    notSubmitted: block.notSubmitted.map { add(.text($0)) } ?? -1,
                    parts: first..<first + block.parts.count, isPart: !block.part.isEmpty, keySuffix: keySuffix,
                    location: block.location)))
    }

    /// What is the same for every record of a test, and the lines that are left to run.
    private func template(of pivot: Pivot) -> (values: FieldValues, lines: [Line]) {
        var values = FieldValues()
        values[.testCode] = .text(pivot.testCode)
        values[.test] = .text(pivot.test)
        var rest: [Line] = []
        for line in pivot.lines {
            if case .constant(let text) = line.source, case .field(let field) = line.target, line.condition == nil,
                line.terms == nil, field.definition.type != .set
            {
                values[field] = constant(text, for: line.target)
            } else {
                rest.append(line)
            }
        }
        return (values, rest)
    }

    private mutating func add(_ lines: [Line]) -> Range<Int> {
        let first = operations.count
        // In the order of fields, setting values only ever appends.
        let sorted = lines.enumerated().sorted {
            ($0.element.fieldOrder, $0.offset) < ($1.element.fieldOrder, $1.offset)
        }
        for (_, line) in sorted {
            operations.append(operation(line))
            locations.append(line.location)
        }
        return first..<operations.count
    }

    private mutating func operation(_ line: Line) -> Operation {
        var operation = Operation(
            fetch: .item, store: .none, field: .sequence, slot: -1)
        switch line.source {
        case .item(let name): operation.slot = slot(name)
        case .constant(let text):
            operation.fetch = .constant
            operation.slot = add(constant(text, for: line.target))
        case .unitOf(let name):
            operation.fetch = .unit
            operation.slot = slot(name)
        case .lookup(let lookup):
            operation.fetch = .lookup
            operation.slot = add(lookup)
        case .context(let context):
            operation.fetch = .context
            operation.slot = Int32(ContextValue.allCases.firstIndex(of: context) ?? 0)
        case .checkboxes(let boxes):
            operation.fetch = .checkboxes
            operation.slot = Int32(checkboxes.count)
            checkboxes.append(boxes.map { (slot($0.item), $0.code) })
        }
        switch line.target {
        case .field(let field):
            operation.field = field
            operation.store =
                switch field.definition.type {
                case .text: .text
                case .number: .number
                case .date: .date
                case .set: .set
                }
        case .supplement(let name):
            operation.store = .supplement
            operation.target = Int32(supplements.count)
            supplements.append(name)
        case .flags(let fields):
            operation.store = .flags
            operation.target = Int32(flags.count)
            flags.append(fields)
        case .notSubmitted(let reason): operation.target = add(.text(reason))
        }
        operation.list = line.list.map { add($0) } ?? -1
        if operation.store == .date || !line.formats.isEmpty {
            operation.dateReader = Int32(dateReaders.count)
            dateReaders.append(DateReader(formats: line.formats, unknown: line.unknown))
        }
        operation.terms = line.terms.map { terms($0) } ?? -1
        operation.timeSlot = line.timeItem.map { slot($0) } ?? -1
        operation.condition = line.condition.map { add($0) } ?? -1
        operation.scale = line.scale.map { add($0) } ?? -1
        operation.separator = line.separator?.utf8.first ?? 0
        if let name = line.keepsOriginal {
            operation.original = Int32(supplements.count)
            supplements.append(SupplementName(name: name, label: "Original value", origin: "CRF", evaluator: ""))
        }
        return operation
    }

    /// A constant in its field's type; the parser has refused those that do not fit.
    private func constant(_ text: String, for target: LineTarget) -> Value {
        guard case .field(let field) = target else { return .text(text) }
        switch field.definition.type {
        case .number: return Decimal(text).map { .number($0) } ?? .text(text)
        case .date: return PartialDate(iso8601: text).map { .date($0) } ?? .text(text)
        case .text, .set: return .text(text)
        }
    }

    private mutating func terms(_ name: String) -> Int32 {
        if let number = termNumbers[name] { return number }
        var number: Int32 = -1
        if let list = terminology?.codeList(ifPresent: name) {
            number = Int32(termLists.count)
            termLists.append(list)
        }
        termNumbers[name] = number
        return number
    }

    private mutating func add(_ value: Value) -> Int32 {
        constants.append(value)
        return Int32(constants.count - 1)
    }

    private mutating func add(_ scale: Scale) -> Int32 {
        scales.append(scale)
        return Int32(scales.count - 1)
    }

    private mutating func add(_ use: ListUse) -> Int32 {
        guard case .list(let list) = use else { return ODMPlan.decode }
        lists.append(
            CompiledList(
                sources: list.pairs.map { Array($0.source.utf8) }, targets: list.pairs.map(\.target),
                otherwise: list.otherwise))
        return Int32(lists.count - 1)
    }

    private mutating func add(_ condition: Condition) -> Int32 {
        conditions.append(compiled(condition))
        return Int32(conditions.count - 1)
    }

    private mutating func compiled(_ condition: Condition) -> CompiledCondition {
        switch condition {
        case .present(let item): .present(slot(item))
        case .isIn(let item, let values): .isIn(slot(item), values.map { Array($0.utf8) })
        case .isNumber(let item): .isNumber(slot(item))
        case .all(let parts): .all(parts.map { compiled($0) })
        case .any(let parts): .any(parts.map { compiled($0) })
        case .not(let part): .not(compiled(part))
        }
    }

    private mutating func add(_ lookup: Lookup) -> Int32 {
        lookups.append(
            CompiledLookup(
                oid: lookup.oid, slot: lookup.item.map { slot($0) } ?? -1, scope: lookup.scope,
                match: lookup.match.map { (slot($0.own), slot($0.other)) },
                condition: lookup.condition.map { add($0) } ?? -1, isDuring: lookup.isDuring,
                location: lookup.location))
        return Int32(lookups.count - 1)
    }
}

extension Line {
    fileprivate var fieldOrder: UInt16 {
        if case .field(let field) = target { field.rawValue } else { UInt16.max }
    }
}
