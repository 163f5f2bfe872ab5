/// How data get in: slips of the pen, audit records, values that are missing for a reason.
extension RecordWriter {
    /// Whether the item is entered wrongly at first (or, at the site that exports twice, corrected between the
    /// exports); then ``other`` is empty and waits for that value.
    mutating func slips(_ oid: StaticString, onceIn n: Int = 45) -> Bool {
        let slips =
            switch site.export {
            case .audited, .transactional: entry.once(in: n)
            case .separateMetaData: false
            case .snapshot: patched.map { Self.equal($0, oid) } ?? false
            }
        if slips { other.removeAll(keepingCapacity: true) }
        return slips
    }

    private static func equal(_ a: StaticString, _ b: StaticString) -> Bool {
        UnsafeBufferPointer(start: a.utf8Start, count: a.utf8CodeUnitCount)
            .elementsEqual(UnsafeBufferPointer(start: b.utf8Start, count: b.utf8CodeUnitCount))
    }

    /// Writes the item whose value stands in ``value``; `slipped` when another stands in ``other``.
    mutating func item(_ oid: StaticString, _ unit: Unit? = nil, slipped: Bool = false) {
        guard slipped else {
            values += Self.append(oid, value, unit, version, to: &bytes)
            return
        }
        switch site.export {
        case .transactional:
            values += Self.append(oid, other, unit, version, to: &bytes)
            correct(oid, unit)
        case .audited:
            let audit = auditRecord()
            values += Self.append(oid, value, unit, version, audit: audit, to: &bytes)
        case .snapshot, .separateMetaData:
            // `<ItemData ItemOID="`, the OID, `" Value="` or `"><Value>`: then the value
            let first = bytes.count + 19 + oid.utf8CodeUnitCount + 9
            values += Self.append(oid, value, unit, version, to: &bytes)
            patches.append((first..<first + value.count, other))
            patched = nil
        }
    }

    /// An item that has no value for a reason, which stands in an annotation.
    mutating func null(_ oid: StaticString, because reason: String) {
        values += 1
        append("<ItemData ItemOID=\"")
        append(oid)
        append("\" IsNull=\"Yes\"><Annotation SeqNum=\"1\"><Comment SponsorOrSite=\"Site\">")
        if version == .v2_0 { append("<TranslatedText Type=\"text/plain\" xml:lang=\"en\">") }
        bytes.append(escaping: reason)
        if version == .v2_0 { append("</TranslatedText>") }
        append("</Comment></Annotation></ItemData>\n")
    }

    /// Appends an `ItemData` element, and in ODM 2.0 that of its unit; returns how many.
    static func append(
        _ oid: StaticString, _ value: [UInt8], _ unit: Unit?, _ version: SampleOptions.ODMVersion,
        audit: [UInt8]? = nil,
        transaction: StaticString? = nil, to target: inout [UInt8]
    ) -> Int {
        target.append("<ItemData ItemOID=\"")
        target.append(oid)
        if let transaction {
            target.append("\" TransactionType=\"")
            target.append(transaction)
        }
        guard version == .v1_3_2 else {
            target.append("\"><Value>")
            target.append(contentsOf: value)
            target.append("</Value>")
            if let audit { target.append(contentsOf: audit) }
            target.append("</ItemData>\n")
            guard let unit, transaction == nil else { return 1 }
            target.append("<ItemData ItemOID=\"")
            target.append(oid)
            target.append(".UNIT\"><Value>")
            target.append(unit.symbol)
            target.append("</Value></ItemData>\n")
            return 2
        }
        target.append("\" Value=\"")
        target.append(contentsOf: value)
        guard audit != nil || unit?.isChosen == true else {
            target.append("\"/>\n")
            return 1
        }
        target.append("\">")
        if let audit { target.append(contentsOf: audit) }
        if let unit, unit.isChosen {
            target.append("<MeasurementUnitRef MeasurementUnitOID=\"")
            target.append(unit.oid)
            target.append("\"/>")
        }
        target.append("</ItemData>\n")
        return 1
    }

    private mutating func auditRecord() -> [UInt8] {
        var target: [UInt8] = []
        let (year, month, day) = (entryDay + 1 + entry.below(9)).civil
        target.append("<AuditRecord><UserRef UserOID=\"")
        target.append(escaping: site.coordinatorOID)
        target.append("\"/><LocationRef LocationOID=\"")
        target.append(escaping: site.locationOID)
        target.append("\"/><DateTimeStamp>")
        target.append(decimal: year)
        target.append(UInt8(ascii: "-"))
        target.append(twoDigits: month)
        target.append(UInt8(ascii: "-"))
        target.append(twoDigits: day)
        target.append(UInt8(ascii: "T"))
        target.append(twoDigits: 8 + entry.below(10))
        target.append(UInt8(ascii: ":"))
        target.append(twoDigits: entry.below(60))
        target.append(":00Z</DateTimeStamp><ReasonForChange>")
        target.append(entry.once(in: 3) ? "Query answered" : "Transcription error")
        target.append("</ReasonForChange></AuditRecord>")
        return target
    }
}
