import Testing
import WebSocket

@Suite("The rules between frames") struct MessageRulesTests {
    static let limit = 1000

    struct Violation: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var bytes: [UInt8]
        var before: [Found] = []
        var error: WebSocketError
        var closeCode: UInt16
    }

    static let violations = [
        Violation(
            testDescription: "continuation without a start",
            bytes: clientFrame(.continuation, "x"),
            error: .continuationWithoutStart,
            closeCode: 1002
        ),
        Violation(
            testDescription: "continuation after the last fragment",
            bytes: clientFrame(.text, "a", isFinal: false) + clientFrame(.continuation, "b")
                + clientFrame(.continuation, "c"),
            before: [.message(.text, Array("ab".utf8))],
            error: .continuationWithoutStart,
            closeCode: 1002
        ),
        Violation(
            testDescription: "text within a text",
            bytes: clientFrame(.text, "a", isFinal: false) + clientFrame(.text, "b"),
            error: .messageWithinMessage,
            closeCode: 1002
        ),
        Violation(
            testDescription: "binary within an empty text",
            bytes: clientFrame(.text, "", isFinal: false) + clientFrame(.binary, "b", isFinal: false),
            error: .messageWithinMessage,
            closeCode: 1002
        ),
        Violation(
            testDescription: "reserved bit in the second frame",
            bytes: clientFrame(.binary, [1]) + [0xC2],
            before: [.message(.binary, [1])],
            error: .reservedBitSet,
            closeCode: 1002
        ),
        Violation(
            testDescription: "text that is not UTF-8",
            bytes: clientFrame(.text, [0x61, 0xFF]),
            error: .textNotUTF8,
            closeCode: 1007
        ),
        Violation(
            testDescription: "text that ends within a scalar",
            bytes: clientFrame(.text, [0x61, 0xE6, 0x9D]),
            error: .textNotUTF8,
            closeCode: 1007
        ),
        Violation(
            testDescription: "fragments that end within a scalar",
            bytes: clientFrame(.text, [0xE6], isFinal: false) + clientFrame(.continuation, [0x9D]),
            error: .textNotUTF8,
            closeCode: 1007
        ),
        Violation(
            testDescription: "close payload of one byte",
            bytes: clientFrame(.close, [0x03]),
            error: .malformedClosePayload,
            closeCode: 1002
        ),
        Violation(
            testDescription: "close reason that is not UTF-8",
            bytes: clientFrame(.close, [0x03, 0xE8, 0xC0, 0x80]),
            error: .closeReasonNotUTF8,
            closeCode: 1007
        ),
        Violation(
            testDescription: "close reason that ends within a scalar",
            bytes: clientFrame(.close, [0x03, 0xE8, 0xC3]),
            error: .closeReasonNotUTF8,
            closeCode: 1007
        ),
    ]

    @Test(arguments: violations)
    func `names the rule the peer broke, whole and byte by byte`(violation: Violation) {
        var whole = MessageDecoder(role: .server, messageLimit: Self.limit)
        #expect(whole.find(in: violation.bytes) == violation.before + [.error(violation.error)])

        var bytewise = MessageDecoder(role: .server, messageLimit: Self.limit)
        #expect(bytewise.find(in: violation.bytes.map { [$0] }) == violation.before + [.error(violation.error)])
        #expect(violation.error.closeCode == violation.closeCode)
    }

    @Test(arguments: [0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535] as [UInt16])
    func `refuses a close code that may not be sent`(code: UInt16) {
        var decoder = MessageDecoder(role: .server, messageLimit: Self.limit)
        let frame = clientFrame(.close, [UInt8(code >> 8), UInt8(code & 0xFF)])
        #expect(decoder.find(in: frame) == [.error(.forbiddenCloseCode(code))])
        #expect(WebSocketError.forbiddenCloseCode(code).closeCode == 1002)
    }

    @Test(arguments: [1000, 1003, 1007, 1014, 3000, 4999] as [UInt16])
    func `accepts a close code that may be sent`(code: UInt16) {
        var decoder = MessageDecoder(role: .server, messageLimit: Self.limit)
        let frame = clientFrame(.close, [UInt8(code >> 8), UInt8(code & 0xFF)])
        #expect(decoder.find(in: frame) == [.close(code, [])])
    }

    @Test func `fails a text at the byte that makes it wrong`() {
        // U+D800 in UTF-8 would be ED A0 80: the second byte is one too many, though the frame is longer.
        let frame = clientFrame(.text, [0x61, 0xED, 0xA0, 0x80, 0x61])
        var decoder = MessageDecoder(role: .server, messageLimit: Self.limit)
        #expect(decoder.find(in: Array(frame[..<8])) == [])
        #expect(decoder.find(in: Array(frame[8..<9])) == [.error(.textNotUTF8)])
    }

    @Test(arguments: [999, 1000, 1001])
    func `counts a message against its limit`(count: Int) {
        let payload = [UInt8](repeating: 0x61, count: count)
        let found: [Found] =
            count <= Self.limit ? [.message(.text, payload)] : [.error(.messageTooLarge(limit: Self.limit))]
        let whole = clientFrame(.text, payload)
        let fragments =
            clientFrame(.text, Array(payload[..<600]), isFinal: false)
            + clientFrame(.continuation, Array(payload[600...]))
        for bytes in [whole, fragments] {
            var decoder = MessageDecoder(role: .server, messageLimit: Self.limit)
            #expect(decoder.find(in: bytes) == found)
            var bytewise = MessageDecoder(role: .server, messageLimit: Self.limit)
            #expect(bytewise.find(in: bytes.map { [$0] }) == found)
        }
        #expect(WebSocketError.messageTooLarge(limit: Self.limit).closeCode == 1009)
    }

    @Test func `counts the next message against another limit, and not the one that has begun`() {
        var decoder = MessageDecoder(role: .server, messageLimit: Self.limit)
        let (half, small) = ([UInt8](repeating: 0x61, count: 500), [UInt8](repeating: 0x62, count: 10))
        #expect(decoder.find(in: clientFrame(.text, half, isFinal: false)) == [])
        decoder.setMessageLimit(to: 10)
        #expect(decoder.find(in: clientFrame(.continuation, half)) == [.message(.text, half + half)])
        #expect(decoder.find(in: clientFrame(.text, small)) == [.message(.text, small)])
        #expect(decoder.find(in: clientFrame(.text, small + [0x62])) == [.error(.messageTooLarge(limit: 10))])
    }

    @Test func `refuses an announced length of eight exabytes before any of it arrives`() {
        var decoder = MessageDecoder(role: .server, messageLimit: Self.limit)
        let start = clientFrame(.binary, [1], isFinal: false)
        let rest: [UInt8] = [0x80, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3, 4]
        #expect(decoder.find(in: start + rest) == [.error(.messageTooLarge(limit: Self.limit))])
    }
}
