import BroadcastMesh
import Testing

@testable import Mesh

@Suite("A secret that looks like a password") struct PasswordTests {
    @Test(arguments: [
        "correct horse battery staple", "passwordpassword", "1234567890123456", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "Tr0ub4dor&3 Tr0ub4dor&3", "SuperSecretPassword2026", "deadbeefdeadbeef",
    ])
    func `is one that a person makes up`(text: String) {
        #expect(Secret(Array(text.utf8)).looksLikePassword)
    }

    @Test(arguments: [
        "5f0c1e0a9b8d7c6e5f4a3b2c1d0e9f8a", "0C5D2E9F1A7B3C4D5E6F708192A3B4C5", "q1HnP0ZrX2dK7vYtB9mWcA==",
        "kJ8f+2Qz/7Lx0aVb3NcE5tRyU9oPiS1dG4hMwTnBqXs=",
    ])
    func `is none that chance makes`(text: String) {
        #expect(!Secret(Array(text.utf8)).looksLikePassword)
    }

    @Test func `is no row of bytes of any kind`() {
        #expect(
            !Secret([0x00, 0x93, 0xF1, 0x27, 0x3C, 0x88, 0xD0, 0x5E, 0x41, 0xB7, 0x6A, 0x1F, 0xE2, 0x94, 0x0B, 0xC8])
                .looksLikePassword
        )
        #expect(Secret([UInt8](repeating: 0xFF, count: 32)).looksLikePassword)
    }
}
