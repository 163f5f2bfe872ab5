import CDigest
import Testing

@testable import SDTMMapping

/// The examples of FIPS 180-4 and its predecessor, and the seams between blocks, by every way that this processor has.
struct SHA256Tests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func digestsAsTheStandardSays(text: String, expected: String) {
        for way in SHA256.ways {
            var digest = SHA256(way: way)
            Array(text.utf8).withUnsafeBytes { digest.update($0) }
            #expect(digest.finish() == expected)
        }
    }

    @Test(arguments: SHA256.ways) func aMillionLettersInUnevenPieces(way: SHA256Way) {
        var digest = SHA256(way: way)
        var left = 1_000_000
        var size = 1
        while left > 0 {
            let piece = [UInt8](repeating: 0x61, count: min(size, left))
            piece.withUnsafeBytes { digest.update($0) }
            left -= piece.count
            size = size % 257 + 7
        }
        #expect(digest.finish() == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }
}
