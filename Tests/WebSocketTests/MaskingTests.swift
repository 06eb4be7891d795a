import Testing

@testable import WebSocket

@Suite("Masking") struct MaskingTests {
    @Test func `turns the RFC's masked Hello into text`() {
        var bytes = Array(FrameHeaderTests.hello[6...])
        var span = bytes.mutableSpan
        let isASCII = span.unmask(0..<5, with: 0x37FA_213D)
        #expect(bytes == Array("Hello".utf8))
        #expect(isASCII)
    }

    @Test(arguments: 0..<40)
    func `gives the same in two parts with a turned key`(cut: Int) {
        let key: UInt32 = 0x0102_0304
        let payload = (0..<40).map { UInt8($0 * 5) }
        let keyBytes: [UInt8] = [1, 2, 3, 4]
        let expected = payload.indices.map { payload[$0] ^ keyBytes[$0 % 4] }

        var parts = payload
        var span = parts.mutableSpan
        span.unmask(0..<cut, with: key)
        span.unmask(cut..<40, with: key.rotated(byPayloadBytes: cut))
        #expect(parts == expected)
    }

    @Test(arguments: 0..<20)
    func `notices a single byte that is not ASCII`(place: Int) {
        for byte in [0x7F, 0x80] as [UInt8] {
            var bytes = [UInt8](repeating: 0x61, count: 20)
            bytes[place] = byte
            var span = bytes.mutableSpan
            let isASCII = span.unmask(0..<20, with: 0)
            #expect(isASCII == (byte < 0x80))
        }
    }

    @Test func `leaves the bytes around the payload alone`() {
        var bytes = [UInt8](repeating: 0, count: 30)
        var span = bytes.mutableSpan
        span.unmask(5..<25, with: 0xFFFF_FFFF)
        #expect(bytes == (0..<30).map { (5..<25).contains($0) ? 0xFF : 0 })
    }
}
