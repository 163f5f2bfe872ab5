internal import Values

/// The study's metadata as `samples/rialto/crf.tsv` lists it: one row a definition, items after their group, groups
/// after their form.
struct CaseReportForm {
    struct Event {
        let oid, name, type: String
        let repeats: Bool
        let forms: [String]
    }
    struct Form {
        let oid, name: String
        let repeats: Bool
        var groups: [Group] = []
    }
    struct Group {
        let oid, name, domain, alias: String
        let repeats: Bool
        var items: [Item] = []
    }
    struct Item {
        let oid, name, type, question, alias: String
        let length, digits: Int?
        let codeList: String?
        let units: [String]
    }
    struct CodeList {
        let oid, name, type: String
        var codes: [Code] = []
    }
    struct Code {
        let value, decode, alias: String
    }
    struct Unit {
        let oid, symbol, name: String
    }

    private(set) var studyOID = "", studyName = "", protocolName = "", description = ""
    private(set) var created = "", createdAgain = ""
    private(set) var sites: [Site] = []
    private(set) var events: [Event] = []
    private(set) var forms: [Form] = []
    private(set) var codeLists: [CodeList] = []
    private(set) var units: [Unit] = []

    /// Reads the rows of the table.
    init(_ table: Table) throws(SampleError) {
        for row in table.rows {
            let oid = try row.text("oid"), name = try row.text("name"), type = try row.text("type")
            let detail = try row.text("detail"), question = try row.text("question"), alias = try row.text("alias")
            switch try row.text("kind") {
            case "study":
                (studyOID, studyName, protocolName, description) = (oid, name, alias, question)
                (created, createdAgain) = (type, detail)
            case "site":
                guard let dates = Site.Dates(rawValue: type) else { throw row.wrong("type", "is no date habit") }
                guard let export = Site.Export(rawValue: detail) else { throw row.wrong("detail", "is no export") }
                sites.append(
                    Site(
                        number: oid, name: name, investigator: question, country: alias, dates: dates, export: export))
            case "unit": units.append(Unit(oid: oid, symbol: name, name: question))
            case "event":
                let forms = question.split(separator: ",").map(String.init)
                events.append(Event(oid: oid, name: name, type: type, repeats: detail == "Yes", forms: forms))
            case "form": forms.append(Form(oid: oid, name: name, repeats: type == "Yes"))
            case "group":
                guard !forms.isEmpty else { throw row.wrong("kind", "is a group before any form") }
                forms[forms.count - 1].groups.append(
                    Group(oid: oid, name: name, domain: detail, alias: alias, repeats: type == "Yes"))
            case "item":
                guard let form = forms.indices.last, let group = forms[form].groups.indices.last else {
                    throw row.wrong("kind", "is an item before any group")
                }
                let parts = type.split(separator: ":")
                let references = detail.split(separator: ",").map(String.init)
                forms[form].groups[group].items.append(
                    Item(
                        oid: oid, name: name, type: String(parts.first ?? "text"), question: question, alias: alias,
                        length: parts.count > 1 ? Int(parts[1]) : nil, digits: parts.count > 2 ? Int(parts[2]) : nil,
                        codeList: references.first { $0.hasPrefix("CL.") },
                        units: references.filter { $0.hasPrefix("MU.") }))
            case "codelist": codeLists.append(CodeList(oid: oid, name: name, type: type))
            case "code":
                guard let list = codeLists.indices.last, codeLists[list].oid == oid else {
                    throw row.wrong("oid", "is not that of the code list before it")
                }
                codeLists[list].codes.append(Code(value: name, decode: question, alias: alias))
            default: throw row.wrong("kind", "is none of the known ones")
            }
        }
    }
}

/// A hospital and its habits.
struct Site {
    /// How dates are written.
    enum Dates: String {
        /// `2018-03-05`, `2018-03`, `2018`.
        case iso
        /// `05 MAR 2018`, `UN MAR 2018`, `UN UNK 2018`.
        case text
    }

    /// How data leave the site's system.
    enum Export: String {
        /// A snapshot with audit records inside.
        case audited
        /// A plain snapshot, exported a second time with corrected values.
        case snapshot
        /// A snapshot whose metadata stand in a file of their own.
        case separateMetaData = "separate metadata"
        /// Every transaction since the study began.
        case transactional
    }

    let number, name, investigator, country: String
    let dates: Dates
    let export: Export

    /// Each country has its own version of the metadata: dates are typed in one, free text in the other.
    var metaDataVersionOID: String { "MDV.\(country).3" }
    var locationOID: String { "LOC.\(number)" }
    var investigatorOID: String { "USR.\(number).INV" }
    var coordinatorOID: String { "USR.\(number).CRA" }
}
