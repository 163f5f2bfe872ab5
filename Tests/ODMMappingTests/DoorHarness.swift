import ClinicalModel
import Mapping
import ODM
import ODMMapping
import TestSupport
import Values

/// Reads an ODM text with a mapping text: the door as a user sees it, without files of a study.
struct DoorHarness {
    var study = ClinicalModel.Study(studyID: "S")

    func patients(_ odm: String, mapping: String) throws -> (results: [ODMDoor.Result], accounts: Accounts) {
        let document = try MappingDocument(text: mapping, path: "mapping.yaml") { (path) throws(MappingError) in
            throw .missingKey(path, in: "test", at: Location(path: path))
        }
        let folder = try TemporaryFolder()
        let path = try folder.write(odm, to: "export.xml")
        var reader = try ODMReader(path: path, sourceIndex: 0, names: NameTable())
        var library = MetaDataLibrary()
        var subjects: [SubjectRecords] = []
        while let event = try reader.next() {
            if case .study(let study) = event { library.add(study) }
            if case .subject(let records) = event { subjects.append(records) }
        }
        var door = ODMDoor(
            ODMDoor.Context(plan: ODMPlan(document), study: study, metaData: library, sources: ["export.xml"]))
        let results = subjects.map { door.patient(from: $0, names: reader.names) }
        return (results, door.accounts)
    }

    /// An ODM document around study events of one subject.
    static func export(_ content: String, metadata: String = "") -> String {
        """
        <ODM xmlns="http://www.cdisc.org/ns/odm/v1.3" ODMVersion="1.3.2" FileType="Snapshot" FileOID="F" \
        CreationDateTime="2019-08-01T00:00:00">\(metadata)
        <ClinicalData StudyOID="S" MetaDataVersionOID="1"><SubjectData SubjectKey="001">
        \(content)
        </SubjectData></ClinicalData></ODM>
        """
    }

    /// A form with one item group.
    static func group(_ oid: String, _ items: [(String, String)], key: String = "1") -> String {
        let values = items.map { "<ItemData ItemOID=\"\($0.0)\" Value=\"\($0.1)\"/>" }.joined()
        return """
            <StudyEventData StudyEventOID="SE.1"><FormData FormOID="F.1">\
            <ItemGroupData ItemGroupOID="\(oid)" ItemGroupRepeatKey="\(key)">\(values)</ItemGroupData>\
            </FormData></StudyEventData>
            """
    }
}
