import FoundationEssentials
import Gossip

/// What a chat client is sent, as the JSON of one text frame.
struct ChatEvent: Encodable, Equatable {
    private var event: String
    private var usernames: [String]?
    private var username: String?
    private var message: String?
    private var id: String?
    private var node: String?
    private var time: Double?
    private var key: String?
    private var reason: String?
    private var peers: [String]?
    private var position: String?
    private var copies: Int?
    private var lost: UInt64?

    private init(event: String) {
        self.event = event
    }

    /// Everybody in the channel.
    static func users(_ usernames: [String]) -> ChatEvent {
        var event = ChatEvent(event: "update-users")
        event.usernames = usernames
        return event
    }

    /// One message of a user.
    ///
    /// - Parameters:
    ///   - message: The text.
    ///   - username: Who wrote it.
    ///   - key: What the writer gave it to recognise a repetition by.
    ///   - id: The message ID, `NAME@EPOCH/SEQUENCE`.
    ///   - node: The node at which it was posted.
    ///   - time: When, in microseconds since 1970; the wire has milliseconds with up to three decimals.
    /// - Returns: The event.
    static func message(
        _ message: String,
        by username: String,
        key: String?,
        id: String,
        node: String,
        time: Int64
    ) -> ChatEvent {
        var event = ChatEvent(event: "send-message")
        event.username = username
        event.message = message
        event.key = key
        event.id = id
        event.node = node
        event.time = Double(time) / 1000
        return event
    }

    /// The first event of a client that reads before it is live: where it is, and where else it could go.
    static func attached(node: String, peers: [String], position: Position) -> ChatEvent {
        var event = ChatEvent(event: "attached")
        event.node = node
        event.peers = peers
        event.position = position.description
        return event
    }

    /// So many messages that the client has not seen are no longer held.
    static func gap(lost: UInt64) -> ChatEvent {
        var event = ChatEvent(event: "gap")
        event.lost = lost
        return event
    }

    /// A message with a key is held by so many nodes.
    static func acknowledgement(key: String, id: MessageID, copies: Int) -> ChatEvent {
        var event = ChatEvent(event: "ack")
        event.key = key
        event.id = id.description
        event.copies = copies
        return event
    }

    /// What was wrong with the client's last frame.
    static func error(_ reason: String) -> ChatEvent {
        var event = ChatEvent(event: "error")
        event.reason = reason
        return event
    }
}

/// The JSON of the chat, in both directions, with the tools that are used again and again.
struct ChatCoder {
    private let encoder = JSONEncoder()
    private let decoder = JSONDecoder()

    /// Keys in order, so that the same event is the same bytes on every node.
    init() {
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    /// The event as UTF-8.
    func encode(_ event: ChatEvent) -> [UInt8] {
        guard let data = try? encoder.encode(event) else { preconditionFailure("a chat event is not JSON") }
        return Array(data)
    }

    /// What a client's text frame asks for.
    func decode(_ text: Span<UInt8>) -> ChatCommand {
        ChatCommand(decoding: text, with: decoder)
    }
}
