import Terminology

extension DomainMapping {
    /// The domains of `mappings/sdtm` that are built in, in byte order of their codes.
    public static func embedded() throws(MappingError) -> [DomainMapping] {
        var domains: [DomainMapping] = []
        for name in Embedded.names where name.hasPrefix("mappings/sdtm/") && name.hasSuffix(".yaml") {
            guard !name.hasSuffix("/supp.yaml"), let bytes = Embedded.bytes(named: name) else { continue }
            domains.append(try parse(text: String(decoding: bytes, as: UTF8.self), path: name))
        }
        return domains
    }

    /// The built-in mapping of one domain, such as `AE`; nil when there is none.
    public static func embedded(domain: String) throws(MappingError) -> DomainMapping? {
        let name = "mappings/sdtm/\(domain.lowercased()).yaml"
        guard let bytes = Embedded.bytes(named: name) else { return nil }
        return try parse(text: String(decoding: bytes, as: UTF8.self), path: name)
    }
}
