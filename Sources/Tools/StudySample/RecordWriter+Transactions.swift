/// What a transactional export says later: updates of what was entered wrongly, removals of what should not be there.
/// Each is a `SubjectData` of its own, in one of the ways in which systems write transactions (ODM 1.3.2, 3.1.4.1).
extension RecordWriter {
    /// Whether a record is entered by mistake here, to be removed later: once in `n` times where transactions show it.
    mutating func errs(onceIn n: Int) -> Bool { site.export == .transactional && entry.once(in: n) }

    /// Has the group at hand removed later.
    mutating func removeGroupLater() {
        correction(subject: "Context", group: "Remove") { _, _ in 0 }
    }

    /// Has the item of the group at hand removed later.
    mutating func removeItemLater(_ oid: StaticString) {
        correction(subject: "Context", group: "Context") { _, target in
            Self.appendRemoval(oid, to: &target)
            return 1
        }
    }

    /// Has the event at hand removed later.
    mutating func removeEventLater() {
        guard let event else { return }
        openSubject("Context")
        corrections.append("<StudyEventData StudyEventOID=\"")
        append(event, " StudyEventRepeatKey=\"", "Remove")
        corrections.append("</StudyEventData>\n</SubjectData>\n")
    }

    /// Says later what ``value`` says.
    mutating func correct(_ oid: StaticString, _ unit: Unit?) {
        switch entry.below(4) {
        case 0:  // the whole path for matching, the item updated
            correction(subject: "Context", group: "Context") { writer, target in
                Self.append(oid, writer.value, unit, writer.version, transaction: "Update", to: &target)
            }
        case 1:  // the item taken away and entered anew
            correction(subject: "Context", group: "Context") { writer, target in
                Self.appendRemoval(oid, to: &target)
                return 1 + Self.append(oid, writer.value, unit, writer.version, transaction: "Insert", to: &target)
            }
        case 2:  // updated, as the subject says for all below it
            correction(subject: "Update", group: nil) { writer, target in
                Self.append(oid, writer.value, unit, writer.version, to: &target)
            }
        default:  // the same, were it new or not
            correction(subject: "Upsert", group: nil) { writer, target in
                Self.append(oid, writer.value, unit, writer.version, to: &target)
            }
        }
    }

    /// Writes a correction of the group at hand; `items` appends its items and returns how many.
    private mutating func correction(
        subject: StaticString, group transaction: StaticString?, items: (RecordWriter, inout [UInt8]) -> Int
    ) {
        guard let event, let form, let group else { return }
        openSubject(subject)
        corrections.append("<StudyEventData StudyEventOID=\"")
        append(event, " StudyEventRepeatKey=\"", nil)
        corrections.append(version == .v1_3_2 ? "<FormData FormOID=\"" : "<ItemGroupData ItemGroupOID=\"")
        append(form, version == .v1_3_2 ? " FormRepeatKey=\"" : " ItemGroupRepeatKey=\"", nil)
        corrections.append("<ItemGroupData ItemGroupOID=\"")
        append(group, " ItemGroupRepeatKey=\"", transaction)
        var written: [UInt8] = []
        values += items(self, &written)
        corrections.append(contentsOf: written)
        corrections.append("</ItemGroupData>\n")
        corrections.append(version == .v1_3_2 ? "</FormData>\n" : "</ItemGroupData>\n")
        corrections.append("</StudyEventData>\n</SubjectData>\n")
        records += version == .v1_3_2 ? 1 : 2
    }

    private mutating func openSubject(_ transaction: StaticString) {
        corrections.append("<SubjectData SubjectKey=\"")
        corrections.append(escaping: subjectKey)
        corrections.append("\" TransactionType=\"")
        corrections.append(transaction)
        corrections.append("\">\n")
    }

    private mutating func append(_ place: Place, _ keyName: StaticString, _ transaction: StaticString?) {
        corrections.append(place.oid)
        corrections.append("\"")
        if place.key != 0 {
            corrections.append(keyName)
            corrections.append(decimal: place.key)
            corrections.append("\"")
        }
        if let transaction {
            corrections.append(" TransactionType=\"")
            corrections.append(transaction)
            corrections.append("\"")
        }
        corrections.append(">\n")
    }

    private static func appendRemoval(_ oid: StaticString, to target: inout [UInt8]) {
        target.append("<ItemData ItemOID=\"")
        target.append(oid)
        target.append("\" TransactionType=\"Remove\"/>\n")
    }
}
