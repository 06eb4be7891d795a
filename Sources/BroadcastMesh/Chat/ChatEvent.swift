import ChannelProtocol
import Gossip
import JSON

/// What a chat client is sent, as the JSON of one text frame.
enum ChatEvent: Equatable {
    /// Everybody in the channel.
    case users([String])

    /// Everybody in the channel, and where they are.
    case usersAndNodes([RoomUser])

    /// Who came to the channel, or is on another node now, and who left.
    case usersChanged(joined: [RoomUser], left: [String])

    /// One message of a user: the text, who wrote it, what the writer gave it to recognise a repetition by, its ID, which
    /// names the node at which it was posted, and when, in microseconds since 1970.
    case message(String, by: String, key: String?, id: MessageID, time: Int64)

    /// The first event of a client that reads before it is live: at which run of which node it is, where else it could go,
    /// what it has seen, how long a message may be, and how many it may send in a second.
    case attached(
        node: String,
        epoch: UInt64,
        peers: [String],
        position: Position,
        messageBytes: Int,
        messagesPerSecond: Int?
    )

    /// So many messages that the client has not seen are no longer held; and of the runs that they were of up to where it need
    /// not be told of them again, as far as the node can tell.
    ///
    /// A client that puts those entries into its position, where that is not further already, comes back behind the loss, on
    /// any node. Nothing that the node holds, or will get, is covered by them. What another node still holds of it is not given
    /// then: it was counted as lost, and what came since comes after it.
    case gap(lost: UInt64, after: Position?)

    /// A message with a key is held by so many nodes.
    case acknowledgement(key: String, id: MessageID, copies: Int)

    /// Messages with keys are each held by so many nodes.
    case acknowledgements([Acknowledgement], copies: Int)

    /// What was said before a message, oldest first, and whether there is more before that.
    case history(before: String, [PastMessage], hasMore: Bool)

    /// What was wrong with the client's last frame, and with which post in it, where the key of that could be read.
    case error(String, key: String? = nil)
}

extension ChatEvent {
    /// Writes the event as UTF-8, the same bytes on every node.
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(EventMember.event, name.rawValue)
            writeMembers(to: &writer)
        }
    }

    private var name: EventName {
        switch self {
        case .users, .usersAndNodes: .updateUsers
        case .usersChanged: .usersChanged
        case .message: .sendMessage
        case .attached: .attached
        case .gap: .gap
        case .acknowledgement, .acknowledgements: .acknowledgement
        case .history: .history
        case .error: .error
        }
    }

    /// How many bytes it takes at most, if nothing is to be escaped; a guess where it does not come once for each message.
    var capacity: Int {
        if case .acknowledgements(let messages, _) = self { return 64 + messages.count * 128 }
        guard case .message(let message, let username, let key, let id, _) = self else { return 128 }
        return 160 + message.utf8.count + username.utf8.count + (key?.utf8.count ?? 0) + 2 * id.node.utf8.count
    }

    private func writeMembers(to writer: inout JSONWriter) {
        switch self {
        case .users(let usernames):
            writer.member(EventMember.usernames, usernames)
        case .usersAndNodes(let users):
            writer.member(EventMember.usernames, users.map(\.name))
            Self.write(users, as: EventMember.nodes, to: &writer)
        case .usersChanged(let joined, let left):
            Self.write(joined, as: EventMember.joined, to: &writer)
            writer.member(EventMember.left, left)
        case .message(let message, let username, let key, let id, let time):
            writer.member(EventMember.username, username)
            writer.member(EventMember.message, message)
            if let key { writer.member(EventMember.key, key) }
            writer.member(EventMember.id, id)
            writer.member(EventMember.node, id.node)
            // Milliseconds on the wire, with up to three decimals.
            writer.member(EventMember.time, thousandths: time)
        case .attached(let node, let epoch, let peers, let position, let messageBytes, let messagesPerSecond):
            writer.member(EventMember.node, node)
            writer.member(EventMember.run, "\(node)@\(epoch)")
            writer.member(EventMember.peers, peers)
            writer.member(EventMember.position, position.description)
            writer.member(EventMember.messageBytes, messageBytes)
            if let messagesPerSecond { writer.member(EventMember.messagesPerSecond, messagesPerSecond) }
        case .gap(let lost, let position):
            writer.member(EventMember.lost, lost)
            if let position { writer.member(EventMember.after, position.description) }
        case .acknowledgement(let key, let id, let copies):
            writer.member(EventMember.key, key)
            writer.member(EventMember.id, id)
            writer.member(EventMember.copies, copies)
        case .acknowledgements(let messages, let copies):
            writer.key(EventMember.keys)
            writer.list { writer in
                for message in messages { writer.value(message.key) }
            }
            writer.key(EventMember.ids)
            writer.list { writer in
                for message in messages { writer.value(message.id) }
            }
            writer.member(EventMember.copies, copies)
        case .history(let before, let messages, let hasMore):
            writer.member(EventMember.before, before)
            writer.key(EventMember.messages)
            writer.list { writer in
                for message in messages { message.write(to: &writer) }
            }
            writer.key(EventMember.more)
            writer.value(hasMore)
        case .error(let reason, let key):
            writer.member(EventMember.reason, reason)
            if let key { writer.member(EventMember.key, key) }
        }
    }

    private static func write(_ users: [RoomUser], as key: String, to writer: inout JSONWriter) {
        writer.key(key)
        writer.object { writer in
            for user in users { writer.member(user.name, user.node) }
        }
    }
}
