import Values
import XMLStream

/// The attributes of a metadata element by name.
struct DefinitionAttributes {
    private var known: [(name: ODMName, value: String)] = []
    /// Vendor attributes by name with the customary prefix.
    private(set) var vendor: [String: String] = [:]

    init(_ tag: XMLStartTag, _ vocabulary: ODMVocabulary) {
        for index in 0..<tag.attributes.count {
            let token = tag.attributes.name(index)
            let name = vocabulary[token]
            if name != .other {
                known.append((name, tag.string(index)))
            } else if vocabulary.display[Int(token)].contains(":") {
                vendor[vocabulary.display[Int(token)]] = tag.string(index)
            }
        }
    }

    subscript(name: ODMName) -> String? { known.first { $0.name == name }?.value }

    /// The attributes of an `ItemDef`.
    func item(oid: String, name: String, at place: Location) -> ItemDef {
        var item = ItemDef(oid: oid, name: name, at: place)
        item.dataType = self[.DataType].flatMap { ODMDataType(rawValue: $0) }
        item.length = self[.Length].flatMap { Int($0) }
        item.significantDigits = self[.SignificantDigits].flatMap { Int($0) }
        item.sasFieldName = self[.SASFieldName]
        item.sdsVarName = self[.SDSVarName]
        item.origin = self[.Origin]
        item.attributes = vendor
        return item
    }

    /// The attributes of a reference to a definition.
    func reference(oid: String) -> ItemRef {
        var reference = ItemRef(oid: oid)
        reference.mandatory = self[.Mandatory] == "Yes"
        reference.orderNumber = self[.OrderNumber].flatMap { Int($0) }
        reference.keySequence = self[.KeySequence].flatMap { Int($0) }
        reference.methodOID = self[.MethodOID]
        reference.role = self[.Role]
        reference.unitsItemOID = self[.UnitsItemOID]
        return reference
    }
}
