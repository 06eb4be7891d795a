import BroadcastMesh
import MeshClient
import Reactor
import Testing

@Suite("A client that breaks the rules of WebSocket", .timeLimit(.minutes(10))) struct ProtocolMistakeTests {
    struct Mistake: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var path = "/channels/tea"
        var frames: [UInt8]
        var code: UInt16
    }

    static let mistakes = [
        Mistake(testDescription: "no mask", frames: [0x81, 0x02, 0x68, 0x69], code: 1002),
        Mistake(testDescription: "a reserved bit", frames: [0xC1, 0x80, 0, 0, 0, 0], code: 1002),
        Mistake(testDescription: "a reserved opcode", frames: [0x83, 0x80, 0, 0, 0, 0], code: 1002),
        Mistake(testDescription: "a fragmented ping", frames: [0x09, 0x80, 0, 0, 0, 0], code: 1002),
        Mistake(testDescription: "text that is not UTF-8", frames: [0x81, 0x81, 0, 0, 0, 0, 0xFF], code: 1007),
        Mistake(
            testDescription: "a message over 1 MiB",
            frames: [0x82, 0xFF, 0, 0, 0, 0, 0, 0x10, 0, 1, 0, 0, 0, 0],
            code: 1009
        ),
        Mistake(
            testDescription: "bytes in the chat",
            path: "/start_web_socket?username=eve",
            frames: [0x82, 0x81, 0, 0, 0, 0, 1],
            code: 1003
        ),
    ]

    @Test(arguments: mistakes)
    func `is closed with the code of the rule, and nobody else is`(mistake: Mistake) async throws {
        try await withMesh(.line(2)) { mesh in
            let here = try await Listener(mesh["node-0"], "/channels/tea")
            let there = try await Listener(mesh["node-1"], "/channels/tea")
            let culprit = try RawConnection(to: await mesh["node-0"].address)
            defer { culprit.stop() }
            try await culprit.openWebSocket(mistake.path)

            await culprit.send(mistake.frames)

            let closeFrame: [UInt8] = [UInt8(mistake.code >> 8), UInt8(mistake.code & 0xFF)]
            try await eventually("the culprit gets a close frame with \(mistake.code)") {
                let bytes = await culprit.bytes
                // Header of two bytes, since a close frame is short, then the code.
                return bytes.indices.contains { index in
                    bytes[index] == 0x88 && bytes.dropFirst(index + 2).starts(with: closeFrame)
                }
            }
            try await eventually("the culprit's connection ends") { await culprit.isEnded }

            try await here.client.send(text: "still here")
            try await eventually("the others go on") {
                here.texts == ["still here"] && there.texts == ["still here"]
            }
        }
    }
}

extension RawConnection {
    /// Opens a WebSocket by hand.
    func openWebSocket(_ path: String) async throws {
        let request = """
            GET \(path) HTTP/1.1\r
            Host: localhost\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            Sec-WebSocket-Version: 13\r
            \r

            """
        send(Array(request.utf8))
        try await eventually("the WebSocket is open") { text.contains("\r\n\r\n") }
        guard text.hasPrefix("HTTP/1.1 101 ") else { throw DeadlinePassed(description: "not opened: \(text)") }
        forget()
    }
}
