import ChannelProtocol
import FoundationEssentials
import Testing

/// Clients that are out there know these: a word that changes is another protocol.
@Suite("The words of the outside protocols") struct WordTests {
    @Test func `are these names of events`() {
        #expect(
            EventName.allCases.map(\.rawValue) == [
                "attached", "gap", "ack", "error", "message", "post", "posts", "send-message", "update-users",
                "users-changed", "history",
            ]
        )
        #expect(EventName.allCases.map { "\($0)" } == EventName.allCases.map(\.rawValue))
    }

    @Test func `are these names of members`() {
        let message = [
            EventMember.event, EventMember.id, EventMember.node, EventMember.time, EventMember.key, EventMember.data,
            EventMember.posts, EventMember.message, EventMember.username,
        ]
        #expect(message == ["event", "id", "node", "time", "key", "data", "posts", "message", "username"])

        let place = [
            EventMember.run, EventMember.peers, EventMember.position, EventMember.messageBytes,
            EventMember.messagesPerSecond,
        ]
        #expect(place == ["run", "peers", "position", "message_bytes", "messages_per_second"])

        let answer = [
            EventMember.lost, EventMember.after, EventMember.copies, EventMember.keys, EventMember.ids,
            EventMember.reason,
        ]
        #expect(answer == ["lost", "after", "copies", "keys", "ids", "reason"])

        let chat = [
            EventMember.usernames, EventMember.nodes, EventMember.joined, EventMember.left, EventMember.before,
            EventMember.count, EventMember.messages, EventMember.more, EventMember.bytes,
        ]
        #expect(
            chat == ["usernames", "nodes", "joined", "left", "before", "count", "messages", "more", "bytes"]
        )
    }

    @Test func `are these with which a client comes`() {
        #expect(Subprotocol.channel == "mesh.channel.v1")
        #expect([ClientPath.chat, ClientPath.channels] == ["/start_web_socket", "/channels/"])

        let names = [
            ClientQuery.username, ClientQuery.channel, ClientQuery.name, ClientQuery.session, ClientQuery.history,
            ClientQuery.after, ClientQuery.echo, ClientQuery.listen, ClientQuery.acknowledgements, ClientQuery.users,
        ]
        #expect(
            names == [
                "username", "channel", "name", "session", "history", "after", "echo", "listen", "acks", "users",
            ]
        )
        #expect([ClientQuery.no, ClientQuery.together, ClientQuery.changes] == ["false", "together", "changes"])
    }

    @Test func `are those of the page and of the module for JavaScript`() throws {
        let sources = URL(filePath: #filePath).appending(path: "../../../Sources/ChatPage").standardized
        let module = try String(
            contentsOf: sources.appending(path: "Channel/broadcast-channel.js"),
            encoding: .utf8
        )
        #expect(module.contains("'\(Subprotocol.channel)'"))

        let page = try String(contentsOf: sources.appending(path: "session.js"), encoding: .utf8)
        #expect(page.contains(ClientPath.chat))
        for name in [EventName.sendMessage, .updateUsers, .attached, .acknowledgement, .gap, .history, .error] {
            #expect(page.contains("\(name)"))
        }
    }

    @Test func `end the line of a binary message with a line feed`() {
        #expect(EventLine.end == 0x0A)
        #expect(EventLine.limit == 1024)
    }

    @Test func `are these with which a node refuses, where a client acts upon it`() {
        let reasons = [
            Reason.tooManyMessages, Reason.tooMuchUnread, Reason.replaced, Reason.cannotWrite, Reason.foreignKey,
            Reason.historyNotHeld, Reason.taken("ben"),
        ]
        #expect(
            reasons == [
                "Too many messages", "Too much is unread", "Replaced by a newer connection",
                "The node cannot write its data", "the key is that of another session",
                "the message that history is asked before is not held", "Username ben is already taken",
            ]
        )
    }
}
