import Bytes
import Testing

@testable import ChatPage

@Suite("SHA-256 in Base64") struct SHA256Tests {
    struct Example: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var message: [UInt8]
        var hash: String
    }

    /// The one-block and two-block examples of FIPS 180-4, and the lengths around which the padding changes; by `openssl`.
    static let examples = [
        Example(
            testDescription: "abc",
            message: Array("abc".utf8),
            hash: "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="
        ),
        Example(testDescription: "empty", message: [], hash: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
        Example(
            testDescription: "55 bytes",
            message: Array(repeating: 0x61, count: 55),
            hash: "n0OQ+NMMLdkuyfCVtl4rmumwqSWlJY4kHJ8ekQ9zQxg="
        ),
        Example(
            testDescription: "56 bytes",
            message: Array(repeating: 0x61, count: 56),
            hash: "s1Q5pKxvCUi21vnjxq8PX1kM4g8b3nCQ73lwaG7Gc4o="
        ),
        Example(
            testDescription: "64 bytes",
            message: Array(repeating: 0x61, count: 64),
            hash: "/+BU/nrgy23GXDr5th1SCfQ5hR20PQulmXM33xVGaOs="
        ),
        Example(
            testDescription: "1000 bytes",
            message: Array(repeating: 0x61, count: 1000),
            hash: "Qe3s5C1j6Nm/UVqbppMuHCDLyfWl0TRkWttdsblzfqM="
        ),
    ]

    @Test(arguments: examples)
    func `agrees with the standard`(example: Example) {
        #expect(SHA256.hash(example.message.span).base64 == example.hash)
    }

    @Test(arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")])
    func `pads Base64 as RFC 4648 does`(text: String, encoded: String) {
        #expect(Array(text.utf8).base64 == encoded)
    }
}
