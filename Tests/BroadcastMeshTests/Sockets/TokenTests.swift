import Testing

@testable import BroadcastMesh

@Suite("A socket's token", .computing) struct TokenTests {
    @Test func `says whose socket it is, and which of the owners of a slot`() {
        let token = Token(.client, slot: 70_000, generation: 0x12_3456)
        #expect(Token(rawValue: token.rawValue) == token)
        #expect(Token(.client, slot: 1, generation: 1) != Token(.client, slot: 1, generation: 2))
        #expect(Token(.client, slot: 1) != Token(.link, slot: 1))
    }

    @Test func `of nobody is none`() {
        #expect(Token(rawValue: 0) == nil)
        #expect(Token(rawValue: UInt64.max) == nil)
    }
}
