import ClinicalModel
import Values

extension StudyDescription {
    /// Takes over what another source says and this one does not. Where both speak of one thing they must say the same:
    /// two rules for a study day are worse than none.
    public mutating func merge(_ other: StudyDescription) throws(MappingError) {
        let own = self
        func take<Statement: Equatable>(
            _ key: String, _ path: WritableKeyPath<StudyDescription, Statement>, into study: inout StudyDescription
        ) throws(MappingError) {
            guard let place = other.places[key] else { return }
            if let first = own.places[key] {
                guard own[keyPath: path] == other[keyPath: path] else {
                    throw .conflict(what: "'\(key)'", first: first, at: place)
                }
                return
            }
            study[keyPath: path] = other[keyPath: path]
            study.places[key] = place
        }
        try take("studyID", \.study.studyID, into: &self)
        try take("studyOIDs", \.studyOIDs, into: &self)
        try take("title", \.study.title, into: &self)
        try take("usubjid", \.usubjid, into: &self)
        if own.places["usubjid"] == nil { study.usubjidPattern = other.study.usubjidPattern }
        try take("subjid", \.subjid, into: &self)
        try take("sdtmig", \.sdtmig, into: &self)
        try take("ct", \.controlledTerminology, into: &self)
        try take("ctcae", \.ctcae, into: &self)
        try take("cutoff", \.study.cutoff, into: &self)
        try take("sites", \.study.sites, into: &self)
        try take("arms", \.study.arms, into: &self)
        try take("epochs", \.study.epochs, into: &self)
        try take("elements", \.study.elements, into: &self)
        if own.places["elements"] == nil, other.places["elements"] != nil {
            elementStarts = other.elementStarts
            elementEnds = other.elementEnds
        } else if other.places["elements"] != nil,
            own.elementStarts != other.elementStarts || own.elementEnds != other.elementEnds
        {
            throw .conflict(
                what: "the rules of 'elements'", first: own.places["elements"] ?? Location(path: ""),
                at: other.places["elements"] ?? Location(path: ""))
        }
        try take("visits", \.study.visits, into: &self)
        try take("treatments", \.study.treatments, into: &self)
        try take("referenceDates", \.referenceDates, into: &self)
        try take("age", \.age, into: &self)
        try take("dictionaries", \.study.dictionaries, into: &self)
        for (key, kind) in [("trialSummary", EntityKind.trialSummary), ("eligibility", .eligibilityCriterion)] {
            guard let place = other.places[key] else { continue }
            if let first = own.places[key] {
                func statements(_ study: StudyDescription) -> [FieldValues] {
                    study.study.records.filter { $0.kind == kind }.map(\.values)
                }
                guard statements(own) == statements(other) else {
                    throw .conflict(what: "'\(key)'", first: first, at: place)
                }
            } else {
                study.records += other.study.records.filter { $0.kind == kind }
                places[key] = place
            }
        }
    }
}
