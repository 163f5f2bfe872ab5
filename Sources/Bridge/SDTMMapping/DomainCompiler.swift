import ClinicalModel
import Mapping
import SDTM
import Terminology
import Values

/// Compiles one domain.
struct DomainCompiler {
    let mapping: DomainMapping
    let guide: SDTMIGDomain?
    /// The domain in the newest guide, whose labels the built-in mappings have; nil when that is ``guide``.
    let newest: SDTMIGDomain?
    let supplemental: SupplementalMapping
    /// The qualifiers that the source's mapping names.
    let named: [MappedQualifier]

    /// How many variables COVAL1, COVAL2, ... there can be: a comment of 4,000 bytes and more is still whole.
    static let continuations = 20

    /// The fields of numbers that have their text beside them (``CarryEntry``).
    private static let textOfNumber: [(number: FieldID, text: FieldID)] = [
        (.standardNumber, .standard), (.normalRangeStandardLow, .normalRangeOriginalLow),
        (.normalRangeStandardHigh, .normalRangeOriginalHigh),
    ]

    func plan(
        checks: (checks: [(variable: String, check: ValueCheck)], ofField: [Int16]), dataset: Int,
        supplemental supplementDataset: Int
    ) -> DomainPlan {
        var columns: [DomainPlan.Column] = []
        var qualifiers: [DomainPlan.Qualifier] = []
        var routes = [Int16](repeating: DomainPlan.unmapped, count: FieldID.allCases.count)
        var continuation: (field: FieldID, columns: Range<Int>)?
        var names = register()
        for variable in ordered() {
            let known = guide?.variable(variable.name)
            if guide != nil, known == nil, case .field(let field) = variable.source {
                routes[Int(field.rawValue)] = Int16(-2 - qualifiers.count)
                qualifiers.append(
                    DomainPlan.Qualifier(
                        name: variable.name, label: variable.label, origin: "CRF", isLacking: true,
                        pieces: names.names(of: variable.name)))
                continue
            }
            if case .field(let field) = variable.source { routes[Int(field.rawValue)] = Int16(columns.count) }
            // Numbers have no pieces.
            let pieces =
                variable.type == .numeric ? PieceNames(variable.name) : names.names(of: variable.name)
            columns.append(column(variable, known, pieces: pieces))
            guard variable.name == "COVAL" || variable.name == "TSVAL", case .field(let field) = variable.source else {
                continue
            }
            let first = columns.count
            for number in 1...Self.continuations {
                columns.append(
                    DomainPlan.Column(
                        name: "\(variable.name)\(number)", label: "\(variable.label) \(number)", isNumeric: false,
                        core: .permissible, source: variable.source, pieces: PieceNames(variable.name)))
            }
            continuation = (field, first..<columns.count)
        }
        for line in supplemental.lines where routes[Int(line.field.rawValue)] == DomainPlan.unmapped {
            routes[Int(line.field.rawValue)] = Int16(-2 - qualifiers.count)
            qualifiers.append(
                DomainPlan.Qualifier(
                    name: line.name, label: line.label, origin: line.origin, isLacking: false,
                    pieces: names.names(of: line.name)))
        }
        var pieces: [String: PieceNames] = [:]
        for qualifier in named where pieces[qualifier.name] == nil {
            pieces[qualifier.name] = names.names(of: qualifier.name)
        }
        for (number, text) in Self.textOfNumber {
            let column = Int(routes[Int(number.rawValue)])
            if column >= 0 { columns[column].digits = max(-1, Int(routes[Int(text.rawValue)])) }
        }
        let leadingConstants = columns.firstIndex { !$0.isConstant } ?? columns.count
        let constants = columns.enumerated().map { $1.isConstant && $0 >= leadingConstants }
        return DomainPlan(
            code: mapping.domain, kind: mapping.entity, isLacking: guide == nil, dataset: dataset,
            supplemental: supplementDataset,
            columns: columns, leadingConstants: leadingConstants, constants: ColumnSet(constants),
            required: ColumnSet(columns.map { $0.core == .required && !$0.isConstant }), routes: routes,
            qualifiers: qualifiers, named: pieces, checks: checks.checks, checkOfField: checks.ofField,
            keys: SortKeys(keys()),
            identifyingVariable: identifyingVariable(), continuation: continuation)
    }

    /// With the names that are nobody else's: variables, and qualifiers that have a name of their own.
    private func register() -> PieceNames.Register {
        var register = PieceNames.Register()
        for variable in mapping.variables { register.reserve(variable.name) }
        for line in supplemental.lines { register.reserve(line.name) }
        for qualifier in named { register.reserve(qualifier.name) }
        return register
    }

    /// Refuses a QNAM that means two things in one dataset.
    func checkLabels() throws(MappingError) {
        var known: [String: (label: String, location: Location)] = [:]
        for line in supplemental.lines { known[line.name] = (line.label, line.location) }
        for qualifier in named {
            let stated = (label: qualifier.label, location: qualifier.location)
            guard let first = known.updateValue(stated, forKey: qualifier.name), first.label != qualifier.label else {
                continue
            }
            throw .conflict(
                what: "the label of the supplemental qualifier '\(qualifier.name)' of \(mapping.domain)",
                first: first.location, at: qualifier.location)
        }
    }

    /// In the guide's order; what the guide does not know comes last.
    private func ordered() -> [DomainVariable] {
        guard let guide else { return mapping.variables }
        let places = mapping.variables.indices.map { index -> (Int, Int) in
            (guide.variable(mapping.variables[index].name)?.order ?? Int.max, index)
        }
        return places.sorted { $0 < $1 }.map { mapping.variables[$0.1] }
    }

    private func column(_ variable: DomainVariable, _ known: SDTMIGVariable?, pieces: PieceNames) -> DomainPlan.Column {
        let effective: DomainVariable.Core =
            switch known?.core {
            case .required?: .required
            case .expected?: .expected
            case .permissible?: .permissible
            case nil: variable.core
            }
        // A label that is the newest guide's is none of the mapping's own: the chosen version's holds.
        let isNewest = newest?.variable(variable.name)?.label == variable.label
        return DomainPlan.Column(
            name: variable.name, label: isNewest ? known?.label ?? variable.label : variable.label,
            isNumeric: variable.type == .numeric, core: effective, source: variable.source, pieces: pieces)
    }

    /// The dataset's keys; a variable that the version lacks is none, since its values are in SUPP--.
    private var datasetKeys: [String] {
        guard let guide else { return mapping.keys }
        return mapping.keys.filter { guide.variable($0) != nil }
    }

    private func keys() -> [FieldID] {
        datasetKeys.compactMap { key in
            guard case .field(let field)? = mapping.variable(key)?.source, field != .sequence else { return nil }
            return field
        }
    }

    private func identifyingVariable() -> String {
        guard mapping.entity != .subject else { return "" }
        if let sequence = mapping.variables.first(where: { $0.source == .field(.sequence) }) { return sequence.name }
        return mapping.variables.contains { $0.name == "VISITNUM" } ? "VISITNUM" : ""
    }

    func definition(of plan: DomainPlan) -> DatasetDefinition {
        DatasetDefinition(
            name: mapping.domain, label: mapping.label,
            variables: plan.columns.map {
                DatasetVariable(name: $0.name, label: $0.label, type: $0.isNumeric ? .numeric : .character)
            }, keys: datasetKeys)
    }

    static func supplementDefinition(_ mapping: DomainMapping) -> DatasetDefinition {
        dataset(
            "SUPP\(mapping.domain)", "Supplemental Qualifiers for \(mapping.domain)",
            [
                ("STUDYID", "Study Identifier"), ("RDOMAIN", "Related Domain Abbreviation"),
                ("USUBJID", "Unique Subject Identifier"), ("IDVAR", "Identifying Variable"),
                ("IDVARVAL", "Identifying Variable Value"), ("QNAM", "Qualifier Variable Name"),
                ("QLABEL", "Qualifier Variable Label"), ("QVAL", "Data Value"), ("QORIG", "Origin"),
                ("QEVAL", "Evaluator"),
            ], keys: ["STUDYID", "RDOMAIN", "USUBJID", "IDVAR", "IDVARVAL", "QNAM"], isSupplemental: true)
    }

    static let relations = dataset(
        "RELREC", "Related Records",
        [
            ("STUDYID", "Study Identifier"), ("RDOMAIN", "Related Domain Abbreviation"),
            ("USUBJID", "Unique Subject Identifier"), ("IDVAR", "Identifying Variable"),
            ("IDVARVAL", "Identifying Variable Value"), ("RELTYPE", "Relationship Type"),
            ("RELID", "Relationship Identifier"),
        ], keys: ["STUDYID", "RDOMAIN", "USUBJID", "IDVAR", "IDVARVAL", "RELID"], isSupplemental: false)

    private static func dataset(
        _ name: String, _ label: String, _ variables: [(String, String)], keys: [String], isSupplemental: Bool
    ) -> DatasetDefinition {
        DatasetDefinition(
            name: name, label: label,
            variables: variables.map { DatasetVariable(name: $0.0, label: $0.1, type: .character) }, keys: keys,
            isSupplemental: isSupplemental)
    }
}
