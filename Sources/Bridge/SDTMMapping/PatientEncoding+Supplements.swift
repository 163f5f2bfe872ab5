import ClinicalModel
import JSONStream
import Mapping
import SDTM
import Values

extension PatientEncoding {
    /// What a row of SUPP-- says of its value.
    struct Qualifier {
        /// QNAM.
        var name: String
        /// QLABEL.
        var label: String
        /// QORIG.
        var origin: String
        /// QEVAL.
        var evaluator: String

        /// The name with a number behind it, cut so that both fit into 8 characters.
        static func numbered(_ name: String, _ number: Int) -> String {
            let digits = String(number)
            return String(name.prefix(XPTLimits.nameLength - digits.utf8.count)) + digits
        }

        /// The label with a number behind it, cut at a word so that both fit into 40 characters.
        static func numberedLabel(_ label: String, _ number: Int) -> String {
            let digits = " \(number)"
            let room = XPTLimits.labelLength - digits.utf8.count
            guard label.utf8.count > room else { return label + digits }
            let cut = label.prefix(room)
            return (cut.lastIndex(of: " ").map { String(cut[..<$0]) } ?? String(cut)) + digits
        }

        /// A name for a value that no mapping names: always the same for the same address.
        static func generated(for address: String) -> String {
            var hash: UInt64 = 0xCBF2_9CE4_8422_2325
            for byte in address.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            var name: [UInt8] = []
            for _ in 0..<5 {
                let digit = UInt8(hash % 36)
                name.append(digit < 10 ? 0x30 + digit : 0x41 + digit - 10)
                hash /= 36
            }
            return "RLT" + String(decoding: name, as: UTF8.self)
        }

        /// Why SUPP-- cannot hold it; nil when it can.
        var fault: String? {
            let bytes = Array(name.utf8)
            func isLetter(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x5A }
            guard let first = bytes.first, isLetter(first), bytes.count <= XPTLimits.nameLength,
                bytes.allSatisfy({ isLetter($0) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x5F })
            else {
                return "QNAM has 1 to 8 upper-case letters, digits and underscores, and begins with a letter"
            }
            guard label.utf8.count <= XPTLimits.labelLength, label.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
                return "QLABEL has at most 40 printable ASCII characters"
            }
            return nil
        }
    }

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
        if case .set(let codes) = value, codes.count > 1 {
            for (index, code) in codes.enumerated() {
                var numbered = qualifier
                numbered.name = Qualifier.numbered(qualifier.name, index + 1)
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
        for (index, piece) in TextPieces.split(fitting.text).enumerated() {
            let name = index == 0 ? qualifier.name : Qualifier.numbered(qualifier.name, index)
            if qualifierNames.contains(name) {
                refuseQualifier(
                    .duplicateQualifier(name: name, patient: patientName, at: location(record.origin)), qualifier,
                    value, field)
                return
            }
            qualifierNames.append(name)
            supplementRows.beginRow()
            supplementRows.text(plan.study.study.studyID)
            supplementRows.text(domain.code)
            supplementRows.text(result.usubjid)
            supplementRows.text(domain.identifyingVariable)
            supplementRows.text(idvarval)
            supplementRows.text(name)
            supplementRows.text(qualifier.label.isEmpty ? name : qualifier.label)
            supplementRows.text(piece)
            supplementRows.text(qualifier.origin)
            supplementRows.text(qualifier.evaluator)
            supplementRows.endRow()
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
                        evaluator: supplement.evaluator),
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
        let name = isInside ? Qualifier.generated(for: supplement.address) : ""
        let qualifier = Qualifier(
            name: name, label: supplement.address, origin: supplement.origin, evaluator: supplement.evaluator)
        guard isInside, qualifier.fault == nil, !qualifierNames.contains(name), case .text = supplement.value else {
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
        let qualifier = Qualifier(
            name: Qualifier.generated(for: address), label: address, origin: "CRF", evaluator: "")
        guard qualifier.fault == nil else {
            carry(entry.value, field: entry.field, variable: "", reason: .noVariable)
            return
        }
        addQualifier(
            qualifier, value: entry.value, field: entry.field.name, record: record, sequence: sequence, domain: domain)
    }

    // MARK: - Keys and relations

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
                Qualifier(name: "RLTKEY", label: "Record Key", origin: "Assigned", evaluator: ""),
                value: .text(Self.carried(record.key)), field: "key", record: record, sequence: sequence,
                domain: domain)
        }
        if let parent = record.parent, domain.kind != .comment {
            addQualifier(
                Qualifier(name: "RLTPAR", label: "Key of the Parent Record", origin: "Assigned", evaluator: ""),
                value: .text(Self.carried(parent)), field: "parent", record: record, sequence: sequence,
                domain: domain)
        }
    }

    /// RELREC. A relation of which less than two records are in the datasets is carried.
    mutating func encodeRelations(_ relations: [Relation]) {
        guard !relations.isEmpty else { return }
        var related = DatasetRows(variableCount: plan.datasets[plan.relationsDataset].variables.count)
        for relation in relations {
            let found = relation.members.compactMap { places[$0] }
            if found.count >= 2 {
                for place in found {
                    let domain = plan.domains[place.domain]
                    related.beginRow()
                    related.text(plan.study.study.studyID)
                    related.text(domain.code)
                    related.text(result.usubjid)
                    related.text(domain.identifyingVariable)
                    related.text(place.value)
                    related.text(relation.type)
                    related.text(relation.id)
                    related.endRow()
                }
            }
            guard found.count < relation.members.count else { continue }
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
        if !related.isEmpty {
            result.rows.append((plan.relationsDataset, related))
            result.used.append([Bool](repeating: true, count: related.variableCount))
        }
        closeCarry(dataset: plan.relationsDataset)
    }
}
