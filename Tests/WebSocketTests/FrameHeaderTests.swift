import Testing
import WebSocket

@Suite("Decoding a frame header") struct FrameHeaderTests {
    /// The masked "Hello" of RFC 6455 §5.7.
    static let hello: [UInt8] = [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58]

    @Test func `reads the masked example from the RFC`() throws {
        let header = try #require(try FrameHeader(decoding: Self.hello.span, as: .server))
        #expect(header == .client(.text, payloadLength: 5, maskingKey: 0x37FA_213D))
        #expect(header.headerLength == 6)
    }

    @Test func `reads the unmasked example from the RFC`() throws {
        let bytes: [UInt8] = [0x81, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F]
        let header = try #require(try FrameHeader(decoding: bytes.span, as: .client))
        #expect(header == .server(.text, payloadLength: 5))
        #expect(header.headerLength == 2)
    }

    @Test(arguments: 0..<6)
    func `waits for the rest when only some bytes arrived`(count: Int) throws {
        let bytes = Array(Self.hello.prefix(count))
        #expect(try FrameHeader(decoding: bytes.span, as: .server) == nil)
    }

    /// Lengths on both sides of every change of form, with the length of the whole header.
    static let lengths = [(0, 6), (1, 6), (125, 6), (126, 8), (0xFFFF, 8), (0x1_0000, 14), (Int.max, 14)]

    @Test(arguments: lengths)
    func `reads back what a client writes, in the shortest form`(payloadLength: Int, headerLength: Int) throws {
        let header = FrameHeader.client(.binary, payloadLength: payloadLength, maskingKey: 0x0102_0304)
        var bytes: [UInt8] = []
        header.encode(into: &bytes)
        #expect(bytes.count == headerLength)
        #expect(header.headerLength == headerLength)

        for count in 0..<bytes.count {
            let part = Array(bytes.prefix(count))
            #expect(try FrameHeader(decoding: part.span, as: .server) == nil)
        }
        bytes.append(0xEE)
        #expect(try FrameHeader(decoding: bytes.span, as: .server) == header)
    }

    @Test(arguments: lengths)
    func `reads back what a server writes, in the shortest form`(payloadLength: Int, headerLength: Int) throws {
        let header = FrameHeader.server(.text, payloadLength: payloadLength)
        var bytes: [UInt8] = []
        header.encode(into: &bytes)
        #expect(bytes.count == headerLength - 4)
        #expect(try FrameHeader(decoding: bytes.span, as: .client) == header)
    }

    struct Violation: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var bytes: [UInt8]
        var role = Role.server
        var error: WebSocketError
    }

    @Test(arguments: [
        Violation(testDescription: "first reserved bit", bytes: [0xC1], error: .reservedBitSet),
        Violation(testDescription: "second reserved bit", bytes: [0xA1], error: .reservedBitSet),
        Violation(testDescription: "third reserved bit", bytes: [0x91], error: .reservedBitSet),
        Violation(testDescription: "reserved data opcode 3", bytes: [0x83], error: .reservedOpcode(3)),
        Violation(testDescription: "reserved data opcode 7", bytes: [0x87], error: .reservedOpcode(7)),
        Violation(testDescription: "reserved control opcode 11", bytes: [0x8B], error: .reservedOpcode(11)),
        Violation(testDescription: "reserved control opcode 15", bytes: [0x8F], error: .reservedOpcode(15)),
        Violation(testDescription: "client without mask", bytes: [0x81, 0x05], error: .unmaskedClientFrame),
        Violation(testDescription: "server with mask", bytes: [0x81, 0x85], role: .client, error: .maskedServerFrame),
        Violation(testDescription: "fragmented close", bytes: [0x08], error: .fragmentedControlFrame),
        Violation(testDescription: "fragmented ping", bytes: [0x09], error: .fragmentedControlFrame),
        Violation(testDescription: "fragmented pong", bytes: [0x0A], error: .fragmentedControlFrame),
        Violation(testDescription: "ping of 126 bytes", bytes: [0x89, 0xFE], error: .controlFrameTooLong),
        Violation(testDescription: "close of 64 KiB", bytes: [0x88, 0xFF], error: .controlFrameTooLong),
        Violation(testDescription: "125 in 16 bits", bytes: [0x82, 0xFE, 0x00, 0x7D], error: .malformedLength),
        Violation(
            testDescription: "65,535 in 64 bits",
            bytes: [0x82, 0xFF, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF],
            error: .malformedLength
        ),
        Violation(
            testDescription: "top bit of the length",
            bytes: [0x82, 0xFF, 0x80, 0, 0, 0, 0, 1, 0, 0],
            error: .malformedLength
        ),
    ])
    func `names the rule the peer broke, at the byte that breaks it`(violation: Violation) throws {
        let before = Array(violation.bytes.dropLast())
        #expect(try FrameHeader(decoding: before.span, as: violation.role) == nil)
        #expect(throws: violation.error) {
            try FrameHeader(decoding: violation.bytes.span, as: violation.role)
        }
        #expect(violation.error.closeCode == 1002)
    }
}
