import ClinicalModel
import Mapping
import SDTMMapping
import Testing
import Values

/// What Rialto computes on writing.
struct DerivationTests {
    let bench = Bench()

    @Test func writesDemographicsWholly() throws {
        let patient = try patient {
            $0.subject.values[.birthDate] = .date(try date("2010-06-15"))
            $0.subject.values[.sex] = .text("F")
            $0.subject.values[.race] = .set(["ASIAN"])
        }
        let text = try bench.write([patient])["sdtm/dm.csv"]
        #expect(
            text == """
                STUDYID,DOMAIN,USUBJID,SUBJID,RFSTDTC,RFENDTC,RFXSTDTC,RFXENDTC,RFICDTC,RFPENDTC,DTHDTC,DTHFL,SITEID,\
                INVID,INVNAM,BRTHDTC,AGE,AGEU,SEX,RACE,ARMCD,ARM,ACTARMCD,ACTARM,ARMNRS,ACTARMUD,COUNTRY\r
                RIALTO,DM,RIALTO-101-001,001,2019-01-10,2019-02-07,2019-01-10,2019-02-07,2019-01-01,,,,101,\
                I1,Dr A,2010-06-15,8,YEARS,F,ASIAN,BLIN,Blinatumomab,BLIN,Blinatumomab,,,DEU\r\n
                """)
    }

    @Test(arguments: [
        ("2019-01-09", "-1"), ("2019-01-10", "1"), ("2019-01-11T08:30", "2"), ("2019-01", ""), ("2018-12-31", "-10"),
    ])
    func countsStudyDaysWithoutDayZero(start: String, day: String) throws {
        let patient = try patient {
            $0.records.append(try record(.adverseEvent, "AE[1]", [.term: .text("Fever"), .start: .date(date(start))]))
        }
        let rows = try bench.rows("AE", of: [patient])
        #expect(rows.first?["AESTDY"] ?? "" == day)
        #expect(rows.first?["AESTDTC"] == start)
    }

    @Test(arguments: [
        ("2018-12-25", "16", "DAYS"), ("2018-12-13", "28", "DAYS"), ("2018-12-11", "30", "DAYS"),
        ("2018-12-10", "1", "MONTHS"),
        ("2017-01-11", "23", "MONTHS"), ("2017-01-10", "2", "YEARS"), ("2001-01-11", "17", "YEARS"),
        ("2001-01-10", "18", "YEARS"), ("2004-02-29", "14", "YEARS"), ("2008-11", "10", "YEARS"), ("2008", "", ""),
        ("2009-01", "", ""),
    ])
    func givesAgesOfInfantsInDaysAndMonths(birth: String, age: String, unit: String) throws {
        let patient = try patient { $0.subject.values[.birthDate] = .date(try date(birth)) }
        let encoded = try bench.encode(patient)
        let row = try #require(try bench.rows("DM", of: [patient]).first)
        #expect(row["AGE"] == age)
        #expect(row["AGEU"] == unit)
        #expect(encoded.diagnostics.contains { $0.code == "sdtm.age-undecided" } == age.isEmpty)
    }

    @Test(arguments: [
        ("2018-12-31", "", ""), ("2019-01-01", "SCREENING", "1"), ("2019-01-09", "SCREENING", "1"),
        ("2019-01-10", "TREATMENT", "2"), ("2019-02-07", "FOLLOW-UP", "3"), ("2019-02", "", ""),
        ("2019-03", "FOLLOW-UP", "3"),
    ])
    func findsEpochByStartTheLaterOnABoundary(start: String, epoch: String, order: String) throws {
        let patient = try patient {
            $0.records.append(try record(.adverseEvent, "AE[1]", [.term: .text("Fever"), .start: .date(date(start))]))
        }
        let row = try #require(try bench.rows("AE", of: [patient]).first)
        #expect(row["EPOCH"] ?? "" == epoch)
        #expect(row["TAETORD"] ?? "" == order)
        let isUndecided = try bench.encode(patient).diagnostics.contains { $0.code == "sdtm.epoch-undecided" }
        #expect(isUndecided == (start == "2019-02"))
    }

    @Test func elementsOfTheSourceAreKeptAndAGapIsNoEpoch() throws {
        let patient = try patient {
            $0.records.append(
                try record(
                    .element, "SE[1]",
                    [.elementCode: .text("SCRN"), .start: .date(date("2019-01-01")), .end: .date(date("2019-01-05"))]))
            $0.records.append(
                try record(.element, "SE[2]", [.elementCode: .text("IND1"), .start: .date(date("2019-01-10"))]))
            for day in ["2019-01-05", "2019-01-07", "2019-03-01"] {
                $0.records.append(
                    try record(.adverseEvent, day, [.term: .text("A"), .start: .date(date(day))]))
            }
        }
        #expect(try bench.rows("SE", of: [patient]).map { $0["ELEMENT"] } == ["Screening", "Induction 1"])
        #expect(try bench.rows("SE", of: [patient]).map { $0["SEENDTC"] } == ["2019-01-05", ""])
        #expect(try bench.rows("AE", of: [patient]).map { $0["EPOCH"] } == ["SCREENING", "", "TREATMENT"])
    }

    @Test func timeOfDayDecidesTheBoundaryWhereBothHaveOne() throws {
        let patient = try patient {
            $0.records[0].values[.start] = .date(try date("2019-01-10T10:00"))
            $0.records.append(
                try record(.adverseEvent, "AE[1]", [.term: .text("A"), .start: .date(date("2019-01-10T09:00"))]))
            $0.records.append(
                try record(.adverseEvent, "AE[2]", [.term: .text("B"), .start: .date(date("2019-01-10"))]))
        }
        #expect(try bench.rows("AE", of: [patient]).map { $0["EPOCH"] } == ["SCREENING", "TREATMENT"])
    }

    @Test func derivesElementsFromRules() throws {
        let rows = try bench.rows("SE", of: [patient()])
        #expect(rows.map { $0["ETCD"] } == ["SCRN", "IND1", "FU"])
        #expect(rows.map { $0["SESTDTC"] } == ["2019-01-01", "2019-01-10", "2019-02-07"])
        #expect(rows.map { $0["SEENDTC"] } == ["2019-01-10", "2019-02-07", ""])
        #expect(rows.map { $0["TAETORD"] } == ["1", "2", "3"])
        #expect(rows.map { $0["EPOCH"] } == ["SCREENING", "TREATMENT", "FOLLOW-UP"])
        #expect(rows.map { $0["SESTDY"] } == ["-9", "1", "29"])
        #expect(rows.map { $0["SESEQ"] } == ["1", "2", "3"])
    }

    @Test func anUndecidedElementPlacesNothing() throws {
        let patient = try patient {
            $0.records[0].values[.start] = .date(try date("2019-01"))
            $0.records.append(try record(.exposure, "EX[2]", [.start: .date(date("2019-01-15"))]))
            $0.records.append(
                try record(.adverseEvent, "AE[1]", [.term: .text("A"), .start: .date(date("2019-01-20"))]))
        }
        let encoded = try bench.encode(patient)
        #expect(encoded.diagnostics.contains { $0.code == "sdtm.element-undecided" })
        #expect(encoded.diagnostics.contains { $0.code == "sdtm.reference-date-undecided" })
        #expect(try bench.rows("SE", of: [patient]).isEmpty)
        let row = try #require(try bench.rows("AE", of: [patient]).first)
        #expect(row["EPOCH"] == nil)
        #expect(row["AESTDY"] == nil)
    }

    @Test func derivesVisitsFromRecords() throws {
        let patient = try patient {
            for (index, (number, day)) in [(2, "2019-01-11"), (1, "2019-01-03"), (2, "2019-01-10T09:00")].enumerated() {
                $0.records.append(
                    try record(
                        .vitalSigns, "VS[\(index)]",
                        [
                            .testCode: .text("WEIGHT"), .original: .text("20"), .date: .date(date(day)),
                            .visitNumber: .number(Decimal(significand: Int64(number))),
                        ]))
            }
        }
        let rows = try bench.rows("SV", of: [patient])
        #expect(rows.map { $0["VISITNUM"] } == ["1", "2"])
        #expect(rows.map { $0["VISIT"] } == ["SCREENING", "CYCLE 1 DAY 1"])
        #expect(rows.map { $0["VISITDY"] } == ["-7", "1"])
        #expect(rows.map { $0["SVSTDTC"] } == ["2019-01-03", "2019-01-10T09:00"])
        #expect(rows.map { $0["SVENDTC"] } == ["2019-01-03", "2019-01-11"])
    }

    @Test func flagsTheLastResultSurelyBeforeExposure() throws {
        let patient = try patient {
            let results = [
                ("HGB", "2019-01-02", "9"), ("HGB", "2019-01-08", "10"), ("HGB", "2019-01-09", ""),
                ("HGB", "2019-01-10", "11"), ("PLAT", "2019-01-08", "50"), ("PLAT", "2019-01-08T12:00", "51"),
            ]
            for (index, (test, day, result)) in results.enumerated() {
                $0.records.append(
                    try record(.laboratory, "LB[\(index)]", [.testCode: .text(test), .date: .date(date(day))]) {
                        if !result.isEmpty { $0.values[.original] = .text(result) }
                    })
            }
        }
        let rows = try bench.rows("LB", of: [patient])
        #expect(rows.map { $0["LBORRES"] } == ["9", "10", "", "11", "50", "51"])
        #expect(rows.map { $0["LBLOBXFL"] } == ["", "Y", "", "", "", "Y"])
    }

    @Test func standardResultsComeFromTheOriginalWhereNoneIsGiven() throws {
        let patient = try patient {
            $0.records += [
                try record(
                    .laboratory, "1", [.testCode: .text("A"), .original: .text("7.0"), .originalUnit: .text("g/dL")]),
                try record(
                    .laboratory, "2", [.testCode: .text("B"), .original: .text("5"), .originalComparator: .text("<")]),
                try record(.laboratory, "3", [.testCode: .text("C"), .original: .text("NEGATIVE")]),
                try record(
                    .laboratory, "4",
                    [
                        .testCode: .text("D"), .original: .text("7"), .originalUnit: .text("g/dL"),
                        .standardUnit: .text("g/L"),
                    ]),
                try record(.laboratory, "5", [.testCode: .text("E"), .original: .text("7"), .standard: .text("70")]),
            ]
        }
        let rows = try bench.rows("LB", of: [patient])
        #expect(rows.map { $0["LBORRES"] } == ["7.0", "<5", "NEGATIVE", "7", "7"])
        #expect(rows.map { $0["LBSTRESC"] } == ["7.0", "<5", "NEGATIVE", "", "70"])
        #expect(rows.map { $0["LBSTRESN"] } == ["7", "", "", "", "70"])
        #expect(rows.map { $0["LBSTRESU"] } == ["g/dL", "", "", "g/L", ""])
        #expect(try bench.encode(patient).diagnostics.contains { $0.code == "sdtm.no-standard-result" })
    }

    @Test(arguments: [("≤5", "<="), ("≥5", ">="), ("<=5", "<="), ("< 5", "<"), ("~5", "~"), ("≈5", "~")])
    func aComparatorThatTheResultSaysIsNotSaidTwice(written: String, comparator: String) throws {
        let patient = try patient {
            $0.records.append(
                try record(
                    .laboratory, "1",
                    [.testCode: .text("A"), .original: .text(written), .originalComparator: .text(comparator)]))
        }
        var bench = Bench()
        bench.options.characters = .keep
        let row = try #require(try bench.rows("LB", of: [patient]).first)
        #expect(row["LBORRES"] == written)
        #expect(row["LBSTRESC"] == written)
        #expect(row["LBSTRESN"] == "")
    }

    @Test func notDoneBecomesStatusAndReason() throws {
        let patient = try patient {
            $0.records.append(
                try record(
                    .laboratory, "1", [.testCode: .text("A"), .original: .missing(.notDone("SAMPLE CLOTTED"))]))
        }
        let row = try #require(try bench.rows("LB", of: [patient]).first)
        #expect(row["LBSTAT"] == "NOT DONE")
        #expect(row["LBREASND"] == "SAMPLE CLOTTED")
        #expect(row["LBORRES"] == "")
    }

    @Test func deathIsFlaggedWithoutADate() throws {
        let patient = try patient {
            $0.records.append(
                try record(.disposition, "DS", [.term: .text("DIED"), .standardizedTerm: .text("DEATH")]))
        }
        #expect(try bench.rows("DM", of: [patient]).first?["DTHFL"] == "Y")
    }

    @Test func subjectsWithoutAnArmHaveTheReason() throws {
        let failure = try patient {
            $0.records = [
                try record(.disposition, "DS", [.term: .text("x"), .standardizedTerm: .text("SCREEN FAILURE")])
            ]
        }
        let untreated = try patient("002") {
            $0.records = []
            $0.subject.values[.armCode] = .text("BLIN")
        }
        let rows = try bench.rows("DM", of: [failure, untreated])
        #expect(rows.map { $0["ARMCD"] } == ["", "BLIN"])
        #expect(rows.map { $0["ACTARMCD"] } == ["", ""])
        #expect(rows.map { $0["ARMNRS"] } == ["SCREEN FAILURE", "ASSIGNED, NOT TREATED"])
        var old = bench
        old.options.sdtmig = "3.2"
        #expect(try old.rows("DM", of: [failure, untreated]).map { $0["ACTARMCD"] } == ["SCRNFAIL", "NOTTRT"])
    }

    @Test func aStoredValueWinsAndIsReported() throws {
        let patient = try patient {
            $0.records.append(
                try record(
                    .adverseEvent, "AE[1]",
                    [
                        .term: .text("Fever"), .start: .date(date("2019-01-12")),
                        .startDay: .number(Decimal(significand: 5)), .epoch: .text("SCREENING"),
                        .sequence: .number(Decimal(significand: 7)),
                    ]))
            $0.records.append(
                try record(.adverseEvent, "AE[2]", [.term: .text("Cough"), .start: .date(date("2019-01-12"))]))
        }
        let rows = try bench.rows("AE", of: [patient])
        #expect(rows.map { $0["AETERM"] } == ["Cough", "Fever"])
        #expect(rows.map { $0["AESEQ"] } == ["1", "7"])
        #expect(rows.map { $0["AESTDY"] } == ["3", "5"])
        #expect(rows.map { $0["EPOCH"] } == ["TREATMENT", "SCREENING"])
        #expect(try bench.encode(patient).diagnostics.count { $0.code == "sdtm.override" } == 2)
    }
}
