public import Values
import XMLStream

/// A `Location` of `AdminData`: mostly a site (ODM 1.3.2, 3.1.2.2).
public struct AdminLocation: Sendable {
    /// Its OID, to which a subject's `SiteRef` points.
    public var oid: String
    /// Its name.
    public var name: String
    /// The country of its address as written, an ISO 3166 code; empty in ODM 1, where locations have no address.
    public var country = ""
    /// Where it stands.
    public var location: Values.Location
}

/// Reads the locations out of an `AdminData`; users and signature definitions are passed over.
struct AdminDataBuilder {
    private let path: String
    private var open: [ODMName] = [.AdminData]
    private var current: AdminLocation?
    private var text: [UInt8] = []

    init(path: String) { self.path = path }

    mutating func start(_ name: ODMName, _ tag: XMLStartTag, _ vocabulary: ODMVocabulary) {
        open.append(name)
        text.removeAll()
        guard name == .Location, open.count == 2 else { return }
        var location = AdminLocation(
            oid: "", name: "", location: Location(path: path, line: Int(tag.line), column: Int(tag.column)))
        for index in 0..<tag.attributes.count {
            switch vocabulary[tag.attributes.name(index)] {
            case .OID: location.oid = tag.string(index)
            case .Name: location.name = tag.string(index)
            default: break
            }
        }
        current = location
    }

    mutating func text(_ piece: UnsafeBufferPointer<UInt8>) {
        if open.last == .Country { text.append(contentsOf: piece) }
    }

    /// Closes an element; the location that ends with it, and whether `AdminData` itself does.
    mutating func end() -> (location: AdminLocation?, isLast: Bool) {
        switch open.popLast() {
        case .Country:
            if current?.country.isEmpty == true {
                current?.country = text.withUnsafeBufferPointer { String(decoding: $0.trimmed, as: UTF8.self) }
            }
        case .Location where open.count == 1:
            defer { current = nil }
            return (current, false)
        default: break
        }
        return (nil, open.isEmpty)
    }
}
