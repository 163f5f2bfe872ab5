import ODM
import TestSupport
import Testing
import Values

/// Each malformed fixture gives one error at one place, after what came before it.
struct MalformedFileTests {
    @Test(arguments: [
        ("truncated.xml", "xml.truncated", "7:9"),
        ("wrong-encoding-declaration.xml", "xml.encoding", "6:41"),
        ("us-ascii-with-umlaut.xml", "xml.encoding", "5:46"),
        ("billion-laughs.xml", "xml.entity-declaration", "3:20"),
        ("external-entity.xml", "xml.entity-declaration", "3:48"),
        ("nested-10000-deep.xml", "xml.too-deep", "2:1276"),
        ("duplicate-attributes.xml", "xml.not-well-formed", "5:70"),
        ("undefined-prefix.xml", "xml.not-well-formed", "5:69"),
        ("not-odm.xml", "odm.not-odm", "2:1"), ("key-too-long.xml", "odm.key-too-long", "7:7"),
    ])
    func isALocatedError(name: String, code: String, place: String) throws {
        let path = Fixtures.path("ODM/malformed/" + name)
        let file = try ReadFile(path)
        let diagnostic = try #require(file.error).diagnostic
        #expect(diagnostic.code == code)
        #expect(diagnostic.location?.description == "\(path):\(place)")
        #expect(diagnostic.severity == .error)
        #expect(!diagnostic.remedy.isEmpty)
    }

    @Test func whatCameBeforeTheErrorIsHandedOver() throws {
        let file = try ReadFile(Fixtures.path("ODM/malformed/truncated.xml"))
        #expect(file.document?.version == .v1_3)
        #expect(file.subjects.map(\.subjectKey) == ["S1"])
        #expect(file.error != nil)
    }

    @Test func anErrorComesAgain() throws {
        var reader = try ODMReader(
            path: Fixtures.path("ODM/malformed/not-odm.xml"), sourceIndex: 0, names: NameTable())
        for _ in 0..<2 {
            do {
                _ = try reader.next()
                Issue.record("no error")
            } catch {
                guard case .notODM("html", _) = error else {
                    Issue.record("\(error)")
                    return
                }
            }
        }
    }

    @Test func aFileThatIsNotThereIsAnError() {
        #expect(throws: ODMError.self) {
            _ = try ODMReader(path: "/nowhere/export.xml", sourceIndex: 0, names: NameTable())
        }
    }

    @Test func whatIsOddButReadableIsAWarningWithItsPlace() throws {
        let file = try read(
            odm(
                """
                <ClinicalData><SubjectData SubjectKey="1"><ItemGroupData TransactionType="upsert">
                <ItemData Value="1"/></ItemGroupData></SubjectData><SubjectData/></ClinicalData>
                """))
        #expect(file.error == nil)
        #expect(
            file.warnings.map { "\($0.code) \($0.location.map { "\($0.line):\($0.column)" } ?? "")" } == [
                "odm.transaction-type 2:43", "odm.no-oid 2:43", "odm.no-oid 3:1", "odm.no-subject-key 3:52",
            ])
    }
}
