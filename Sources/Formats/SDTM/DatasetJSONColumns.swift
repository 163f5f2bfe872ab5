import JSONStream
import Values

/// The columns of a dataset as Dataset-JSON describes them.
///
/// What was read from Dataset-JSON is kept. For other datasets the types are those that CDISC's own examples have for the
/// values: numbers are `integer` when all are whole and `float` when one is not; a numeric variable with a SAS format of
/// dates or times is `date`, `datetime` or `time` with the target `integer`; a character variable --DTC is `date` or
/// `datetime` when all its values are complete ones, and `string` otherwise.
struct DatasetJSONColumns {
    private(set) var variables: [DatasetVariable]
    private(set) var kinds: [DatasetJSONKind] = []

    /// What the values of a variable were found to be.
    private struct Survey {
        var isOpen = true
        var hasValues = false
        var isWhole = true
        var isDate = true
        var isDatetime = true
        let format: SASDate.Kind?
    }

    private var surveys: [Survey]

    init(_ spool: DatasetSpool) {
        let definition = spool.definition
        variables = definition.variables
        surveys = variables.map { variable in
            var survey = Survey(
                format: variable.type == .numeric ? SASDate.kind(ofFormat: variable.displayFormat) : nil)
            survey.isOpen =
                variable.json == nil && (variable.type == .numeric || variable.name.hasSuffix("DTC"))
            return survey
        }
    }

    /// Decides the types that the definition does not say; for that all rows are looked at.
    mutating func complete(_ spool: DatasetSpool, order: SubjectOrder) throws(SDTMError) {
        if surveys.contains(where: \.isOpen) {
            var rows = SpooledRows(spool: spool, order: order)
            while try rows.next() {
                while let (column, cell) = rows.present() {
                    if surveys[column].isOpen { look(at: cell, of: column) }
                }
            }
        }
        let definition = spool.definition
        for index in variables.indices {
            let name = variables[index].name
            if variables[index].json == nil {
                let (type, target) = type(of: index)
                variables[index].json = DatasetJSONColumn(
                    itemOID: "IT.\(definition.name).\(name)", dataType: type, targetDataType: target,
                    keySequence: definition.keys.firstIndex(of: name).map { $0 + 1 })
                if variables[index].type == .numeric {
                    // The bytes of a number in a transport file are nothing that Dataset-JSON tells.
                    variables[index].length = nil
                }
            }
            kinds.append(
                DatasetJSONKind(variables[index].json?.dataType ?? .string, variables[index].json?.targetDataType))
        }
    }

    private mutating func look(at cell: SpooledRows.Cell, of column: Int) {
        surveys[column].hasValues = true
        switch cell {
        case .number(let value): look(at: value, of: column)
        case .ibm(let bits): look(at: IBMDouble.value(bits), of: column)
        case .text(let text):
            guard !text.isEmpty else { return }
            let date = PartialDate(iso8601: text)
            let isComplete = date?.isComplete == true
            if !isComplete || text.count != 10 { surveys[column].isDate = false }
            if !isComplete || date?.second == nil { surveys[column].isDatetime = false }
        case .missing, .null, .numberText: surveys[column].isWhole = false
        }
    }

    private mutating func look(at value: Double, of column: Int) {
        if value.magnitude >= 0x1p53 || value != value.rounded() { surveys[column].isWhole = false }
        if let kind = surveys[column].format {
            var scratch: [UInt8] = []
            if !SASDate.append(value, kind, to: &scratch) { surveys[column].isDate = false }
        }
    }

    private func type(of index: Int) -> (DatasetJSONType, DatasetJSONTarget?) {
        let survey = surveys[index]
        if variables[index].type == .character {
            guard survey.isOpen, survey.hasValues, survey.isDate || survey.isDatetime else { return (.string, nil) }
            return (survey.isDate ? .date : .datetime, nil)
        }
        switch survey.format {
        case .date? where survey.isDate: return (.date, .integer)
        case .datetime? where survey.isDate: return (.datetime, .integer)
        case .time? where survey.isDate: return (.time, .integer)
        default: return (survey.isWhole && survey.hasValues ? .integer : .float, nil)
        }
    }

    // MARK: - Metadata

    /// The text before the first row.
    func header(
        of spool: DatasetSpool, _ form: DatasetJSONForm, options: DatasetWriter.Options
    ) throws(SDTMError) -> [UInt8] {
        let definition = spool.definition
        let timestamp = options.timestamp
        guard timestamp.isComplete else {
            throw .invalidOption(name: "the timestamp", reason: "it needs year, month and day")
        }
        var seen: Set<String> = []
        for variable in variables where !seen.insert(variable.name).inserted {
            throw .invalidVariable(dataset: definition.name, name: variable.name, reason: "it is listed twice")
        }
        let attributes = definition.json ?? DatasetJSONAttributes(itemGroupOID: "IG.\(definition.name)")
        var json = JSONWriter()
        json.beginObject()
        json.member("datasetJSONCreationDateTime", DatasetJSONColumns.text(timestamp))
        json.member("datasetJSONVersion", "1.1.0")
        if let value = attributes.fileOID { json.member("fileOID", value) }
        if let value = attributes.dbLastModifiedDateTime { json.member("dbLastModifiedDateTime", value) }
        if let value = attributes.originator { json.member("originator", value) }
        if let system = attributes.sourceSystem {
            json.key("sourceSystem")
            json.beginObject()
            json.member("name", system.name)
            json.member("version", system.version)
            json.endObject()
        }
        if let value = attributes.studyOID { json.member("studyOID", value) }
        if let value = attributes.metaDataVersionOID { json.member("metaDataVersionOID", value) }
        if let value = attributes.metaDataRef { json.member("metaDataRef", value) }
        json.member("itemGroupOID", attributes.itemGroupOID)
        json.member("records", spool.rowCount)
        json.member("name", definition.name)
        json.member("label", definition.label)
        json.key("columns")
        json.beginArray()
        for (index, variable) in variables.enumerated() { append(variable, index, spool, options, to: &json) }
        json.endArray()
        if form == .json {
            json.key("rows")
            json.beginArray()
        } else {
            json.endObject()
            json.endLine()
        }
        return json.bytes
    }

    private func append(
        _ variable: DatasetVariable, _ index: Int, _ spool: DatasetSpool, _ options: DatasetWriter.Options,
        to json: inout JSONWriter
    ) {
        guard let column = variable.json else { return }
        var length = variable.length
        if length == nil, spool.definition.json == nil, column.dataType == .string {
            let shared = spool.definition.isSupplemental ? nil : options.characterLengths[variable.name]
            length = max(shared ?? spool.maximumLengths[index], 1)
        }
        json.beginObject()
        json.member("itemOID", column.itemOID)
        json.member("name", variable.name)
        json.member("label", variable.label)
        json.member("dataType", column.dataType.rawValue)
        if let target = column.targetDataType { json.member("targetDataType", target.rawValue) }
        if let length { json.member("length", length) }
        if !variable.displayFormat.isEmpty { json.member("displayFormat", variable.displayFormat) }
        if let key = column.keySequence { json.member("keySequence", key) }
        json.endObject()
    }

    /// `YYYY-MM-DDThh:mm:ss`; a part of the time that is not known is zero.
    private static func text(_ date: PartialDate) -> String {
        let whole = PartialDate(
            year: date.year.map(Int.init), month: date.month.map(Int.init), day: date.day.map(Int.init),
            hour: Int(date.hour ?? 0), minute: Int(date.minute ?? 0), second: Int(date.second ?? 0))
        return "\(whole ?? date)"
    }
}
