import ClinicalModel
import Mapping
import SDTM
import SDTMMapping
import Testing
import Values

/// What the door refuses or leaves open, rather than write it wrongly.
struct RefusalTests {
    let bench = Bench()

    @Test(arguments: ["1E999", "-1E76", "1E-79", "1E-400"])
    func aNumberThatNoDatasetHoldsIsRefusedAtItsRecord(text: String) throws {
        let stored = try #require(Decimal(text))
        let patient = try patient {
            $0.records += [
                try record(.laboratory, "1", [.testCode: .text("A"), .original: .text(text)]),
                try record(.laboratory, "2", [.testCode: .text("B"), .standard: .text(text)]),
                try record(.laboratory, "3", [.testCode: .text("C"), .standardNumber: .number(stored)]),
                try record(.laboratory, "4", [.testCode: .text("D"), .standardNumber: .text(text)]),
            ]
        }
        let encoded = try bench.encode(patient)
        let refused = encoded.diagnostics.filter { $0.code == "sdtm.out-of-range" }
        #expect(refused.count == 4)
        #expect(refused.allSatisfy { $0.severity == .error && $0.location?.line == 20 })
        #expect(encoded.refused == 4)
        #expect(encoded.carried >= 4)
        var xpt = bench
        xpt.format = .xpt
        _ = try xpt.write([patient])
        #expect(try bench.rows("LB", of: [patient]).allSatisfy { $0["LBSTRESN"] ?? "" == "" })
    }
}
