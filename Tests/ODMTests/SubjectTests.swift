import ODM
import TestSupport
import Testing
import Values

struct SubjectTests {
    @Test func readsWhatRealExportsHave() throws {
        let file = try ReadFile(Fixtures.path("ODM/vendors-1.3.xml"))
        #expect(file.error == nil)
        #expect(file.warnings == [])
        #expect(file.subjects.count == 3)
        #expect(file.subjects.map(\.subjectKey) == ["S1", "S1", "S1"])
        #expect(
            file.lines(file.subjects[0]) == [
                "subject",
                "  @OpenClinica:Sex=f (attribute)",
                "  @OpenClinica:DateOfBirth=2009-02-03 (attribute)",
                "  SiteRef/@LocationOID=L.7 (attribute)",
                "studyEvent SE.V1[1]",
                "  @OpenClinica:StartDate=2020-01-01 (attribute)",
                "form F.AE[1]",
                "  OpenClinica:Note=after the groups (attribute)",
                "itemGroup IG.AE[ALL ATTRIBUTE]",
                "  I.TERM=Fever <39\ntwo lines",
                "  I.GRADE=",
                "  I.STDAT null because NASK",
                "  I.QUERIED absent",
                "  I.PD=1959-12 (typed) partialDate",
                "  I.TEXT= kept <as> & it is  (typed) string",
                "  I.FILE=JVBERi0= (typed) base64Binary",
                "  I.FILE/@x:Name=a.pdf (attribute)",
                "  I.NONE= (typed) integer",
                "  I.WEIGHT=12.50 in MU.KG",
                "  I.WEIGHT/@mdsol:Thing=t (attribute)",
                "  I.WEIGHT/mdsol:Comment/@Value=checked (attribute)",
                "  I.WEIGHT/mdsol:Comment/x:Mark= (attribute)",
                "  I.WEIGHT/mdsol:Comment=twice (attribute)",
                "itemGroup IG.ROW",
                "  I.A=1",
                "itemGroup IG.ROW#2",
                "  I.A=2",
                "form F.DM",
                "itemGroup IG.DM",
                "  I.SEX=漢字",
            ])
        let group = file.subjects[0].groups[3]
        #expect((group.line, group.column) == (11, 11))
        #expect(group.transaction == .insert)
        #expect(file.names[group.study] == "ST.1")
        #expect(file.names[group.metaDataVersion] == "MDV.1")
        let term = file.subjects[0].items[Int(group.firstItem)]
        #expect((term.line, term.column) == (13, 13))
        #expect(term.transaction == .insert)
        #expect(file.subjects[0].items.contains { $0.state == .empty })
    }

    @Test func countsWhatStandsInTheFile() throws {
        for keepAudit in [false, true] {
            let counts = try ReadFile(Fixtures.path("ODM/vendors-1.3.xml"), keepAudit: keepAudit).counts
            #expect(counts.patients == 2)
            #expect(counts.itemGroups == 4)
            #expect(counts.items == 12)
            #expect(counts.auditRecords == 5)
            #expect(counts.signatures == 1)
            #expect(counts.queries == 1)
            #expect(counts.annotations == 2)
            #expect(counts.associations == 1)
            #expect(counts.byItemGroup == ["IG.AE": 1, "IG.ROW": 2, "IG.DM": 1])
        }
    }

    @Test func keepsTheAuditTrailWhenAsked() throws {
        let file = try ReadFile(Fixtures.path("ODM/vendors-1.3.xml"), keepAudit: true)
        let lines = file.lines(file.subjects[0])
        #expect(lines.contains("  AuditRecord/UserRef/@UserOID=U.1 (audit)"))
        #expect(lines.contains("  AuditRecord/DateTimeStamp=2020-01-01T00:00:00 (audit)"))
        #expect(lines.contains("  I.QUERIED/mdsol:Query/@Value=why? (audit)"))
        #expect(lines.contains("  I.WEIGHT/OpenClinica:AuditLogs/OpenClinica:AuditLog/@NewValue=12.5 (audit)"))
        // What came after the subject's events stands with the subject all the same.
        let end = try #require(lines.firstIndex { $0.hasPrefix("studyEvent") })
        #expect(lines[..<end].contains("  Annotation/Comment=seen (audit)"))
        #expect(lines[..<end].contains("  AuditRecord/UserRef/@UserOID=U.2 (audit)"))
        #expect(file.references.map(\.content) == [.auditPool, .auditPool])
        #expect(file.lines(file.references[0]).contains("  AuditRecords/AuditRecord/@ID=A.1 (audit)"))
    }

    @Test func readsTheDocumentsAttributes() throws {
        let document = try #require(try ReadFile(Fixtures.path("ODM/vendors-1.3.xml")).document)
        #expect(document.fileType == .snapshot)
        #expect(document.fileOID == "F.1")
        #expect(document.priorFileOID == "F.0")
        #expect(document.creationDateTime == "2024-01-02T03:04:05+01:00")
        #expect(document.asOfDateTime == "2024-01-01T00:00:00")
        #expect(document.sourceSystem == "EDC")
        #expect(document.location.line == 2)
    }

    @Test func readsNestedGroupsAndSeveralValuesOfVersion2() throws {
        let file = try ReadFile(Fixtures.path("ODM/nested-2.0.xml"))
        #expect(file.error == nil)
        #expect(
            file.lines(file.subjects[0]) == [
                "subject", "studyEvent SE", "itemGroup IG.FORM",
                "  I.DONE=Y (valueElement)",
                "  I.LATE=after (valueElement)",
                "itemGroup IG.LB sequence 1",
                "  I.RES=12.50 (valueElement)",
                "itemGroup IG.DEEP",
                "  I.D= (valueElement)",
                "itemGroup IG.LB#2 sequence 2",
                "  I.RES absent",
                "  I.RACE=WHITE (valueElement)",
                "  I.RACE=ASIAN (valueElement)",
                "  I.NULL null",
            ])
        #expect(file.counts.items == 7)
        #expect(file.counts.queries == 1)
    }

    @Test func rowsWithoutASubjectAreToldApart() throws {
        let file = try read(
            """
            <ODM xmlns="http://www.cdisc.org/ns/odm/v1.3" xmlns:d="http://www.cdisc.org/ns/Dataset-XML/v1.0.0" FileType="Snapshot">
            <ReferenceData StudyOID="S" MetaDataVersionOID="M">
              <ItemGroupData ItemGroupOID="IG.RANGE"><ItemData ItemOID="LOW" Value="3"/></ItemGroupData>
            </ReferenceData>
            <ClinicalData StudyOID="S" MetaDataVersionOID="M">
              <ItemGroupData ItemGroupOID="IG.DM" d:ItemGroupDataSeq="1"><ItemData ItemOID="IT.SEX" Value="F"/></ItemGroupData>
              <ItemGroupData ItemGroupOID="IG.DM" d:ItemGroupDataSeq="2"><ItemData ItemOID="IT.SEX" Value="M"/></ItemGroupData>
            </ClinicalData>
            </ODM>
            """)
        #expect(file.error == nil)
        #expect(file.references.map(\.content) == [.referenceData, .dataset])
        #expect(file.references.map(\.subjectKey) == [nil, nil])
        #expect(file.lines(file.references[0]) == ["subject", "itemGroup IG.RANGE", "  LOW=3"])
        #expect(
            file.lines(file.references[1]) == [
                "subject", "itemGroup IG.DM sequence 1", "  IT.SEX=F", "itemGroup IG.DM#2 sequence 2", "  IT.SEX=M",
            ])
        #expect(file.counts.patients == 0)
    }

    @Test(arguments: [
        ("http://www.cdisc.org/ns/odm/v1.3", "1.2", ODMVersion.v1_3), ("", "1.1", .v1_1), ("", "1.3.0", .v1_3),
        ("http://www.cdisc.org/ns/odm/v1.2", "", .v1_2), ("http://www.cdisc.org/ns/odm/v2.0", "", .v2_0),
        ("urn:another", "2.0.0", .v2_0), ("", "", .v2_0),
    ])
    func decidesTheVersion(namespace: String, written: String, version: ODMVersion) throws {
        let declaration = namespace.isEmpty ? "" : " xmlns=\"\(namespace)\""
        let attribute = written.isEmpty ? "" : " ODMVersion=\"\(written)\""
        let file = try read(
            """
            <ODM FileType="Snapshot"\(declaration)\(attribute)><ClinicalData><SubjectData SubjectKey="1">
            <ItemGroupData ItemGroupOID="G"><ItemData ItemOID="I"><Value>1</Value></ItemData></ItemGroupData>
            </SubjectData></ClinicalData></ODM>
            """)
        #expect(file.document?.version == version)
        #expect(file.subjects[0].items.count == 1)
    }

    @Test func prefixesAndMissingNamespacesDoNotMatter() throws {
        let file = try read(
            """
            <odm:ODM xmlns:odm="http://www.cdisc.org/ns/odm/v1.3" FileType="Snapshot"><Study OID="S" xmlns=""/>
            <odm:ClinicalData StudyOID="S"><odm:SubjectData SubjectKey="1"><odm:FormData FormOID="F"/></odm:SubjectData>
            </odm:ClinicalData></odm:ODM>
            """)
        #expect(file.studies.map(\.oid) == ["S"])
        #expect(file.lines(file.subjects[0]) == ["subject", "form F"])
    }

    @Test func duplicateKeysAreSuspected() throws {
        func subject(_ groups: String) throws -> SubjectRecords {
            try read(odm("<ClinicalData><SubjectData SubjectKey='1'>\(groups)</SubjectData></ClinicalData>")).subjects[
                0]
        }
        let row = { (key: String, items: String) in
            "<ItemGroupData ItemGroupOID='G' \(key)>\(items)</ItemGroupData>"
        }
        let item = "<ItemData ItemOID='I' Value='1'/>"
        #expect(
            try !subject(row("ItemGroupRepeatKey='1'", item) + row("ItemGroupRepeatKey='2'", item)).hasDuplicateKeys)
        #expect(try subject(row("ItemGroupRepeatKey='1'", item) + row("ItemGroupRepeatKey='1'", item)).hasDuplicateKeys)
        #expect(try !subject(row("", item) + row("", item)).hasDuplicateKeys)
        #expect(try subject(row("", item + item)).hasDuplicateKeys)
    }
}
