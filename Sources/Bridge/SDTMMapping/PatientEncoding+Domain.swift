import ClinicalModel
import JSONStream
import SDTM
import Values

extension PatientEncoding {
    /// Encodes the records of one domain: order, --SEQ, rows, SUPP--, carry.
    mutating func encode(_ records: [Record], indices: [Int], domain index: Int) {
        guard !indices.isEmpty else { return }
        let domain = plan.domains[index]
        if domain.isLacking {
            note(
                "sdtm.domain-not-in-version", .warning,
                "SDTMIG \(plan.sdtmig) has no domain \(domain.code): it is written with the variables of its mapping",
                at: records[indices[0]].origin)
        }
        let order = recordOrder.sorted(
            indices, of: domain.kind == .comment ? withTargets(records, indices, domain) : records, keys: domain.keys)
        let sequences = sequences(of: order, records: records, domain: domain)
        let flagged =
            domain.has(.lastBeforeExposureFlag) ? lastBeforeExposure(order, of: records) : []
        begin(domain)
        supplementRows.removeAll(keepingCapacity: true)
        derivedCounts = [Int](repeating: 0, count: domain.columns.count)
        transliteratedCounts = derivedCounts
        records.withUnsafeBufferPointer { records in
            for place in order.indices {
                let sequence = sequences[place]
                RecordRef.lend(records, order[place]) { record in
                    if !pointedAt.isEmpty, pointedAt.contains(record.key) {
                        places[record.key] = (index, identifyingValue(of: record, sequence: sequence, domain: domain))
                    }
                    encode(
                        record, sequence: sequence, domain: domain,
                        isLastBeforeExposure: flagged.isEmpty ? false : flagged[place])
                }
            }
        }
        close(domain)
    }

    /// Lays out the rows and carry lines of a domain.
    private mutating func begin(_ domain: DomainPlan) {
        rows.begin(variableCount: domain.columns.count)
        repeated.begin(columns: domain.columns.count)
        leadingCells = DatasetRows(variableCount: domain.leadingConstants)
        leadingCells.beginRow()
        for column in 0..<domain.leadingConstants {
            leadingCells.text(constant(domain.columns[column].source, domain))
        }
        leadingCells.endRow()
        if !qualifierLabels.isEmpty { qualifierLabels = [:] }
        findings.begin(checks: domain.checks.count)
        cells.begin(columns: domain.columns.count)
        carryStart = CarryEntry.lineStart(usubjid: result.usubjid, dataset: domain.code, kind: domain.kind)
    }

    private mutating func close(_ domain: DomainPlan) {
        result.rows.append((domain.dataset, rows.rows()))
        result.used.append(rows.usedColumns())
        if !supplementRows.isEmpty {
            result.supplements += supplementRows.count
            result.rows.append((domain.supplemental, supplementDataset(domain)))
            result.used.append([Bool](repeating: true, count: 10))
        }
        for (column, missing) in missingRequired.sorted(by: { $0.key < $1.key }) {
            note(
                "sdtm.required-missing", .warning,
                "\(domain.code).\(domain.columns[column].name) is required and has no value in \(missing.count) records",
                remedy: "map it, or ask the site", at: missing.origin)
        }
        missingRequired = [:]
        noteLackingVariables(domain)
        noteFindings(domain)
        for column in domain.columns.indices {
            if derivedCounts[column] > 0 {
                result.derived.append(
                    .init(dataset: domain.dataset, column: column, count: derivedCounts[column]))
            }
            if transliteratedCounts[column] > 0 {
                result.transliterated.append(
                    .init(dataset: domain.dataset, column: column, count: transliteratedCounts[column]))
            }
        }
        closeCarry(dataset: domain.dataset)
    }

    private mutating func noteLackingVariables(_ domain: DomainPlan) {
        for (number, lacking) in lackingVariables.sorted(by: { $0.key < $1.key }) {
            let place = domain.hasSubject ? "in SUPP\(domain.code)" : "carried beside the package"
            note(
                "sdtm.variable-not-in-version", .note,
                "SDTMIG \(plan.sdtmig) has no \(domain.qualifiers[number].name): its \(lacking.count) values are \(place)",
                at: lacking.origin)
        }
        lackingVariables = [:]
    }

    mutating func closeCarry(dataset: Int) {
        guard carryLines > 0 else { return }
        result.carry.append((dataset, carryLines, [UInt8](carry.bytes)))
        carry.removeAll()
        carryLines = 0
    }

    /// --SEQ: a stored one is kept, the others are the numbers from 1 that are free, in the rows' order.
    private mutating func sequences(of order: [Int], records: [Record], domain: DomainPlan) -> [Int] {
        guard domain.has(.sequence) else { return [Int](repeating: 0, count: order.count) }
        if domain.kind == .trialSummary { return trialSummarySequences(order, records: records) }
        var stored: Set<Int> = []
        for index in order {
            guard let sequence = storedSequence(records[index].values) else { continue }
            if !stored.insert(sequence).inserted {
                refuse(
                    .duplicateSequence(
                        dataset: domain.code, patient: patientName, at: location(records[index].origin)))
            }
        }
        if stored.isEmpty { return Array(1...order.count) }
        var next = 1
        return order.map { index in
            if let sequence = storedSequence(records[index].values) { return sequence }
            while stored.contains(next) { next += 1 }
            next += 1
            return next - 1
        }
    }

    private func storedSequence(_ values: FieldValues) -> Int? {
        // It is the first of all fields.
        guard let first = values.entries.first, first.field == .sequence, case .number(let stored) = first.value else {
            return nil
        }
        let number = stored.normalized
        return number.scale == 0 ? Int(number.significand) : nil
    }

    /// TSSEQ counts within a parameter.
    private func trialSummarySequences(_ order: [Int], records: [Record]) -> [Int] {
        var counts: [String: Int] = [:]
        return order.map { index in
            if let sequence = storedSequence(records[index].values) { return sequence }
            let code = records[index].text(.parameterCode) ?? ""
            counts[code, default: 0] += 1
            return counts[code] ?? 1
        }
    }

    /// --LOBXFL: of each test the last result that is surely before the first treatment.
    ///
    /// A test is one with its category, specimen, site of the body, method, evaluator and lesion. A result of the same day
    /// without a time is not surely before, and gets no flag.
    private func lastBeforeExposure(_ order: [Int], of records: [Record]) -> [Bool] {
        var flags = [Bool](repeating: false, count: order.count)
        guard let firstTreatment else { return flags }
        var best: [(place: Int, date: PartialDate)] = []
        var indices: [[UInt8]: Int] = [:]
        var test: [UInt8] = []
        // Rows are sorted, mostly by test: the one at work is mostly that of the row before.
        var lastTest: [UInt8] = []
        var lastIndex: Int?
        for (place, index) in order.enumerated() {
            guard let date = Self.collectionDate(records[index].values),
                date.isBefore(firstTreatment, in: zone) == true,
                hasResult(records[index])
            else { continue }
            Self.name(records[index].values, into: &test)
            let known = lastIndex != nil && lastTest == test ? lastIndex : indices[test]
            lastIndex = known ?? best.count
            guard let known else {
                indices[test] = best.count
                best.append((place, date))
                swap(&lastTest, &test)
                continue
            }
            swap(&lastTest, &test)
            let isEarlier =
                date.isBefore(best[known].date, in: zone) ?? PartialDate.sortsBefore(date, best[known].date)
            if !isEarlier { best[known] = (place, date) }
        }
        for last in best { flags[last.place] = true }
        return flags
    }

    private static func collectionDate(_ values: FieldValues) -> PartialDate? {
        if case .date(let date)? = values[.date] { return date }
        if case .date(let date)? = values[.start] { return date }
        return nil
    }

    /// What tells a test from others, as bytes.
    private static func name(_ values: FieldValues, into test: inout [UInt8]) {
        test.removeAll(keepingCapacity: true)
        for entry in values.entries where isTestField[Int(entry.field.rawValue)] {
            guard var text = entry.value.text else { continue }
            test.append(UInt8(truncatingIfNeeded: entry.field.rawValue))
            test.append(UInt8(truncatingIfNeeded: entry.field.rawValue >> 8))
            text.withUTF8 { test.append(contentsOf: $0) }
            test.append(0)
        }
    }

    private static let testFields: [FieldID] = [
        .testCode, .category, .subcategory, .specimen, .location, .laterality, .directionality, .portionOrTotality,
        .method, .position, .evaluator, .evaluatorID, .linkID, .lead, .object, .testDetail,
    ]

    private static let isTestField: [Bool] = FieldID.allCases.map(testFields.contains)

    private func hasResult(_ record: Record) -> Bool {
        let isDone = record.text(.status) == nil
        return isDone && (record.values[.original]?.text != nil || record.values[.standard]?.text != nil)
    }

    /// A record of a kind that SDTM has no domain for: all of it goes to carry.
    mutating func carryWhole(_ record: Record) {
        carryEntry.reset()
        for entry in record.values.entries {
            carryEntry.add(
                asWritten(entry, of: record.kind, record.key), field: entry.field.name, variable: "",
                reason: .noVariable)
        }
        for supplement in record.supplements { carryEntry.add(supplement) }
        result.carried += record.values.entries.count + record.supplements.count
        let start = CarryEntry.lineStart(usubjid: result.usubjid, dataset: "", kind: record.kind)
        carryEntry.write(to: &carry, start: start, sequence: 0, key: record.key, parent: record.parent)
        carryLines += 1
    }
}
