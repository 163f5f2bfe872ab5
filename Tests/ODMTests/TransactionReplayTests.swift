import ODM
import Testing
import Values

/// Hand-worked replays: each test writes the files, applies them in order, and says what must be alive.
struct TransactionReplayTests {
    /// Applies subjects of several files; returns what is alive, as lines, and the reports as `code line`.
    func replay(_ files: [(type: String, content: String)]) throws -> (live: [String]?, reports: [String]) {
        var names = NameTable()
        var occurrences: [SubjectRecords] = []
        for (index, file) in files.enumerated() {
            let read = try read(odm(file.content, fileType: file.type), source: Int32(index), names: names)
            #expect(read.error == nil)
            names = read.names
            occurrences += read.subjects
        }
        var replay = TransactionReplay(names: names, paths: files.indices.map { "f\($0).xml" })
        for occurrence in occurrences { replay.apply(occurrence) }
        let reports = replay.diagnostics.map { diagnostic in
            #expect(diagnostic.patient == "S")
            return "\(diagnostic.code) \(diagnostic.severity) \(diagnostic.location?.description ?? "?")"
        }
        return (replay.finish().map { describe($0, names) }, reports)
    }

    func transactions(_ lines: String...) throws -> (live: [String]?, reports: [String]) {
        let content = lines.map { "<ClinicalData StudyOID='ST' MetaDataVersionOID='M'>\($0)</ClinicalData>" }
        return try replay([("Transactional", content.joined(separator: "\n"))])
    }

    /// One event on one group, as Rave writes them: one element carries the type.
    func event(_ group: String = "", _ items: String, key: String = "1") -> String {
        """
        <SubjectData SubjectKey="S"><StudyEventData StudyEventOID="V"><FormData FormOID="F">\
        <ItemGroupData ItemGroupOID="G" ItemGroupRepeatKey="\(key)" \(group)>\(items)</ItemGroupData></FormData>\
        </StudyEventData></SubjectData>
        """
    }

    func item(_ name: String, _ value: String? = nil, _ type: String? = nil, isNull: Bool = false) -> String {
        "<ItemData ItemOID='\(name)'" + (value.map { " Value='\($0)'" } ?? "")
            + (type.map { " TransactionType='\($0)'" } ?? "") + (isNull ? " IsNull='Yes'" : "") + "/>"
    }

    let head = ["subject", "studyEvent V", "form F"]

    @Test func updateKeepsWhatItDoesNotMention() throws {
        let result = try transactions(
            event("TransactionType='Insert'", item("A", "1") + item("B", "2") + item("C", "3")),
            event("TransactionType='Update'", item("B", "20") + item("C", nil, nil, isNull: true)))
        #expect(result.live == head + ["itemGroup G[1]", "  A=1", "  B=20", "  C null"])
        #expect(result.reports == [])
    }

    @Test func aMissingValueIsAnEventNotAValue() throws {
        let result = try transactions(
            event("", item("A", "1", "Upsert") + item("B", nil, "Upsert")),
            event("", item("A", nil, "Upsert")), event("", item("C", "", "Upsert")))
        #expect(result.live == head + ["itemGroup G[1]", "  A=1", "  C="])
        #expect(result.reports == [])
    }

    @Test func removedGroupsGoWithAllBelow() throws {
        let result = try transactions(
            event("TransactionType='Insert'", item("A", "1")),
            event("TransactionType='Insert'", item("A", "2"), key: "2"),
            "<SubjectData SubjectKey='S'><StudyEventData StudyEventOID='V' TransactionType='Remove'/></SubjectData>",
            event("", item("A", "3", "Upsert"), key: "2"))
        #expect(result.live == head + ["itemGroup G[2]", "  A=3"])
        #expect(result.reports == [])
    }

    @Test func aRemovedItemGoesAndMayComeAgain() throws {
        let result = try transactions(
            event("", item("A", "1", "Upsert") + item("B", "2", "Upsert")), event("", item("A", nil, "Remove")),
            event("", item("B", nil, "Remove")), event("", item("B", "3", "Insert")))
        #expect(result.live == head + ["itemGroup G[1]", "  B=3"])
        #expect(result.reports == [])
    }

    @Test func whatARuleForbidsIsLeftOutAndReported() throws {
        let result = try transactions(
            event("TransactionType='Insert'", item("A", "1")),
            event("TransactionType='Insert'", item("A", "2")),
            event("TransactionType='Update'", item("A", "3"), key: "9"),
            event("TransactionType='Update'", item("Z", "4")),
            event("TransactionType='Remove'", item("A"), key: "8"),
            event("", item("Y", nil, "Remove")))
        #expect(result.live == head + ["itemGroup G[1]", "  A=1"])
        #expect(
            result.reports.map { $0.split(separator: ":").prefix(2).joined(separator: ":") } == [
                "odm.insert-existing error f0.xml:3", "odm.update-missing error f0.xml:4",
                "odm.update-missing error f0.xml:5", "odm.remove-missing error f0.xml:6",
                "odm.remove-missing error f0.xml:7",
            ])
    }

    @Test func whatIsRemovedAlreadyIsOnlyAWarning() throws {
        let result = try transactions(
            event("TransactionType='Insert'", item("A", "1") + item("B", "1")),
            event("TransactionType='Insert'", item("A", "1"), key: "2"),
            event("TransactionType='Remove'", ""),
            event("", item("A", nil, "Remove")), event("", item("B", nil, "Remove")),
            event("TransactionType='Remove'", ""))
        #expect(result.live == head + ["itemGroup G[2]", "  A=1"])
        #expect(result.reports.map { $0.split(separator: " ")[0] } == Array(repeating: "odm.already-removed", count: 3))
    }

    @Test func contextOnlyMatches() throws {
        let result = try transactions(
            event("TransactionType='Insert'", item("A", "1") + item("B", "2")),
            """
            <SubjectData SubjectKey="S" TransactionType="Context"><StudyEventData StudyEventOID="V"><FormData FormOID="F">
            <ItemGroupData ItemGroupOID="G" ItemGroupRepeatKey="1">\(item("A", "9"))\(item("B", "3", "Update"))</ItemGroupData>
            </FormData></StudyEventData></SubjectData>
            """)
        #expect(result.live == head + ["itemGroup G[1]", "  A=1", "  B=3"])
        #expect(result.reports == [])
    }

    @Test func removingTheSubjectLeavesNothing() throws {
        let result = try transactions(
            event("TransactionType='Insert'", item("A", "1")), "<SubjectData SubjectKey='S' TransactionType='Remove'/>")
        #expect(result.live == nil)
        #expect(result.reports == [])
    }

    @Test func typesAreInheritedAndIgnoredInSnapshots() throws {
        let inherited = """
            <SubjectData SubjectKey="S" TransactionType="Insert"><StudyEventData StudyEventOID="V"><FormData FormOID="F">
            <ItemGroupData ItemGroupOID="G" ItemGroupRepeatKey="1">\(item("A", "1"))</ItemGroupData></FormData></StudyEventData>
            </SubjectData>
            """
        let live = head + ["itemGroup G[1]", "  A=1"]
        let result = try transactions(inherited)
        #expect(result.live == live)
        let content = "<ClinicalData>\(inherited.replacing("Insert", with: "Remove"))</ClinicalData>"
        let snapshot = try replay([("Snapshot", content)])
        #expect(snapshot.live == live)
        #expect(snapshot.reports == [])
    }

    @Test func filesAreAppliedInTheirOrder() throws {
        let first = "<ClinicalData>\(event("", item("A", "1") + item("B", "1")))</ClinicalData>"
        let second = "<ClinicalData>\(event("TransactionType='Update'", item("A", "2")))</ClinicalData>"
        let result = try replay([("Snapshot", first), ("Transactional", second)])
        #expect(result.live == head + ["itemGroup G[1]", "  A=2", "  B=1"])
        let wrong = try replay([("Transactional", second), ("Snapshot", first)])
        #expect(wrong.reports == ["odm.update-missing error f0.xml:2:99"])
    }

    @Test func snapshotsAreMergedAndDuplicateKeysReported() throws {
        func file(_ groups: String) -> (type: String, content: String) {
            ("Snapshot", "<ClinicalData>\(groups)</ClinicalData>")
        }
        let one = event("", item("A", "1") + item("B", "2"))
        let other = event("", item("A", "5"), key: "2")
        let merged = try replay([file(one), file(other)])
        #expect(merged.live == head + ["itemGroup G[1]", "  A=1", "  B=2", "itemGroup G[2]", "  A=5"])
        let several = "odm.subject-in-several-files note f1.xml:2:15"
        #expect(merged.reports == [several])
        let again = try replay([file(one), file(event("", item("B", "2") + item("A", "1")))])
        #expect(again.live == head + ["itemGroup G[1]", "  A=1", "  B=2"])
        #expect(again.reports == [several])
        for second in [
            item("A", "9") + item("B", "2"), item("A", "1"), item("A", "1") + item("B", "2") + item("C", "3"),
        ] {
            let conflict = try replay([file(one), file(event("", second))])
            #expect(conflict.live == head + ["itemGroup G[1]", "  A=1", "  B=2"])
            #expect(conflict.reports == ["odm.subject-contradicted error f1.xml:2:15"])
        }
        let twice = try replay([file(event("", item("A", "1") + item("A", "2")))])
        #expect(twice.live == head + ["itemGroup G[1]", "  A=1"])
        #expect(twice.reports.map { $0.prefix(17) } == ["odm.duplicate-key"])
    }

    @Test func groupsWithoutKeysAreToldApartByTheirOrdinal() throws {
        let rows = """
            <ClinicalData><SubjectData SubjectKey="S"><ItemGroupData ItemGroupOID="G">\(item("A", "1"))</ItemGroupData>
            <ItemGroupData ItemGroupOID="G">\(item("A", "2"))</ItemGroupData></SubjectData></ClinicalData>
            """
        let result = try replay([("Snapshot", rows), ("Snapshot", rows)])
        #expect(result.live == ["subject", "itemGroup G", "  A=1", "itemGroup G#2", "  A=2"])
        #expect(result.reports == ["odm.subject-in-several-files note f1.xml:2:15"])
    }

    @Test func twoChildrenWithOneKeyAreNotMixed() throws {
        func child(_ site: String, _ groups: String) -> String {
            "<SubjectData SubjectKey='S'><SiteRef LocationOID='\(site)'/>\(groups)</SubjectData>"
        }
        func group(_ key: String, _ value: String) -> String {
            "<ItemGroupData ItemGroupOID='G' ItemGroupRepeatKey='\(key)'>\(item("A", value))</ItemGroupData>"
        }
        let first = child("L1", group("1", "1"))
        let live = ["subject", "  SiteRef/@LocationOID=L1 (attribute)", "itemGroup G[1]", "  A=1"]
        for other in [child("L2", group("2", "5")), child("L1", group("2", "5") + group("1", "9"))] {
            let files = ["<ClinicalData>\(first)</ClinicalData>", "<ClinicalData>\(other)</ClinicalData>"]
            let apart = try replay(files.map { ("Snapshot", $0) })
            #expect(apart.live == live)
            #expect(apart.reports == ["odm.subject-contradicted error f1.xml:2:15"])
            let together = try replay([("Snapshot", files.joined(separator: "\n"))])
            #expect(together.live == live)
            #expect(together.reports == ["odm.subject-contradicted error f0.xml:3:15"])
        }
    }

    @Test func severalValuesOfVersion2AreReplacedTogether() throws {
        func race(_ values: String...) -> String {
            event(
                "TransactionType='Upsert'",
                "<ItemData ItemOID='R'>\(values.map { "<Value>\($0)</Value>" }.joined())</ItemData>")
        }
        let result = try transactions(race("A", "B"), race("C", "D", "E"))
        #expect(
            result.live == head + [
                "itemGroup G[1]", "  R=C (valueElement)", "  R=D (valueElement)", "  R=E (valueElement)",
            ])
        #expect(result.reports == [])
    }

    @Test func messagesNameTheItemButNoValue() throws {
        var replay = TransactionReplay(names: NameTable(), paths: [])
        let file = try read(
            odm("<ClinicalData>\(event("", item("A", "SECRET", "Update")))</ClinicalData>", fileType: "Transactional"))
        replay = TransactionReplay(names: file.names, paths: ["a.xml"])
        for subject in file.subjects { replay.apply(subject) }
        let text = try #require(replay.diagnostics.first).text()
        #expect(text.contains("V/F/G/A"))
        #expect(!text.contains("SECRET"))
    }
}
