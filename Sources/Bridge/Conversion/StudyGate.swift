import ClinicalModel
import Mapping

/// Which `StudyOID`s the inputs of one run may have, so that patients of two studies are never mixed unasked.
///
/// An ODM `StudyOID` is an arbitrary identifier of the source: alone, any is taken. Several (OpenClinica gives each site
/// its own) are taken only when study.yaml names each, as the identifier or an alias of a site, or under `studyOIDs`. A
/// study.yaml that has `studyOIDs` takes no others at all.
struct StudyGate: Sendable {
    private let listed: Set<String>
    private let named: Set<String>
    private var first: String?

    init(_ description: StudyDescription) {
        let sites = Set(description.study.sites.flatMap { [$0.id] + $0.aliases })
        listed = Set(description.studyOIDs)
        named = sites.union(listed).union([description.study.studyID])
    }

    /// What is wrong with data of this study; nil when they may be read.
    mutating func refusal(of studyOID: String) -> Refusal? {
        guard listed.isEmpty else { return named.contains(studyOID) ? nil : .unlisted }
        guard let first else {
            first = studyOID
            return nil
        }
        if studyOID == first || (named.contains(studyOID) && named.contains(first)) { return nil }
        return .another(than: first)
    }

    /// Why data are not read.
    enum Refusal {
        /// study.yaml lists the studies, and not this one.
        case unlisted
        /// There were data of another study already, and study.yaml does not name both.
        case another(than: String)
    }
}
