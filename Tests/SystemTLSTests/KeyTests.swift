import Testing

@testable import SystemTLS

@Suite("The key of a mesh", .needsOpenSSL) struct KeyTests {
    @Test func `is stretched as RFC 5869 stretches`() throws {
        let hash = HMACSHA256(try OpenSSL.load())
        let root = hash.extract(
            salt: bytes("000102030405060708090a0b0c").span,
            [UInt8](repeating: 0x0b, count: 22).span
        )
        #expect(root == bytes("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5"))
        let output = hash.expand(root.span, info: bytes("f0f1f2f3f4f5f6f7f8f9").span, count: 42)
        #expect(output == bytes("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"))
        // Test case 3: no salt.
        let bare = hash.extract(salt: [UInt8]().span, [UInt8](repeating: 0x0b, count: 22).span)
        #expect(bare == bytes("19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04"))
    }

    @Test func `has a name that is the same everywhere, and another for another key`() throws {
        #expect(try meshKey().name == meshKey().name)
        #expect(try meshKey().name != meshKey("sixteen bytes or mere").name)
        #expect(try meshKey().name.count == 22)
    }

    @Test func `shows its name and nothing else, however it is printed`() throws {
        let key = try meshKey()
        var dump = ""
        Swift.dump(key, to: &dump)
        #expect("\(key)" == key.name)
        #expect(String(reflecting: key) == key.name)
        #expect(!dump.contains("\(key.tlsKey[0])\n"))
        #expect(Mirror(reflecting: key).children.isEmpty)
    }
}
