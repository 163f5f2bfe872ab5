import ClinicalModel
import JSONStream
import Mapping
import SDTM
import Values

extension PatientEncoding {
    /// RELREC. A relation of which less than two records are in the datasets is carried.
    ///
    /// The rows stand in the order of the dataset's keys, where RDOMAIN comes before USUBJID: they are collected domain by
    /// domain.
    mutating func encodeRelations(_ relations: [Relation]) {
        guard !relations.isEmpty else { return }
        var related: [(domain: Int, value: String, type: String, id: String)] = []
        for relation in relations {
            let found = relation.members.compactMap { places[$0] }
            if found.count >= 2 {
                for place in found { related.append((place.domain, place.value, relation.type, relation.id)) }
            }
            if found.count < relation.members.count { carry(relation) }
        }
        related.sort { a, b in
            if a.domain != b.domain { return a.domain < b.domain }
            if a.value != b.value { return a.value.utf8.lexicographicallyPrecedes(b.value.utf8) }
            return a.id.utf8.lexicographicallyPrecedes(b.id.utf8)
        }
        var rest = related[...]
        while let number = rest.first?.domain {
            let domain = plan.domains[number]
            var rows = DatasetRows(variableCount: plan.datasets[plan.relationsDataset].variables.count)
            for row in rest.prefix(while: { $0.domain == number }) {
                rows.beginRow()
                rows.text(plan.study.study.studyID)
                rows.text(domain.code)
                rows.text(result.usubjid)
                rows.text(domain.identifyingVariable)
                rows.text(row.value)
                rows.text(row.type)
                rows.text(row.id)
                rows.endRow()
            }
            result.relations.append((number, rows))
            rest = rest.dropFirst(rows.rowCount)
        }
        closeCarry(dataset: plan.relationsDataset)
    }

    /// A relation that the datasets do not have, or not with all of its members.
    private mutating func carry(_ relation: Relation) {
        var line = JSONWriter()
        line.beginObject()
        line.member("usubjid", result.usubjid)
        line.member("dataset", "RELREC")
        line.member("id", relation.id)
        if !relation.type.isEmpty { line.member("type", relation.type) }
        line.key("members")
        line.beginArray()
        for member in relation.members { line.string(member.text) }
        line.endArray()
        line.endObject()
        line.endLine()
        carry.append(line.bytes)
        carryLines += 1
        result.carried += 1
    }
}
