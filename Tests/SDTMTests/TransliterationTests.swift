import Testing

@testable import SDTM

/// Text in ASCII: nothing dropped in silence, no number changed.
struct TransliterationTests {
    @Test(arguments: [
        ("plain ASCII stays (\"as\" it is) ~", "plain ASCII stays (\"as\" it is) ~"),
        ("Übelkeit, Größe, naïve, Ångström, façade, Señor", "Ubelkeit, Grosse, naive, Angstrom, facade, Senor"),
        ("Æsir œuvre ÆSIR þorn Ðuro ĳ", "Aesir oeuvre AESIR thorn Duro ij"),
        ("GRÖẞE", "GROSSE"),
        ("Zażółć gęślą jaźń", "Zazolc gesla jazn"),
        ("Příliš žluťoučký kůň", "Prilis zlutoucky kun"),
        ("İstanbul ığdır Şişli çok güç", "Istanbul igdir Sisli cok guc"),
        ("Tiếng Việt: Đường, Nguyễn, ộ ử ẵ", "Tieng Viet: Duong, Nguyen, o u a"),
        ("Țară, Őrség, Łódź, ŋ, ǆ, ə", "Tara, Orseg, Lodz, ng, dz, e"),
        ("e\u{301}te\u{301}", "ete"),
        ("Мария Щукина, объезд, Юлия, ЩУКА", "Mariya Shchukina, ob\"ezd, Yuliya, SHCHUKA"),
        ("Київ, Їжак, Ћирић, Љубљана", "Kiyiv, Yizhak, Ciric, Ljubljana"),
        ("πυρετός και Αθήνα, ΘΕΟΣ, Θεός, ουρία", "pyretos kai Athina, THEOS, Theos, ouria"),
        ("TNF-α, β-blocker, TCRαβ, Δ, γδ T", "TNF-alpha, beta-blocker, TCRalphabeta, Delta, gammadelta T"),
        ("5 µg, 5 μg, 3 μmol, μ-opioid", "5 ug, 5 ug, 3 umol, mu-opioid"),
        ("“Quoted” ‘it’s’ «so» – — … •", "\"Quoted\" 'it's' \"so\" - - ... *"),
        ("≥ 38.5 °C ± 0.2 ≤ 3 × 4 ≠ 5 → 6", ">= 38.5 degC +/- 0.2 <= 3 x 4 != 5 -> 6"),
        ("10⁹/L, 10¹²/L, 10⁻⁹, m², kg·m⁻²", "10^9/L, 10^12/L, 10^-9, m^2, kg.m^-2"),
        ("H₂O SpO₂ 3₂", "H2O SpO2 3_2"),
        ("2½ and ¼", "2 1/2 and 1/4"),
        ("3·10⁹/L", "3*10^9/L"),
        ("−5 °C, a\u{A0}b, 1\u{202F}000", "-5 degC, a b, 1 000"),
        ("line\r\nline\nline\tend\rend", "line line line end end"),
        ("co\u{AD}op\u{FEFF}", "coop"),
        ("ﬁbre ﬂow Ⅳ ＡＢＣ１２３", "fibre flow IV ABC123"),
        ("٣٫٥ ٪", "3.5 %"),
    ])
    func equivalents(original: String, expected: String) {
        let result = Transliteration(original)
        #expect(result.text == expected)
        #expect(result.unmapped.isEmpty)
        #expect(ASCIICheck.firstFault(in: result.text) == nil)
    }

    @Test(
        arguments: [
            ("漢字漢", "[U+6F22][U+5B57][U+6F22]", ["漢", "字"]),
            ("עברית x", "[U+05E2][U+05D1][U+05E8][U+05D9][U+05EA] x", ["ע", "ב", "ר", "י", "ת"]),
            ("ok 😀", "ok [U+1F600]", ["😀"]), ("4·5", "4[U+00B7]5", ["·"]), ("bell\u{7}", "bell[U+0007]", ["\u{7}"]),
            ("漢\u{301}", "[U+6F22][U+0301]", ["漢", "\u{301}"]), ("del\u{7F}", "del[U+007F]", ["\u{7F}"]),
        ] as [(String, String, [Unicode.Scalar])])
    func `a character without equivalent becomes its code and is listed once`(
        original: String, expected: String, unmapped: [Unicode.Scalar]
    ) {
        let result = Transliteration(original)
        #expect(result.text == expected)
        #expect(result.unmapped == unmapped)
    }

    @Test func `every character gives printable ASCII`() {
        for value in UInt32(0)...0x2FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let result = Transliteration(String(scalar))
            #expect(ASCIICheck.firstFault(in: result.text) == nil, "U+\(String(value, radix: 16))")
        }
    }

    @Test func `ASCII check names what stands in the way`() {
        #expect(ASCIICheck.firstFault(in: "AE 1 ~") == nil)
        #expect(ASCIICheck.firstFault(in: "a\nb") == .controlCharacter)
        #expect(ASCIICheck.firstFault(in: "é") == .notASCII)
    }
}
