import ClinicalModel
import Mapping
import ODM
import Terminology
import Values

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Mapping files from the user's folders, else the built-in ones.
struct MappingFiles {
    /// `--mappings`: its files go before the built-in ones of the same name.
    var folder: String?

    /// Whether something stands at a path.
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// A file's text.
    static func text(_ path: String) throws(MappingError) -> String {
        do throws(FileError) {
            var source = try ByteSource(path: path)
            var bytes: [UInt8] = []
            while try source.readChunk() { bytes.append(contentsOf: source.chunk) }
            return String(decoding: bytes, as: UTF8.self)
        } catch {
            throw .file(error)
        }
    }

    /// The mapping of a study's exports: a file, or `NAME` of a built-in one.
    func document(_ path: String) throws(MappingError) -> MappingDocument {
        let place = resolve(path)
        return try MappingDocument(text: try MappingFiles.anyText(place), path: place) { (other) throws(MappingError) in
            try MappingFiles.anyText(other)
        }
    }

    /// The mapping as far as it can be read, and its mistakes.
    func document(checking path: String, mistakes: inout [MappingError]) throws(MappingError) -> MappingDocument {
        let place = resolve(path)
        return try MappingDocument(checking: try MappingFiles.anyText(place), path: place, mistakes: &mistakes) {
            (other) throws(MappingError) in try MappingFiles.anyText(other)
        }
    }

    /// study.yaml.
    func study(_ path: String) throws(MappingError) -> StudyDescription {
        try StudyFile.parse(text: try MappingFiles.text(path), path: path)
    }

    /// What `--study` says, and the mapping where that leaves something open; nil when neither says anything. Where both
    /// speak they must agree, word for word.
    func study(_ path: String?, with mapping: MappingDocument) throws(MappingError) -> StudyDescription? {
        var said = mapping.study
        if let own = mapping.studyPath { said = try study(own) }
        guard let path else { return said }
        var whole = try study(path)
        if let said { try whole.merge(said) }
        return whole
    }

    /// The domains that a mapping's records and a study need: of `mappings/sdtm`, those in the user's folder in place of
    /// the built-in ones. The others are not read: reading all of them takes longer than a small conversion.
    func domains(for mapping: MappingDocument) throws(MappingError) -> [DomainMapping] {
        let own = try ownDomains()
        let kinds = mapping.entities.union(MappingFiles.studyKinds)
        var domains = own
        for code in kinds.compactMap(\.domain).sorted() where !own.contains(where: { $0.domain == code }) {
            if let domain = try DomainMapping.embedded(domain: code) { domains.append(domain) }
        }
        return domains.sorted { $0.domain.utf8.lexicographicallyPrecedes($1.domain.utf8) }
    }

    /// Kinds whose records come from the study or are derived.
    private static let studyKinds: Set<EntityKind> = [
        .subject, .visit, .element, .comment, .trialArm, .trialElement, .trialVisit, .eligibilityCriterion,
        .trialSummary,
    ]

    private func ownDomains() throws(MappingError) -> [DomainMapping] {
        guard let folder else { return [] }
        var domains: [DomainMapping] = []
        for name in try MappingFiles.names(in: folder + "/sdtm") where name.hasSuffix(".yaml") && name != "supp.yaml" {
            let path = "\(folder)/sdtm/\(name)"
            domains.append(try DomainMapping.parse(text: try MappingFiles.text(path), path: path))
        }
        return domains
    }

    private func resolve(_ path: String) -> String {
        if access(path, R_OK) == 0 { return path }
        let named = "\(folder ?? "mappings")/odm/\(path).yaml"
        if access(named, R_OK) == 0 || Embedded.bytes(named: named) != nil { return named }
        return path
    }

    private static func anyText(_ path: String) throws(MappingError) -> String {
        if access(path, R_OK) != 0, let bytes = Embedded.bytes(named: path) {
            return String(decoding: bytes, as: UTF8.self)
        }
        return try text(path)
    }

    private static func names(in folder: String) throws(MappingError) -> [String] {
        guard let handle = opendir(folder) else { throw .file(.last(folder, "read")) }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            names.append(name)
        }
        return names.sorted()
    }

    /// What an export's own metadata say of the study, where no study.yaml does: its name.
    static func study(of inputs: [String], metadata: [String]) throws(ODMError) -> StudyDescription? {
        for path in metadata + inputs {
            var reader = try ODMReader(path: path, sourceIndex: 0, names: NameTable())
            while let event = try reader.next() {
                if case .study(let study) = event {
                    let name = study.protocolName.isEmpty ? study.name : study.protocolName
                    return StudyDescription(studyID: name.isEmpty ? study.oid : name)
                }
                if case .subject = event { break }
            }
        }
        return nil
    }
}
