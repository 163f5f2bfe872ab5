import Values

/// Compares two readings of one patient.
struct PatientComparison {
    let left: Patient
    let right: Patient
    let scope: ComparisonScope
    private var found: [Difference] = []
    /// What the left side calls a record of the right side, where weak keys differ.
    private var leftNames: [ExactText: String] = [:]

    init(left: Patient, right: Patient, scope: ComparisonScope) {
        self.left = left
        self.right = right
        self.scope = scope
    }

    mutating func run() -> [Difference] {
        for (a, b) in [(left.key.study, right.key.study), (left.key.subject, right.key.subject)]
        where ExactText(a) != ExactText(b) {
            add(.patientKey, nil, .text(a), .text(b))
        }
        let pairing = RecordPairing(left: left.records, right: right.records, scope: scope)
        for (index, mate) in pairing.mates.enumerated() {
            guard let mate else { continue }
            let names = (left.records[index].key.text, right.records[mate].key.text)
            if ExactText(names.0) != ExactText(names.1) { leftNames[ExactText(names.1)] = names.0 }
        }
        compare(left.subject, right.subject)
        for (index, mate) in pairing.mates.enumerated() {
            let record = left.records[index]
            if let mate {
                compare(record, right.records[mate])
            } else {
                add(.record, record, .text(record.kind.name), nil)
            }
        }
        for index in pairing.rightOnly {
            add(.record, right.records[index], nil, .text(right.records[index].kind.name))
        }
        let order = pairing.mates.compactMap { $0 }
        if scope == .lexical, zip(order, order.dropFirst()).contains(where: { $0 > $1 }) { add(.order, nil, nil, nil) }
        compareSupplements(left.supplements, right.supplements, of: nil)
        compareRelations()
        return found
    }

    private mutating func add(_ place: Difference.Place, _ record: Record?, _ left: Value?, _ right: Value?) {
        found.append(
            Difference(
                patient: self.left.key, record: record?.key, kind: record?.kind, place: place, left: left, right: right)
        )
    }

    private func areEqual(_ a: Value, _ b: Value) -> Bool {
        ExactValue(a, scope: scope) == ExactValue(b, scope: scope)
    }

    /// A key of the right side as the left side names it.
    private func leftName(_ key: String) -> String { leftNames.isEmpty ? key : leftNames[ExactText(key)] ?? key }

    private mutating func compare(_ a: Record, _ b: Record) {
        let parent = b.parent.map { leftName($0.text) }
        if a.parent.map({ ExactText($0.text) }) != parent.map({ ExactText($0) }) {
            add(.parent, a, a.parent.map { .text($0.text) }, b.parent.map { .text($0.text) })
        }
        compareFields(a, b)
        compareSupplements(a.supplements, b.supplements, of: a)
        guard scope == .lexical else { return }
        if ExactText(a.key.text) != ExactText(b.key.text) || a.key.isWeak != b.key.isWeak {
            add(.key, a, .text(a.key.text), .text(b.key.text))
        }
        if a.origin != b.origin { add(.origin, a, .text(a.origin.text), .text(b.origin.text)) }
    }

    /// Both arrays are sorted by field, so one walk over both is enough.
    private mutating func compareFields(_ a: Record, _ b: Record) {
        var (i, j) = (0, 0)
        let (lefts, rights) = (a.values.entries, b.values.entries)
        while i < lefts.count || j < rights.count {
            let leftField = i < lefts.count ? lefts[i].field.rawValue : .max
            let rightField = j < rights.count ? rights[j].field.rawValue : .max
            let leftValue = leftField <= rightField ? lefts[i].value : nil
            let rightValue = rightField <= leftField ? rights[j].value : nil
            let field = leftField <= rightField ? lefts[i].field : rights[j].field
            if leftValue != nil { i += 1 }
            if rightValue != nil { j += 1 }
            guard let leftValue, let rightValue else {
                // Its presence says which door read the patient, not that somebody said another value.
                if !field.definition.isGivenOnReading { add(.field(field), a, leftValue, rightValue) }
                continue
            }
            // A cycle is named by its record's key, which the sides may call differently.
            var named = rightValue
            if field == .cycle, case .text(let key) = rightValue { named = .text(leftName(key)) }
            if areEqual(leftValue, named) { continue }
            add(.field(field), a, leftValue, rightValue)
        }
    }

    private mutating func compareSupplements(_ a: [Supplement], _ b: [Supplement], of record: Record?) {
        if a.isEmpty && b.isEmpty { return }
        var same: [ExactSupplement: Int] = [:]
        for supplement in b { same[ExactSupplement(supplement, scope: scope), default: 0] += 1 }
        var leftOver: [Supplement] = []
        for supplement in a {
            let exact = ExactSupplement(supplement, scope: scope)
            if let count = same[exact], count > 0 {
                same[exact] = count - 1
            } else {
                leftOver.append(supplement)
            }
        }
        var rightOver: [Supplement] = []
        for supplement in b.reversed() {
            let exact = ExactSupplement(supplement, scope: scope)
            guard let count = same[exact], count > 0 else { continue }
            same[exact] = count - 1
            rightOver.append(supplement)
        }
        if scope == .lexical, leftOver.isEmpty, rightOver.isEmpty,
            zip(a, b).contains(where: { ExactSupplement($0, scope: scope) != ExactSupplement($1, scope: scope) })
        {
            add(.order, record, nil, nil)
        }
        rightOver.reverse()
        for supplement in leftOver {
            let address = ExactText(supplement.address)
            if let index = rightOver.firstIndex(where: { ExactText($0.address) == address }) {
                compare(supplement, rightOver.remove(at: index), of: record)
            } else {
                add(.supplement(address: supplement.address, .value), record, supplement.value, nil)
            }
        }
        for supplement in rightOver {
            add(.supplement(address: supplement.address, .value), record, nil, supplement.value)
        }
    }

    private mutating func compare(_ a: Supplement, _ b: Supplement, of record: Record?) {
        if !areEqual(a.value, b.value) { add(.supplement(address: a.address, .value), record, a.value, b.value) }
        let parts: [(Difference.SupplementPart, String?, String?)] = [
            (.name, a.name, b.name), (.label, a.label, b.label), (.origin, a.origin, b.origin),
            (.evaluator, a.evaluator, b.evaluator),
        ]
        for (part, one, other) in parts where one.map({ ExactText($0) }) != other.map({ ExactText($0) }) {
            add(.supplement(address: a.address, part), record, one.map { .text($0) }, other.map { .text($0) })
        }
    }
}

extension PatientComparison {
    /// What a relation says: its type and its members as a multiset. Its identifier is a label that SDTM makes anew.
    private struct ExactRelation: Hashable {
        let type: ExactText
        let members: [ExactText]
        let id: ExactText?
    }

    private func exact(_ relation: Relation, isRight: Bool) -> ExactRelation {
        var members = relation.members.map { isRight ? leftName($0.text) : $0.text }
        if scope == .semantic { members.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) } }
        return ExactRelation(
            type: ExactText(relation.type), members: members.map { ExactText($0) },
            id: scope == .lexical ? ExactText(relation.id) : nil)
    }

    private mutating func compareRelations() {
        var waiting: [ExactRelation: [Int]] = [:]
        for index in right.relations.indices.reversed() {
            waiting[exact(right.relations[index], isRight: true), default: []].append(index)
        }
        var rightOver = Set(right.relations.indices)
        var leftOver: [Relation] = []
        for relation in left.relations {
            if let index = waiting[exact(relation, isRight: false)]?.popLast() {
                rightOver.remove(index)
            } else {
                leftOver.append(relation)
            }
        }
        for relation in leftOver {
            let id = ExactText(relation.id)
            let mate = rightOver.sorted().first { ExactText(right.relations[$0].id) == id }
            if let mate { rightOver.remove(mate) }
            add(.relation(id: relation.id), nil, .text(relation.text), mate.map { .text(right.relations[$0].text) })
        }
        for index in rightOver.sorted() {
            add(.relation(id: right.relations[index].id), nil, nil, .text(right.relations[index].text))
        }
    }
}

extension Relation {
    /// Type and members in words.
    fileprivate var text: String {
        (type.isEmpty ? "" : type + ": ") + members.map(\.text).joined(separator: ", ")
    }
}

extension Origin {
    /// Source, line and column in words.
    fileprivate var text: String { "source \(source), line \(line), column \(column)" }
}
