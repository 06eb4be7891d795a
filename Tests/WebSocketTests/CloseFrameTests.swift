import Testing
import WebSocket

@Suite("A close frame") struct CloseFrameTests {
    @Test func `carries code and reason`() {
        #expect(CloseFrame.server(code: 1001, reason: "bye") == [0x88, 0x05, 0x03, 0xE9, 0x62, 0x79, 0x65])
        #expect(CloseFrame.server(code: nil) == [0x88, 0x00])
    }

    @Test(arguments: [
        (String(repeating: "a", count: 122), 124),
        (String(repeating: "a", count: 123), 125),
        (String(repeating: "a", count: 124), 125),
        (String(repeating: "a", count: 121) + "ü", 125),
        (String(repeating: "a", count: 122) + "ü", 124),
        (String(repeating: "a", count: 120) + "🌸", 122),
    ])
    func `cuts the reason between two scalars`(reason: String, payloadLength: Int) {
        #expect(CloseFrame.payload(code: 1008, reason: reason).count == payloadLength)
        var decoder = MessageDecoder(role: .client, messageLimit: 0)
        let kept = Array(reason.utf8.prefix(payloadLength - 2))
        #expect(decoder.find(in: CloseFrame.server(code: 1008, reason: reason)) == [.close(1008, kept)])
    }

    @Test func `is masked by a client`() {
        var decoder = MessageDecoder(role: .server, messageLimit: 0)
        let frame = CloseFrame.client(code: 1000, reason: "done", maskingKey: 0x1234_5678)
        #expect(decoder.find(in: frame) == [.close(1000, Array("done".utf8))])
    }
}
