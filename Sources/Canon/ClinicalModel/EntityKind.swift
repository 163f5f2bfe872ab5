/// What a record is. Each kind has one home in SDTM; kinds without a domain live in the canon only.
public enum EntityKind: UInt8, CaseIterable, Sendable, Hashable {
    case subject, visit, element, comment, diseaseMilestone
    case proceduralAgent, concomitantMedication, exposureAsCollected, exposure, meal, procedure, substanceUse
    case adverseEvent, biospecimenEvent, clinicalEvent, disposition, protocolDeviation, healthcareEncounter
    case medicalHistory
    case biospecimenFinding, cellPhenotype, cardiovascularFinding, drugAccountability, deathDetail, electrocardiogram
    case functionalTest, genomicFinding, eligibilityAnswer, immunogenicity, laboratory, microbiology, microscopic
    case musculoskeletalFinding, microbiologySusceptibility, nervousSystemFinding, ophthalmicExamination
    case pharmacokineticConcentration, physicalExamination, pharmacokineticParameter, questionnaire
    case respiratoryFinding, reproductiveFinding, response, subjectCharacteristic, subjectStatus, lesionMeasurement
    case lesion, urinaryFinding, vitalSigns, findingsAbout, skinResponse
    case trialArm, trialElement, trialVisit, eligibilityCriterion, trialSummary, diseaseAssessmentSchedule
    case trialMilestone, nonHostOrganismIdentifier
    case cycle, specimenRecord, associatedPerson

    /// The general class whose variables the kind can hold (SDTM 2.0, section 3).
    public enum GeneralClass: String, Sendable {
        case interventions, events, findings, specialPurpose, trialDesign
        /// No SDTM class: cycles, specimens, associated persons.
        case none
    }

    /// The name used in mapping files.
    public var name: String { EntityKind.table[Int(rawValue)].name }

    /// The SDTM domain that is its home; nil when it has none.
    public var domain: String? { EntityKind.table[Int(rawValue)].domain }

    /// The general class.
    public var generalClass: GeneralClass { EntityKind.table[Int(rawValue)].generalClass }

    /// Whether there is one for each patient, which several blocks of a mapping may fill together.
    public var isSingleton: Bool { self == .subject }

    /// The kind with this name.
    public static func named(_ name: String) -> EntityKind? { allCases.first { $0.name == name } }

    /// The kind whose home is this domain.
    public static func home(ofDomain domain: String) -> EntityKind? { allCases.first { $0.domain == domain } }

    private static let table: [(name: String, domain: String?, generalClass: GeneralClass)] = [
        ("subject", "DM", .specialPurpose),
        ("visit", "SV", .specialPurpose),
        ("element", "SE", .specialPurpose),
        ("comment", "CO", .specialPurpose),
        ("diseaseMilestone", "SM", .specialPurpose),
        ("proceduralAgent", "AG", .interventions),
        ("concomitantMedication", "CM", .interventions),
        ("exposureAsCollected", "EC", .interventions),
        ("exposure", "EX", .interventions),
        ("meal", "ML", .interventions),
        ("procedure", "PR", .interventions),
        ("substanceUse", "SU", .interventions),
        ("adverseEvent", "AE", .events),
        ("biospecimenEvent", "BE", .events),
        ("clinicalEvent", "CE", .events),
        ("disposition", "DS", .events),
        ("protocolDeviation", "DV", .events),
        ("healthcareEncounter", "HO", .events),
        ("medicalHistory", "MH", .events),
        ("biospecimenFinding", "BS", .findings),
        ("cellPhenotype", "CP", .findings),
        ("cardiovascularFinding", "CV", .findings),
        ("drugAccountability", "DA", .findings),
        ("deathDetail", "DD", .findings),
        ("electrocardiogram", "EG", .findings),
        ("functionalTest", "FT", .findings),
        ("genomicFinding", "GF", .findings),
        ("eligibilityAnswer", "IE", .findings),
        ("immunogenicity", "IS", .findings),
        ("laboratory", "LB", .findings),
        ("microbiology", "MB", .findings),
        ("microscopic", "MI", .findings),
        ("musculoskeletalFinding", "MK", .findings),
        ("microbiologySusceptibility", "MS", .findings),
        ("nervousSystemFinding", "NV", .findings),
        ("ophthalmicExamination", "OE", .findings),
        ("pharmacokineticConcentration", "PC", .findings),
        ("physicalExamination", "PE", .findings),
        ("pharmacokineticParameter", "PP", .findings),
        ("questionnaire", "QS", .findings),
        ("respiratoryFinding", "RE", .findings),
        ("reproductiveFinding", "RP", .findings),
        ("response", "RS", .findings),
        ("subjectCharacteristic", "SC", .findings),
        ("subjectStatus", "SS", .findings),
        ("lesionMeasurement", "TR", .findings),
        ("lesion", "TU", .findings),
        ("urinaryFinding", "UR", .findings),
        ("vitalSigns", "VS", .findings),
        ("findingsAbout", "FA", .findings),
        ("skinResponse", "SR", .findings),
        ("trialArm", "TA", .trialDesign),
        ("trialElement", "TE", .trialDesign),
        ("trialVisit", "TV", .trialDesign),
        ("eligibilityCriterion", "TI", .trialDesign),
        ("trialSummary", "TS", .trialDesign),
        ("diseaseAssessmentSchedule", "TD", .trialDesign),
        ("trialMilestone", "TM", .trialDesign),
        ("nonHostOrganismIdentifier", "OI", .trialDesign),
        ("cycle", nil, .none),
        ("specimen", nil, .none),
        ("associatedPerson", nil, .none),
    ]
}
