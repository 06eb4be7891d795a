import Testing
import WebSocket

@Suite("Decoding messages") struct MessageDecoderTests {
    static let limit = 1000

    struct Stream: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var bytes: [UInt8]
        var found: [Found]
    }

    static let streams = [
        Stream(
            testDescription: "the RFC's masked Hello",
            bytes: FrameHeaderTests.hello,
            found: [.message(.text, Array("Hello".utf8))]
        ),
        Stream(testDescription: "an empty text", bytes: clientFrame(.text, ""), found: [.message(.text, [])]),
        Stream(
            testDescription: "a binary of 256 bytes",
            bytes: clientFrame(.binary, Array(repeating: 0xFF, count: 256)),
            found: [.message(.binary, Array(repeating: 0xFF, count: 256))]
        ),
        Stream(
            testDescription: "a text beyond ASCII",
            bytes: clientFrame(.text, "Grüße aus 東京 🌸"),
            found: [.message(.text, Array("Grüße aus 東京 🌸".utf8))]
        ),
        Stream(
            testDescription: "three messages in a row",
            bytes: clientFrame(.text, "one") + clientFrame(.binary, [2]) + clientFrame(.text, "three"),
            found: [.message(.text, Array("one".utf8)), .message(.binary, [2]), .message(.text, Array("three".utf8))]
        ),
        Stream(
            testDescription: "a scalar cut by fragments",
            bytes: clientFrame(.text, [0xE6, 0x9D], isFinal: false) + clientFrame(.continuation, [0xB1]),
            found: [.message(.text, [0xE6, 0x9D, 0xB1])]
        ),
        Stream(
            testDescription: "a ping between fragments, one of them empty",
            bytes: clientFrame(.text, "Hel", isFinal: false) + clientFrame(.ping, "?")
                + clientFrame(.continuation, "", isFinal: false) + clientFrame(.pong, "")
                + clientFrame(.continuation, "lo") + clientFrame(.text, "!"),
            found: [
                .ping(Array("?".utf8)), .pong([]), .message(.text, Array("Hello".utf8)),
                .message(.text, Array("!".utf8)),
            ]
        ),
        Stream(
            testDescription: "a close with a reason, and bytes that nobody reads",
            bytes: clientFrame(.close, [0x03, 0xE8] + Array("tschüß".utf8)) + [0xFF, 0xFF],
            found: [.close(1000, Array("tschüß".utf8))]
        ),
        Stream(testDescription: "a close without a code", bytes: clientFrame(.close, ""), found: [.close(nil, [])]),
        Stream(
            testDescription: "a ping of 125 bytes",
            bytes: clientFrame(.ping, Array(repeating: 7, count: 125)),
            found: [.ping(Array(repeating: 7, count: 125))]
        ),
    ]

    @Test(arguments: streams)
    func `finds the same whole, byte by byte and with a tail`(stream: Stream) {
        var whole = MessageDecoder(role: .server, messageLimit: Self.limit)
        #expect(whole.find(in: stream.bytes) == stream.found)

        var bytewise = MessageDecoder(role: .server, messageLimit: Self.limit)
        #expect(bytewise.find(in: stream.bytes.map { [$0] }) == stream.found)

        var tailed = MessageDecoder(role: .server, messageLimit: Self.limit)
        let next = clientFrame(.text, "next")
        let isOpen = if case .close = stream.found.last { false } else { true }
        #expect(tailed.find(in: stream.bytes + next.dropLast()) == stream.found)
        #expect(tailed.find(in: [next.last ?? 0]) == (isOpen ? [.message(.text, Array("next".utf8))] : []))
    }

    @Test(arguments: streams)
    func `finds the same wherever the stream is cut`(stream: Stream) {
        for cut in stream.bytes.indices {
            var decoder = MessageDecoder(role: .server, messageLimit: Self.limit)
            let pieces = [Array(stream.bytes[..<cut]), Array(stream.bytes[cut...])]
            #expect(decoder.find(in: pieces) == stream.found, "cut at \(cut)")
        }
    }

    @Test func `lends a whole frame from where it lies`() throws {
        var decoder = MessageDecoder(role: .server, messageLimit: Self.limit)
        var buffer = FrameHeaderTests.hello
        var range = buffer.indices
        #expect(try decoder.next(in: &buffer, range: &range) == .message(.text, .received(6..<11)))
        #expect(Array(buffer[6..<11]) == Array("Hello".utf8))
        #expect(range.isEmpty)
    }

    @Test func `reads a server's frames as a client`() {
        var decoder = MessageDecoder(role: .client, messageLimit: Self.limit)
        let payload = Array("Grüße".utf8)
        var bytes: [UInt8] = []
        Frame.encodeServer(.text, payload.span, into: &bytes)
        #expect(decoder.find(in: bytes) == [.message(.text, payload)])
        #expect(decoder.find(in: bytes.map { [$0] }) == [.message(.text, payload)])
    }

    @Test(arguments: [Opcode.text, .ping])
    func `lends what it put together, once`(opcode: Opcode) throws {
        var decoder = MessageDecoder(role: .server, messageLimit: Self.limit)
        let frame = clientFrame(opcode, "parts")
        #expect(decoder.find(in: Array(frame.dropLast(2))) == [])
        var buffer = Array(frame.suffix(2))
        var range = buffer.indices
        let payload: MessageDecoder.Payload
        switch try decoder.next(in: &buffer, range: &range) {
        case .message(.text, let message): payload = message
        case .ping(let control): payload = control
        case let step: throw UnexpectedStep(step: step)
        }
        let lent = decoder.withBytes(of: payload, in: buffer) { bytes in bytes.indices.map { bytes[$0] } }
        #expect(lent == Array("parts".utf8))
        let again = decoder.withBytes(of: payload, in: buffer) { bytes in bytes.count }
        #expect(again == 0)
    }

    struct UnexpectedStep: Error {
        var step: MessageDecoder.Step
    }

    @Test(arguments: [Opcode.text, .binary])
    func `forgets what nobody took`(opcode: Opcode) throws {
        var decoder = MessageDecoder(role: .server, messageLimit: 6)
        let stream =
            clientFrame(opcode, "secret") + clientFrame(.ping, "secret") + clientFrame(opcode, "public")
            + clientFrame(.ping, "public")
        var steps: [MessageDecoder.Step] = []
        for byte in stream {
            var buffer = [byte]
            var range = buffer.indices
            let step = try decoder.next(in: &buffer, range: &range)
            if step != .needMore { steps.append(step) }
        }
        let type: MessageType = opcode == .text ? .text : .binary
        let message = MessageDecoder.Step.message(type, .assembledMessage)
        #expect(steps == [message, .ping(.assembledControl), message, .ping(.assembledControl)])
        #expect(decoder.takeBytes(of: .assembledMessage, in: []) == Array("public".utf8))
        #expect(decoder.takeBytes(of: .assembledControl, in: []) == Array("public".utf8))
        #expect(decoder.takeBytes(of: .assembledMessage, in: []) == [])
    }

    @Test func `takes no more than 80 bytes of its own`() {
        #expect(MemoryLayout<MessageDecoder>.size <= 80)
    }
}
