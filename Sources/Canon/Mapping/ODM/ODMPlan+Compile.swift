import ClinicalModel
public import Terminology
import Values

extension ODMPlan {
    /// Compiles a mapping.
    ///
    /// - Parameter terminology: The package whose code lists `terms` name; the newest one when not given.
    public init(_ document: MappingDocument, terminology: CodeListPackage? = nil) {
        self.terminology = terminology ?? .newest
        for block in document.blocks {
            add(block)
            for (index, part) in block.parts.enumerated() {
                add(part, keys: block.keys, keySuffix: index == 0 ? "" : "#" + part.part)
            }
            if !block.keys.isEmpty { hasKeys = true }
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

    private mutating func add(_ block: MappingDocument.Block, keys: [String]? = nil, keySuffix: String = "") {
        let condition = block.condition.map { add($0) } ?? -1
        let operations = add(block.lines)
        let defaults = add(block.defaults)
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
                        list: pivot.list.map { add($0) } ?? -1, hasDecimalComma: pivot.hasDecimalComma,
                        standardList: pivot.standard?.list.map { add($0) } ?? -1,
                        standardUnit: pivot.standard.flatMap { $0.list == nil ? .text($0.unit) : nil },
                        scale: pivot.standard?.scale.map { add($0) } ?? -1,
                        factors: pivot.standard.map { $0.factors.map { ($0.unit, add($0.scale)) } } ?? [],
                        operations: add(lines), location: pivot.location)))
        }
        let items = block.condition.map { $0.itemsOfOneValue.map { slot($0) } } ?? []
        let first = blocks.count + 1
        blocks.append(
            Shared(
                Block(
                    source: block.source, oids: block.oids, forms: block.forms, events: block.events,
                    entity: block.entity, condition: condition, keys: (keys ?? block.keys).map { slot($0) },
                    conditionItems: items, operations: operations,
                    defaults: defaults,
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
        if operation.store == .date || !line.formats.isEmpty || !line.unknown.isEmpty || line.timeItem != nil {
            operation.dateReader = Int32(dateReaders.count)
            dateReaders.append(DateReader(formats: line.formats, unknown: line.unknown))
        }
        operation.terms = line.terms.map { terms($0) } ?? -1
        operation.timeSlot = line.timeItem.map { slot($0) } ?? -1
        operation.condition = line.condition.map { add($0) } ?? -1
        operation.hasDecimalComma = line.hasDecimalComma
        operation.scale = line.scale.map { add($0) } ?? -1
        operation.separator = line.separator?.utf8.first ?? 0
        if let name = line.keepsOriginal {
            operation.original = Int32(supplements.count)
            supplements.append(
                SupplementName(name: name, label: MappingDocument.originalLabel, origin: "CRF", evaluator: ""))
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

extension Condition {
    /// The items of which only one value fulfils the condition.
    fileprivate var itemsOfOneValue: [String] {
        switch self {
        case .isIn(let item, let values): Set(values).count == 1 ? [item] : []
        case .all(let parts): parts.flatMap(\.itemsOfOneValue)
        case .present, .isNumber, .any, .not: []
        }
    }
}

extension Line {
    fileprivate var fieldOrder: UInt16 {
        if case .field(let field) = target { field.rawValue } else { UInt16.max }
    }
}
