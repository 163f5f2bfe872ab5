import ClinicalModel
import Foundation
import Mapping
import TestSupport
import Testing
import Values

/// Which fields an entity has: what SDTM's tables give it, and the refusal of a line to another.
struct EntityFieldTests {
    @Test func everyVariableOfADomainIsAFieldOfItsEntity() throws {
        for mapping in try DomainMapping.embedded() {
            let kind = try #require(EntityKind.home(ofDomain: mapping.domain))
            for variable in mapping.variables {
                guard case .field(let field) = variable.source else { continue }
                #expect(kind.accepts(field), "\(variable.name): \(kind.name) has no \(field.name)")
            }
        }
    }

    /// Kinds that are no observation have what their dataset has, and what SDTM has no variable for.
    @Test func otherKindsHaveOnlyWhatTheirDatasetHas() throws {
        for mapping in try DomainMapping.embedded() {
            let kind = try #require(EntityKind.home(ofDomain: mapping.domain))
            guard [.specialPurpose, .trialDesign].contains(kind.generalClass) else { continue }
            var fields: Set<FieldID> = []
            for variable in mapping.variables { if case .field(let field) = variable.source { fields.insert(field) } }
            for field in kind.fields where !field.definition.variables.isEmpty {
                #expect(fields.contains(field), "\(kind.name) \(field.name)")
            }
        }
    }

    private func parse(_ text: String) throws(MappingError) -> MappingDocument {
        try MappingDocument(text: text, path: "mapping.yaml") { (path) throws(MappingError) in
            throw .missingKey(path, in: "test", at: Location(path: path))
        }
    }

    @Test(arguments: [
        ("    items:\n      - {oid: I.D, field: dose}", 6, "adverseEvent has no field 'dose'"),
        ("    set: {testCode: X}", 5, "adverseEvent has no field 'testCode'"),
        ("    items:\n      - {oid: I.S, field: sex, when: {item: I.X, present: true}}", 6, "no field 'sex'"),
    ])
    func aLineToAFieldThatTheEntityDoesNotHaveIsRefused(lines: String, line: Int, message: String) throws {
        let error = #expect(throws: MappingError.self) {
            try parse("language: 1\nitemGroups:\n  - oid: IG\n    entity: adverseEvent\n" + lines)
        }
        let diagnostic = try #require(error?.diagnostic)
        #expect(diagnostic.code == "mapping.field-not-held")
        #expect(diagnostic.location?.line == line)
        #expect(diagnostic.message.contains(message))
        #expect(diagnostic.remedy.contains("--entity adverseEvent"))
    }

    @Test func aPivotedTestsLineIsCheckedToo() throws {
        let error = #expect(throws: MappingError.self) {
            try parse(
                """
                language: 1
                itemGroups:
                  - oid: IG
                    entity: laboratory
                    pivot:
                      - {oid: I.WBC, test: WBC, name: Leukocytes, set: {severity: MILD}}
                """)
        }
        #expect(error?.diagnostic.code == "mapping.field-not-held")
        #expect(error?.diagnostic.location?.line == 6)
    }

    @Test(arguments: [
        "    split:\n      - {as: A, entity: adverseEvent, set: {dose: 3}}",
        "    split:\n      - {as: A, entity: medicalHistory, set: {term: X}}\n"
            + "      - {as: B, entity: adverseEvent, items: [{oid: I, field: treatment}]}",
        "    entity: adverseEvent\n    items: [{oid: I, flags: {A: seriousDeath, B: fasting}}]",
    ])
    func partsOfASplitAndFlagsAreCheckedToo(block: String) {
        let error = #expect(throws: MappingError.self) {
            try parse("language: 1\nitemGroups:\n  - oid: IG\n" + block)
        }
        #expect(error?.diagnostic.code == "mapping.field-not-held")
    }

    @Test func everyMappingOfTheRepositoryLoads() throws {
        let folder = Fixtures.repository + "/mappings/odm/"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".yaml") }
        #expect(!names.isEmpty)
        for path in names.map({ folder + $0 }) + [Fixtures.path("Mapping/juno/mapping.yaml")] {
            let text = String(decoding: try readBytes(path), as: UTF8.self)
            #expect(throws: Never.self, "\(path)") { try parse(text) }
        }
    }

    @Test func theCatalogueOfAnEntityListsWhatItHas() throws {
        for kind in EntityKind.allCases {
            for row in try FieldCatalogue(entity: kind).rows {
                let field = try #require(FieldDefinition.named(row.name))
                #expect(kind.accepts(field.id), "\(kind.name) \(row.name)")
            }
        }
        let cycle = try FieldCatalogue(entity: .cycle).rows.map(\.name)
        #expect(cycle.contains("cycleNumber") && !cycle.contains("dose"))
    }
}
