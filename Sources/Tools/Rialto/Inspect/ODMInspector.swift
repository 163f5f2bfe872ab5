import ODM
import Values

/// Counts what is in an ODM or Define-XML file.
enum ODMInspector {
    static func inspect(_ file: InputFile, _ progress: Progress) throws(ODMError) -> Inspection {
        var inspection = Inspection(file)
        var reader = try ODMReader(path: file.path, sourceIndex: 0, names: NameTable())
        var definitions = Definitions()
        var study: (number: Int32, name: String) = (-1, "")
        var reported = 0
        while let event = try reader.next() {
            switch event {
            case .document(let document):
                inspection.version =
                    file.version.isEmpty ? document.odmVersion ?? document.version.rawValue : file.version
                inspection.fileType = document.fileType.rawValue
            case .study(let study):
                inspection.addStudy(study.oid)
                definitions.add(study)
            case .location: break
            case .subject(let records), .reference(let records):
                guard let root = records.groups.first else { continue }
                if root.study != study.number {
                    study = (root.study, root.study < 0 ? "" : reader.names[root.study])
                    if !study.name.isEmpty { inspection.addStudy(study.name) }
                }
                guard let key = records.subjectKey else { continue }
                inspection.addPatient(study: study.name.utf8, key: key.utf8)
            }
            progress.add(bytes: reader.bytesRead - reported)
            reported = reader.bytesRead
        }
        let counts = reader.counts
        inspection.records = counts.itemGroups
        inspection.values = counts.items
        inspection.byKind = counts.byItemGroup
        inspection.definitions = definitions.counts
        inspection.beside = [
            ("audit records", counts.auditRecords), ("signatures", counts.signatures), ("queries", counts.queries),
            ("annotations", counts.annotations), ("associations", counts.associations),
        ].filter { $0.1 > 0 }
        inspection.warnings = reader.warnings
        return inspection
    }

    /// What the metadata defines.
    private struct Definitions {
        var versions = 0
        var events = 0
        var forms = 0
        var groups = 0
        var items = 0
        var codeLists = 0

        mutating func add(_ study: Study) {
            versions += study.metaDataVersions.count
            for version in study.metaDataVersions {
                events += version.studyEvents.count
                forms += version.forms.count
                groups += version.itemGroups.count
                items += version.items.count
                codeLists += version.codeLists.count
            }
        }

        var counts: [(name: String, count: Int)] {
            [
                ("metadata versions", versions), ("study events", events), ("forms", forms), ("item groups", groups),
                ("items", items), ("code lists", codeLists),
            ].filter { $0.1 > 0 }
        }
    }
}
