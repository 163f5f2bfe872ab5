import Terminology

extension SupplementalMapping {
    /// `mappings/sdtm/supp.yaml` as built into the library.
    public static func embedded() throws(MappingError) -> SupplementalMapping {
        let name = "mappings/sdtm/supp.yaml"
        guard let bytes = Embedded.bytes(named: name) else { return SupplementalMapping() }
        return try SupplementalMapping(text: String(decoding: bytes, as: UTF8.self), path: name)
    }
}
