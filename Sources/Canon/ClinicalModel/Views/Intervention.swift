public import Values

/// A treatment that is not study treatment: other medication, procedures, transplantation, substances.
public struct Intervention: ObservationView {
    /// The record seen through this view.
    public var record: Record

    /// Nil for a record of another kind.
    public init?(_ record: Record) {
        guard Intervention.holds(record.kind) else { return nil }
        self.record = record
    }

    /// Interventions but exposure.
    public static func holds(_ kind: EntityKind) -> Bool {
        kind.generalClass == .interventions && !Exposure.holds(kind)
    }

    /// The treatment as reported and as coded.
    public var coded: Coded { Coded(record, verbatim: .treatment) }
}

extension Intervention {
    /// Reported name of the medication or procedure (--TRT).
    public var treatment: String? {
        get { record[text: .treatment] }
        set { record[text: .treatment] = newValue }
    }

    /// Dictionary-derived or standardized name (--DECOD).
    public var standardizedTerm: String? {
        get { record[text: .standardizedTerm] }
        set { record[text: .standardizedTerm] = newValue }
    }

    /// Whether the CRF asked for it by name (--PRESP).
    public var prespecified: String? {
        get { record[text: .prespecified] }
        set { record[text: .prespecified] = newValue }
    }

    /// Whether it occurred (--OCCUR).
    public var occurrence: String? {
        get { record[text: .occurrence] }
        set { record[text: .occurrence] = newValue }
    }

    /// Indication (--INDC).
    public var indication: String? {
        get { record[text: .indication] }
        set { record[text: .indication] = newValue }
    }

    /// Dose per administration (--DOSE).
    public var dose: Decimal? {
        get { record[number: .dose] }
        set { record[number: .dose] = newValue }
    }

    /// Dose that is not a number (--DOSTXT).
    public var doseText: String? {
        get { record[text: .doseText] }
        set { record[text: .doseText] = newValue }
    }

    /// Unit of the dose (--DOSU).
    public var doseUnit: String? {
        get { record[text: .doseUnit] }
        set { record[text: .doseUnit] = newValue }
    }

    /// Frequency (--DOSFRQ).
    public var doseFrequency: String? {
        get { record[text: .doseFrequency] }
        set { record[text: .doseFrequency] = newValue }
    }

    /// Route of administration (--ROUTE).
    public var route: String? {
        get { record[text: .route] }
        set { record[text: .route] = newValue }
    }

    /// End relative to a time point: `ONGOING` ... (--ENRTPT).
    public var endRelativeToTimePoint: String? {
        get { record[text: .endRelativeToTimePoint] }
        set { record[text: .endRelativeToTimePoint] = newValue }
    }
}
