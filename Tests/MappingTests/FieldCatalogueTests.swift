import ClinicalModel
import Mapping
import Terminology
import TestSupport
import Testing

@Suite struct FieldCatalogueTests {
    @Test func theCheckedInCatalogueIsTheTable() throws {
        let file = String(decoding: try readBytes(Fixtures.repository + "/mappings/canon.md"), as: UTF8.self)
        let made = try FieldCatalogue().markdown()
        #expect(difference(made, file) == nil, "run: rialto mapping fields --format markdown > mappings/canon.md")
    }

    @Test func everyVariableOfTheGuideHasAFieldOrADerivation() throws {
        let guide = try Terminology.sdtmig("3.4")
        for mapping in try DomainMapping.embedded() {
            let domain = try #require(guide.domain(mapping.domain))
            let missing = domain.variables.map(\.name).filter { mapping.variable($0) == nil }
            #expect(missing == [], "of \(mapping.domain)")
        }
    }

    @Test func everyMappedFieldIsInTheCatalogue() throws {
        let names = Set(try FieldCatalogue().rows.map(\.name))
        for mapping in try DomainMapping.embedded() {
            for variable in mapping.variables {
                guard case .field(let field) = variable.source else { continue }
                #expect(names.contains(field.name), "\(variable.name)")
            }
        }
    }

    @Test func anEntityListsTheVariablesOfItsDomain() throws {
        let rows = try FieldCatalogue(entity: .adverseEvent).rows
        #expect(rows.first { $0.name == "term" }?.variables == "AETERM")
        #expect(!rows.contains { $0.name == "birthDate" })
        #expect(try FieldCatalogue(entity: .adverseEvent).text().hasPrefix("adverseEvent (AE)\n"))
    }
}
