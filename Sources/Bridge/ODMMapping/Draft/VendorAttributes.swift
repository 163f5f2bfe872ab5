/// Vendor attributes and lesser ODM elements with one meaning (`facts`: they are nowhere else in such exports).
enum VendorAttributes {
    /// A path and the variable that it is.
    struct Rule {
        var path: String
        var domain: String
        var variable: String
        var confidence: Confidence
        var reason: String
    }

    static let subject: [Rule] = [
        Rule(
            path: "@OpenClinica:StudySubjectID", domain: "DM", variable: "SUBJID", confidence: .high,
            reason: "OpenClinica's subject number; SubjectKey is a technical key"),
        Rule(
            path: "@mdsol:SubjectName", domain: "DM", variable: "SUBJID", confidence: .high,
            reason: "Rave's subject number; SubjectKey is a technical key"),
        Rule(
            path: "SiteRef/@LocationOID", domain: "DM", variable: "SITEID", confidence: .high,
            reason: "the subject's site"),
        Rule(
            path: "@OpenClinica:DateOfBirth", domain: "DM", variable: "BRTHDTC", confidence: .high,
            reason: "OpenClinica keeps the birth date here"),
        Rule(
            path: "@OpenClinica:YearOfBirth", domain: "DM", variable: "BRTHDTC", confidence: .high,
            reason: "OpenClinica keeps the birth year here"),
        Rule(
            path: "@OpenClinica:Sex", domain: "DM", variable: "SEX", confidence: .high,
            reason: "OpenClinica keeps the sex here"),
        Rule(
            path: "@redcap:DataAccessGroup", domain: "DM", variable: "SITEID", confidence: .medium,
            reason: "REDCap's data access group is usually the site"),
        Rule(
            path: "InvestigatorRef/@UserOID", domain: "DM", variable: "INVID", confidence: .medium,
            reason: "the subject's investigator"),
    ]
    static let studyEvent: [Rule] = [
        Rule(
            path: "@OpenClinica:StartDate", domain: "SV", variable: "SVSTDTC", confidence: .high,
            reason: "OpenClinica keeps the visit's date here"),
        Rule(
            path: "@OpenClinica:EndDate", domain: "SV", variable: "SVENDTC", confidence: .high,
            reason: "OpenClinica keeps the visit's end here"),
    ]

    /// Paths that hold no data of the patient, with the reason that a mapping gives for them.
    static let notSubmitted: [(path: String, reason: String)] = [
        ("@redcap:RecordIdField", "names the item with the record id"),
        ("@OpenClinica:SubjectAgeAtEvent", "computed by the EDC from the birth date"),
    ]
}
