import ClinicalModel
import Mapping
import Values

/// The rows of TA, TE and TV that study.yaml's arms, elements and visits are.
enum StudyRecords {
    static func make(_ description: StudyDescription) -> [Record] {
        let study = description.study
        var records: [Record] = []
        for arm in study.arms {
            for (index, step) in arm.path.enumerated() {
                var record = Record(kind: .trialArm, key: RecordKey("TA.\(arm.code)[\(index + 1)]"))
                set(.armCode, arm.code, on: &record)
                set(.arm, arm.name, on: &record)
                record.values[.elementOrder] = .number(Decimal(significand: Int64(index + 1)))
                set(.elementCode, step.element, on: &record)
                set(.element, study.elements.first { $0.code == step.element }?.name ?? "", on: &record)
                set(.branch, step.branch, on: &record)
                set(.transition, step.transition, on: &record)
                set(.epoch, step.epoch, on: &record)
                records.append(record)
            }
        }
        for element in study.elements {
            var record = Record(kind: .trialElement, key: RecordKey("TE.\(element.code)"))
            set(.elementCode, element.code, on: &record)
            set(.element, element.name, on: &record)
            set(.startRule, element.startRule, on: &record)
            set(.endRule, element.endRule, on: &record)
            set(.plannedDuration, element.duration, on: &record)
            records.append(record)
        }
        for visit in study.visits {
            var record = Record(kind: .trialVisit, key: RecordKey("TV.\(visit.number.normalized)"))
            record.values[.visitNumber] = .number(visit.number)
            set(.visit, visit.name, on: &record)
            if let day = visit.day { record.values[.visitDay] = .number(Decimal(significand: Int64(day))) }
            set(.startRule, visit.startRule, on: &record)
            set(.endRule, visit.endRule, on: &record)
            records.append(record)
        }
        return records
    }

    private static func set(_ field: FieldID, _ text: String, on record: inout Record) {
        if !text.isEmpty { record.values[field] = .text(text) }
    }
}
