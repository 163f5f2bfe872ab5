/// The records of a patient that a view shows, in order. Nothing is computed or copied until it is walked.
public struct RecordViews<View: RecordView>: Sequence, LazySequenceProtocol, Sendable {
    let records: [Record]

    /// Looks at records.
    public init(of records: [Record]) { self.records = records }

    /// Walks the records.
    public func makeIterator() -> Iterator { Iterator(records: records) }

    /// The first record of the view.
    public var first: View? {
        var iterator = makeIterator()
        return iterator.next()
    }

    /// Walks the records and skips those of other kinds.
    public struct Iterator: IteratorProtocol {
        let records: [Record]
        var index = 0

        /// The next record of the view.
        public mutating func next() -> View? {
            while index < records.count {
                defer { index += 1 }
                if View.holds(records[index].kind) { return View(records[index]) }
            }
            return nil
        }
    }
}

extension Patient {
    /// Demographics and enrolment. A record of another kind is not taken.
    public var enrolment: Enrolment {
        get { Enrolment(subject) ?? Enrolment(of: key) }
        set { if Enrolment.holds(newValue.record.kind) { subject = newValue.record } }
    }

    /// The records that a view shows, in order: `patient.views(of: Event.self)`.
    public func views<View: RecordView>(of view: View.Type) -> RecordViews<View> { RecordViews(of: records) }

    /// Treatment cycles.
    public var cycles: RecordViews<Cycle> { RecordViews(of: records) }
    /// Doses and their interruptions.
    public var exposures: RecordViews<Exposure> { RecordViews(of: records) }
    /// Assessments of response.
    public var responses: RecordViews<Response> { RecordViews(of: records) }
    /// Lesions.
    public var lesions: RecordViews<Lesion> { RecordViews(of: records) }
    /// Measurements of lesions.
    public var lesionMeasurements: RecordViews<LesionMeasurement> { RecordViews(of: records) }
    /// Events of all kinds.
    public var events: RecordViews<Event> { RecordViews(of: records) }
    /// Findings without a home of their own.
    public var findings: RecordViews<Finding> { RecordViews(of: records) }
    /// Interventions but exposure.
    public var interventions: RecordViews<Intervention> { RecordViews(of: records) }
    /// Visits.
    public var visits: RecordViews<Visit> { RecordViews(of: records) }
    /// Elements.
    public var elements: RecordViews<Element> { RecordViews(of: records) }
    /// Answers on eligibility.
    public var eligibilityAnswers: RecordViews<EligibilityAnswer> { RecordViews(of: records) }
    /// Specimens.
    public var specimens: RecordViews<Specimen> { RecordViews(of: records) }
    /// Comments.
    public var comments: RecordViews<Comment> { RecordViews(of: records) }
    /// Associated persons, such as donors.
    public var associatedPersons: RecordViews<AssociatedPerson> { RecordViews(of: records) }
    /// Milestones of the disease.
    public var diseaseMilestones: RecordViews<DiseaseMilestone> { RecordViews(of: records) }

    /// The cycle that an observation belongs to; nil when it names none, or one that is not there.
    public func cycle(of observation: some ObservationView) -> Cycle? {
        guard let key = observation.cycle else { return nil }
        return cycles.first { $0.key.text == key.text }
    }

    /// The interruptions of an exposure, in order.
    public func interruptions(of exposure: Exposure) -> [Exposure] {
        exposures.filter { $0.parent?.text == exposure.key.text }
    }

    /// The measurements of a lesion, in order: those with its identifier.
    public func measurements(of lesion: Lesion) -> [LesionMeasurement] {
        guard let id = lesion.lesionID else { return [] }
        return lesionMeasurements.filter { $0.lesionID == id }
    }
}
