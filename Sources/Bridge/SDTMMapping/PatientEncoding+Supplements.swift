import ClinicalModel
import JSONStream
import Mapping
import SDTM
import Values

extension PatientEncoding {
    /// IDVARVAL of a record.
    func identifyingValue(of record: RecordRef, sequence: Int, domain: DomainPlan) -> String {
        switch domain.identifyingVariable {
        case "": ""
        case "VISITNUM": record.number(.visitNumber)?.normalized.description ?? ""
        default: "\(sequence)"
        }
    }

    /// Writes rows of SUPP-- for a value: several when the text is long. What cannot be written is refused and carried.
    mutating func addQualifier(
        _ qualifier: Qualifier, value: Value, field: String, record: RecordRef, sequence: Int, domain: DomainPlan
    ) {
        if case .set(let codes) = value, codes.count > 1, codes.count <= PieceNames.limit,
            let pieces = qualifier.pieces
        {
            for (index, code) in codes.enumerated() {
                var numbered = qualifier
                numbered.name = pieces[index + 1]
                numbered.pieces = nil
                addQualifier(
                    numbered, value: .text(code), field: field, record: record, sequence: sequence, domain: domain)
            }
            return
        }
        let idvarval = identifyingValue(of: record, sequence: sequence, domain: domain)
        guard let text = value.text, !text.isEmpty,
            domain.hasSubject, !idvarval.isEmpty || domain.identifyingVariable.isEmpty
        else {
            carryEntry.add(value, field: field, variable: qualifier.name, reason: .missing)
            result.carried += 1
            return
        }
        if let fault = qualifier.fault {
            refuseQualifier(
                .invalidQualifier(
                    name: qualifier.name, reason: fault, patient: patientName, at: location(record.origin)),
                qualifier, value, field)
            return
        }
        var whole = text
        let fault = whole.withUTF8 { TextFault(of: $0) }
        guard
            let fitting = fit(
                text, fault: fault, variable: "SUPP\(domain.code).\(qualifier.name)", field: field, record: record)
        else { return }
        let pieces = TextPieces.split(fitting.text)
        guard pieces.count <= 1 + (qualifier.pieces == nil ? 0 : PieceNames.limit) else {
            refuseQualifier(
                .tooLong(
                    variable: "SUPP\(domain.code).\(qualifier.name)", bytes: text.utf8.count,
                    limit: XPTLimits.textLength, value: text, patient: patientName, at: location(record.origin)),
                qualifier, value, field)
            return
        }
        for (index, piece) in pieces.enumerated() {
            let name = index == 0 ? qualifier.name : qualifier.pieces?[index] ?? qualifier.name
            let label = qualifier.label.isEmpty ? name : qualifier.label
            if qualifierNames.contains(name) {
                refuseQualifier(
                    .duplicateQualifier(name: name, patient: patientName, at: location(record.origin)), qualifier,
                    value, field)
                return
            }
            qualifierNames.append(name)
            if qualifierLabels.updateValue(label, forKey: name) != label {
                result.qualifiers.append(
                    .init(dataset: domain.supplemental, name: name, label: label, location: location(record.origin)))
            }
            supplementRows.append(
                SupplementRow(
                    identifyingValue: idvarval, name: name, label: label, value: piece, origin: qualifier.origin,
                    evaluator: qualifier.evaluator))
        }
    }

    private mutating func refuseQualifier(
        _ error: SDTMMappingError, _ qualifier: Qualifier, _ value: Value, _ field: String
    ) {
        carryEntry.add(value, field: field, variable: qualifier.name, reason: .refused)
        result.carried += 1
        refuse(error)
    }

    /// The values that no field holds: named ones to SUPP--, the others by purpose.
    mutating func placeSupplements(_ record: RecordRef, sequence: Int, domain: DomainPlan) {
        for supplement in record.supplements {
            if let name = supplement.name, domain.hasSubject {
                addQualifier(
                    Qualifier(
                        name: name, label: supplement.label, origin: supplement.origin,
                        evaluator: supplement.evaluator, pieces: domain.named[name] ?? PieceNames(name)),
                    value: supplement.value, field: supplement.address, record: record, sequence: sequence,
                    domain: domain)
            } else {
                placeUnnamed(supplement, record: record, sequence: sequence, domain: domain)
            }
        }
    }

    private mutating func placeUnnamed(
        _ supplement: Supplement, record: RecordRef, sequence: Int, domain: DomainPlan
    ) {
        let isInside = plan.options.purpose == .interchange && domain.hasSubject
        let address = isInside ? Qualifier.address(supplement.address, in: record.key) ?? "" : ""
        let name = isInside ? Qualifier.generated(for: address) : ""
        let qualifier = Qualifier(
            name: name, label: address, origin: supplement.origin, evaluator: supplement.evaluator,
            pieces: PieceNames(name))
        guard isInside, !address.isEmpty, qualifier.fault == nil, !qualifierNames.contains(name),
            case .text = supplement.value
        else {
            carryEntry.add(supplement)
            result.carried += 1
            return
        }
        addQualifier(
            qualifier, value: supplement.value, field: supplement.address, record: record, sequence: sequence,
            domain: domain)
    }

    /// A field without a variable and without a qualifier of its own.
    mutating func placeUnnamed(_ entry: FieldValues.Entry, record: RecordRef, sequence: Int, domain: DomainPlan) {
        guard plan.options.purpose == .interchange, domain.hasSubject else {
            carry(entry.value, field: entry.field, variable: "", reason: .noVariable)
            return
        }
        let address = "canon:\(entry.field.name)"
        let name = Qualifier.generated(for: address)
        let qualifier = Qualifier(
            name: name, label: address, origin: "CRF", evaluator: "", pieces: PieceNames(name))
        guard qualifier.fault == nil else {
            carry(entry.value, field: entry.field, variable: "", reason: .noVariable)
            return
        }
        addQualifier(
            qualifier, value: entry.value, field: entry.field.name, record: record, sequence: sequence, domain: domain)
    }

    // MARK: - Keys

    /// The text in which --SPID and RLTKEY hold a key: a weak one is marked.
    static func carried(_ key: RecordKey) -> String { (key.isWeak ? "RLT~" : "RLT:") + key.text }

    /// Whether --SPID takes the record's key: it is free, and the key fits.
    func isKeyInSponsorID(_ record: RecordRef, domain: DomainPlan) -> Bool {
        plan.options.purpose == .interchange && hasKey(domain) && domain.has(.sponsorID)
            && record[.sponsorID] == nil && record.key.text.utf8.count <= XPTLimits.textLength - 4
    }

    private func hasKey(_ domain: DomainPlan) -> Bool {
        domain.hasSubject && domain.kind != .subject && !areDerived
    }

    /// Whether the carry folder has the records' keys and parents.
    func carriesKey(_ domain: DomainPlan) -> Bool { plan.options.purpose == .submission && hasKey(domain) }

    mutating func placeKey(_ record: RecordRef, sequence: Int, domain: DomainPlan) {
        guard plan.options.purpose == .interchange, hasKey(domain) else { return }
        if !isKeyInSponsorID(record, domain: domain) {
            addQualifier(
                Qualifier(
                    name: "RLTKEY", label: "Record Key", origin: "Assigned", evaluator: "", pieces: PieceNames("RLTKEY")
                ),
                value: .text(Self.carried(record.key)), field: "key", record: record, sequence: sequence,
                domain: domain)
        }
        if let parent = record.parent, domain.kind != .comment {
            addQualifier(
                Qualifier(
                    name: "RLTPAR", label: "Key of the Parent Record", origin: "Assigned", evaluator: "",
                    pieces: PieceNames("RLTPAR")),
                value: .text(Self.carried(parent)), field: "parent", record: record, sequence: sequence,
                domain: domain)
        }
    }
}
