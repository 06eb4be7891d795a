import Testing

@testable import SystemTLS

@Suite("The keys of datagrams", .needsOpenSSL) struct DatagramKeyTests {
    @Test func `open what was sealed, and nothing that was changed`() throws {
        let library = try OpenSSL.load()
        let key = (0..<16).map { UInt8($0) }
        let sealer = SealingKey(key.span, using: library)
        let opener = OpeningKey(key.span, using: library)
        let nonce: [12 of UInt8] = .init(repeating: 9)
        for size in [0, 1, 15, 16, 17, 1200] {
            let message = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
            var sealed: [UInt8] = []
            sealer.seal(message.span, header: [1, 2].span, nonce: nonce, into: &sealed)
            #expect(sealed.count == size + 16)
            var opened: [UInt8] = []
            let isGenuine = opener.open(sealed.span, header: [1, 2].span, nonce: nonce, into: &opened)
            #expect(isGenuine && opened == message)
            let hasWrongHeader = !opener.open(sealed.span, header: [1, 3].span, nonce: nonce, into: &opened)
            #expect(hasWrongHeader)
            for index in sealed.indices {
                var forged = sealed
                forged[index] ^= 0x80
                let isForged = !opener.open(forged.span, header: [1, 2].span, nonce: nonce, into: &opened)
                #expect(isForged)
            }
            #expect(opened == message)
        }
    }

    /// Test case 4 of the paper that defines the mode.
    @Test func `encrypt as the standard's vector does`() throws {
        let library = try OpenSSL.load()
        let sealer = SealingKey(bytes("feffe9928665731c6d6a8f9467308308").span, using: library)
        let text = bytes(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
        )
        let nonceBytes = bytes("cafebabefacedbaddecaf888")
        var nonce: [12 of UInt8] = .init(repeating: 0)
        for index in nonce.indices { nonce[index] = nonceBytes[index] }
        var sealed: [UInt8] = []
        sealer.seal(
            text.span,
            header: bytes("feedfacedeadbeeffeedfacedeadbeefabaddad2").span,
            nonce: nonce,
            into: &sealed
        )
        #expect(Array(sealed.suffix(16)) == bytes("5bc94fbc3221a5db94fae95ae7121a47"))
        #expect(Array(sealed.prefix(8)) == bytes("42831ec221777424"))
    }

    @Test func `are replaced on both sides without a word`() throws {
        let library = try OpenSSL.load()
        let secret = DatagramSecret([UInt8](repeating: 5, count: 32), using: library)
        var sealer = DatagramSealer(secret, from: DatagramSecret.packetsPerKey - 3, using: library)
        var opener = DatagramOpener(secret, using: library)
        let datagrams = (0..<UInt8(6)).map { number in
            var datagram: [UInt8] = []
            sealer.seal([number].span, on: 1, into: &datagram)
            return datagram
        }
        var payload: [UInt8] = []
        // A packet of the old key comes late, after one of the new key.
        for index in [0, 1, 4, 2, 3, 5] {
            let datagram = datagrams[index]
            let isOpened = opener.open(datagram.span, into: &payload)
            #expect(isOpened)
        }
        #expect(payload == [0, 1, 4, 2, 3, 5])
        for datagram in datagrams {
            let isOpened = opener.open(datagram.span, into: &payload)
            #expect(!isOpened)
        }
    }

    @Test func `are not moved on by a forged packet of the next`() throws {
        let library = try OpenSSL.load()
        let secret = DatagramSecret([UInt8](repeating: 5, count: 32), using: library)
        var ahead = DatagramSealer(secret, from: DatagramSecret.packetsPerKey, using: library)
        var sealer = DatagramSealer(secret, using: library)
        var opener = DatagramOpener(secret, using: library)
        var (forged, datagram, payload): ([UInt8], [UInt8], [UInt8]) = ([], [], [])
        ahead.seal([1].span, on: 1, into: &forged)
        forged[20] ^= 1
        sealer.seal([2].span, on: 1, into: &datagram)

        let isForgeryOpened = opener.open(forged.span, into: &payload)
        let isOpened = opener.open(datagram.span, into: &payload)

        #expect(!isForgeryOpened && isOpened && payload == [2])
    }

    @Test func `remember a thousand packets and count older ones as seen`() {
        var window = ReplayWindow()
        for number: UInt64 in [5, 3, 1500, 600] where window.isNew(number) { window.insert(number) }
        #expect(!window.isNew(5))
        #expect(!window.isNew(475))
        #expect(window.isNew(477))
        #expect(!window.isNew(600))
        #expect(!window.isNew(1500))
        #expect(window.isNew(1499))
    }
}
