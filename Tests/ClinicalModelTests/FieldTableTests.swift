import ClinicalModel
import Testing

/// The one field table: checker, doors, comparison and catalogue read it.
struct FieldTableTests {
    @Test func everyNumberIsItsPlaceInTheTable() {
        #expect(FieldDefinition.all.count == FieldID.allCases.count)
        for (index, field) in FieldID.allCases.enumerated() {
            #expect(Int(field.rawValue) == index)
            #expect(field.definition.id == field, "\(field)")
        }
    }

    @Test func everyNameIsUniqueAndFindsItsField() {
        #expect(Set(FieldDefinition.all.map(\.name)).count == FieldDefinition.all.count)
        for field in FieldID.allCases { #expect(FieldDefinition.named(field.name)?.id == field) }
        #expect(FieldDefinition.named("trem") == nil)
    }

    @Test func everyFieldSaysWhatItMeans() {
        for field in FieldDefinition.all { #expect(!field.meaning.isEmpty, "\(field.name)") }
    }

    @Test func everyKindIsFoundByNameAndHome() {
        for kind in EntityKind.allCases {
            #expect(EntityKind.named(kind.name) == kind)
            if let domain = kind.domain { #expect(EntityKind.home(ofDomain: domain) == kind) }
        }
        #expect(Set(EntityKind.allCases.map(\.name)).count == EntityKind.allCases.count)
    }

    @Test func everyFieldIsHeldBySomeKindAndEveryKindHasFields() {
        for field in FieldID.allCases {
            #expect(EntityKind.allCases.contains { $0.accepts(field) }, "\(field.name)")
        }
        for kind in EntityKind.allCases { #expect(!kind.fields.isEmpty, "\(kind.name)") }
    }

    @Test func observationsHaveAllOfTheirClassAndNothingOfAnother() {
        #expect(EntityKind.adverseEvent.accepts(.grade))
        #expect(EntityKind.medicalHistory.accepts(.causality))
        #expect(!EntityKind.adverseEvent.accepts(.dose))
        #expect(!EntityKind.laboratory.accepts(.term))
        #expect(!EntityKind.exposure.accepts(.testCode))
        #expect(!EntityKind.subject.accepts(.start))
        #expect(EntityKind.laboratory.fields == EntityKind.response.fields)
        for kind in EntityKind.allCases where [.events, .findings, .interventions].contains(kind.generalClass) {
            #expect(kind.accepts(.cycle) && kind.accepts(.epoch) && kind.accepts(.linkID))
        }
    }

    @Test func derivedFieldsAreToldApart() {
        #expect(FieldID.age.isDerived && FieldID.epoch.isDerived && FieldID.sequence.isDerived)
        #expect(!FieldID.term.isDerived && !FieldID.start.isDerived)
        for field in FieldDefinition.all where field.isGivenOnReading { #expect(field.id.isDerived) }
    }
}
