import Testing
import WebSocket

@Suite("The closing handshake") struct ClosingHandshakeTests {
    let start: Int64 = 1_000_000_000

    @Test func `answers a peer that closes first, once`() {
        var handshake = ClosingHandshake()
        #expect(handshake.isOpen)
        #expect(handshake.handleClose(code: 1000) == .answerClose(code: 1000))
        #expect(!handshake.isOpen)
        #expect(handshake.handleClose(code: 1000) == nil)
        #expect(handshake.close(code: 1001, at: start) == nil)
    }

    @Test func `answers a close without a code with one without a code`() {
        var handshake = ClosingHandshake()
        #expect(handshake.handleClose(code: nil) == .answerClose(code: nil))
    }

    @Test func `closes the socket when the peer answers`() {
        var handshake = ClosingHandshake()
        let deadline = start + ClosingHandshake.patience
        #expect(handshake.close(code: 1008, at: start) == .sendClose(code: 1008, deadline: deadline))
        #expect(!handshake.isOpen)
        #expect(handshake.close(code: 1008, at: start) == nil)
        #expect(handshake.handleClose(code: 1008) == .closeSocket)
        #expect(handshake.handleTimeout(at: deadline) == nil)
    }

    @Test func `gives a silent peer five seconds`() {
        var handshake = ClosingHandshake()
        let deadline = start + 5_000_000_000
        #expect(handshake.close(code: 1001, at: start) == .sendClose(code: 1001, deadline: deadline))
        #expect(handshake.handleTimeout(at: deadline - 1) == nil)
        #expect(handshake.handleTimeout(at: deadline) == .closeSocket)
    }

    @Test func `has no deadline while the connection is open`() {
        var handshake = ClosingHandshake()
        #expect(handshake.handleTimeout(at: .max) == nil)
    }
}
