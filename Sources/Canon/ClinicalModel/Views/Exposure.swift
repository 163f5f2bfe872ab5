public import Values

/// A dose that was given (EC as collected, EX in protocol units), or an interruption of one.
///
/// An interruption is a child: its ``RecordView/parent`` is the exposure that it interrupts, its period is ``start`` to
/// ``end``, and its reason stands in ``reasonForOccurrence`` or ``reasonForDoseAdjustment``.
public struct Exposure: ObservationView {
    /// The record seen through this view.
    public var record: Record

    /// Nil for a record of another kind.
    public init?(_ record: Record) {
        guard Exposure.holds(record.kind) else { return nil }
        self.record = record
    }

    /// Exposure, collected or in protocol units.
    public static func holds(_ kind: EntityKind) -> Bool { kind == .exposure || kind == .exposureAsCollected }

    /// Whether the dose is as collected (EC), not in protocol units (EX).
    public var isAsCollected: Bool { record.kind == .exposureAsCollected }

    /// Whether it is an interruption of another exposure.
    public var isInterruption: Bool { parent != nil }
}

extension Exposure {
    /// Name of the treatment (--TRT).
    public var treatment: String? {
        get { record[text: .treatment] }
        set { record[text: .treatment] = newValue }
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

    /// Dose form (--DOSFRM).
    public var doseForm: String? {
        get { record[text: .doseForm] }
        set { record[text: .doseForm] = newValue }
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

    /// Lot number (--LOT).
    public var lot: String? {
        get { record[text: .lot] }
        set { record[text: .lot] = newValue }
    }

    /// `SCHEDULED` or `PERFORMED` (ECMOOD).
    public var mood: String? {
        get { record[text: .mood] }
        set { record[text: .mood] = newValue }
    }

    /// Whether it took place (--OCCUR).
    public var occurrence: String? {
        get { record[text: .occurrence] }
        set { record[text: .occurrence] = newValue }
    }

    /// Why it did or did not take place (--REASOC).
    public var reasonForOccurrence: String? {
        get { record[text: .reasonForOccurrence] }
        set { record[text: .reasonForOccurrence] = newValue }
    }

    /// Why the dose was changed or interrupted (--ADJ).
    public var reasonForDoseAdjustment: String? {
        get { record[text: .reasonForDoseAdjustment] }
        set { record[text: .reasonForDoseAdjustment] = newValue }
    }
}
