import Testing

@testable import ChatPage

@Suite("The JavaScript module") struct ChannelModuleTests {
    /// The module as text; it is ours, so it is UTF-8.
    let module = String(decoding: ChannelModule.script, as: UTF8.self)

    @Test func `stays under 19,700 bytes`() {
        #expect(module.utf8.count > 5000)
        #expect(module.utf8.count < 19_700)
    }

    @Test func `imports nothing, and exports one class`() {
        let tokens = ScriptTokens(module).all
        let imports = tokens.indices.filter { tokens[$0] == .word("import") }
        #expect(!imports.isEmpty && imports.allSatisfy { tokens[$0 + 1] == .mark(".") })
        #expect(module.split(separator: "export").map { $0.prefix(18) }.dropFirst() == ["{BroadcastChannel}"])
    }

    @Test func `shortens no name that somebody else says, and none that it has not`() {
        let protocolNames = [
            "event", "data", "key", "id", "node", "time", "ids", "keys", "copies", "peers", "position", "run", "lost",
            "reason", "after", "message_bytes", "messages_per_second", "posts",
        ]
        #expect(ChannelModule.ownNames.isDisjoint(with: protocolNames))
        let types = String(decoding: ChannelModule.types, as: UTF8.self).replacing(/\/\*(?s:.*?)\*\/|\/\/.*/, with: "")
        let members = Set(types.matches(of: /(\w+)\??[:(<]/).map(\.1))
        #expect(members.isSuperset(of: ["postMessage", "ready", "lost"]))
        let parts = [
            ChannelModule.clone, ChannelModule.addresses, ChannelModule.position, ChannelModule.name,
            ChannelModule.order, ChannelModule.posts, ChannelModule.session, ChannelModule.entry,
        ]
        let own = ScriptTokens(parts.joined(separator: "\n")).all
        for name in ChannelModule.ownNames.sorted() {
            #expect(!members.contains(name[...]) && own.contains(.word(name)), "\(name)")
        }
    }

    @Test func `has types for all that it shows`() {
        let types = String(decoding: ChannelModule.types, as: UTF8.self)
        for name in [
            "constructor(", "at(", "name:", "ready:", "status:", "bufferedAmount:", "bufferedAmountLowThreshold:",
            "postMessage(", "close(", "onmessage:", "onmessageerror:", "ongap:", "onerror:", "onbufferedamountlow:",
        ] {
            #expect(types.contains(name), "\(name)")
        }
    }
}
