import ClinicalModel
import Mapping
import ODM
import ODMMapping
import Testing
import Values

/// Every option on every kind of line: it does something, or the mapping is refused at its place.
@Suite struct LineOptionTests {
    private static let sources = ["item", "lookup", "key of a record", "context", "unitOf", "checkboxes", "value"]
    private static let targets = ["text", "number", "date", "set", "supplement", "flags", "notSubmitted"]
    private static let options = [
        "map", "list", "decode", "format", "unknown", "time", "decimal", "scale", "split", "terms", "original",
        "origin", "evaluator",
    ]

    /// What can be said where; README's table in the words of the language.
    private static let table = """
        item / text: map list decode split terms original
        item / number: map list decode decimal scale original
        item / date: map list decode format unknown time original
        item / set: map list decode split terms original
        item / supplement: map list decode format unknown time decimal scale split terms original origin evaluator
        item / flags: split
        item / notSubmitted:
        lookup / text: map list decode split terms original
        lookup / number: map list decode decimal scale original
        lookup / date: map list decode format unknown time original
        lookup / set: map list decode split terms original
        lookup / supplement: map list decode format unknown time decimal scale split terms original origin evaluator
        lookup / flags: split
        key of a record / text:
        key of a record / set:
        key of a record / supplement: origin evaluator
        context / text: map list terms original
        context / number: map list decimal scale original
        context / date: map list format unknown original
        context / set: map list terms original
        context / supplement: map list format unknown decimal scale terms original origin evaluator
        unitOf / text: map list terms original
        unitOf / set: map list terms original
        unitOf / supplement: map list terms original origin evaluator
        checkboxes / text: terms
        checkboxes / set: terms
        checkboxes / supplement: terms origin evaluator
        value / text: terms
        value / number:
        value / date:
        value / set: terms
        value / supplement: terms origin evaluator
        """

    @Test(arguments: sources) func everyOptionIsDoneOrRefused(source: String) throws {
        var lines: [String] = []
        for target in LineOptionTests.targets {
            // What stands without options tells whether the source may go there at all.
            guard try outcome(source, target, nil, input: input(nil, target)) != nil else { continue }
            var done: [String] = []
            for option in LineOptionTests.options {
                let input = input(option, target)
                guard let with = try outcome(source, target, option, input: input) else { continue }
                let without = try outcome(source, target, nil, input: input)
                #expect(with != without, "\(option) does nothing from \(source) to \(target): \(with)")
                done.append(option)
            }
            lines.append("\(source) / \(target):" + done.map { " " + $0 }.joined())
        }
        let expected = LineOptionTests.table.split(separator: "\n").map(String.init).filter {
            $0.hasPrefix(source + " / ")
        }
        #expect(lines == expected)
    }

    /// A value that the option makes a difference to.
    private func input(_ option: String?, _ target: String) -> String {
        switch option {
        case "format": "2020/05/07"
        case "unknown": "2020-05-UN"
        case "decimal": "1,5"
        case "split": "A,B"
        case "map", "list", "decode", "scale": "5"
        case "terms": "Q"
        default: target == "date" || option == "time" ? "2020-05-07" : "5"
        }
    }

    private func text(_ option: String, _ target: String) -> String {
        let value = target == "date" ? "2020-01-01" : "7"
        return switch option {
        case "map": "map: {\"5\": \"\(value)\"}"
        case "list": "list: L"
        case "decode": "decode: true"
        case "format": "format: yyyy/MM/dd"
        case "unknown": "unknown: [UN]"
        case "time": "time: I.T"
        case "decimal": "decimal: \",\""
        case "scale": "scale: 10"
        case "split": "split: \",\""
        case "terms": "terms: NY"
        case "original": "original: ORIG"
        default: "\(option): X"
        }
    }

    /// What a line makes of an input, in words; nil when the mapping is refused, which must be at the line.
    private func outcome(_ source: String, _ target: String, _ option: String?, input: String) throws -> String? {
        let from =
            switch source {
            case "item": "oid: I.A"
            case "lookup": "lookup: {oid: IG.B, item: I.A}"
            case "key of a record": "lookup: {oid: IG.B}"
            case "context": "context: studyEventRepeatKey"
            case "unitOf": "unitOf: I.A"
            case "checkboxes": "checkboxes: {I.BOX1: \"\(input)\", I.BOX2: C}"
            default: "value: \"\(input)\""
            }
        let to =
            switch target {
            case "text": "field: treatment"
            case "number": "field: dose"
            case "date": "field: start"
            case "set": "field: race"
            case "supplement": "supplement: QNAM, label: Label"
            case "flags": "flags: {\"5\": category, A: subcategory, B: location}"
            default: "notSubmitted: because"
            }
        let line = "{\(from), \(to)\(option.map { ", " + text($0, target) } ?? "")}"
        let decoded = target == "date" ? "2020-01-01" : "7"
        let mapping = """
            language: 1
            lists: {L: {map: {"5": "\(decoded)"}}}
            itemGroups:
              - oid: IG.A
                entity: \(target == "set" ? "subject" : "exposure")
                items:
                  - \(line)
            """
        do {
            let (results, accounts) = try DoorHarness().patients(
                export(input, decoded: decoded), mapping: mapping)
            let result = try #require(results.first)
            return LineOptionTests.words(result) + " \(accounts.total(.mapped)) mapped"
        } catch let error as MappingError {
            #expect(error.diagnostic.location?.line == 7, "\(line): \(error)")
            return nil
        }
    }

    private static func words(_ result: ODMDoor.Result) -> String {
        let records = [result.patient.subject] + result.patient.records
        let values = records.flatMap { record in
            record.values.entries.map { "\($0.field.name)=\($0.value)" }
                + record.supplements.map { "\($0.name ?? "")=\($0.value) \($0.origin) \($0.evaluator)" }
        }
        return (values + result.diagnostics.map(\.code)).joined(separator: "; ")
    }

    private func export(_ input: String, decoded: String) -> String {
        let items = """
            <ItemData ItemOID="I.A" Value="\(input)"><MeasurementUnitRef MeasurementUnitOID="MU"/></ItemData>\
            <ItemData ItemOID="I.T" Value="10:15"/><ItemData ItemOID="I.BOX1" Value="1"/>\
            <ItemData ItemOID="I.BOX2" Value="1"/>
            """
        let metadata = """
            <Study OID="S"><GlobalVariables><StudyName>S</StudyName><StudyDescription>S</StudyDescription>\
            <ProtocolName>S</ProtocolName></GlobalVariables><BasicDefinitions>\
            <MeasurementUnit OID="MU" Name="u"><Symbol><TranslatedText>\(input)</TranslatedText></Symbol>\
            </MeasurementUnit></BasicDefinitions><MetaDataVersion OID="1" Name="1">\
            <ItemDef OID="I.A" Name="A" DataType="text"><CodeListRef CodeListOID="CL"/></ItemDef>\
            <ItemDef OID="I.T" Name="T" DataType="text"/><ItemDef OID="I.BOX1" Name="B" DataType="text"/>\
            <ItemDef OID="I.BOX2" Name="B" DataType="text"/>\
            <CodeList OID="CL" Name="CL" DataType="text"><CodeListItem CodedValue="5"><Decode>\
            <TranslatedText>\(decoded)</TranslatedText></Decode></CodeListItem></CodeList></MetaDataVersion></Study>
            """
        return DoorHarness.export(
            """
            <StudyEventData StudyEventOID="SE" StudyEventRepeatKey="\(input)"><FormData FormOID="F">\
            <ItemGroupData ItemGroupOID="IG.A">\(items)</ItemGroupData>\
            <ItemGroupData ItemGroupOID="IG.B">\(items)</ItemGroupData></FormData></StudyEventData>
            """, metadata: metadata)
    }

    /// Options that stand only with another, and values that an option cannot have.
    @Test(arguments: [
        "{oid: I.A, field: term, else: keep}", "{oid: I.A, field: term, list: L, else: keep}",
        "{oid: I.A, field: term, decode: true, preferred: {A: B}}",
        "{oid: I.A, field: term, map: {A: B}, preferred: {C: A}}",
        "{oid: I.A, field: term, map: {A: B}, preferred: {B: C}}", "{oid: I.A, field: visitNumber, digits: 2}",
        "{oid: I.A, field: visitNumber, scale: 0}", "{oid: I.A, field: term, split: ', '}",
        "{oid: I.A, field: term, split: ' '}", "{oid: I.A, field: term, split: ·}",
        "{oid: I.A, field: term, split: ''}",
        "{oid: I.A, field: visitNumber, decimal: ';'}", "{oid: I.A, field: term, label: L}",
        "{oid: I.A, field: start, map: {A: '2020-01-01'}, time: I.T}", "{oid: I.A, field: start, map: {A: soon}}",
        "{oid: I.A, field: visitNumber, map: {A: one}}",
        "{oid: I.A, field: start, map: {A: '2020'}, else: never, original: O}",
        "{oid: I.A, supplement: Q, label: L, scale: 2, split: ','}",
        "{oid: I.A, supplement: Q, label: L, scale: 2, format: yyyy}",
        "{oid: I.A, field: term, when: {item: I.B, in: [A], present: true}}",
        "{oid: I.A, field: term, when: {item: I.B, in: []}}", "{oid: I.A, field: term, when: {all: []}}",
        "{oid: I.A, field: term, when: {any: [{item: I.B, in: [A]}], in: [A]}}",
        "{oid: I.A, field: term, when: {present: true}}",
    ]) func whatSaysNothingIsRefused(line: String) throws {
        let mapping = """
            language: 1
            lists: {L: {map: {A: B}}}
            itemGroups:
              - {oid: IG.A, entity: adverseEvent, items: [\(line)]}
            """
        try expectRefused(mapping, atLine: 4)
    }

    @Test(arguments: [
        "decimal: ',', map: {A: B}", "decimal: x", "else: keep", "list: L, else: keep",
        "map: {A: B, C: B}", "standard: {unit: g, digits: 2}", "standard: {unit: g, from: {}}",
        "standard: {map: {A: B, C: B}, preferred: {B: A}}", "standard: {unit: g, else: keep}",
    ]) func whatSaysNothingInATestIsRefused(options: String) throws {
        let mapping = """
            language: 1
            lists: {L: {map: {A: B}}}
            itemGroups:
              - {oid: IG.A, entity: laboratory, pivot: [{oid: I.A, test: T, name: T, \(options)}]}
            """
        try expectRefused(mapping, atLine: 4)
    }

    @Test(arguments: [
        "itemGroups: [{oid: IG.A, entity: subject, parent: {oid: IG.B}}]",
        "itemGroups: [{oid: IG.A, entity: subject, relate: [{oid: IG.B}]}]",
        "itemGroups: [{oid: IG.A, entity: subject, visit: true}]",
        "itemGroups: [{oid: IG.A, entity: adverseEvent, relate: [{oid: IG.A, same: own, during: true}]}]",
        "subjectData: [{entity: subject, form: F}]", "subjectData: [{entity: subject, event: SE}]",
        "studyEvents: [{oid: SE, entity: visit, form: F}]",
    ]) func whatSaysNothingInABlockIsRefused(block: String) throws {
        try expectRefused("language: 1\n\(block)\n", atLine: 2)
    }

    private func expectRefused(_ mapping: String, atLine line: Int) throws {
        let error = #expect(throws: MappingError.self) {
            try MappingDocument(text: mapping, path: "m.yaml") { (path) throws(MappingError) in
                throw .missingKey(path, in: "test", at: Location(path: path))
            }
        }
        #expect(error?.diagnostic.location?.line == line)
    }
}
