import ODM
import TestSupport
import Testing
import Values

struct MetaDataTests {
    static let study = """
        <Study OID="ST"><GlobalVariables><StudyName> Name </StudyName><StudyDescription>About
          it</StudyDescription><ProtocolName>P</ProtocolName></GlobalVariables>
        <BasicDefinitions><MeasurementUnit OID="MU.KG" Name="kilogram"><Symbol><TranslatedText>kg</TranslatedText></Symbol>
          <Alias Context="UCUM" Name="kg"/></MeasurementUnit></BasicDefinitions>
        <MetaDataVersion OID="MDV.2" Name="second"><Include StudyOID="ST" MetaDataVersionOID="MDV.1"/>
          <ItemDef OID="I.B" Name="B" DataType="text" Length="20" SASFieldName="SB" SDSVarName="AETERM" Origin="CRF" redcap:Variable="b"
              xmlns:redcap="https://projectredcap.org">
            <Description><TranslatedText xml:lang="de">Zweite</TranslatedText><TranslatedText xml:lang="en">Second</TranslatedText></Description>
            <Question><TranslatedText>What?</TranslatedText></Question>
            <MeasurementUnitRef MeasurementUnitOID="MU.KG"/>
            <RangeCheck Comparator="IN" SoftHard="Hard"><CheckValue>1</CheckValue><CheckValue>2</CheckValue></RangeCheck>
            <CodeListRef CodeListOID="CL"/><Alias Context="SDTM" Name="AETERM"/>
          </ItemDef>
          <CodeList OID="CL" Name="YN" DataType="text">
            <CodeListItem CodedValue="Y"><Decode><TranslatedText>Yes</TranslatedText></Decode><Alias Context="nci" Name="C49488"/></CodeListItem>
            <EnumeratedItem CodedValue="N"/>
          </CodeList>
          <CodeList OID="CL.M" Name="MedDRA" DataType="text"><ExternalCodeList Dictionary="MedDRA" Version="26.0"/></CodeList>
          <MethodDef OID="M" Name="m" Type="Computation"><Description><TranslatedText>sum</TranslatedText></Description></MethodDef>
          <ConditionDef OID="C" Name="c"><Description><TranslatedText>if</TranslatedText></Description></ConditionDef>
        </MetaDataVersion>
        <MetaDataVersion OID="MDV.1" Name="first">
          <Protocol><StudyEventRef StudyEventOID="SE" OrderNumber="1" Mandatory="Yes"/></Protocol>
          <StudyEventDef OID="SE" Name="Visit" Repeating="Yes" Type="Common"><FormRef FormOID="F" Mandatory="No"/></StudyEventDef>
          <FormDef OID="F" Name="Form" Repeating="No"><ItemGroupRef ItemGroupOID="IG" Mandatory="Yes"/></FormDef>
          <ItemGroupDef OID="IG" Name="Group" Repeating="Yes" Domain="AE" SASDatasetName="AE">
            <ItemRef ItemOID="I.A" Mandatory="Yes" OrderNumber="2" KeySequence="1" MethodOID="M" Role="Topic"/>
          </ItemGroupDef>
          <ItemDef OID="I.A" Name="A" DataType="integer"><Question><TranslatedText>Old?</TranslatedText></Question></ItemDef>
          <ItemDef OID="I.B" Name="old B" DataType="text"/>
        </MetaDataVersion></Study>
        """

    func library(_ studies: String...) throws -> MetaDataLibrary {
        var library = MetaDataLibrary()
        for study in studies {
            let file = try read(odm(study))
            #expect(file.error == nil)
            for study in file.studies { library.add(study) }
        }
        return library
    }

    @Test func readsEveryDefinition() throws {
        let study = try #require(try read(odm(Self.study)).studies.first)
        #expect((study.oid, study.name, study.protocolName) == ("ST", "Name", "P"))
        #expect(study.description == "About\n  it")
        #expect(study.measurementUnits["MU.KG"]?.symbol == "kg")
        #expect(study.measurementUnits["MU.KG"]?.aliases.map(\.name) == ["kg"])
        let version = study.metaDataVersions[0]
        let item = try #require(version.items.first)
        #expect((item.oid, item.name, item.dataType, item.length) == ("I.B", "B", .text, 20))
        #expect((item.question, item.description) == ("What?", "Zweite"))
        #expect((item.sasFieldName, item.sdsVarName, item.origin) == ("SB", "AETERM", "CRF"))
        #expect(item.codeListOID == "CL")
        #expect(item.measurementUnitOIDs == ["MU.KG"])
        #expect(item.rangeChecks.map(\.values) == [["1", "2"]])
        #expect(item.rangeChecks.map(\.hard) == [true])
        #expect(item.aliases.map(\.name) == ["AETERM"])
        #expect(item.attributes == ["redcap:Variable": "b"])
        #expect(item.location.line == 7)
        let list = version.codeLists[0]
        #expect(list.items.map(\.codedValue) == ["Y", "N"])
        #expect(list.items.map(\.decode) == ["Yes", nil])
        #expect(list.items[0].aliases.map(\.name) == ["C49488"])
        #expect(version.codeLists[1].externalDictionary == "MedDRA")
        #expect(version.codeLists[1].externalVersion == "26.0")
        #expect(version.methods.map(\.description) == ["sum"])
        #expect(version.conditions.map(\.description) == ["if"])
        let first = study.metaDataVersions[1]
        #expect(first.studyEventRefs.map(\.oid) == ["SE"])
        #expect(first.studyEvents[0].repeating && first.studyEvents[0].type == "Common")
        #expect(first.studyEvents[0].refs.map(\.oid) == ["F"])
        #expect(first.forms[0].refs.map(\.oid) == ["IG"])
        let reference = first.itemGroups[0].refs[0]
        #expect(
            (reference.oid, reference.mandatory, reference.orderNumber, reference.keySequence) == ("I.A", true, 2, 1))
        #expect((reference.methodOID, reference.role, first.itemGroups[0].domain) == ("M", "Topic", "AE"))
    }

    @Test func readsVersion2() throws {
        let study = try #require(try ReadFile(Fixtures.path("ODM/nested-2.0.xml")).studies.first)
        #expect((study.name, study.protocolName, study.description) == ("Study", "P-1", "About it"))
        let version = study.metaDataVersions[0]
        #expect(version.studyEventRefs.map(\.oid) == ["SEG"])
        #expect(version.studyEvents[0].refs.map(\.oid) == ["IG.FORM"])
        #expect(version.itemGroups.map(\.type) == ["Form", "Section"])
        #expect(version.itemGroups.map(\.repeating) == [false, true])
        #expect(version.itemGroups[0].refs.map(\.oid) == ["IG.LB", "I.DONE"])
        #expect(version.itemGroups[1].refs[0].unitsItemOID == "I.UNIT")
        #expect(version.items[0].codings.map(\.code) == ["718-7"])
        #expect(version.items[0].dataType == .decimal)
        #expect(version.codeLists[0].items[0].codings.map(\.system) == ["ucum"])
    }

    @Test func multiSelectListsAreCodeLists() throws {
        let study = try read(
            odm(
                """
                <Study OID="S"><MetaDataVersion OID="M" Name="m" xmlns:oc="http://www.openclinica.org/ns/odm_ext_v130/v3.1">
                <ItemDef OID="I" Name="RACE" DataType="text"><oc:MultiSelectListRef MultiSelectListID="MSL"/></ItemDef>
                <oc:MultiSelectList ID="MSL" Name="RACE" DataType="text">
                  <oc:MultiSelectListItem CodedOptionValue="1"><Decode><TranslatedText>Asian</TranslatedText></Decode></oc:MultiSelectListItem>
                </oc:MultiSelectList></MetaDataVersion></Study>
                """)
        ).studies[0]
        let version = study.metaDataVersions[0]
        #expect(version.items[0].codeListOID == "MSL" && version.items[0].isMultiSelect)
        #expect(version.codeLists[0].oid == "MSL")
        #expect(version.codeLists[0].items.map(\.decode) == ["Asian"])
    }

    @Test func includedDefinitionsAreFoundAndOwnOnesGoBefore() throws {
        let metaData = try #require(try library(Self.study).resolve(studyOID: "ST", metaDataVersionOID: "MDV.2"))
        #expect(metaData.item("I.B")?.name == "B")
        #expect(metaData.item("I.A")?.name == "A")
        #expect(metaData.studyEventRefs.map(\.oid) == ["SE"])
        #expect(metaData.versions.map(\.oid) == ["MDV.2", "MDV.1"])
        #expect(metaData.measurementUnits["MU.KG"]?.symbol == "kg")
        #expect(metaData.diagnostics == [])
        #expect(metaData.item("I.B").flatMap { metaData.codeList(of: $0) }?.name == "YN")
    }

    @Test func aCycleOfIncludesEnds() throws {
        let cycle = """
            <Study OID="A"><MetaDataVersion OID="1" Name=""><Include StudyOID="B" MetaDataVersionOID="2"/></MetaDataVersion></Study>
            <Study OID="B"><MetaDataVersion OID="2" Name=""><Include StudyOID="A" MetaDataVersionOID="1"/></MetaDataVersion></Study>
            """
        let metaData = try #require(try library(cycle).resolve(studyOID: "A", metaDataVersionOID: "1"))
        #expect(metaData.versions.map(\.oid) == ["1", "2"])
        #expect(metaData.diagnostics.map(\.code) == ["odm.include-cycle"])
        #expect(metaData.diagnostics[0].location?.line == 3)
    }

    @Test func aMissingIncludeIsSaid() throws {
        let study = """
            <Study OID="A"><MetaDataVersion OID="1" Name=""><Include StudyOID="B" MetaDataVersionOID="2"/></MetaDataVersion></Study>
            """
        let metaData = try #require(try library(study).resolve(studyOID: "A", metaDataVersionOID: "1"))
        #expect(metaData.diagnostics.map(\.code) == ["odm.include-missing"])
    }

    @Test func fallsBackOnWhatCanOnlyBeMeant() throws {
        let one = "<Study OID='A'><MetaDataVersion OID='1' Name=''/></Study>"
        let two = "<Study OID='B'><MetaDataVersion OID='2' Name=''/><MetaDataVersion OID='3' Name=''/></Study>"
        let single = try library(one)
        #expect(single.resolve(studyOID: nil, metaDataVersionOID: nil)?.versions[0].oid == "1")
        #expect(single.resolve(studyOID: "X", metaDataVersionOID: "9")?.diagnostics.count == 2)
        let both = try library(one, two)
        let unnamed = both.resolve(studyOID: "B", metaDataVersionOID: nil)
        #expect(unnamed?.diagnostics.map(\.code) == ["odm.version-ambiguous"])
        #expect(both.resolve(studyOID: "B", metaDataVersionOID: "1")?.study.oid == "A")
        #expect(both.resolve(studyOID: "X", metaDataVersionOID: "1") == nil)
        #expect(both.resolve(studyOID: "B", metaDataVersionOID: "9") == nil)
        #expect(MetaDataLibrary().resolve(studyOID: "A", metaDataVersionOID: "1") == nil)
    }

    @Test func theSameMetadataFromSeveralSitesIsNotReported() throws {
        let library = try library(Self.study, Self.study)
        #expect(library.studies.count == 1)
        #expect(library.diagnostics == [])
        let changed = try self.library(Self.study, Self.study.replacing("CodedValue=\"N\"", with: "CodedValue=\"0\""))
        #expect(changed.diagnostics.map(\.code) == ["odm.metadata-contradict"])
    }
}
