import ClinicalModel
import Mapping
import ODM

/// Where groups stand, and the keys of their records.
extension PatientBuilder {
    /// Where a group stands.
    struct GroupPlace {
        /// The study event and the form that it is or stands in, or -1.
        var event: Int32 = -1, form: Int32 = -1
        /// Whether part of its key is an ordinal.
        var isWeak = false
        /// Its path; -1 before it was asked for.
        var pathStart: Int32 = -1, pathEnd: Int32 = -1
    }

    func place(of group: GroupRecord, _ index: Int) -> GroupPlace {
        let parent = Int(group.parent)
        var place = parent >= 0 && parent < index ? places[parent] : GroupPlace()
        if group.level == .studyEvent { place.event = Int32(index) }
        if group.level == .form { place.form = Int32(index) }
        if !group.repeatKey.isPresent, group.ordinal > 1 { place.isWeak = true }
        place.pathStart = -1
        return place
    }

    /// The record key of a group: its OIDs and repeat keys from the study event downwards.
    mutating func path(_ index: Int) -> String {
        let range = pathRange(index)
        return pathBytes.text(range)
    }

    /// The key of a record made of a group.
    mutating func key(of group: Int, suffix: String) -> RecordKey {
        if plan.hasKeys, let key = itemKey(of: group) { return RecordKey(key + suffix) }
        let range = pathRange(group)
        if suffix.isEmpty { return RecordKey(pathBytes.text(range), isWeak: places[group].isWeak) }
        var suffix = suffix
        let text = suffix.withUTF8 { pathBytes.text(range, $0) }
        return RecordKey(text, isWeak: places[group].isWeak)
    }

    private mutating func pathRange(_ index: Int) -> Range<Int> {
        if places[index].pathStart >= 0 { return Int(places[index].pathStart)..<Int(places[index].pathEnd) }
        let group = records.groups[index]
        var parent = 0..<0
        let hasParent = group.parent >= 0 && records.groups[Int(group.parent)].level != .subject
        if hasParent { parent = pathRange(Int(group.parent)) }
        let start = pathBytes.count
        if hasParent {
            pathBytes.append(parent)
            pathBytes.append(UInt8(ascii: "/"))
        }
        if group.oid >= 0 {
            names.withBytes(of: group.oid) { pathBytes.append($0) }
        } else {
            var name = "SubjectData"
            name.withUTF8 { pathBytes.append($0) }
        }
        if group.repeatKey.isPresent {
            let first = Int(group.repeatKey.offset)
            let last = first + Int(group.repeatKey.length)
            pathBytes.append(UInt8(ascii: "["))
            records.bytes.withUnsafeBufferPointer { pathBytes.append(UnsafeBufferPointer(rebasing: $0[first..<last])) }
            pathBytes.append(UInt8(ascii: "]"))
        } else if group.ordinal > 1 {
            pathBytes.append(UInt8(ascii: "#"))
            pathBytes.append(number: group.ordinal)
        }
        places[index].pathStart = Int32(start)
        places[index].pathEnd = Int32(pathBytes.count)
        return start..<pathBytes.count
    }

    /// Whether part of a group's key is an ordinal.
    func isWeak(_ index: Int) -> Bool { places[index].isWeak }
}
