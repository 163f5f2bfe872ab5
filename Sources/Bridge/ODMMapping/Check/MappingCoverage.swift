import ClinicalModel
public import Mapping
public import ODM
import Values

/// What share of an export a mapping covers: of the items of its metadata, and of the values of its data.
///
/// Values are measured by the door itself, so that conditions, the order of blocks and refusals count as they will in a
/// conversion. Transactions are not replayed: values count as they stand in the files.
public struct MappingCoverage: Sendable {
    /// An item that no line takes, in one group.
    public struct Item: Sendable, Hashable {
        /// The address in accounts: `F.AE/IG.AE/I.AE.X`.
        public var address: String
        /// The group's part of it.
        public var group: String
        /// Its values in the data.
        public var values: Int
    }

    /// The items of the metadata, each in each form and group where it may stand.
    public private(set) var items = 0
    /// Those that a line takes or declares as not submitted.
    public private(set) var coveredItems = 0
    /// Item values in the data, nulls with them, empty ones without.
    public private(set) var values = 0
    /// Those that became fields, named supplements or conditions.
    public private(set) var mappedValues = 0
    /// Those that the mapping declares as not submitted.
    public private(set) var notSubmittedValues = 0
    /// Those that would be refused.
    public private(set) var refusedValues = 0
    /// Attributes and vendor elements in the data.
    public private(set) var attributes = 0
    /// Those that are mapped or declared.
    public private(set) var coveredAttributes = 0
    /// What no line takes: most values first, then in byte order of the address.
    public private(set) var uncovered: [Item] = []
    /// Attributes and vendor elements that no line takes.
    public private(set) var uncoveredAttributes: [Item] = []
    /// What was refused, and why.
    public private(set) var refusals: [DiagnosticBook] = []

    /// Measures a mapping against the exports that were surveyed, which are read once more.
    public init(
        of document: MappingDocument, study: StudyDescription? = nil, in survey: ExportSurvey
    ) throws(ODMError) {
        var door = ODMDoor(
            ODMDoor.Context(
                plan: ODMPlan(document), study: study?.study ?? ClinicalModel.Study(studyID: "STUDY"),
                metaData: survey.library, sources: survey.inputs))
        var names = NameTable()
        for (index, path) in survey.inputs.enumerated() {
            var reader = try ODMReader(path: path, sourceIndex: Int32(index), names: names)
            while let event = try reader.next() {
                if case .subject(let records) = event { _ = door.patient(from: records, names: reader.names) }
            }
            names = reader.names
        }
        count(door.accounts)
        countDefined(in: SurveyedDefinitions(survey), document)
        refusals = door.accounts.diagnostics.filter { $0.severity == .error }
    }

    private mutating func count(_ accounts: Accounts) {
        for number in accounts.addresses.indices {
            let address = accounts.addresses[number]
            let slash = address.utf8.firstIndex(of: UInt8(ascii: "/"))
            let isAttribute = address.utf8.contains(UInt8(ascii: "@")) || slash == nil
            let mapped = accounts.total(.mapped, item: number)
            let notSubmitted = accounts.total(.notSubmitted, item: number)
            let refused = accounts.total(.refused, item: number)
            let open = accounts.total(.supplement, item: number)
            let total = mapped + notSubmitted + refused + open + accounts.total(.null, item: number)
            if isAttribute {
                attributes += total
                coveredAttributes += total - open
            } else {
                values += total
                mappedValues += total - notSubmitted - refused - open
                notSubmittedValues += notSubmitted
                refusedValues += refused
            }
            guard open > 0 else { continue }
            let item = Item(address: address, group: MappingCoverage.group(of: address), values: open)
            if isAttribute { uncoveredAttributes.append(item) } else { uncovered.append(item) }
        }
    }

    /// The items of the metadata, and those of them that no line takes and no data have shown yet.
    private mutating func countDefined(in definitions: SurveyedDefinitions, _ document: MappingDocument) {
        let met = Set(uncovered.map(\.address))
        for group in definitions.groups {
            for form in group.forms.isEmpty ? [""] : group.forms {
                let prefix = form.isEmpty ? group.oid : form + "/" + group.oid
                let taken = MappingCoverage.itemsTaken(from: group.oid, in: form, by: document)
                for item in group.items {
                    items += 1
                    if taken.contains(item) {
                        coveredItems += 1
                    } else if !met.contains(prefix + "/" + item) {
                        uncovered.append(Item(address: prefix + "/" + item, group: prefix, values: 0))
                    }
                }
            }
        }
        uncovered.sort(by: MappingCoverage.precedes)
        uncoveredAttributes.sort(by: MappingCoverage.precedes)
    }

    private static func precedes(_ a: Item, _ b: Item) -> Bool {
        a.values == b.values ? a.address.utf8.lexicographicallyPrecedes(b.address.utf8) : a.values > b.values
    }

    private static func group(of address: String) -> String {
        guard let slash = address.utf8.lastIndex(of: UInt8(ascii: "/")) else { return address }
        return String(address[..<slash])
    }

    private static func itemsTaken(from group: String, in form: String, by document: MappingDocument) -> Set<String> {
        var taken: Set<String> = []
        for block in document.blocks where block.source == .itemGroups && block.oids.contains(group) {
            taken.formUnion(block.condition?.items ?? [])
            taken.formUnion(block.keys)
        }
        for block in document.blocks.flatMap(\.contents) {
            let lines = block.lines + block.pivots.flatMap(\.lines)
            for case .lookup(let lookup) in lines.map(\.source) where lookup.oid == group {
                if let item = lookup.item { taken.insert(item) }
            }
            guard block.source == .itemGroups, block.oids.contains(group),
                block.forms.isEmpty || form.isEmpty || block.forms.contains(form)
            else { continue }
            for line in lines {
                if case .lookup = line.source { continue }
                taken.formUnion(line.itemNames)
                if let time = line.timeItem { taken.insert(time) }
                taken.formUnion(line.condition?.items ?? [])
            }
            for pivot in block.pivots {
                taken.formUnion([pivot.item, pivot.unitItem, pivot.low, pivot.high].compactMap { $0 })
            }
            taken.formUnion(block.condition?.items ?? [])
        }
        return taken
    }
}
