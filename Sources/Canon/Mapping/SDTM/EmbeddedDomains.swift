import Terminology
import Values

extension DomainMapping {
    /// The domain mappings that are built in (`mappings/sdtm`), in byte order of their files.
    public static func embedded() throws(MappingError) -> [DomainMapping] {
        var mappings: [DomainMapping] = []
        for path in Embedded.names where path.hasPrefix("mappings/sdtm/") && path != "mappings/sdtm/supp.yaml" {
            guard let bytes = Embedded.bytes(named: path) else { continue }
            mappings.append(try parse(text: String(decoding: bytes, as: UTF8.self), path: path))
        }
        return mappings
    }

    /// The built-in mapping of one domain, such as `AE`; nil when there is none.
    public static func embedded(domain: String) throws(MappingError) -> DomainMapping? {
        let path = "mappings/sdtm/\(domain.lowercased()).yaml"
        guard let bytes = Embedded.bytes(named: path) else { return nil }
        return try parse(text: String(decoding: bytes, as: UTF8.self), path: path)
    }
}
